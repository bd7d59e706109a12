#!/usr/bin/env python3
"""Reads the instructions of the native code that two builds made.

A plain build makes whisper.cpp for this machine, but without AMX: ggml's AMX kernels die with
SIGILL on some machines that announce AMX. The release is made for every x86-64-v3 processor, so it
has no AVX-512 either. Flags are promises; this looks at what came out.

    native_code.py CARGO_MESSAGES_OF_A_PLAIN_BUILD CARGO_MESSAGES_OF_A_RELEASE_BUILD

Each file is what `cargo build --message-format=json` printed: the folder a library lies in is read
from there, so that one left over from an older build is never taken for this one.
"""

import collections
import hashlib
import json
import pathlib
import re
import subprocess
import sys
import tempfile

# The objects under test are ggml's; each of these must be among them.
EXPECTED_LIBRARIES = {"libggml.a", "libggml-base.a", "libggml-cpu.a"}

# An instruction as objdump prints it: its address, a tab, the mnemonic, its operands.
INSTRUCTION = re.compile(r"^\s*[0-9a-f]+:\t(?P<text>\S.*)$")
AMX = re.compile(r"^(ldtilecfg|sttilecfg|tile\w+|tdp\w+|tcmm\w+)\b|%tmm\d")
# Any 512-bit register, any of the sixteen registers that only AVX-512 has, any mask.
AVX512 = re.compile(r"%zmm\d|%[xy]mm(1[6-9]|2\d|3[01])\b|%k[0-7]\b")
AVX2 = re.compile(r"%ymm\d")
SIMD = re.compile(r"%[xyz]mm\d")
KINDS = {"AMX": AMX, "AVX-512": AVX512, "AVX2": AVX2, "SIMD": SIMD}


class Wrong(Exception):
    """What is wrong with the native code, in a sentence for the person who reads the log."""


def output_of(*command):
    """Runs a command and returns what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    if done.returncode != 0:
        raise Wrong(f"{command[0]} failed: {done.stderr.strip()}")
    return done.stdout


def instructions_by_kind(library):
    """Counts the instructions of each kind in an object or a library, with one example of each."""
    counts, examples = collections.Counter(), {}
    for line in output_of("objdump", "-d", "--no-show-raw-insn", str(library)).splitlines():
        instruction = INSTRUCTION.match(line)
        if not instruction:
            continue
        for kind, pattern in KINDS.items():
            if pattern.search(instruction["text"]):
                counts[kind] += 1
                examples.setdefault(kind, " ".join(instruction["text"].split()))
    return counts, examples


def folders_of_whisper(messages_file):
    """The OUT_DIRs that whisper.cpp's build script wrote to in this build."""
    folders = set()
    for line in pathlib.Path(messages_file).read_text(encoding="utf-8").splitlines():
        message = json.loads(line)
        if message["reason"] == "build-script-executed" and "whisper-rs-sys" in message["package_id"]:
            folders.add(pathlib.Path(message["out_dir"]))
    if not folders:
        raise Wrong(f"{messages_file} names no build of whisper-rs-sys.")
    return sorted(folders)


def libraries_in(folder):
    """ggml's libraries below a folder, each content once (CMake installs copies of what it links)."""
    by_content = {}
    for library in sorted(folder.rglob("libggml*.a")):
        by_content[library.name, hashlib.sha256(library.read_bytes()).digest()] = library
    missing = EXPECTED_LIBRARIES - {library.name for library in by_content.values()}
    if missing:
        raise Wrong(f"{folder} lacks {', '.join(sorted(missing))}: nothing to look at is not a pass.")
    return list(by_content.values())


def check_instructions(library, forbidden):
    """Fails on a forbidden kind, and where no SIMD at all was seen."""
    counts, examples = instructions_by_kind(library)
    print(f"  {library.name:16} " + ", ".join(f"{kind} {counts[kind]}" for kind in KINDS))
    if not counts["SIMD"]:
        raise Wrong(f"{library} has no SIMD instruction at all; was it disassembled?")
    for kind in forbidden:
        if counts[kind]:
            raise Wrong(f"{library} has {counts[kind]} {kind} instructions, such as \"{examples[kind]}\".")
    return counts


def check_settings(folder, libraries):
    """The fast matrix kernels are in, the debugging output is not."""
    symbols = "".join(output_of("nm", "--defined-only", str(library)) for library in libraries)
    if not re.search(r"\bT llamafile_sgemm$", symbols, re.MULTILINE):
        raise Wrong(f"{folder} was built without ggml's fast matrix kernels (GGML_LLAMAFILE).")
    flags = list(folder.rglob("flags.make"))
    if not flags:
        raise Wrong(f"{folder} does not tell what flags it was compiled with.")
    for file in flags:
        if "WHISPER_DEBUG" in file.read_text(encoding="utf-8"):
            raise Wrong(f"{file} compiles whisper.cpp with its debugging output (WHISPER_DEBUG).")


def check_build(name, messages_file, forbidden):
    """Checks everything that one build made."""
    for folder in folders_of_whisper(messages_file):
        print(f"{name}: {folder}")
        libraries = libraries_in(folder)
        counts = [check_instructions(library, forbidden) for library in libraries]
        if not any(count["AVX2"] for count in counts):
            raise Wrong(f"{name}: no AVX2 in any library; that is far slower than what was asked for.")
        check_settings(folder, libraries)


def check_that_we_would_see():
    """Compiles a little of what is forbidden, to know that this test can fail."""
    samples = {
        "AMX": "#include <immintrin.h>\nvoid sample(void) { _tile_zero(0); _tile_release(); }\n",
        "AVX-512": "#include <immintrin.h>\n"
        "__m512i sample(__m512i a, __m512i b) { return _mm512_maskz_add_epi32(1, a, b); }\n",
    }
    with tempfile.TemporaryDirectory() as folder:
        for kind, source in samples.items():
            object_file = pathlib.Path(folder, "sample.o")
            source_file = pathlib.Path(folder, "sample.c")
            source_file.write_text(source, encoding="utf-8")
            output_of("cc", "-O1", "-mamx-tile", "-mavx512f", "-c", str(source_file), "-o", str(object_file))
            counts, _ = instructions_by_kind(object_file)
            if not counts[kind]:
                raise Wrong(f"{kind} went unseen in code that certainly has it; this test proves nothing.")


def main(arguments):
    """The whole test; returns the exit code."""
    if len(arguments) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    plain, release = arguments
    try:
        check_that_we_would_see()
        check_build("plain build", plain, forbidden=["AMX"])
        check_build("release build", release, forbidden=["AMX", "AVX-512"])
    except Wrong as wrong:
        print(f"native code: {wrong}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
