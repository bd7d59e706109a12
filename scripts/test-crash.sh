#!/usr/bin/env bash
# The crash test alone, as many rounds as wanted: servers are killed while recordings come in, on SQLite
# and files, on PostgreSQL and files, on PostgreSQL and Garage. Its last lines are the rows of the table
# in docs/DURABILITY.md.
#
#   EARMARK_CRASH_ROUNDS   how many rounds on each (default 8)
#   EARMARK_CRASH_SEED     repeats a run; each run prints its own
#
# PostgreSQL is started for it, unless EARMARK_TEST_POSTGRES names a server. Each run on Garage starts a
# Garage of its own, which is built first where it is not there.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

postgres_folder=''
said=$(mktemp)
finish() {
    rm -f "$said"
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
scripts/garage.sh build
# Any value says that Garage is there.
export EARMARK_TEST_S3=${EARMARK_TEST_S3:-built}

before=$SECONDS
cargo test --locked --features crash-jobs --test crash nothing_is_lost -- --nocapture --test-threads 1 2>&1 \
    | tee "$said"
title 'crash test'
printf '%s\n' '| place | rounds | seed | kills | acknowledged | recordings | lost | time |' \
    '| --- | --- | --- | --- | --- | --- | --- | --- |'
grep '^| ' "$said"
say "$((SECONDS - before)) s, the build included"
