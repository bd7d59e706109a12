#!/usr/bin/env bash
# A picture of every page at 1440 and 1024, in both languages and themes, from a demonstration
# workspace: `make screenshots`. They go to the folder that is given, or to .screenshots.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

pictures=$(realpath --canonicalize-missing "${1:-.screenshots}")
folder=$(mktemp -d)
server=''
finish() {
    [ -z "$server" ] || kill "$server" 2>/dev/null || true
    rm -rf "$folder"
}
trap finish EXIT

scripts/ui.sh build
cargo build --locked --features crash-jobs --bin earmark
target/debug/earmark model fetch base
target/debug/earmark demo --data "$folder/demo" --port 8090 >"$folder/said" 2>&1 &
server=$!

say 'Making and transcribing a demonstration workspace: some minutes.'
transcribed() { grep -q 'Every recorded call is transcribed' "$folder/said"; }
for _ in $(seq 1800); do
    transcribed && break
    kill -0 "$server" 2>/dev/null || fail "The demonstration ended: $(tail -n 3 "$folder/said")"
    sleep 1
done
transcribed || fail 'After half an hour the calls are still not transcribed; the machine is too busy for pictures.'
EARMARK_DEMO_URL=$(grep -om1 'http://127.0.0.1:[0-9]*' "$folder/said")
EARMARK_DEMO_PASSWORD=$(cat "$folder/demo/demonstration-password")
export EARMARK_DEMO_URL EARMARK_DEMO_PASSWORD EARMARK_PICTURES=$pictures
export EARMARK_DEMO_SIGN_INS='inspector=linyue,trainer=priya,agent=zhoumin,team_leader=lifang,qa_manager=wangjianguo,administrator=sam'
npm --prefix web run --silent pictures
say "The pictures are in $pictures."
