#!/usr/bin/env bash
# How fast recordings are taken in: 500 files of two minutes until the last is acknowledged, against cp
# and sha256sum of the same files on the same disk in the same run.
#
#   scripts/bench-ingest.sh [PROGRAM]   the program to measure (default: the release build)
#
#   EARMARK_BENCH_FILES         how many files (default 500)
#   EARMARK_BENCH_CONNECTIONS   how many send at once (default 8)
#   EARMARK_DATABASE_URL        a PostgreSQL in place of SQLite
#
# Nothing is prepared or transcribed meanwhile (--no-worker): that work would compete for the processors.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

files=${EARMARK_BENCH_FILES:-500}
connections=${EARMARK_BENCH_CONNECTIONS:-8}
program=${1:-$(scripts/release.sh)}

# Beside the checkout, not in /tmp: that may be memory, and then nothing is measured but memory.
folder=$(mktemp -d "$PWD/target/bench-ingest.XXXXXX")
server=''
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT

# Two minutes of two channels in mu-law, as a recorder writes them; each another noise.
title "$files recordings of two minutes (two channels, mu-law)"
mkdir "$folder/in"
python3 - "$folder/in" "$files" <<'PYTHON'
import os, random, struct, sys
folder, files = sys.argv[1], int(sys.argv[2])
samples = 2 * 8000 * 120
header = b"RIFF" + struct.pack("<I", samples + 38) + b"WAVEfmt " + struct.pack(
    "<IHHIIHHH", 18, 7, 2, 8000, 16000, 2, 8, 0) + b"data" + struct.pack("<I", samples)
dice = random.Random(7)
for number in range(files):
    with open(os.path.join(folder, f"{number}.wav"), "wb") as file:
        file.write(header + dice.randbytes(samples))
PYTHON
sync
say "$(du --summarize --human-readable "$folder/in" | cut --fields 1)"

milliseconds_since() {
    local before=$1 after=$EPOCHREALTIME
    echo "$(((${after//[!0-9]/} - ${before//[!0-9]/}) / 1000))"
}

# Once each before it is timed, so that every file is read from memory both times.
compare() {
    rm -rf "$folder/copy"
    mkdir "$folder/copy"
    local before=$EPOCHREALTIME
    cp "$folder"/in/*.wav "$folder/copy/"
    sha256sum "$folder"/copy/*.wav >"$folder/sums"
    milliseconds_since "$before"
}

title 'cp, then sha256sum'
compare >/dev/null
copied=$(compare)
sync
say "$copied ms"

title "taken in, $connections at once"
EARMARK_LOG=error "$program" serve --data "$folder/data" --listen 127.0.0.1:0 --no-worker >"$folder/said" &
server=$!
until grep --quiet --no-messages 'listens on' "$folder/said"; do sleep 0.01; done
address=$(sed -n 's/^earmark listens on //p' "$folder/said")
token=$("$program" token create --data "$folder/data" --source bench)

# One curl for all, as a recorder keeps its connections: a transfer a file, so many at once.
for ((number = 0; number < files; number++)); do
    printf 'url = "%s/api/v1/calls"\nheader = "Authorization: Bearer %s"\nheader = "Expect:"\nform = "metadata={\\"native_id\\": \\"%d\\"}"\nform = "audio=@%s/in/%d.wav"\noutput = "%s/answers"\nwrite-out = "%%{http_code}\\n"\nnext\n' \
        "$address" "$token" "$number" "$folder" "$number" "$folder"
done | sed '$d' >"$folder/curl"
before=$EPOCHREALTIME
curl --silent --parallel --parallel-max "$connections" --config "$folder/curl" >"$folder/codes" 2>"$folder/meter"
taken=$(milliseconds_since "$before")
accepted=$(grep --count '^201$' "$folder/codes" || true)
[ "$accepted" -eq "$files" ] || fail "only $accepted of $files were answered 201: $(sort "$folder/codes" | uniq --count)"

say "$taken ms until the last was acknowledged: $((files * 1000 / taken)) files a second"
awk -v copied="$copied" -v taken="$taken" 'BEGIN { printf "ratio %.2f (cp and sha256sum take %d ms; aim: at least 0.60)\n", copied / taken, copied }' >&2
