#!/usr/bin/env python3
"""Two voices on one channel: mixing what was recorded apart, and counting who was told right.

    speakers.py mix IN.wav OUT.wav
    speakers.py count FOLDER FILE.wav …

FOLDER holds mixed/NAME.json, the transcripts of the mixes, and apart/NAME.json, those of the recordings that no
truth is known of. An utterance of a mix belongs to the side whose turns overlap it longer; where the other side's
overlap is more than a third of it, it belongs to both and is not counted. "Parted" counts up to swapping: whether
those of one side are together; "named" whether the agent is called the agent.
"""

import array
import json
import sys
import wave
from pathlib import Path

from spoil_audio import read


def mix(source, target):
    samples, channels, rate = read(source)
    lanes = [samples[lane::channels] for lane in range(channels)]
    mixed = array.array("h", (max(-32768, min(32767, sum(frame) // len(lanes))) for frame in zip(*lanes)))
    with wave.open(target, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(mixed.tobytes())


def turns_of(file, folder):
    """The turns of agent and customer, in milliseconds."""
    for truth in (file.with_suffix(".truth.json"), file.with_suffix(".json")):
        if truth.exists():
            known = json.loads(truth.read_text())
            if "turns" not in known:
                continue
            return [(known["channels"].index(one["channel"]), one["start"] * 1000, one["end"] * 1000) for one in known["turns"]]
    heard = json.loads((folder / "apart" / f"{file.stem}.json").read_text())
    return [(one["channel"], one["start_ms"], one["end_ms"]) for one in heard["segments"]]


def side_of(segment, turns):
    """0 or 1; none where nobody, or both, spoke."""
    over = [0, 0]
    for side, start, end in turns:
        if side < 2:
            over[side] += max(0, min(end, segment["end_ms"]) - max(start, segment["start_ms"]))
    if sum(over) == 0 or min(over) * 3 > sum(over):
        return None
    return int(over[1] > over[0])


def count(folder, files):
    print("recording  counted  parted right  wrong  unknown  named right")
    whole = [0, 0, 0, 0]
    for file in files:
        turns = turns_of(file, folder)
        segments = json.loads((folder / "mixed" / f"{file.stem}.json").read_text())["segments"]
        counted = [(side_of(one, turns), one.get("speaker")) for one in segments]
        counted = [(side, speaker) for side, speaker in counted if side is not None]
        told = [(side, int(speaker == "customer")) for side, speaker in counted if speaker]
        named = sum(side == speaker for side, speaker in told)
        right = max(named, len(told) - named)
        figures = [right, len(told) - right, len(counted) - len(told), named]
        whole = [one + other for one, other in zip(whole, figures)]
        print(f"{file.stem}  {len(counted)}  {right}  {len(told) - right}  {figures[2]}  {named}")
    told = max(whole[0] + whole[1], 1)
    all_ = max(sum(whole[:3]), 1)
    print(
        f"in all: {all_} utterances, of those told {whole[0] / told:.1%} parted right and {whole[3] / told:.1%} named"
        f" right, {whole[2] / all_:.1%} unknown"
    )


if __name__ == "__main__":
    if len(sys.argv) == 4 and sys.argv[1] == "mix":
        mix(sys.argv[2], sys.argv[3])
    elif len(sys.argv) > 3 and sys.argv[1] == "count":
        count(Path(sys.argv[2]), [Path(name) for name in sys.argv[3:]])
    else:
        sys.exit(__doc__)
