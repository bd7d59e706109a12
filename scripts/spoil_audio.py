#!/usr/bin/env python3
"""A recording as a bad line makes it: with noise, and with gaps.

    spoil_audio.py IN.wav OUT.wav NOISE_DB [GAPS]

IN is a WAV file of mu-law or 16-bit samples; OUT is 16 bit. NOISE_DB is how far the noise lies below the loudest
seconds of the recording (0: as loud), pink above 300 Hz as on a telephone line. GAPS is the share of 60 ms packets
that are lost, 0 to 1. The same input gives the same output.
"""

import array
import math
import random
import sys
import wave
from pathlib import Path


def read(path):
    """Samples of all channels in turn, how many channels, samples a second."""
    data = Path(path).read_bytes()
    at, channels, rate, coding, samples = 12, 1, 8000, 1, b""
    while at + 8 <= len(data):
        name, size = data[at : at + 4], int.from_bytes(data[at + 4 : at + 8], "little")
        body = data[at + 8 : at + 8 + size]
        if name == b"fmt ":
            coding = int.from_bytes(body[0:2], "little")
            channels = int.from_bytes(body[2:4], "little")
            rate = int.from_bytes(body[4:8], "little")
        if name == b"data":
            samples = body
        at += 8 + size + size % 2
    if coding == 7:
        return [mu_law(byte) for byte in samples], channels, rate
    return array.array("h", samples[: len(samples) // 2 * 2]).tolist(), channels, rate


def mu_law(byte):
    byte = ~byte & 0xFF
    value = (((byte & 0x0F) << 3) + 0x84 << ((byte >> 4) & 7)) - 0x84
    return -value if byte & 0x80 else value


def loudness(lane, rate):
    """The level that a tenth of the seconds exceed."""
    seconds = [lane[at : at + rate] for at in range(0, len(lane), rate)]
    levels = sorted(math.sqrt(sum(one * one for one in part) / max(len(part), 1)) for part in seconds)
    return levels[len(levels) * 9 // 10]


def spoil(lane, rate, noise_db, gaps, chance):
    level = loudness(lane, rate) * 10 ** (-noise_db / 20)
    packet = rate * 60 // 1000
    spoilt, slow, lost = [], 0.0, False
    for at, sample in enumerate(lane):
        if at % packet == 0:
            lost = chance.random() < gaps
        # White noise less what is slow in it, and half of it smoothed: about what a line has.
        white = chance.gauss(0, 1)
        slow = 0.9 * slow + 0.1 * white
        noise = level * (0.5 * white + 2.0 * slow)
        spoilt.append(max(-32768, min(32767, round((0 if lost else sample) + noise))))
    return spoilt


def main(source, target, noise_db, gaps):
    samples, channels, rate = read(source)
    chance = random.Random(7)
    lanes = [spoil(samples[lane::channels], rate, noise_db, gaps, chance) for lane in range(channels)]
    mixed = array.array("h", (one for frame in zip(*lanes) for one in frame))
    with wave.open(target, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes(mixed.tobytes())


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]) if len(sys.argv) == 5 else 0.0)
