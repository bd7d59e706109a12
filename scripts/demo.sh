#!/usr/bin/env bash
# The whole product on this machine, with people, calls to hear and eight weeks behind it: `make demo`.
#
# The first start installs what is missing, builds the pages and the program, fetches a speech model and
# makes a workspace; that takes a while and says how far it is. Every later start finds all of that and
# takes seconds. Ctrl+C stops it; removing the folder .demo lets the next start begin afresh.
#
#   scripts/demo.sh [OPTIONS]   options of `earmark demo`, such as --data FOLDER or --no-serve
#
#   EARMARK_CACHE    what is kept between runs (default ~/.cache/earmark)
#   EARMARK_MODELS   the speech models alone (default: models, in that folder)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

export EARMARK_CACHE=${EARMARK_CACHE:-$HOME/.cache/earmark}
export EARMARK_MODELS=${EARMARK_MODELS:-$EARMARK_CACHE/models}

program=target-release/release/earmark
gigabytes_to_build=6

check_disk() {
    local kilobytes
    [ ! -e "$program" ] || return 0
    kilobytes=$(df --output=avail -k . | tail -n 1)
    if ((kilobytes < gigabytes_to_build * 1024 * 1024)); then
        fail "A first build needs $gigabytes_to_build GB here, and $((kilobytes / 1024 / 1024)) GB are free. Make room, or clone onto a larger disk."
    fi
}

# The pages, and the program that carries them; both only where something changed.
build() {
    [ -e "$program" ] || title 'pages and program (ten minutes and more on two cores, once)'
    if [ "$(uname -m)" = x86_64 ]; then
        scripts/release.sh >/dev/null
    else
        scripts/ui.sh build
        cargo build --release --locked --bin earmark --target-dir target-release
    fi
}

fetch_model() {
    [ -e "$EARMARK_MODELS/ggml-base.bin" ] || title 'speech model (148 MB, once)'
    "$program" model fetch base >/dev/null \
        || fail "There is no speech model yet, so nothing can be transcribed. With a network, start again; or put ggml-base.bin into $EARMARK_MODELS."
}

check_disk
scripts/install-tools.sh --build
build
fetch_model
# In this process's place, so that Ctrl+C reaches the program itself.
exec "$program" demo "$@"
