#!/usr/bin/env bash
# The crash test alone, as many rounds as wanted: servers are killed while recordings come in.
#
#   EARMARK_CRASH_ROUNDS   how many rounds on each pair of database and object store (default 8)
#   EARMARK_CRASH_SEED     repeats a run; each run prints its own
#
# PostgreSQL is started for it, unless EARMARK_TEST_POSTGRES names a server.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

postgres_folder=''
finish() {
    if [ -n "$postgres_folder" ]; then
        scripts/postgres.sh stop "$postgres_folder"
    fi
}
trap finish EXIT

if [ -z "${EARMARK_TEST_POSTGRES:-}" ]; then
    postgres_folder=$(mktemp -d)
    EARMARK_TEST_POSTGRES=$(scripts/postgres.sh start "$postgres_folder")
    export EARMARK_TEST_POSTGRES
fi
before=$SECONDS
cargo test --locked --features crash-jobs --test crash nothing_is_lost -- --nocapture --test-threads 1
say "$((SECONDS - before)) s, the build included"
