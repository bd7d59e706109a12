#!/usr/bin/env bash
# A PostgreSQL server for tests, in a folder that is thrown away afterwards.
#
#   scripts/postgres.sh start FOLDER   starts it and prints its URL
#   scripts/postgres.sh halt FOLDER    ends it as a crash would; its data stay
#   scripts/postgres.sh again FOLDER   starts again, at the same address, what was halted
#   scripts/postgres.sh stop FOLDER    stops it and removes the folder; quiet where nothing runs
#
# FOLDER is an empty folder. The server listens on a free port of 127.0.0.1 only, behind a random
# password, and does not wait for the disk (fsync off): a test's data need not survive a power cut, but
# what was committed survives a crash of the server alone.
set -euo pipefail
# shellcheck source=scripts/say.sh
. "$(dirname "$0")/say.sh"

seconds_to_start=60
seconds_to_stop=30
tries=5

usage='usage: scripts/postgres.sh start|halt|again|stop FOLDER'
action=${1:?$usage}
folder=${2:?$usage}
data=$folder/data

# The newest server that Debian has installed here.
binaries() {
    local newest
    newest=$(compgen -G '/usr/lib/postgresql/*/bin' | sort -V | tail -n 1)
    [ -n "$newest" ] || fail 'PostgreSQL is not installed; scripts/install-tools.sh installs it.'
    echo "$newest"
}

# The server refuses to run as root; there it runs as the user that Debian's package made.
as_server() {
    if [ "$(id -u)" -eq 0 ]; then
        (cd / && runuser -u postgres -- "$@")
    else
        "$@"
    fi
}

random_password() {
    od -An -N16 -tx1 /dev/urandom | tr -d ' \n'
}

initialise() {
    local password_file=$folder/password
    if [ "$(id -u)" -eq 0 ]; then
        chown postgres "$folder" "$password_file"
    fi
    as_server "$bin/initdb" --pgdata "$data" --username earmark --pwfile "$password_file" \
        --auth scram-sha-256 --encoding UTF8 --locale C.UTF-8 --no-sync >"$folder/initdb.log" 2>&1 \
        || fail "initdb failed: $(cat "$folder/initdb.log")"
}

start_on() {
    local port=$1
    as_server "$bin/pg_ctl" start --silent --wait --timeout "$seconds_to_start" \
        --pgdata "$data" --log "$folder/server.log" --options \
        "-c listen_addresses=127.0.0.1 -p $port -k $folder -c fsync=off -c full_page_writes=off" \
        >/dev/null 2>&1
}

start() {
    local password try port
    bin=$(binaries)
    password=$(random_password)
    # The folder is 0700, so nobody else reads the password between here and the removal below.
    echo "$password" >"$folder/password"
    initialise
    rm "$folder/password"

    for ((try = 1; try <= tries; try++)); do
        # Looking for a free port first would only race; the server tells us when one is taken.
        port=$((20000 + RANDOM % 12000))
        if start_on "$port"; then
            echo "$port" >"$folder/port"
            echo "postgres://earmark:$password@127.0.0.1:$port/postgres"
            return
        fi
        grep -q 'could not bind' "$folder/server.log" \
            || fail "PostgreSQL did not start within $seconds_to_start s: $(cat "$folder/server.log")"
    done
    fail "PostgreSQL found no free port in $tries tries: $(cat "$folder/server.log")"
}

halt() {
    bin=$(binaries)
    as_server "$bin/pg_ctl" stop --silent --wait --timeout "$seconds_to_stop" --mode immediate --pgdata "$data"
}

again() {
    bin=$(binaries)
    start_on "$(cat "$folder/port")" || fail "PostgreSQL did not start again: $(cat "$folder/server.log")"
}

stop() {
    if [ -f "$data/postmaster.pid" ]; then
        bin=$(binaries)
        as_server "$bin/pg_ctl" stop --silent --wait --timeout "$seconds_to_stop" --mode fast --pgdata "$data" \
            || as_server "$bin/pg_ctl" stop --silent --wait --timeout "$seconds_to_stop" --mode immediate --pgdata "$data"
    fi
    rm -rf "$folder"
}

case "$action" in
    start | halt | again | stop) "$action" ;;
    *) fail "$usage" ;;
esac
