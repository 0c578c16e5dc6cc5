#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How fast the stream parsers take text blocks, and a recording of a real charger with its HEX frames."""

import os
import subprocess
import tempfile

from support.stage import CACHE, ROOT, SCRIPT, arguments, median, table

quick = arguments(__doc__).quick
RECORDING = ROOT / "Tests/Captures/Recordings/ip22-24-12-fw342-charging.recording"
parsers = {
    "ChargeBridge (StreamParser)": [CACHE / "parser-swift"],
    "C": [CACHE / "parser-c"],
    "Python": [SCRIPT[0], ROOT / "Benchmarks/parsers/parser.py"],
}


def text(megabytes: int) -> bytes:
    """That many MB of text blocks, no two neighbours the same."""
    blocks = []
    for number in range(1000):
        block = (f"\r\nPID\t0xA330\r\nFWE\t0342FF\r\nSER#\tHQ2200BENCH\r\nV\t{13000 + number}\r\nI\t{9000 - number}"
                 "\r\nT\t---\r\nERR\t0\r\nCS\t3\r\nHC#\t1105659\r\nChecksum\t").encode()
        blocks.append(block + bytes([-sum(block) & 0xFF]))
    thousand = b"".join(blocks)
    return thousand * (megabytes * 1_000_000 // len(thousand) + 1)


def speeds(path: str, size: int, name: str) -> tuple:
    """Blocks found in the file, and the median speed of some runs."""
    slow = name == "Python"
    times = max(1, (8_000_000 if quick or slow else 64_000_000) // size)
    results = [
        subprocess.run([*parsers[name], path, str(times)], check=True, stdout=subprocess.PIPE).stdout.split()
        for _ in range(1 if quick else 5)]
    return int(results[0][0]) // times, median(float(result[1]) for result in results)


def received(recording) -> bytes:
    """The bytes that came from the charger, without their times."""
    lines = [line.split(" ") for line in recording.read_text("ascii").splitlines()[1:]]
    return b"".join(line[2].encode("ascii").decode("unicode_escape").encode("latin-1") for line in lines
                    if line[1:2] == ["<"])


rows = {name: [name] for name in parsers}
with tempfile.TemporaryDirectory() as folder:
    blocks_file = os.path.join(folder, "blocks.bin")
    with open(blocks_file, "wb") as file:
        file.write(text(4 if quick else 64))
    frames_file = os.path.join(folder, "frames.bin")
    with open(frames_file, "wb") as file:
        file.write(received(RECORDING))
    for path in [blocks_file, frames_file]:
        found = {}
        for name in parsers:
            found[name], speed = speeds(path, os.path.getsize(path), name)
            rows[name].append(f"{speed:.0f}")
        if len(set(found.values())) != 1:
            raise SystemExit(f"the parsers do not agree on {path}: {found}")
print("### Parsers\n\nThe line brings at most 0.0019 MB/s.\n")
print(table(["MB/s", "text blocks", "recording with HEX frames"], list(rows.values())))
