#!/usr/bin/env bash
# Are the instructions that both builds made of whisper.cpp ones that every customer's processor has?
# native_code.py beside this says what is looked for; here the two builds are made.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

if [ "$(uname -m)" != x86_64 ]; then
    say 'Skipped: AMX and AVX-512 are a matter of x86-64, and this machine is something else.'
    exit 0
fi

messages=$(mktemp -d)
trap 'rm -rf "$messages"' EXIT

# With the tests' feature, so that what `make test` built is there already; it changes nothing of whisper.cpp.
cargo build --locked --features crash-jobs --lib --message-format=json-render-diagnostics >"$messages/plain"
scripts/release.sh --native-code "$messages/release"
python3 scripts/native_code.py "$messages/plain" "$messages/release"
