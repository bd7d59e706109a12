#!/usr/bin/env bash
# How long a back-test takes: past evaluations through the draft of the 14-item card that comes with
# the program, from curl to the last byte; three times each with 1,000 and 6,000 of them (5,000 are tested).
#
#   scripts/bench-back-test.sh [PROGRAM]   the program to measure (default: the release build)
#
# One evaluation is entered over the web; its copies are rows of SQLite that differ in their id and their moment.
set -euo pipefail
cd "$(dirname "$0")/.."
. scripts/say.sh

program=${1:-$(scripts/release.sh)}
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

for person in 'lijing inspector' 'sarah qa_manager'; do
    read -r sign_in role <<<"$person"
    echo 'a password for tests only' | "$program" user add --name "$sign_in" --sign-in "$sign_in" --role "$role" \
        --password-stdin --data "$folder" >/dev/null
done
EARMARK_LOG=error "$program" serve --no-worker --data "$folder" --listen 127.0.0.1:0 >"$folder/said" &
server=$!
until grep --quiet --no-messages 'listens on' "$folder/said"; do sleep 0.05; done
address=$(sed -n 's/^earmark listens on //p' "$folder/said")
inspector=$("$program" token create --person lijing --data "$folder")
manager=$("$program" token create --person sarah --data "$folder")
source=$("$program" token create --source demo --data "$folder")
"$program" ingest fixtures/recordings/03-late-parcel.wav --server "$address" --token "$source" >/dev/null

# Scores the call and begins a draft of the card; says where the back-test is.
path=$(python3 - "$address" "$inspector" "$manager" "$folder" <<'PYTHON'
import json, sys, time, urllib.request
address, inspector, manager, folder = sys.argv[1:]

def ask(method, path, token, body=None):
    data = None if body is None else json.dumps(body).encode()
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    request = urllib.request.Request(address + "/api/v1" + path, data, headers, method=method)
    with urllib.request.urlopen(request) as answer:
        text = answer.read().decode()
    return json.loads(text) if text.startswith(("{", "[")) else text

call = ask("GET", "/calls", inspector)["items"][0]["id"]
begun = ask("POST", "/evaluations", inspector, {"call_id": call})
version = begun["scorecard_version"]
questions = [one for section in version["definition"]["sections"] for one in section["questions"]]
answers = {one["key"]: {"options": [one["options"][0]["key"]]} for one in questions if not one["show_when"]}
path = f"/evaluations/{begun['id']}"
ask("PUT", path + "/draft", inspector, {"edit": 0, "answers": answers, "notes": []})
ask("POST", path + "/release", inspector, {"edit": 1})
yaml = ask("GET", f"/scorecard-versions/{version['id']}/yaml", manager)
definition = ask("POST", "/scorecards/read", manager, {"yaml": yaml})["definition"]
card = f"/scorecards/{version['scorecard_id']}"
ask("PUT", card + "/draft", manager, {"edit": 0, "definition": definition})
time.sleep(11)
print(f"/api/v1{card}/back-test?purpose=quality")
PYTHON
)

for evaluations in 1000 6000; do
    python3 - "$folder" "$evaluations" <<'PYTHON'
import glob, os, sqlite3, sys
folder, wanted = sys.argv[1], int(sys.argv[2])
database = sqlite3.connect(next(name for name in glob.glob(folder + "/*") if name.endswith((".db", ".sqlite", ".sqlite3"))), timeout=30)
columns = [row[1] for row in database.execute("PRAGMA table_info(evaluation)")]
known = database.execute("SELECT count(*) FROM evaluation").fetchone()[0]
first = dict(zip(columns, database.execute("SELECT * FROM evaluation ORDER BY released_at DESC LIMIT 1").fetchone()))
marks = ", ".join("?" * len(columns))
for number in range(known, wanted):
    copy = dict(first, id=os.urandom(16), assignment_id=None, released_at=first["released_at"] - number)
    database.execute(f"INSERT INTO evaluation VALUES ({marks})", [copy[name] for name in columns])
database.commit()
PYTHON
    title "back-test with $evaluations past evaluations"
    for _ in 1 2 3; do
        curl --silent --fail --header "Authorization: Bearer $manager" --output "$folder/answer" \
            --write-out '%{time_total} s\n' "$address$path"
    done
    grep --only-matching '"all":{"evaluations":[0-9]*' "$folder/answer"
done
