#!/usr/bin/env bash
# An S3 server (Garage) for tests, in a folder that is thrown away afterwards.
#
#   scripts/garage.sh build            builds it once into $EARMARK_CACHE; quiet where it is there
#   scripts/garage.sh start FOLDER     starts it and prints: ADDRESS ACCESS_KEY SECRET_KEY
#   scripts/garage.sh again FOLDER     starts again, at the same address, what was killed
#   scripts/garage.sh stop FOLDER      stops it and removes the folder; quiet where nothing runs
#
# FOLDER is an empty folder; FOLDER/pid names the process. The server listens on free ports of
# 127.0.0.1 only, keeps one copy of everything and does not wait for the disk. It is built from the
# Rust registry, at one version: the first time takes ten to twenty minutes.
set -euo pipefail
# shellcheck source=scripts/say.sh
. "$(dirname "$0")/say.sh"

version=2.5.0
bucket=earmark
seconds_to_start=60
seconds_to_stop=30
tries=5

usage='usage: scripts/garage.sh build | start|again|stop FOLDER'
action=${1:?$usage}
cache=${EARMARK_CACHE:-$HOME/.cache/earmark}
program=$cache/garage-$version/bin/garage

# The database is SQLite, which needs no C++ library; what else Garage can do is left out.
build() {
    if [ -x "$program" ]; then
        return
    fi
    say "Building Garage $version, the S3 server of the tests: once, ten to twenty minutes."
    mkdir -p "$cache"
    # Away from this repository, whose compiler flags are not Garage's.
    (cd "$cache" && CARGO_TARGET_DIR=$cache/garage-build cargo install garage --locked --quiet \
        --version "$version" --no-default-features --features bundled-libs,sqlite \
        --root "$cache/garage-$version") \
        || fail "Garage could not be built. What cargo says above tells why; the same command goes on where it stopped."
    rm -rf "$cache/garage-build"
}

random_hex() {
    od -An -N"$1" -tx1 /dev/urandom | tr -d ' \n'
}

# A killed process that nobody has waited for yet has no program any more.
is_running() {
    [ -f "$folder/pid" ] && readlink "/proc/$(cat "$folder/pid")/exe" >/dev/null 2>&1
}

configure() {
    local port=$1
    cat >"$folder/garage.toml" <<END
metadata_dir = "$folder/meta"
data_dir = "$folder/data"
db_engine = "sqlite"
metadata_fsync = false
data_fsync = false
replication_factor = 1
rpc_bind_addr = "127.0.0.1:$((port + 1))"
rpc_public_addr = "127.0.0.1:$((port + 1))"
rpc_secret = "$(random_hex 32)"
[s3_api]
s3_region = "us-east-1"
api_bind_addr = "127.0.0.1:$port"
END
    echo "$port" >"$folder/port"
}

# Launches the server and waits until it answers. 1: it ended instead.
launch() {
    local keys waited port
    keys=$(cat "$folder/keys")
    port=$(cat "$folder/port")
    GARAGE_DEFAULT_ACCESS_KEY=${keys% *} GARAGE_DEFAULT_SECRET_KEY=${keys#* } GARAGE_DEFAULT_BUCKET=$bucket \
        RUST_LOG=garage=warn setsid "$program" -c "$folder/garage.toml" server --single-node --default-bucket \
        >>"$folder/server.log" 2>&1 </dev/null &
    echo $! >"$folder/pid"
    for ((waited = 0; waited < seconds_to_start * 10; waited++)); do
        is_running || return 1
        # Any answer will do: a request without a signature is refused.
        if curl --silent --output /dev/null --max-time 2 "http://127.0.0.1:$port/"; then
            return 0
        fi
        sleep 0.1
    done
    fail "Garage did not answer within $seconds_to_start s: $(tail -n 5 "$folder/server.log")"
}

start() {
    local try
    [ -x "$program" ] || fail "Garage is not built; scripts/garage.sh build does that."
    # The folder is 0700, so nobody else reads the keys.
    echo "GK$(random_hex 12) $(random_hex 32)" >"$folder/keys"
    for ((try = 1; try <= tries; try++)); do
        # Looking for a free port first would only race; the server tells us when one is taken.
        configure "$((12000 + RANDOM % 3900 * 2))"
        if launch; then
            echo "s3://$bucket?endpoint=http://127.0.0.1:$(cat "$folder/port")&region=us-east-1 $(cat "$folder/keys")"
            return
        fi
    done
    fail "Garage did not start in $tries tries: $(tail -n 5 "$folder/server.log")"
}

again() {
    is_running && fail 'It still runs.'
    launch || fail "Garage did not start again: $(tail -n 5 "$folder/server.log")"
}

stop() {
    local waited
    if is_running; then
        # It may have been stopped in its tracks by a test.
        kill -CONT "$(cat "$folder/pid")"
        kill "$(cat "$folder/pid")"
        for ((waited = 0; waited < seconds_to_stop * 10; waited++)); do
            is_running || break
            sleep 0.1
        done
        if is_running; then
            kill -KILL "$(cat "$folder/pid")"
        fi
    fi
    rm -rf "$folder"
}

case "$action" in
    build) build ;;
    start | again | stop)
        folder=${2:?$usage}
        "$action"
        ;;
    *) fail "$usage" ;;
esac
