"""Calls with words, for scripts/bench-search.sh: always the same ones.

    bench_search.py sqlite FILE CALLS      copies the one call of the database that often, with words
    bench_search.py words FOLDER CALLS     writes FOLDER/wording.csv, for PostgreSQL's \\copy
    bench_search.py run FILE STATEMENT     runs a statement of SQL

Half of the calls are in English, half in Chinese, forty utterances each. Words are as frequent as words
are (Zipf); besides, "thank you" and 谢谢 are said in nearly every call, "refund" and 退款 in one of
twenty, "zanzibar" and 桑给巴尔 in one of a thousand.
"""

import csv
import random
import sqlite3
import sys
from itertools import accumulate

UTTERANCES = 40
DAY_MS = 86_400_000
COMMON = "the i you to a and it is that we of for in my on can have your be this".split()


def vocabulary(chance):
    """English words and Chinese characters, the most frequent first, and how frequent each is."""
    letters = "bcdfghklmnprst"
    vowels = "aeiou"
    made = ["".join(chance.choice(letters) + chance.choice(vowels) for _ in range(2 + n % 3)) for n in range(4000)]
    english = COMMON + made
    chinese = [chr(code) for code in chance.sample(range(0x4E00, 0x9000), 2500)]
    return (english, weights(english)), (chinese, weights(chinese))


def weights(words):
    return list(accumulate(1 / (place + 2) for place in range(len(words))))


def utterances(calls):
    """(number of the call, number, channel, role, start, end, text), call by call."""
    chance = random.Random(7)
    english, chinese = vocabulary(chance)
    for call in range(calls):
        words, total = chinese if call % 2 else english
        said = []
        for _ in range(UTTERANCES):
            one = chance.choices(words, cum_weights=total, k=chance.randint(4, 20))
            said.append("".join(one) if call % 2 else " ".join(one))
        if chance.random() < 0.9:
            said[-1] += "，谢谢" if call % 2 else ", thank you"
        if chance.random() < 0.05:
            said[7] += "，我要退款，信用卡费用" if call % 2 else ", a refund to my card"
        if call % 1000 < 2:
            said[3] += "，桑给巴尔" if call % 2 else ", zanzibar"
        for number, text in enumerate(said):
            role = "customer" if number % 2 else "agent"
            yield call, number, number % 2, role, number * 5000, number * 5000 + 4000, text


def id_of(kind, number):
    """The id of call or recording `number`; the same is worked out by SQL on PostgreSQL."""
    return (kind << 64 | number).to_bytes(16, "big")


def fill_sqlite(file, calls, then):
    database = sqlite3.connect(file, timeout=60)
    copy(database, "call", calls, lambda row, n: row | {
        "id": id_of(1, n), "identity": f"bench-{n}", "native_id": f"bench-{n}",
        "started_at": row["started_at"] - n * DAY_MS // 500, "local_date": f"2026-{1 + n % 12:02}-{1 + n % 28:02}"})
    copy(database, "recording", calls, lambda row, n: row | {
        "id": id_of(2, n), "call_id": id_of(1, n), "content_hash": n.to_bytes(32, "big")})
    database.executemany(
        "INSERT INTO wording (recording_id, call_id, number, channel, role, start_ms, end_ms, text, confidence) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0.9)",
        ((id_of(2, call), id_of(1, call), *rest) for call, *rest in utterances(calls)))
    database.execute(then)
    database.commit()


def run(file, statement):
    with sqlite3.connect(file, timeout=60) as database:
        database.execute(statement)


def copy(database, table, count, change):
    cursor = database.execute(f"SELECT * FROM {table} LIMIT 1")
    columns = [column[0] for column in cursor.description]
    row = dict(zip(columns, cursor.fetchone()))
    marks = ", ".join("?" for _ in columns)
    rows = ([change(row, n)[column] for column in columns] for n in range(count))
    database.executemany(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", rows)


def write_words(folder, calls):
    with open(f"{folder}/wording.csv", "w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for call, *rest in utterances(calls):
            ids = (id_of(kind, call).hex() for kind in (2, 1))
            writer.writerow([*(f"\\x{one}" for one in ids), *rest, 0.9])


if __name__ == "__main__":
    if sys.argv[1] == "run":
        run(*sys.argv[2:])
    else:
        {"sqlite": fill_sqlite, "words": write_words}[sys.argv[1]](sys.argv[2], int(sys.argv[3]), *sys.argv[4:])
