# SPDX-License-Identifier: MIT
"""What a process costs, as the kernel counts it."""

import pathlib
import time


def cpu_ms(pid: int) -> float:
    """CPU time of all threads so far; to the nanosecond where the kernel keeps it, else in steps of 10 ms."""
    threads = list(pathlib.Path(f"/proc/{pid}/task").iterdir())
    exact = sum(int((thread / "schedstat").read_text().split()[0]) for thread in threads) / 1e6
    if exact > 0:
        return exact
    fields = pathlib.Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 10.0


def wake_ups(pid: int) -> int:
    """How often any of its threads went to sleep and was woken."""
    return sum(
        int(line.split()[1])
        for thread in pathlib.Path(f"/proc/{pid}/task").iterdir()
        for line in (thread / "status").read_text().splitlines()
        if line.startswith("voluntary_ctxt_switches"))


def memory(pid: int) -> dict:
    """MB by kind, from smaps_rollup."""
    lines = pathlib.Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]
    return {line.split(":")[0]: int(line.split()[1]) * 1024 / 1e6 for line in lines}


def threads(pid: int) -> int:
    return len(list(pathlib.Path(f"/proc/{pid}/task").iterdir()))


def measure(process, log: pathlib.Path, seconds: float) -> dict:
    """CPU and wake-ups a second over that time, memory at its end."""
    pid = process.pid
    began, cpu, woken = time.monotonic(), cpu_ms(pid), wake_ups(pid)
    time.sleep(seconds)
    if process.poll() is not None:
        raise SystemExit(f"the program under test has ended:\n{log.read_text()}")
    took = time.monotonic() - began
    kinds = memory(pid)
    return {
        "cpu": (cpu_ms(pid) - cpu) / took,
        "wake_ups": (wake_ups(pid) - woken) / took,
        "private": kinds["Private_Dirty"],
        "resident": kinds["Rss"],
        "threads": threads(pid),
    }
