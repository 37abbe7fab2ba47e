#!/bin/sh
# Writes the lock files anew: requirements/*.txt from *.in by uv (in an environment that is thrown away), and
# package-lock.json from package.json by npm. `sh deploy/install/lock.sh --upgrade` takes newer versions.
set -eu
cd "$(dirname "$0")/../.."
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT INT TERM

.venv/bin/python -m venv "$scratch/uv"
"$scratch/uv/bin/python" -m pip install --quiet --disable-pip-version-check uv
for name in app dev assets; do
    # The oldest Python that is supported decides; --universal keeps the lock good for the newer ones and other systems.
    "$scratch/uv/bin/uv" pip compile --quiet --universal --python-version 3.11 --generate-hashes \
        --custom-compile-command "make lock" "$@" \
        "requirements/$name.in" --output-file "requirements/$name.txt"
done

if command -v npm >/dev/null; then
    npm install --package-lock-only
else
    echo "npm was not found: package-lock.json stays as it is." >&2
fi
