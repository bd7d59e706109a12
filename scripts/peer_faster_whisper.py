#!/usr/bin/env python3
"""Transcribes a folder with faster-whisper, for comparison: greedy, int8, two threads.

    peer_faster_whisper.py MODEL AUDIO OUT LANGUAGE|auto vad|batched

MODEL is a folder of CTranslate2's files. Channels are split by sox first, which does not count; neither does
loading the model. Writes OUT/NAME.json as `earmark transcribe` does, and prints one JSON object.
"""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from faster_whisper import BatchedInferencePipeline, WhisperModel

SOUNDS = {".wav", ".mp3", ".ogg", ".flac"}


def channels_of(sound):
    said = subprocess.run(["soxi", "-c", str(sound)], capture_output=True, text=True, check=True)
    return int(said.stdout)


def transcriber(model, language, mode):
    if mode == "batched":
        batched = BatchedInferencePipeline(model)
        return lambda file: batched.transcribe(
            file, beam_size=1, language=language, batch_size=8, without_timestamps=False
        )
    return lambda file: model.transcribe(file, beam_size=1, language=language, vad_filter=True)


def main(model_folder, audio, out, language, mode):
    model = WhisperModel(model_folder, device="cpu", compute_type="int8", cpu_threads=2)
    transcribe = transcriber(model, None if language == "auto" else language, mode)
    Path(out).mkdir(parents=True, exist_ok=True)
    spent = heard = 0.0
    sounds = [Path(audio)] if Path(audio).is_file() else sorted(p for p in Path(audio).iterdir() if p.suffix in SOUNDS)
    for sound in sounds:
        segments = []
        for channel in range(channels_of(sound)):
            with tempfile.NamedTemporaryFile(suffix=".wav") as mono:
                split = ["sox", str(sound), "-r", "16000", mono.name, "remix", str(channel + 1)]
                subprocess.run(split, check=True, stderr=subprocess.DEVNULL)
                began = time.perf_counter()
                found, about = transcribe(mono.name)
                segments += [
                    {"channel": channel, "start_ms": int(one.start * 1000), "end_ms": int(one.end * 1000), "text": one.text}
                    for one in found
                ]
                spent += time.perf_counter() - began
                heard += about.duration
        written = json.dumps({"segments": segments}, ensure_ascii=False)
        (Path(out) / f"{sound.stem}.json").write_text(written)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": round(spent, 2), "channel_seconds": round(heard, 1),
                      "times_real_time": round(heard / max(spent, 0.001), 1), "peak_mib": peak}))


if __name__ == "__main__":
    if len(sys.argv) != 6:
        sys.exit(__doc__)
    main(*sys.argv[1:])
