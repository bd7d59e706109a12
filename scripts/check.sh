#!/usr/bin/env bash
# What to run before every commit: layout, lints, documentation, the library's own tests.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

title 'layout'
cargo fmt --check
title 'lints'
cargo clippy --locked --all-targets -- -D warnings
title 'documentation'
RUSTDOCFLAGS='-D warnings' cargo doc --locked --no-deps --lib --document-private-items --quiet
title 'tests of the library'
cargo test --locked --lib --quiet
