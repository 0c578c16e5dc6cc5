#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""What keeping the history costs: the size of a month, how long charts take, bytes to the disk in a day.

Bytes are counted by the block device itself, an ext4 in a file, when run as root; else only by what the
program has written.
"""

import argparse
import contextlib
import json
import pathlib
import subprocess
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
VARIANTS = {
    "costs": "every ten minutes, the last buckets in a small file beside it",
    "costs-memory": "every ten minutes, the small file in memory (tmpfs)",
    "costs-direct": "every ten seconds, without a small file",
}


def build():
    command = ["swift", "build", "-c", "release", "--product", "chargebridge-history-trial"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    folder = subprocess.run([*command, "--show-bin-path"], cwd=ROOT, check=True, capture_output=True, text=True).stdout
    return pathlib.Path(folder.strip()) / "chargebridge-history-trial"


def run(program, mode, path, number):
    result = subprocess.run([program, mode, path, str(number)], check=True, capture_output=True, text=True)
    return json.loads(result.stdout.splitlines()[-1])


@contextlib.contextmanager
def disk():
    """A small ext4 and a function that tells the bytes written to its device; None where it can't be mounted."""
    with tempfile.TemporaryDirectory() as folder:
        image, mount = pathlib.Path(folder) / "image", pathlib.Path(folder) / "mount"
        mount.mkdir()
        with image.open("wb") as file:
            file.truncate(256 * 1024 * 1024)
        subprocess.run(["mkfs.ext4", "-q", "-E", "lazy_itable_init=0,lazy_journal_init=0", image], check=True)
        if subprocess.run(["mount", "-o", "loop,noatime", image, mount], capture_output=True).returncode:
            yield pathlib.Path(folder), None
            return
        try:
            device = subprocess.run(["findmnt", "-no", "SOURCE", mount], check=True, capture_output=True, text=True)
            stat = pathlib.Path("/sys/block") / pathlib.Path(device.stdout.strip()).name / "stat"
            yield mount, lambda: int(stat.read_text().split()[6]) * 512
        finally:
            subprocess.run(["umount", mount], check=True)


def chart(name, figures, goal):
    return (f"| {name} | {figures['samples']:.0f} of {figures['seconds']:.0f} s | {figures['median']:.1f} | "
            f"{figures['most']:.1f} | {goal} |")


parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--quick", action="store_true")
quick = parser.parse_args().quick
program = build()
days = 3 if quick else 30
with tempfile.TemporaryDirectory() as folder:
    figures = run(program, "days", pathlib.Path(folder) / "history.sqlite", days)
print("### History\n")
total = figures["megabytes"] + figures["log"] + figures["recent"]
print(f"{days} days of one charger, a reading a second: {figures['megabytes']:.1f} MB, with the log beside the file "
      f"and the small file {total:.1f} MB (goal: below 20). A reading took {figures['microseconds_each']:.0f} µs, "
      "all writing included.\n")
print("| chart | samples | median ms | most ms | goal |\n| --- | --- | ---: | ---: | ---: |")
print(chart("a day", figures["day"], "50"))
print(chart("a day, the finest", figures["day_fine"], "50"))
print(chart(f"{days} days", figures["month"], "150"))
print(chart(f"{days} days, the finest", figures["month_fine"], "150"))
print("\nBytes to the disk in a day (MB), with what the kernel holds written back every 30 s or every 10 s:\n")
print("| the database is written | by the program, 30 s | ext4 device, 30 s | ext4 device, 10 s |")
print("| --- | ---: | ---: | ---: |")
for mode, words in VARIANTS.items():
    row = []
    for interval in [30, 10]:
        with disk() as (place, written):
            before = written() if written else 0
            costs = run(program, mode, place / "history.sqlite", interval)
            after = written() if written else None
        if interval == 30:
            row.append(f"{costs['write_bytes'] / 1e6:.1f}")
        row.append("–" if after is None else f"{(after - before) / 1e6:.1f}")
    print(f"| {words} | {' | '.join(row)} |")
