#!/usr/bin/env bash
# Installs what building and testing earmark needs from Debian, and only what is missing.
# The starting point is a bare Debian 12 with Rust and Node.
#
#   scripts/install-tools.sh           all of it
#   scripts/install-tools.sh --build   without what only tests need
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

case "${1:-}" in
    '') wanted='build test' ;;
    --build) wanted='build' ;;
    *) fail 'usage: scripts/install-tools.sh [--build]' ;;
esac

# Debian package | needed to | how we see that it is there | what it is for
tools='
cmake                   | build | command cmake                   | builds whisper.cpp
g++                     | build | command c++                     | compiles whisper.cpp, SQLite and Opus
make                    | build | command make                    | runs the commands of this project
pkg-config              | build | command pkg-config              | finds libpq
libpq-dev               | build | library libpq                   | what diesel speaks to PostgreSQL with
python3-pip             | build | pip                             | brings the speech model where its own home cannot be reached
postgresql              | test  | postgresql                      | the server the database tests run against
binutils                | test  | command objdump                 | reads the instructions of the native code
git                     | test  | command git                     | lists the files the architecture test reads
python3                 | test  | command python3                 | runs the native code test
curl                    | test  | command curl                    | speaks to the server from the command line
chromium-headless-shell | test  | command chromium-headless-shell | looks at the pages as a browser does
ffmpeg                  | test  | command ffmpeg                  | writes recordings in formats for which there is no encoder in Rust
fonts-noto-cjk          | test  | chinese font                    | shows Chinese on the pages that are looked at
'

is_present() {
    case "$1" in
        "command "*) command -v "${1#command }" >/dev/null ;;
        "library "*) command -v pkg-config >/dev/null && pkg-config --exists "${1#library }" ;;
        pip) python3 -m pip --version >/dev/null 2>&1 ;;
        'chinese font') compgen -G '/usr/share/fonts/opentype/noto/NotoSansCJK*' >/dev/null ;;
        postgresql) compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null ;;
        *) fail "scripts/install-tools.sh does not know how to look for \"$1\"." ;;
    esac
}

# Runs a command as root, by sudo where we are somebody else.
as_root() {
    if [ "$(id -u)" -eq 0 ]; then
        "$@"
    else
        sudo "$@"
    fi
}

# Debian's package would start a server of its own at once; the tests start theirs when they need it.
keep_postgresql_from_starting() {
    as_root mkdir -p /etc/postgresql-common/createcluster.d
    echo 'create_main_cluster = false' \
        | as_root tee /etc/postgresql-common/createcluster.d/earmark.conf >/dev/null
}

apt() {
    as_root env DEBIAN_FRONTEND=noninteractive apt-get \
        -o DPkg::Lock::Timeout=300 -o Acquire::Retries=3 -q "$@"
}

command -v cargo >/dev/null \
    || fail "cargo is not here. Install Rust (1.95 or newer) first; this script installs Debian's part only."

missing=()
while IFS='|' read -r package needed_to probe purpose; do
    [ -n "$package" ] || continue
    # The columns are padded for the reader; the plain reads take the padding off.
    read -r package <<<"$package"
    read -r needed_to <<<"$needed_to"
    read -r probe <<<"$probe"
    read -r purpose <<<"$purpose"
    [[ " $wanted " == *" $needed_to "* ]] || continue
    if ! is_present "$probe"; then
        say "missing: $package ($purpose)"
        missing+=("$package")
    fi
done <<<"$tools"

if [ "${#missing[@]}" -eq 0 ]; then
    say 'Every tool is here.'
    exit 0
fi

command -v apt-get >/dev/null \
    || fail "This is not Debian, so nothing was installed. Install by hand what these packages hold: ${missing[*]}"
if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    fail "Installing needs root or sudo, and neither is here. Ask an administrator for: apt-get install ${missing[*]}"
fi

say "Installing: ${missing[*]}"
if [[ " ${missing[*]} " == *' postgresql '* ]]; then
    keep_postgresql_from_starting
fi
apt update || fail 'apt-get update failed. Is there a network, and does another apt hold the lock?'
apt install -y --no-install-recommends "${missing[@]}" \
    || fail "apt-get could not install: ${missing[*]}. What it says above tells why; without a network, install them by hand."
