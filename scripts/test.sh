#!/usr/bin/env bash
# Everything that must hold before a change lands: `make test`, here and in CI.
#
# One part after the other; the first that fails ends the run. Whatever was started is stopped again,
# and whatever was written to temporary folders is removed, however the run ends.
#
#   EARMARK_CACHE        what is kept between runs: tools and speech models (default ~/.cache/earmark)
#   EARMARK_MODELS       the speech models alone (default: models, in that folder)
#   EARMARK_TEST_AUDIO   a folder of real recordings; tests that need it say that they were skipped without
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

export EARMARK_CACHE=${EARMARK_CACHE:-$HOME/.cache/earmark}
export EARMARK_MODELS=${EARMARK_MODELS:-$EARMARK_CACHE/models}
if [ -n "${CI:-}" ]; then
    export CARGO_TERM_COLOR=never NO_COLOR=1
fi

postgres_folder=''
garage_folder=''
running='' # the part that runs now
times=()   # "name|seconds" of the parts that ended
started_at=$SECONDS

# Runs one part. Not in a condition: there bash would ignore failing commands inside it.
part() {
    local began=$SECONDS
    running=$1
    title "$running"
    "$2"
    times+=("$running|$((SECONDS - began))")
    running=''
}

print_times() {
    local entry
    title 'time of each part'
    for entry in "${times[@]}"; do
        printf '%-22s %5d s\n' "${entry%|*}" "${entry#*|}" >&2
    done
    printf '%-22s %5d s\n' 'all' "$((SECONDS - started_at))" >&2
}

finish() {
    local code=$?
    if [ -n "$postgres_folder" ]; then
        scripts/postgres.sh stop "$postgres_folder" || say 'PostgreSQL could not be stopped.'
    fi
    if [ -n "$garage_folder" ]; then
        scripts/garage.sh stop "$garage_folder" || say 'Garage could not be stopped.'
    fi
    print_times
    if [ "$code" -ne 0 ]; then
        say "${red}make test failed in: ${running:-the end}${plain}"
        exit "$code"
    fi
    say 'make test: every part passed.'
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

tools() {
    scripts/install-tools.sh
}

pages() {
    scripts/ui.sh test
}

pages_build() {
    scripts/ui.sh build
}

build() {
    cargo build --locked --features crash-jobs --bins --tests
}

typed_client() {
    scripts/ui.sh check-client
}

model() {
    cargo run --locked --features crash-jobs --quiet -- model fetch base
}

native_code() {
    scripts/native-code.sh
}

postgres() {
    # Directly in the folder for temporary files: the server's own user has to reach it.
    postgres_folder=$(mktemp -d)
    EARMARK_TEST_POSTGRES=$(scripts/postgres.sh start "$postgres_folder")
    export EARMARK_TEST_POSTGRES
    say "PostgreSQL runs in $postgres_folder."
}

garage_build() {
    scripts/garage.sh build
}

garage() {
    garage_folder=$(mktemp -d)
    EARMARK_TEST_S3=$(scripts/garage.sh start "$garage_folder")
    export EARMARK_TEST_S3
    say "Garage runs in $garage_folder."
}

doc_tests() {
    cargo test --locked --features crash-jobs --doc
}

# After the Rust tests: a page that does not work is easier to understand when the server does.
browser_tests() {
    EARMARK_PROGRAM=$PWD/target/debug/earmark npm --prefix web run --silent browser
}

rust_tests() {
    cargo test --locked --features crash-jobs --lib --bins --tests
}

part 'tools' tools
part 'pages' pages
part 'pages build' pages_build
part 'build' build
part 'typed client' typed_client
part 'speech model' model
part 'native code' native_code
part 'PostgreSQL start' postgres
part 'Garage build' garage_build
part 'Garage start' garage
part 'documentation tests' doc_tests
part 'Rust tests' rust_tests
part 'browser tests' browser_tests
