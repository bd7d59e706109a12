#!/usr/bin/env bash
# Looks for bytes that make what reads files panic, hang or take memory: `make fuzz`.
#
#   scripts/fuzz.sh [TARGET …]    all of them unless given; `ls fuzz/fuzz_targets` names them
#
#   SECONDS_EACH    how long each target runs (default 600)
#   EARMARK_CACHE   where cargo-fuzz is kept (default ~/.cache/earmark)
#
# On stable Rust, without a sanitizer: there is no unsafe code of ours to watch, and debug assertions and
# overflow checks are on. What is found lies in fuzz/artifacts; the same command with the file's path as
# an argument of `cargo fuzz run` repeats it.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

seconds=${SECONDS_EACH:-600}
tools=${EARMARK_CACHE:-$HOME/.cache/earmark}/cargo-fuzz
if ! [ -x "$tools/bin/cargo-fuzz" ]; then
    title 'cargo-fuzz'
    cargo install cargo-fuzz --locked --root "$tools"
fi
export PATH="$tools/bin:$PATH"
targets=("$@")
if [ "${#targets[@]}" -eq 0 ]; then
    mapfile -t targets < <(basename --suffix .rs fuzz/fuzz_targets/*.rs)
fi

# Begins from what real files look like; the corpus grows from there.
seed() {
    mkdir -p "fuzz/corpus/$1"
    if [ -d "fuzz/seeds/$1" ]; then
        cp "fuzz/seeds/$1"/* "fuzz/corpus/$1/"
    fi
    case "$1" in
        # Its first byte chooses a name: here `a.wav`.
        wav) { printf '\0' && head --bytes 4000 fixtures/recordings/01-lost-card.wav; } >"fuzz/corpus/$1/recording" ;;
        sidecar) cp fixtures/recordings/*.json "fuzz/corpus/$1/" ;;
        *) ;;
    esac
}

for target in "${targets[@]}"; do
    title "fuzzing $target for $seconds s"
    seed "$target"
    cargo fuzz run --sanitizer none "$target" -- \
        -max_total_time="$seconds" -max_len=16384 -timeout=10 -rss_limit_mb=1024 -print_final_stats=1
done
