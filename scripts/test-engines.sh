#!/usr/bin/env bash
# Builds every speech engine, and asks each what tests/engines.rs asks of all: `make test-engines`. Not part of
# `make test`: compiling oneDNN and CTranslate2 takes as long as everything else together, once.
#
#   EARMARK_MODELS   the folder with ggml-base.bin (default: models, in the cache)
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

export EARMARK_MODELS=${EARMARK_MODELS:-${EARMARK_CACHE:-$HOME/.cache/earmark}/models}
[ -f "$EARMARK_MODELS/ggml-base.bin" ] || fail "There is no ggml-base.bin in $EARMARK_MODELS: type \`earmark model fetch base\`."

ask() {
    cargo test --locked --release --features ctranslate2 --target-dir target-engines "$@"
}

title 'parts of the engines'
ask --lib -- transcription::
title 'what every engine does'
ask --test engines
