#!/usr/bin/env bash
# The pages in web/: installs what they are built with, tests and builds them.
#
#   scripts/ui.sh test           layout, types, lints and tests of the pages
#   scripts/ui.sh build          builds web/dist, which the program carries, unless nothing changed since
#   scripts/ui.sh dev            serves the pages, anew at every change; the API is the server of `make dev`
#   scripts/ui.sh client         writes web/src/api/schema.d.ts from the API of this checkout
#   scripts/ui.sh check-client   fails where that file is not what `client` would write
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

node_least='20.19'
schema='web/src/api/schema.d.ts'

check_node() {
    local found
    command -v node >/dev/null && command -v npm >/dev/null \
        || fail "The pages are built with Node.js $node_least or newer, and it is not here (node and npm). Install it, then try again; the program itself needs none."
    found=$(node --version)
    [ "$(printf '%s\n' "$node_least" "${found#v}" | sort --version-sort | head -n 1)" = "$node_least" ] \
        || fail "The pages are built with Node.js $node_least or newer; this is $found. Install a newer one, then try again."
}

# npm ci throws everything away and fetches it again, so it runs only where the lock file changed.
install_packages() {
    local installed=web/node_modules/.installed-lock.json
    check_node
    if ! cmp --silent web/package-lock.json "$installed"; then
        say 'Installing the packages of the pages.'
        npm --prefix web ci --no-progress --loglevel=error \
            || fail 'npm could not install the packages of the pages. What it says above tells why; it needs a package registry once.'
        cp web/package-lock.json "$installed"
    fi
}

# Whether the pages were built after the last change to anything that they are built from.
is_built() {
    [ -f web/dist/index.html ] || return 1
    [ -z "$(find web -name node_modules -prune -o -name dist -prune -o -newer web/dist/index.html -print -quit)" ]
}

in_web() {
    npm --prefix web run --silent "$@"
}

# The API of this checkout, as the client's types.
write_schema() {
    cargo run --locked --features crash-jobs --quiet --bin earmark -- openapi >"$1.json"
    npm --prefix web exec --no -- openapi-typescript "$1.json" --output "$1" >/dev/null
}

check_client() {
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    write_schema "$folder/schema.d.ts"
    diff --unified=1 "$schema" "$folder/schema.d.ts" >&2 \
        || fail "$schema is not what the API says now (above). Write it anew: scripts/ui.sh client"
    say 'The typed client is what the API says.'
}

case "${1:-}" in
    test)
        install_packages
        in_web lint
        in_web test
        ;;
    build)
        if is_built; then
            say 'The pages are built.'
            exit 0
        fi
        install_packages
        in_web build
        [ -f web/dist/index.html ] || fail 'The pages were built, but web/dist/index.html is not there.'
        ;;
    dev)
        install_packages
        in_web dev
        ;;
    client)
        install_packages
        folder=$(mktemp -d)
        trap 'rm -rf "$folder"' EXIT
        write_schema "$folder/schema.d.ts"
        cp "$folder/schema.d.ts" "$schema"
        ;;
    check-client)
        install_packages
        check_client
        ;;
    *) fail 'usage: scripts/ui.sh test | build | dev | client | check-client' ;;
esac
