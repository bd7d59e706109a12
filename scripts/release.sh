#!/usr/bin/env bash
# Builds the program we hand out: for every x86-64 processor since about 2013 (x86-64-v3: AVX2, FMA,
# F16C, BMI2), whatever the machine it is built on can do. The pages are built first: the program carries them.
#
#   scripts/release.sh                       builds it, prints its path and size
#   scripts/release.sh --bench NAME          runs benches/NAME.rs, built the same way
#   scripts/release.sh --native-code FILE    builds only whisper.cpp, the same way; cargo's messages go to FILE
#
#   EARMARK_FEATURES     features of Cargo.toml to build with, with commas, such as ctranslate2
#
# It has a target folder of its own: whisper-rs-sys does not rebuild when only these settings change.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

[ "$(uname -m)" = x86_64 ] || fail 'A release is built on x86-64; this machine is something else. Use cargo build --release here.'

target='target-release'

# What ggml may use. Without GGML_NATIVE=OFF it takes all that this machine has, AVX-512 and AMX too.
export GGML_NATIVE=OFF
export GGML_SSE42=ON GGML_AVX=ON GGML_AVX2=ON GGML_FMA=ON GGML_F16C=ON GGML_BMI2=ON
export GGML_AVX_VNNI=OFF GGML_AVX512=OFF GGML_AVX512_VBMI=OFF GGML_AVX512_VNNI=OFF GGML_AVX512_BF16=OFF
export GGML_AMX_TILE=OFF GGML_AMX_INT8=OFF GGML_AMX_BF16=OFF
# What rustc may use, and through it the C that the other crates compile.
export RUSTFLAGS='-C target-cpu=x86-64-v3'
export CARGO_PROFILE_RELEASE_STRIP=symbols

build() {
    cargo build --release --locked --target-dir "$target" "$@" \
        || fail 'The program could not be built. What cargo says above tells why; a first build needs a network for the crates it is made of, and 6 GB of disk.'
}

case "${1:-}" in
    '')
        scripts/ui.sh build >&2
        build --features "${EARMARK_FEATURES:-}" --bin earmark
        program=$target/release/earmark
        say "$program: $(du --apparent-size --block-size=1K "$program" | cut -f1) KiB"
        echo "$program"
        ;;
    --bench)
        cargo bench --locked --target-dir "$target" --bench "${2:?usage: scripts/release.sh --bench NAME}"
        ;;
    --native-code)
        build --package whisper-rs-sys --message-format=json-render-diagnostics \
            >"${2:?usage: scripts/release.sh --native-code FILE}"
        ;;
    *) fail 'usage: scripts/release.sh [--bench NAME | --native-code FILE]' ;;
esac
