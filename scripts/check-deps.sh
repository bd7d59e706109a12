#!/usr/bin/env bash
# Are the crates we use ones we may use? Licences, banned crates, sources: deny.toml has the rules.
#
#   scripts/check-deps.sh                without a network, once cargo-deny is installed
#   scripts/check-deps.sh --advisories   also the known vulnerabilities; needs the public advisory database
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

version=0.20.2
tools=${EARMARK_CACHE:-$HOME/.cache/earmark}/tools
deny=$tools/bin/cargo-deny

if [ "$("$deny" --version 2>/dev/null || true)" != "cargo-deny $version" ]; then
    say "Installing cargo-deny $version into $tools (some minutes, once)."
    nice cargo install --locked --quiet cargo-deny --version "$version" --root "$tools"
fi

case "${1:-}" in
    '')
        "$deny" --offline --locked check bans licenses sources
        say 'Known vulnerabilities were not looked up: that needs a network (scripts/check-deps.sh --advisories).'
        ;;
    --advisories) "$deny" --locked check ;;
    *) fail 'usage: scripts/check-deps.sh [--advisories]' ;;
esac
