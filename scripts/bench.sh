#!/usr/bin/env bash
# Measures what we hand out. Every figure is of this machine and this run: compare only within one.
# What is not measured yet is not listed: a part appears with the command it measures.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

runs=20

title 'release build'
program=$(scripts/release.sh)

title "starting: $runs times earmark --version"
milliseconds=$(
    for ((run = 0; run < runs; run++)); do
        before=$EPOCHREALTIME
        "$program" --version >/dev/null
        after=$EPOCHREALTIME
        echo "$(((${after//[!0-9]/} - ${before//[!0-9]/}) / 1000))"
    done | sort -n
)
say "fastest $(head -n 1 <<<"$milliseconds") ms, median $(sed -n "$((runs / 2))p" <<<"$milliseconds") ms, slowest $(tail -n 1 <<<"$milliseconds") ms"
