#!/usr/bin/env bash
# How long the preparation of a one-hour stereo call takes, and how much memory: the job itself, in a
# running server, with its waveform, signals, rendition, object store and database.
#
#   scripts/bench-prepare.sh PROGRAM
#
# Prints ratios: times real time, MiB above an idle worker, and for MP3 against ffmpeg decoding the same
# file to a WAV file in the same run. Aims: mu-law at least 400 times real time and at most 64 MiB; MP3 in
# at most twice ffmpeg's time.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

program=${1:?usage: scripts/bench-prepare.sh PROGRAM}
command -v ffmpeg >/dev/null || fail 'ffmpeg is not here; scripts/install-tools.sh brings it.'

folder=$(mktemp -d)
server=''
stop() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$folder"
}
trap stop EXIT

# An hour of speech on two channels, out of the demonstration calls.
hour() {
    ffmpeg -nostdin -loglevel error -y -stream_loop -1 -i fixtures/recordings/01-lost-card.wav \
        -t 3600 -ar 8000 -ac 2 "$@"
}
hour -c:a pcm_mulaw "$folder/hour.wav"
hour -c:a libmp3lame -b:a 32k "$folder/hour.mp3"
hour -c:a libopus -b:a 24k "$folder/hour.opus"

# Nothing is transcribed meanwhile: that would take the processors, and its memory would be counted.
EARMARK_LOG=info "$program" serve --data "$folder/data" --listen 127.0.0.1:0 --lanes prepare >"$folder/said" 2>"$folder/log" &
server=$!
until grep --quiet --no-messages 'listens on' "$folder/said"; do sleep 0.05; done
address=$(sed -n 's/^earmark listens on //p' "$folder/said")
until curl --silent --fail --output /dev/null "$address/readyz"; do sleep 0.05; done
token=$("$program" token create --data "$folder/data" --source bench)
sleep 3

# The most that a worker ever held, in KiB.
most() {
    local pid
    for pid in $(pgrep --parent "$server"); do
        awk '/^VmHWM:/ {print $2}' "/proc/$pid/status"
    done | sort -n | tail -n 1
}

# The milliseconds between the beginning and the end of the latest job of this kind.
milliseconds() {
    python3 - "$folder/log" <<'PYTHON'
import datetime, json, sys
begun = took = None
for line in open(sys.argv[1], encoding="utf-8"):
    try:
        said = json.loads(line)
    except ValueError:
        continue
    if said.get("kind") != "prepare_recording":
        continue
    at = datetime.datetime.fromisoformat(said["timestamp"].replace("Z", "+00:00"))
    if said["message"] == "job begun":
        begun = at
    elif said["message"] == "job done":
        took = (at - begun).total_seconds() * 1000
print(round(took))
PYTHON
}

done_so_far=0
for file in hour.wav hour.mp3 hour.opus; do
    title "preparing $file, one hour of two channels ($(du -k "$folder/$file" | cut -f 1) KiB)"
    before=$(most)
    "$program" ingest "$folder/$file" --server "$address" --token "$token" >/dev/null
    done_so_far=$((done_so_far + 1))
    until [ "$(grep 'prepare_recording' "$folder/log" | grep --count 'job done' || true)" -ge "$done_so_far" ]; do
        sleep 0.1
    done
    took=$(milliseconds)
    say "$took ms: $((3600000 / took)) times real time"
    say "memory at most: $((($(most) - before) / 1024)) MiB above before"
    if [ "$file" != hour.wav ]; then
        begun=$EPOCHREALTIME
        ffmpeg -nostdin -loglevel error -y -threads 1 -i "$folder/$file" -c:a pcm_s16le "$folder/decoded.wav"
        ended=$EPOCHREALTIME
        theirs=$(((${ended//[!0-9]/} - ${begun//[!0-9]/}) / 1000))
        say "ffmpeg decodes it to WAV in $theirs ms; ours takes $((took * 100 / theirs)) % of that"
    fi
done
