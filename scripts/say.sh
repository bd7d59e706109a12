# shellcheck shell=bash
# How every script here speaks. Sourced, never run.

# Colour is for a person at a terminal: not for a log, not for CI, not against NO_COLOR.
if [ -t 2 ] && [ -z "${CI:-}" ] && [ -z "${NO_COLOR:-}" ]; then
    bold=$'\e[1m' red=$'\e[31m' plain=$'\e[0m'
else
    bold='' red='' plain=''
fi

# The title of what comes next.
title() {
    printf '\n%s== %s ==%s\n' "$bold" "$*" "$plain" >&2
}

# One calm sentence.
say() {
    printf '%s\n' "$*" >&2
}

# What went wrong and what to do about it; ends the script.
fail() {
    printf '%s%s%s\n' "$red" "$*" "$plain" >&2
    exit 1
}
