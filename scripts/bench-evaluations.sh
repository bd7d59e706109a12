#!/usr/bin/env bash
# Lists and exports of many evaluations, on SQLite and on PostgreSQL: how long a page takes, how long an
# export takes, and how much memory the server holds more than before it. Then the queue of sales, with as many
# calls in it that wait, and the outcomes of as many verifications.
#
#   scripts/bench-evaluations.sh [PROGRAM]   the program to measure (default: the release build)
#
#   EARMARK_BENCH_EVALUATIONS   how many (default 200000)
#
# SQLite is measured without statistics of its tables: earmark never has them made. PostgreSQL makes its own.
#
# One evaluation is entered over the web; the others are rows that differ in id, moment, total and grade.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

program=${1:-$(scripts/release.sh)}
evaluations=${EARMARK_BENCH_EVALUATIONS:-200000}
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
    EARMARK_LOG=error "$program" serve --no-worker --data "$data" --listen 127.0.0.1:0 >"$data/said" &
    server=$!
    until grep --quiet --no-messages 'listens on' "$data/said"; do sleep 0.05; done
    address=$(sed -n 's/^earmark listens on //p' "$data/said")
}

# One evaluation of one call, released; sets address and manager.
enter_one() {
    local person sign_in role
    for person in 'lijing inspector' 'sarah qa_manager'; do
        read -r sign_in role <<<"$person"
        echo 'a password for tests only' | "$program" user add --name "$sign_in" --sign-in "$sign_in" \
            --role "$role" --password-stdin --data "$data" >/dev/null
    done
    start_server
    inspector=$("$program" token create --person lijing --data "$data")
    manager=$("$program" token create --person sarah --data "$data")
    source=$("$program" token create --source demo --data "$data")
    "$program" ingest fixtures/recordings/03-late-parcel.wav --server "$address" --token "$source" >/dev/null
    python3 - "$address" "$inspector" <<'PYTHON'
import json, sys, time, urllib.request
address, inspector = sys.argv[1:]

def ask(method, path, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"authorization": f"Bearer {inspector}", "content-type": "application/json"}
    request = urllib.request.Request(address + "/api/v1" + path, data, headers, method=method)
    with urllib.request.urlopen(request) as answer:
        return json.loads(answer.read())

begun = ask("POST", "/evaluations", {"call_id": ask("GET", "/calls")["items"][0]["id"]})
questions = [one for section in begun["scorecard_version"]["definition"]["sections"] for one in section["questions"]]
answers = {one["key"]: {"options": [one["options"][0]["key"]]} for one in questions if not one["show_when"]}
ask("PUT", f"/evaluations/{begun['id']}/draft", {"edit": 0, "answers": answers, "notes": []})
ask("POST", f"/evaluations/{begun['id']}/release", {"edit": 1})
time.sleep(11)
PYTHON
}

# The columns of an evaluation as a SELECT of a copy; $1: how this database makes an id.
copy_of() {
    python3 - "$1" "$2" <<'PYTHON'
import sys
new_id, columns = sys.argv[1], sys.argv[2].split()
other = {"id": new_id, "assignment_id": "NULL", "released_at": "released_at - n * 1000",
         "total_hundredths": "(n * 7919) % 10001", "passed": "passed"}
print(", ".join(other.get(column, column) for column in columns))
PYTHON
}

# The most memory that the server held since the counter was reset, in KiB.
reset_most() { echo 5 >"/proc/$server/clear_refs"; }
most() { awk '/^VmHWM:/ {print $2}' "/proc/$server/status"; }

page() { # what, query
    timed "page of 50, $1" "evaluations?view=results&$2"
}

timed() { # what, address
    local times
    times=$(for _ in $(seq 11); do
        curl --silent --fail --header "Authorization: Bearer $manager" --output /dev/null \
            --write-out '%{time_total}\n' "$address/api/v1/$2"
    done | sort -n)
    say "$1: median $(awk 'NR == 6 {printf "%.0f", $1 * 1000}' <<<"$times") ms, slowest $(awk 'END {printf "%.0f", $1 * 1000}' <<<"$times") ms"
}

export_as() { # format, rows
    local idle said
    idle=$(awk '/^VmRSS:/ {print $2}' "/proc/$server/status")
    reset_most
    said=$(curl --silent --fail --header "Authorization: Bearer $manager" --output "$folder/export" \
        --write-out '%{time_starttransfer} s to the first byte, %{time_total} s in all, %{size_download} bytes' \
        "$address/api/v1/evaluations/export?view=results&format=$1&rows=$2")
    say "export of $2 as $1: $said; $((($(most) - idle) / 1024)) MiB above idle"
    rm -f "$folder/export"
}

measure() {
    page 'newest first' 'limit=50'
    page 'lowest score first' 'sort=total&limit=50'
    page 'failed, of one day' 'passed=false&from=2026-01-01&to=2099-01-01&limit=50'
    local deep
    deep=$(curl --silent --fail --header "Authorization: Bearer $manager" \
        "$address/api/v1/evaluations?view=results&limit=200&sort=total" | sed 's/.*"next":"\([0-9a-f]*\)".*/\1/')
    page 'behind a cursor' "sort=total&limit=50&cursor=$deep"
    export_as csv evaluations
    export_as xlsx evaluations
    export_as jsonl items
}

# What the sales of the bench are made by: copies of the one call, each waiting as a sale, and a finding beside
# every evaluation, which becomes a verification of a call of its own. $1: how this database makes an id and $2 what
# it calls its kind; $3: the columns of a call.
sales_of() {
    python3 - "$1" "$2" "$3" <<'PYTHON'
import sys
new_id, kind, columns = sys.argv[1], sys.argv[2], sys.argv[3].split()
other = {"id": new_id, "identity": "identity || n", "native_id": "NULL", "disposition": "'sold'",
         "started_at": "started_at - n * 1000"}
print(f"""INSERT INTO call SELECT {", ".join(other.get(column, column) for column in columns)} FROM one_call, number;
INSERT INTO sale (call_id, rule_id, call_started_at, assignment_id, joined_at)
    SELECT call.id, sale_rule.id, call.started_at, NULL, call.created_at FROM call, sale_rule
    WHERE call.disposition = 'sold';
CREATE TEMP TABLE sold (place INTEGER PRIMARY KEY, call_id {kind});
INSERT INTO sold SELECT row_number() OVER (ORDER BY id), id FROM call WHERE disposition = 'sold';
CREATE TEMP TABLE verified (evaluation_id {kind} PRIMARY KEY, place INTEGER);
INSERT INTO verified SELECT id, row_number() OVER (ORDER BY id) FROM evaluation;
UPDATE evaluation SET purpose = 'verification', call_id = (SELECT sold.call_id FROM verified
    JOIN sold ON sold.place = verified.place WHERE verified.evaluation_id = evaluation.id);
INSERT INTO verification (evaluation_id, person_id, agent_id, queue_id, disposition, outcome, detail)
    SELECT id, person_id, agent_id, NULL, 'sold',
           CASE total_hundredths % 3 WHEN 0 THEN 'confirmed' WHEN 1 THEN 'corrected' ELSE 'rejected' END, NULL
    FROM evaluation;""")
PYTHON
}

# A rule, so that there is one that says what a sale is; the calls come after it.
rule_sales() {
    curl --silent --fail --header "Authorization: Bearer $manager" --header 'content-type: application/json' \
        --data '{"disposition": "sold"}' --output /dev/null "$address/api/v1/sale-rules"
}

measure_sales() {
    timed 'sales that wait, the oldest 50' 'sales?limit=50'
    local deep
    deep=$(curl --silent --fail --header "Authorization: Bearer $manager" "$address/api/v1/sales?limit=200" \
        | sed 's/.*"next":"\([0-9a-f]*\)".*/\1/')
    timed 'sales that wait, behind a cursor' "sales?limit=50&cursor=$deep"
    page 'verifications, rejected' 'purpose=verification&outcome=rejected&limit=50'
    timed 'outcomes by agent and queue, of a year' 'sales/outcomes?from=2000-01-01&to=2099-01-01'
}

title "$evaluations evaluations on SQLite"
data=$folder/sqlite
mkdir "$data"
enter_one
file=$(compgen -G "$data/*.sqlite3" || compgen -G "$data/*.db" || compgen -G "$data/*.sqlite")
python3 - "$file" "$evaluations" "$(copy_of 'randomblob(16)' "$(python3 -c '
import sqlite3, sys
print(" ".join(row[1] for row in sqlite3.connect(sys.argv[1]).execute("PRAGMA table_info(evaluation)")))' "$file")")" <<'PYTHON'
import sqlite3, sys
file, wanted, copy = sys.argv[1], int(sys.argv[2]), sys.argv[3]
database = sqlite3.connect(file, timeout=60)
numbers = f"WITH RECURSIVE number(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM number WHERE n < {wanted - 1})"
database.execute(f"INSERT INTO evaluation {numbers} SELECT {copy} FROM evaluation, number WHERE evaluation.rowid = (SELECT min(rowid) FROM evaluation)"
                 if "WITHOUT ROWID" not in database.execute("SELECT sql FROM sqlite_schema WHERE name = 'evaluation'").fetchone()[0]
                 else f"INSERT INTO evaluation {numbers} SELECT {copy} FROM (SELECT * FROM evaluation LIMIT 1), number")
database.commit()
PYTHON
measure
rule_sales
python3 - "$file" "$evaluations" "$(sales_of 'randomblob(16)' BLOB "$(python3 -c '
import sqlite3, sys
print(" ".join(row[1] for row in sqlite3.connect(sys.argv[1]).execute("PRAGMA table_info(call)")))' "$file")")" <<'PYTHON'
import sqlite3, sys
file, wanted, statements = sys.argv[1], int(sys.argv[2]), sys.argv[3]
database = sqlite3.connect(file, timeout=60)
database.execute("CREATE TEMP TABLE one_call AS SELECT * FROM call LIMIT 1")
database.execute("CREATE TEMP TABLE number (n INTEGER)")
database.execute(f"INSERT INTO number WITH RECURSIVE next(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM next WHERE n < {wanted}) SELECT n FROM next")
for statement in statements.split(";"):
    database.execute(statement)
database.commit()
PYTHON
measure_sales
stop_server

title "$evaluations evaluations on PostgreSQL"
data=$folder/postgres-data
mkdir "$data"
postgres=$(mktemp -d)
EARMARK_DATABASE_URL=$(scripts/postgres.sh start "$postgres")
export EARMARK_DATABASE_URL
enter_one
columns=$(psql --quiet --tuples-only --no-align --dbname "$EARMARK_DATABASE_URL" --command \
    "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'evaluation' AND table_schema = current_schema()")
psql --quiet --dbname "$EARMARK_DATABASE_URL" --command \
    "INSERT INTO evaluation SELECT $(copy_of "decode(md5(n::text), 'hex')" "$columns") FROM (SELECT * FROM evaluation LIMIT 1) AS one, generate_series(1, $evaluations - 1) AS n" \
    --command 'VACUUM ANALYZE evaluation'
measure
rule_sales
columns=$(psql --quiet --tuples-only --no-align --dbname "$EARMARK_DATABASE_URL" --command \
    "SELECT string_agg(column_name, ' ' ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'call' AND table_schema = current_schema()")
{
    echo 'CREATE TEMP TABLE one_call AS SELECT * FROM call LIMIT 1;'
    echo "CREATE TEMP TABLE number AS SELECT n FROM generate_series(1, $evaluations) AS n;"
    sales_of "decode(md5('sale' || n), 'hex')" BYTEA "$columns"
    echo 'ANALYZE;'
} | psql --quiet --set ON_ERROR_STOP=1 --dbname "$EARMARK_DATABASE_URL" >/dev/null
measure_sales
