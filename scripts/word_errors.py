#!/usr/bin/env python3
"""How well transcripts say what was said: errors, invented words, words where nobody spoke, starts of turns.

    word_errors.py TRUTH HEARD

TRUTH is a folder of NAME.txt (one utterance on one channel) or NAME.json:
    {"channels": ["agent", "customer"],
     "turns": [{"channel": "agent", "start": 3.4, "end": 8.5, "text": "…"}],        (seconds)
     "not_speech": [{"channel": "customer", "start": 0.0, "end": 2.0}]}
HEARD is a folder of NAME.json as `earmark transcribe --out` writes it:
    {"segments": [{"channel": 0, "start_ms": 0, "end_ms": 1200, "text": "…"}]}

Texts with Chinese characters are compared by character, after conversion to simplified ones and of numerals to
digits; others by word, after Whisper's own normalisation of English (package whisper-normalizer; opencc converts).
Prints one JSON object.
"""

import json
import re
import statistics
import sys
from pathlib import Path

from opencc import OpenCC
from whisper_normalizer.english import EnglishTextNormalizer

HAN = re.compile("[\u4e00-\u9fff]")
NUMERAL = re.compile("[零〇一二两三四五六七八九十百千万]+")
DIGITS = {name: value for value, name in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
POWERS = {"十": 10, "百": 100, "千": 1000}

to_simplified = OpenCC("t2s").convert
normalise_english = EnglishTextNormalizer()


def as_digits(numeral):
    """二十四 → 24; without a power the digits stand side by side: 三七九二 → 3792."""
    if not any(sign in POWERS or sign == "万" for sign in numeral):
        return "".join(str(DIGITS[sign]) for sign in numeral)
    whole = below_ten_thousand = 0
    digit = None
    for sign in numeral:
        if sign in DIGITS:
            digit = DIGITS[sign]
        elif sign == "万":
            whole = (whole + below_ten_thousand + (digit or 0)) * 10_000
            below_ten_thousand, digit = 0, None
        else:
            below_ten_thousand += (digit or 1) * POWERS[sign]
            digit = None
    return str(whole + below_ten_thousand + (digit or 0))


def units(text):
    """What is counted: characters of Chinese, words of anything else."""
    if HAN.search(text):
        letters = re.sub(r"[^\w]", "", to_simplified(text).lower())
        return list(NUMERAL.sub(lambda found: as_digits(found.group()), letters))
    return normalise_english(text).split()


def differences(said, heard):
    """The fewest changes that make one of the other: (substituted, left out, inserted)."""
    # Each cell: how many changes in all, and of each kind.
    above = [(column, 0, 0, column) for column in range(len(heard) + 1)]
    for row, wanted in enumerate(said, 1):
        line = [(row, 0, row, 0)]
        for column, got in enumerate(heard, 1):
            if wanted == got:
                line.append(above[column - 1])
                continue
            corner, up, left = above[column - 1], above[column], line[column - 1]
            line.append(
                min(
                    (corner[0] + 1, corner[1] + 1, corner[2], corner[3]),
                    (up[0] + 1, up[1], up[2] + 1, up[3]),
                    (left[0] + 1, left[1], left[2], left[3] + 1),
                )
            )
        above = line
    return above[-1][1:]


class Tally:
    """What comes together over a folder."""

    def __init__(self):
        self.units = self.substituted = self.left_out = self.inserted = 0
        self.on_non_speech = self.turns = self.turns_found = 0
        self.start_errors = []
        self.missing = []

    def compare(self, said, heard):
        wanted, got = units(said), units(heard)
        substituted, left_out, inserted = differences(wanted, got)
        self.units += len(wanted)
        self.substituted += substituted
        self.left_out += left_out
        self.inserted += inserted

    def look_for(self, turn, segments):
        """A turn is found where a segment of its channel overlaps it; the nearest start counts."""
        self.turns += 1
        over = [one for one in segments if one["start_ms"] < turn["end"] * 1000 and one["end_ms"] > turn["start"] * 1000]
        if over:
            self.turns_found += 1
            self.start_errors.append(min(abs(one["start_ms"] / 1000 - turn["start"]) for one in over))

    def look_where_nobody_spoke(self, span, segments):
        """The words of a segment count where more than half of it lies in the span."""
        for one in segments:
            start, end = one["start_ms"] / 1000, one["end_ms"] / 1000
            inside = min(end, span["end"]) - max(start, span["start"])
            if inside > 0.5 * max(end - start, 0.01):
                self.on_non_speech += len(units(one["text"]))

    def figures(self):
        errors = self.substituted + self.left_out + self.inserted
        return {
            "error": round(errors / max(self.units, 1), 4),
            "units": self.units,
            "substituted": self.substituted,
            "left_out": self.left_out,
            "inserted": self.inserted,
            "on_non_speech": self.on_non_speech,
            "turn_start_error_median_s": round(statistics.median(self.start_errors), 3) if self.start_errors else None,
            "turns_found": round(self.turns_found / self.turns, 4) if self.turns else None,
            "missing": self.missing,
        }


def in_order(segments):
    return sorted(segments, key=lambda one: one["start_ms"])


def joined(parts):
    return " ".join(part["text"] for part in parts)


def measure(truth, heard):
    tally = Tally()
    for file in sorted([*truth.glob("*.json"), *truth.glob("*.txt")]):
        transcript = heard / f"{file.stem}.json"
        if not transcript.exists():
            tally.missing.append(file.stem)
            continue
        segments = json.loads(transcript.read_text())["segments"]
        if file.suffix == ".txt":
            tally.compare(file.read_text(), joined(in_order(segments)))
            continue
        known = json.loads(file.read_text())
        for channel, name in enumerate(known["channels"]):
            own = in_order(one for one in segments if one["channel"] == channel)
            turns = sorted((turn for turn in known["turns"] if turn["channel"] == name), key=lambda turn: turn["start"])
            tally.compare(joined(turns), joined(own))
            for turn in turns:
                tally.look_for(turn, own)
            for span in known.get("not_speech", []):
                if span["channel"] == name:
                    tally.look_where_nobody_spoke(span, own)
    return tally.figures()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(json.dumps(measure(Path(sys.argv[1]), Path(sys.argv[2]))))
