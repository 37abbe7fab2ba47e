#!/bin/sh
# Puts the locked packages into .venv, once per content of the lock files:
#   sh deploy/install/environment.sh app        what the service needs
#   sh deploy/install/environment.sh app dev    what the tests and linters need too
# PYTHON names another interpreter; else the first of python3, python3.13 … of version 3.11 or newer is taken.
set -eu
cd "$(dirname "$0")/../.."
venv=.venv

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in ${PYTHON:-python3 python3.13 python3.12 python3.11 python}; do
        if new_enough "$name"; then
            echo "$name"
            return
        fi
    done
    fail "Python 3.11 or newer was not found (tried: ${PYTHON:-python3, python3.13, python3.12, python3.11, python})." \
        "On Debian and Ubuntu: apt-get install python3 python3-venv; elsewhere, or by hand: make PYTHON=/path/to/python3"
}

make_venv() {
    python=$(find_python)
    if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
        fail "$python cannot make virtual environments: its modules venv and ensurepip are missing." \
            "On Debian and Ubuntu: apt-get install $("$python" -c 'import sys; print("python%d.%d-venv" % sys.version_info[:2])')"
    fi
    echo "Making $venv with $("$python" --version) ..."
    "$python" -m venv --clear "$venv"
}

# pip is asked too: an environment whose making was interrupted has a Python without it.
[ -x $venv/bin/python ] && new_enough $venv/bin/python && [ -x $venv/bin/pip ] || make_venv

# What was installed is kept as a copy of its lock file: comparing it costs a millisecond, and a checkout that only
# touches the file installs nothing.
wanted=""
changed=""
for name in "$@"; do
    wanted="$wanted --requirement requirements/$name.txt"
    cmp -s "requirements/$name.txt" "$venv/installed-$name.txt" || changed="$changed $name"
done
[ -n "$changed" ] || exit 0

echo "Installing the locked packages ($(echo $changed)) ..."
for name in $changed; do rm -f "$venv/installed-$name.txt"; done
# shellcheck disable=SC2086 # the words of $wanted are options, and hold no blanks
$venv/bin/python -m pip install --quiet --disable-pip-version-check --no-input --require-hashes $wanted ||
    fail "The packages could not be installed (see above). With a network at hand, run the same command again."
for name in $changed; do cp "requirements/$name.txt" "$venv/installed-$name.txt"; done
