#!/usr/bin/env bash
# How long a player waits for the first byte from the middle of a one-hour call, on both stores.
#
#   scripts/bench-first-byte.sh PROGRAM [TIMES]
#
# Prints median and 95th percentile of TIMES (default 100) range requests at different places around
# the middle, of 64 KiB each, sent one after another by curl to `earmark serve` on this machine.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

program=${1:?usage: scripts/bench-first-byte.sh PROGRAM [TIMES]}
times=${2:-100}
piece=65536

folder=$(mktemp -d)
server=''
stop_server() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
        server=''
    fi
}
finish() {
    stop_server
    scripts/garage.sh stop "$folder/s3"
    rm -rf "$folder"
}
trap finish EXIT

# One hour of two channels of mu-law, as telephone systems write it: 57.6 MB.
make_recording() {
    python3 - "$1" <<'END'
import random, struct, sys
frames = 3600 * 8000
data = 2 * frames
noise = random.Random(7).randbytes(1 << 20)
with open(sys.argv[1], 'wb') as file:
    file.write(b'RIFF' + struct.pack('<I', 50 + data) + b'WAVEfmt ')
    file.write(struct.pack('<IHHIIHHH', 18, 7, 2, 8000, 16000, 2, 8, 0))
    file.write(b'fact' + struct.pack('<II', 4, frames) + b'data' + struct.pack('<I', data))
    left = data
    while left:
        left -= file.write(noise[:min(left, len(noise))])
END
}

# What one range request after the other takes until its first byte, in microseconds, sorted.
first_bytes() {
    local url=$1 token=$2 time from
    for ((time = 0; time < times; time++)); do
        from=$((28800000 + time * 2 * piece))
        curl --silent --output /dev/null --header "Authorization: Bearer $token" \
            --range "$from-$((from + piece - 1))" --write-out '%{time_starttransfer}\n' "$url"
    done | awk '{printf "%d\n", $1 * 1000000}' | sort -n
}

measure() {
    local name=$1 data=$folder/$1 address token id sorted
    mkdir "$data"
    EARMARK_LOG=error "$program" serve --data "$data" --listen 127.0.0.1:0 --no-worker >"$data.said" &
    server=$!
    until grep --quiet --no-messages 'listens on' "$data.said"; do sleep 0.05; done
    address=$(sed -n 's/^earmark listens on //p' "$data.said")
    token=$("$program" token create --data "$data" --source bench)
    id=$("$program" ingest "$folder/hour.wav" --server "$address" --token "$token" | awk '{print $3}')
    sorted=$(first_bytes "$address/api/v1/recordings/$id/audio" "$token")
    say "$name: median $(sed -n "$((times / 2))p" <<<"$sorted") µs, p95 $(sed -n "$((times * 95 / 100))p" <<<"$sorted") µs"
    stop_server
}

make_recording "$folder/hour.wav"
title "first byte from the middle of a one-hour call: $times ranges of 64 KiB"
measure folder
mkdir -m 700 "$folder/s3"
read -r EARMARK_STORAGE EARMARK_S3_ACCESS_KEY EARMARK_S3_SECRET_KEY < <(scripts/garage.sh start "$folder/s3")
export EARMARK_STORAGE EARMARK_S3_ACCESS_KEY EARMARK_S3_SECRET_KEY
measure garage
