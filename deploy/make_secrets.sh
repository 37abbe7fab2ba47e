#!/bin/sh
# Makes what deploy/compose.yaml needs to know: random passwords, and the addresses that hold them, as files in deploy/secrets.
# Once only: a folder that is there is left alone, since the databases keep the passwords they were made with.
#   sh deploy/make_secrets.sh [FOLDER]
set -eu
folder=${1:-"$(dirname "$0")/secrets"}
if [ -e "$folder" ]; then
    echo "$folder is there already; nothing was changed." >&2
    exit 1
fi

# 192 bits in letters and digits, which need no escaping in an address.
random() { od -An -N24 -tx1 /dev/urandom | tr -d ' \n'; }

umask 077
mkdir -p "$folder.new"
cd "$folder.new"
postgres=$(random) redis=$(random) elastic=$(random)
put() { printf '%s\n' "$2" >"$1"; }
put .gitignore '*'
put secret_key "$(random)$(random)"
# Without the line's end: PostgreSQL would take it for a part of the password.
printf '%s' "$postgres" >postgres_password
printf '%s' "$elastic" >elastic_password
printf '%s' "$redis" >redis_password
put redis_conf "requirepass $redis
appendonly yes
dir /data
maxmemory 512mb
maxmemory-policy volatile-lru"
put database_url "postgresql://coolpapers:$postgres@postgres:5432/coolpapers"
put search_url "elasticsearch://elastic:$elastic@elasticsearch:9200/papers"
put broker_url "redis://:$redis@redis:6379/0"
put cache_url "redis://:$redis@redis:6379/1"
# The containers' own accounts read these; on this machine the folder keeps everybody else out.
chmod 644 ./*
cd - >/dev/null
mv "$folder.new" "$folder"
echo "Made $folder. Keep a copy of it with your backups."
