#!/usr/bin/env bash
# Measures what we hand out. Every figure is of this machine and this run: compare only within one.
# What is not measured yet is not listed: a part appears with the command it measures.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

runs=20

title 'release build'
program=$(scripts/release.sh)

title "starting: $runs times earmark --version"
milliseconds=$(
    for ((run = 0; run < runs; run++)); do
        before=$EPOCHREALTIME
        "$program" --version >/dev/null
        after=$EPOCHREALTIME
        echo "$(((${after//[!0-9]/} - ${before//[!0-9]/}) / 1000))"
    done | sort -n
)
say "fastest $(head -n 1 <<<"$milliseconds") ms, median $(sed -n "$((runs / 2))p" <<<"$milliseconds") ms, slowest $(tail -n 1 <<<"$milliseconds") ms"

folder=$(mktemp -d)
server=''
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT

# The proportional memory of the server and its children, in MiB; shared pages count once.
memory() {
    local pid
    for pid in "$server" $(pgrep --parent "$server"); do
        awk '/^Pss:/ {print $2}' "/proc/$pid/smaps_rollup"
    done | awk '{sum += $1} END {printf "%d", sum / 1024}'
}

title 'serve: from its start until it is ready'
before=$EPOCHREALTIME
EARMARK_LOG=error "$program" serve --data "$folder" --listen 127.0.0.1:0 >"$folder/said" &
server=$!
until grep --quiet --no-messages 'listens on' "$folder/said"; do sleep 0.01; done
address=$(sed -n 's/^earmark listens on //p' "$folder/said")
until curl --silent --fail --output /dev/null "$address/readyz"; do sleep 0.01; done
after=$EPOCHREALTIME
say "$(((${after//[!0-9]/} - ${before//[!0-9]/}) / 1000)) ms, a new database included"
sleep 5
say "memory idle, server and three children: $(memory) MiB"

title 'one call in: from curl to its transcript'
recording=fixtures/recordings/07a-wrong-bill-monday.wav
token=$("$program" token create --data "$folder" --source demo)
before=$EPOCHREALTIME
sent=$("$program" ingest "$recording" --server "$address" --token "$token")
after=$EPOCHREALTIME
say "accepted after $(((${after//[!0-9]/} - ${before//[!0-9]/}) / 1000)) ms"
id=$(awk '{print $3}' <<<"$sent")
most=0
until curl --silent --header "Authorization: Bearer $token" "$address/api/v1/recordings/$id/transcript?limit=1" |
    grep --quiet --extended-regexp '"state":"(ready|failed)"'; do
    now=$(memory)
    most=$((now > most ? now : most))
    sleep 0.2
done
after=$EPOCHREALTIME
say "transcript after $(((${after//[!0-9]/} - ${before//[!0-9]/}) / 1000)) ms, the loading of the model included"
say "memory transcribing, server and three children: at most $most MiB"
stop
server=''
trap - EXIT

scripts/bench-prepare.sh "$program"
scripts/garage.sh build
scripts/bench-first-byte.sh "$program"

title 'transcribe: the demonstration calls in English'
"$program" transcribe --language en --stats --out "$(mktemp -d)" fixtures/recordings/0[2357]*.wav

title 'the review page of a one-hour call (Debian'"'"'s Chromium; transcribing the hour takes minutes)'
EARMARK_PROGRAM=$PWD/$program npm --prefix web run --silent measure
scripts/bench-ingest.sh "$program"
scripts/bench-back-test.sh "$program"
scripts/bench-evaluations.sh "$program"
scripts/bench-search.sh "$program"
title 'scoring a large card'
scripts/release.sh --bench scoring
