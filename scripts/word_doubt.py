#!/usr/bin/env python3
"""How well a word's confidence tells whether it is wrong, and how well doubt tells how wrong a transcript is.

    word_doubt.py TRUTH HEARD [TRUTH HEARD …]

The folders are those of word_errors.py, HEARD as `earmark transcribe --out` writes it. Words are compared one by
one (a number that is said in several words is several), so that the errors differ a little from word_errors.py's.
Prints a table of limits: how many of the wrong words (substituted or inserted) lie below, and how many of the
right ones; then, for each recording, its share of doubtful words, of windows given up, and its error.
"""

import json
import sys
from pathlib import Path

from word_errors import HAN, differences, in_order, units

LIMITS = range(10, 100, 10)
DOUBTFUL_BELOW = 0.5


def units_of(words):
    """Every unit of every word, with the word's confidence."""
    return [(unit, word["confidence"]) for word in words for unit in units(word["text"])]


def said_units(text):
    parts = list(text) if HAN.search(text) else text.split()
    return [unit for part in parts for unit in units(part)]


def judged(said, heard):
    """For each unit that was heard whether it is right, by the alignment with the fewest changes."""
    rows, columns = len(said) + 1, len(heard) + 1
    cost = [[0] * columns for _ in range(rows)]
    for row in range(rows):
        for column in range(columns):
            if row == 0 or column == 0:
                cost[row][column] = row + column
                continue
            same = said[row - 1] == heard[column - 1]
            cost[row][column] = min(
                cost[row - 1][column - 1] + (not same), cost[row - 1][column] + 1, cost[row][column - 1] + 1
            )
    right = [False] * len(heard)
    row, column = rows - 1, columns - 1
    while row > 0 and column > 0:
        same = said[row - 1] == heard[column - 1]
        if cost[row][column] == cost[row - 1][column - 1] + (not same):
            row, column = row - 1, column - 1
            right[column] = same
        elif cost[row][column] == cost[row][column - 1] + 1:
            column -= 1
        else:
            row -= 1
    return right


def pairs(truth, heard):
    """Of each recording: its name, its windows, and of each channel what was said and the words heard."""
    for file in sorted([*truth.glob("*.json"), *truth.glob("*.txt")]):
        transcript = heard / f"{file.stem}.json"
        if not transcript.exists():
            continue
        written = json.loads(transcript.read_text())
        words = lambda segments: [word for one in in_order(segments) for word in one["words"]]
        if file.suffix == ".txt":
            yield file.stem, written["windows"], [(file.read_text(), words(written["segments"]))]
            continue
        known = json.loads(file.read_text())
        lanes = []
        for channel, name in enumerate(known["channels"]):
            turns = sorted((one for one in known["turns"] if one["channel"] == name), key=lambda one: one["start"])
            own = [one for one in written["segments"] if one["channel"] == channel]
            lanes.append((" ".join(turn["text"] for turn in turns), words(own)))
        yield file.stem, written["windows"], lanes


def measure(folders):
    right, wrong, calls = [], [], []
    for truth, heard in folders:
        for name, windows, lanes in pairs(truth, heard):
            doubtful = whole = errors = wanted = 0
            for text, words in lanes:
                said, got = said_units(text), units_of(words)
                bare = [unit for unit, _ in got]
                for (_, confidence), is_right in zip(got, judged(said, bare)):
                    (right if is_right else wrong).append(confidence)
                    doubtful += confidence < DOUBTFUL_BELOW
                whole += len(got)
                errors += sum(differences(said, bare))
                wanted += len(said)
            given_up = windows["discarded"] / max(windows["heard"], 1)
            calls.append((f"{heard.name}/{name}", doubtful / max(whole, 1), given_up, errors / max(wanted, 1)))
    return right, wrong, calls


def share_below(limit, confidences):
    return sum(one < limit / 100 for one in confidences) / max(len(confidences), 1)


if __name__ == "__main__":
    if len(sys.argv) < 3 or len(sys.argv) % 2 == 0:
        sys.exit(__doc__)
    folders = [Path(argument) for argument in sys.argv[1:]]
    right, wrong, calls = measure(list(zip(folders[::2], folders[1::2])))
    print(f"{len(wrong)} wrong words, {len(right)} right ones")
    print("limit  wrong below  right below")
    for limit in LIMITS:
        print(f"{limit:5}  {share_below(limit, wrong):11.1%}  {share_below(limit, right):11.1%}")
    print("recording  doubtful  given up  error")
    for name, doubtful, given_up, error in calls:
        print(f"{name}  {doubtful:.1%}  {given_up:.1%}  {error:.1%}")
