#!/usr/bin/env bash
# Finding what is said, on SQLite and on PostgreSQL: how long indexing takes, and the first page of a list
# by words (scripts/bench_search.py tells which).
#
#   scripts/bench-search.sh [PROGRAM]   the program to measure (default: the release build)
#
#   EARMARK_BENCH_CALLS   how many calls of forty utterances (default 20000)
#
# One call comes in over the web; the others are copies of its rows with words of their own, which a server
# indexes when it starts.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

program=${1:-$(scripts/release.sh)}
calls=${EARMARK_BENCH_CALLS:-20000}
folder=$(mktemp -d)
postgres=''
server=''
stop_server() {
    if [ -n "$server" ]; then
        kill "$server" 2>/dev/null || true
        wait "$server" 2>/dev/null || true
    fi
    server=''
}
stop() {
    stop_server
    if [ -n "$postgres" ]; then
        scripts/postgres.sh stop "$postgres"
    fi
    rm -rf "$folder"
}
trap stop EXIT

start_server() {
    # What an earlier server said is not to be read as this one's.
    rm -f "$data/said" "$data/log"
    EARMARK_LOG=warn,earmark::jobs=info "$program" serve "$@" --data "$data" --listen 127.0.0.1:0 >"$data/said" 2>"$data/log" &
    server=$!
    until grep --quiet --no-messages 'listens on' "$data/said"; do sleep 0.05; done
    address=$(sed -n 's/^earmark listens on //p' "$data/said")
}

# Sets manager; one call is there afterwards.
enter_one() {
    echo 'a password for tests only' | "$program" user add --name sarah --sign-in sarah \
        --role qa_manager --password-stdin --data "$data" >/dev/null
    start_server --no-worker
    manager=$("$program" token create --person sarah --data "$data")
    local source
    source=$("$program" token create --source demo --data "$data")
    "$program" ingest fixtures/recordings/03-late-parcel.wav --server "$address" --token "$source" >/dev/null
    stop_server
}

index() {
    local before=$EPOCHREALTIME after
    start_server
    until grep --quiet --no-messages 'words are indexed' "$data/log"; do sleep 0.2; done
    after=$EPOCHREALTIME
    say "indexed $calls calls of 40 utterances in $(((${after//[!0-9]/} - ${before//[!0-9]/}) / 1000)) ms"
    stop_server
    run_sql "$transcribe"
    start_server --no-worker
}

# On whichever database is measured.
run_sql() {
    if [ -n "${EARMARK_DATABASE_URL:-}" ]; then
        psql --quiet --dbname "$EARMARK_DATABASE_URL" --command "$1"
    else
        python3 scripts/bench_search.py run "$data/earmark.sqlite" "$1"
    fi
}

page() { # what, words, more of the query
    local times found
    found=$(curl --silent --fail --get --header "Authorization: Bearer $manager" --data-urlencode "said=$2" \
        "$address/api/v1/calls?limit=50${3:-}" | sed 's/.*"total":\([0-9]*\).*/\1/')
    times=$(for _ in $(seq 11); do
        curl --silent --fail --get --header "Authorization: Bearer $manager" --data-urlencode "said=$2" \
            --output /dev/null --write-out '%{time_total}\n' "$address/api/v1/calls?limit=50${3:-}"
    done | sort -n)
    say "$1 ($found calls): median $(awk 'NR == 6 {printf "%.0f", $1 * 1000}' <<<"$times") ms, slowest $(awk 'END {printf "%.0f", $1 * 1000}' <<<"$times") ms"
}

measure() {
    page 'a rare word' 'zanzibar'
    page 'a common word' 'the'
    page 'two words' 'refund card'
    page 'a common phrase' '"thank you"'
    page 'a phrase' '"refund to my card"'
    page 'a Chinese word, with a date' '退款' '&from=2026-03-01&to=2026-05-31'
    page 'a common Chinese word' '谢谢'
    page 'a longer Chinese word' '信用卡费用'
    page 'said by the customer' 'customer:refund'
    page 'not said' '-thank -谢谢'
    page 'the beginning of a word' 'ref*'
}

# Words that nobody looked through for card numbers are closed: no list would find them.
look_through='INSERT INTO redaction (recording_id, call_id, rules, spans, edition, sound_edition, worked_out_at)
    SELECT id, call_id, 1, 0, 1, 1, created_at FROM recording'
# What is not said is asked of calls alone that are transcribed. Entered once no worker is there any more, who
# would write the words anew from transcripts that are empty.
transcribe="INSERT INTO transcript (id, recording_id, engine, model, settings_json, is_current, created_at)
    SELECT id, id, 'bench', 'bench', '{}', TRUE, created_at FROM recording
    WHERE id NOT IN (SELECT recording_id FROM transcript)"

title "words of $calls calls on SQLite"
data=$folder/sqlite
mkdir "$data"
enter_one
python3 scripts/bench_search.py sqlite "$data/earmark.sqlite" "$calls" "$look_through"
index
measure
stop_server
say "the database: $(($(stat --format %s "$data/earmark.sqlite") / 1048576)) MiB"

title "words of $calls calls on PostgreSQL"
data=$folder/postgres-data
mkdir "$data"
postgres=$(mktemp -d)
EARMARK_DATABASE_URL=$(scripts/postgres.sh start "$postgres")
export EARMARK_DATABASE_URL
enter_one
python3 scripts/bench_search.py words "$folder" "$calls"
columns_of() {
    psql --quiet --tuples-only --no-align --dbname "$EARMARK_DATABASE_URL" --command \
        "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = '$1' AND table_schema = current_schema()"
}
copy_of() { # columns, then column=expression …
    python3 - "$@" <<'PYTHON'
import sys
columns, other = sys.argv[1].split(), dict(pair.split("=", 1) for pair in sys.argv[2:])
print(", ".join(other.get(column, column) for column in columns))
PYTHON
}
id_of() { echo "decode(lpad('$1', 16, '0') || lpad(to_hex(n), 16, '0'), 'hex')"; }
call=$(copy_of "$(columns_of call)" "id=$(id_of 1)" "identity='bench-' || n" "native_id='bench-' || n" \
    'started_at=started_at - n * 86400000::bigint / 500' \
    "local_date='2026-' || lpad((1 + n % 12)::text, 2, '0') || '-' || lpad((1 + n % 28)::text, 2, '0')")
recording=$(copy_of "$(columns_of recording)" "id=$(id_of 2)" "call_id=$(id_of 1)" \
    "content_hash=decode(lpad(to_hex(n), 64, '0'), 'hex')")
psql --quiet --dbname "$EARMARK_DATABASE_URL" \
    --command "INSERT INTO call SELECT $call FROM (SELECT * FROM call LIMIT 1) AS one, generate_series(0, $calls - 1) AS n" \
    --command "INSERT INTO recording SELECT $recording FROM (SELECT * FROM recording LIMIT 1) AS one, generate_series(0, $calls - 1) AS n" \
    --command "\\copy wording (recording_id, call_id, number, channel, role, start_ms, end_ms, text, confidence) FROM '$folder/wording.csv' CSV" \
    --command "$look_through"
index
psql --quiet --dbname "$EARMARK_DATABASE_URL" --command 'VACUUM ANALYZE'
measure
