#!/usr/bin/env bash
# Measures transcription on a folder of recordings, or on one: `make bench-transcribe DIR=path`.
#
#   scripts/bench-transcribe.sh DIR [LANGUAGE]    LANGUAGE as `earmark transcribe` takes it (default: zh where the
#                                                 truth has Chinese characters, en where it has none; without truth
#                                                 both programs find it out)
#
#   EARMARK_PROGRAM   the program to measure (default: the release build)
#   ENGINE            what runs the model, as `earmark transcribe` takes it (default whisper-cpp)
#   PEER              a Python that has faster-whisper; it transcribes the same in the same run
#   PEER_MODEL        the folder of its model (CTranslate2's files of Whisper base)
#
# Where NAME.json or NAME.txt beside a recording tells what was said (scripts/word_errors.py says how), errors,
# invented words and starts of turns are counted; otherwise speed and memory alone. Times compare only within a run.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

audio=${1:?usage: scripts/bench-transcribe.sh DIR [LANGUAGE]}
language=${2:-}
program=${EARMARK_PROGRAM:-$(scripts/release.sh)}
tools=${EARMARK_CACHE:-$HOME/.cache/earmark}/word-errors
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [ -d "$audio" ]; then
    mapfile -t sounds < <(find "$audio" -maxdepth 1 -regextype egrep -regex '.*\.(wav|mp3|ogg|flac)' | sort)
    mapfile -t truth < <(find "$audio" -maxdepth 1 \( -name '*.json' -o -name '*.txt' \))
else
    sounds=("$audio")
    truth=()
fi
[ "${#sounds[@]}" -gt 0 ] || fail "There is no .wav, .mp3, .ogg or .flac in $audio."
[ -x /usr/bin/time ] || fail "Peak memory is measured by /usr/bin/time, which is missing; install Debian's package time."

spoken() {
    if [ "${#truth[@]}" -eq 0 ]; then
        echo auto
    elif LC_ALL=C.UTF-8 grep --quiet --perl-regexp '\p{Han}|\\u[4-9][0-9a-f]{3}' "${truth[@]}"; then
        echo zh
    else
        echo en
    fi
}
language=${language:-$(spoken)}

count_errors() {
    [ "${#truth[@]}" -gt 0 ] || return 0
    if ! [ -x "$tools/bin/python3" ]; then
        say "Installing what normalises texts into $tools (once)."
        python3 -m venv "$tools"
        "$tools/bin/pip" install --quiet whisper-normalizer opencc-python-reimplemented
    fi
    "$tools/bin/python3" scripts/word_errors.py "$audio" "$1"
}

title "earmark, ${ENGINE:-whisper-cpp}, language $language: $audio"
/usr/bin/time --format '{"peak_kib": %M}' "$program" transcribe "${sounds[@]}" \
    --engine "${ENGINE:-whisper-cpp}" --language "$language" --threads 2 --out "$folder/earmark" --stats
count_errors "$folder/earmark"

if [ -n "${PEER:-}" ]; then
    command -v soxi >/dev/null || fail "The peer's recordings are split into channels by sox, which is missing; install Debian's package sox."
    for mode in vad batched; do
        title "faster-whisper, $mode, greedy, int8: $audio"
        "$PEER" scripts/peer_faster_whisper.py "${PEER_MODEL:?PEER_MODEL names the folder of the model}" \
            "$audio" "$folder/$mode" "$language" "$mode"
        count_errors "$folder/$mode"
    done
fi
