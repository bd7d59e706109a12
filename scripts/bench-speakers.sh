#!/usr/bin/env bash
# Measures how well two voices on one channel are told apart: scripts/bench-speakers.sh FILE.wav …
#
#   EARMARK_PROGRAM   the program to measure (default: the release build)
#
# Each FILE has two channels, the agent's first. Who really speaks is known from FILE.truth.json or FILE.json
# beside it (scripts/word_errors.py says how), else from its own transcript, channel by channel. Both channels are
# mixed to one, transcribed as one, and each utterance that is told is compared (scripts/speakers.py).
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

[ $# -gt 0 ] || fail "Name recordings of two channels, the agent's first."
program=${EARMARK_PROGRAM:-$(scripts/release.sh)}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
mkdir "$folder/mixed" "$folder/apart"

mixed=()
unknown=()
for file in "$@"; do
    name=$(basename "$file" .wav)
    scripts/speakers.py mix "$file" "$folder/mixed/$name.wav"
    mixed+=("$folder/mixed/$name.wav")
    if [ -f "${file%.wav}.truth.json" ] || [ -f "${file%.wav}.json" ]; then continue; fi
    unknown+=("$file")
done
if [ ${#unknown[@]} -gt 0 ]; then "$program" transcribe "${unknown[@]}" --out "$folder/apart"; fi
"$program" transcribe "${mixed[@]}" --two-voices --out "$folder/mixed" --stats
scripts/speakers.py count "$folder" "$@"
