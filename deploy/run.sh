#!/bin/sh
# The service on this machine, as `make run` starts it: database, sample papers the first time, index, pages, and in the
# background what arXiv has announced.
# Data stay in COOLPAPERS_DATA_DIR (./var); to be repeated as often as one likes.
set -eu
cd "$(dirname "$0")/.."
port=${PORT:-8000}
manage() { .venv/bin/python manage.py "$@"; }

if ! .venv/bin/python -c 'import socket, sys; socket.create_server(("127.0.0.1", int(sys.argv[1]))).close()' \
    "$port" 2>/dev/null; then
    echo "Port $port of 127.0.0.1 cannot be used; is the service running already? Another one: make run PORT=8080" >&2
    exit 1
fi

manage migrate --verbosity 0
if manage status --json | .venv/bin/python -c 'import json, sys; sys.exit(json.load(sys.stdin)["papers"] > 0)'; then
    echo "First start: taking in the sample papers ..."
    manage harvest snapshot worker/sample/papers.jsonl
fi
# Lists and papers need no index: without it the site starts all the same, and search says what is wrong.
manage index || true
manage collectstatic --no-input --verbosity 0

# arXiv's newest announcements come in the background, a request in three seconds; the sample steps aside for them. Without a
# network nothing comes, and nothing is said. It ends with the server, whose process this shell becomes.
(COOLPAPERS_LOG_LEVEL=${COOLPAPERS_LOG_LEVEL:-ERROR} .venv/bin/python manage.py work --first --while $$ &)

# One process with threads: SQLite has one writer, and cache and rate limits live in the process.
exec .venv/bin/python -m gunicorn coolpapers.wsgi --config deploy/gunicorn_local.py --bind "127.0.0.1:$port"
