# SPDX-License-Identifier: MIT
"""Faults of the machine, and too much of everything."""

import os
import random
import signal
import subprocess
import time

from support import stage as bench
from support.broker_faults import flood
from support.outcome import Outcome
from support.scene import ROOT, Lines, scene, wait

GOAL = 2


def disk_full(quick):
    """A file system of 64 KB, filled; without the right to mount one, a state file that leads to /dev/full."""
    outcome = Outcome("disk full, then room again")
    with scene() as stage:
        stage.cable.plug()
        stage.states.mkdir()
        mounted = os.geteuid() == 0 and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=64k", "none", stage.states],
            stderr=subprocess.DEVNULL).returncode == 0
        try:
            stage.start()
            stage.witness.ended(stage.ask(12))
            filler = stage.states / "filler" if mounted else stage.states / "victron_c.json.new"
            if mounted:
                try:
                    with open(filler, "wb", buffering=0) as file:
                        while True:
                            file.write(bytes(1024))
                except OSError:
                    pass
            else:
                filler.symlink_to("/dev/full")
            ends = [stage.witness.ended(stage.ask(amperes))["outcome"] for amperes in (13, 14)]
            outcome.note = stage.bridge.line("can't be saved")[1].split("c.json: ", 1)[-1]
            filler.unlink()
            room = time.monotonic()
            ends.append(stage.witness.ended(stage.ask(15))["outcome"])
            outcome.recovery.append(stage.bridge.line("can be saved again")[0] - room)
            if set(ends) != {"acknowledged"}:
                outcome.missed.append(f"requests ended {ends}")
            # The newest wish is on disk again.
            stage.bridge_lines += stage.bridge.lines
            stage.bridge.end(signal.SIGKILL)
            before = stage.writes()
            stage.start()
            time.sleep(5)
            if stage.writes() != before or stage.in_force() != 15:
                outcome.missed.append("the wish was not kept")
            return outcome.close(stage)
        finally:
            if stage.bridge:
                stage.bridge.end()
            if mounted:
                subprocess.run(["umount", "-l", stage.states], check=True)


def state_damaged(quick):
    outcome = Outcome("state file damaged", most_writes=1)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        stage.witness.ended(stage.ask(12))
        before = stage.writes()
        stage.bridge_lines += stage.bridge.lines
        stage.bridge.end()
        (stage.states / "victron_c.json").write_bytes(b"\0" * 300)
        began = time.monotonic()
        stage.start()
        outcome.recovery.append(time.monotonic() - began)
        outcome.note = stage.bridge.line("victron_c.json")[1].split("c.json ", 1)[-1]
        stage.witness.ended(stage.ask(13))
        return outcome.close(stage, before)


def clock(quick):
    """The calendar goes 400 days forward and ten years back, in the bridge's eyes only."""
    outcome = Outcome("clock jumps 400 days ahead and 10 years back", most_writes=13)
    library = bench.CACHE / "clock.so"
    with scene() as stage:
        offset = stage.folder / "offset"
        offset.write_bytes((0).to_bytes(8, "little", signed=True))
        stage.cable.plug()
        stage.start(environment={"LD_PRELOAD": str(library), "CLOCK_OFFSET": str(offset)})
        before = stage.writes()
        gaps = []
        for days in (400, -3650, 0):
            with open(offset, "r+b") as file:
                file.write((days * 86400).to_bytes(8, "little", signed=True))
            jumped = time.monotonic()
            gaps.append(stage.witness.live(jumped) - jumped)
            end = stage.witness.ended(stage.ask(12 + len(gaps)))
            if end["outcome"] != "acknowledged":
                outcome.missed.append(f"a request ended {end['outcome']}")
            outcome.note += f"{', ' if outcome.note else ''}{end['time'][:4]}"
            # A jump must fill no bucket: of a burst, no more than the rule lets through.
        flood(stage, [20 + number / 10 for number in range(20)], 0.5)
        stage.witness.ended("21.9", seconds=60)
        outcome.recovery = gaps
        outcome.note = f"the results' years: {outcome.note}; the wear rule unmoved"
        return outcome.close(stage, before)


def storm(quick):
    outcome = Outcome("200 limits in 2 s", most_writes=14)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        before = stage.writes()
        chance = random.Random(3)
        limits = [round(chance.uniform(8, 25), 1) for _ in range(199)] + [28.3]
        began = time.monotonic()
        flood(stage, limits, 2)
        end = stage.witness.ended("28.3", began, 70)
        took = time.monotonic() - began
        time.sleep(max(0, began + 60 - time.monotonic()))
        within = stage.writes() - before
        outcome.note = f"last one {end['outcome']} after {took:.1f} s; {within} writes within a minute"
        if took > 60 or stage.in_force() != 28.3:
            outcome.missed.append(f"last one in force after {took:.0f} s")
        return outcome.close(stage, before)


def same_again(quick):
    outcome = Outcome("the same limit 50 times", most_writes=1)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        before = stage.writes()
        flood(stage, [16.5] * 50, 5)
        wait("50 outcomes", 60, lambda: len({
            result["id"] for _, result in stage.witness.results() if result["outcome"]}) >= 50)
        ends = [result["outcome"] for _, result in stage.witness.results() if result["outcome"]]
        outcome.note = ", ".join(f"{ends.count(end)} {end}" for end in sorted(set(ends)))
        return outcome.close(stage, before)


def replayed(quick):
    outcome = Outcome("a retained command at every one of 5 reconnects, after a later wish", most_writes=2)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        before = stage.writes()
        stage.broker.publish(f"{ROOT}/curlimit", "12", retain=True)
        stage.witness.ended("12.0")
        stage.witness.ended(stage.ask(20))
        for _ in range(5):
            stage.broker.stop()
            up = stage.broker.start()
            stage.witness.watch()
            outcome.recovery.append(stage.witness.live(up) - up)
            time.sleep(3)
        if stage.in_force() != 20:
            outcome.missed.append(f"{stage.in_force()} A in force instead of 20 A")
        outcome.goal = 5
        return outcome.close(stage, before)


def restarts(quick):
    outcome = Outcome("5 restarts with nothing changed", most_writes=0, goal=5)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        stage.witness.ended(stage.ask(13))
        before = stage.writes()
        for turn in range(5):
            stage.bridge_lines += stage.bridge.lines
            stage.bridge.end(signal.SIGKILL if turn % 2 else signal.SIGTERM)
            began = time.monotonic()
            stage.start()
            outcome.recovery.append(stage.witness.live(began) - began)
            time.sleep(5)
        return outcome.close(stage, before)


def lowering(quick):
    outcome = Outcome("a lowering while the bucket is empty")
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        flood(stage, [10 + number / 10 for number in range(30)], 1)
        time.sleep(1.5)
        waiting = [result for _, result in stage.witness.results() if result["waits_until"]]
        if not waiting:
            outcome.missed.append("the bucket was not empty")
        times = []
        # The first ones take what is reserved for them; the last find nothing at all.
        for amperes in (9.5, 9, 8.5, 8):
            known = len(stage.cable.writes)
            asked = time.monotonic()
            stage.ask(amperes)
            at, _ = wait("the write", 30, lambda: next(
                (write for write in stage.cable.writes[known:] if write[1] == amperes), None))
            times.append(at - asked)
            stage.witness.ended(f"{amperes:.1f}")
        outcome.note = "on the wire after " + ", ".join(f"{seconds * 1000:.0f} ms" for seconds in times)
        if max(times) > 1:
            outcome.missed.append(f"{max(times):.2f} s instead of 1 s")
        return outcome.close(stage)


def two_bridges(quick):
    outcome = Outcome("two bridges on one charger, for 20 s", most_writes=1)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        before = stage.writes()
        twin = Lines(
            [bench.BRIDGE, "run", "--config", stage.configuration("second", instance="attic")],
            env={**os.environ, "STATE_DIRECTORY": str(stage.folder)})
        outcome.note = twin.line("no link to the charger")[1].split("charger: ", 1)[1]
        end = stage.witness.ended(stage.ask(14))
        time.sleep(20)
        twin.end()
        outcome.note += f"; a request meanwhile {end['outcome']}"
        gone = time.monotonic()
        outcome.recovery.append(stage.witness.live(gone) - gone)
        stage.witness.value("status", "online", 0)
        return outcome.close(stage, before)


def killed_in_a_write(number, name):
    def run(quick):
        turns = 8 if quick else 30
        outcome = Outcome(f"{name} at any moment of a write, {turns} times", most_writes=2 * turns)
        with scene(settings="limit: { write_burst: 100, write_interval: 0, daily_max: 10000 }\n") as stage:
            stage.cable.plug()
            stage.start()
            before = stage.writes()
            chance = random.Random(5)
            for turn in range(turns):
                stage.ask(10 + turn % 15)
                # A write takes some 20 ms from the request to the answer.
                time.sleep(chance.uniform(0, 0.05))
                stage.bridge_lines += stage.bridge.lines
                stage.bridge.end(number)
                stage.bridge_lines += stage.bridge.lines[-50:]
                began = time.monotonic()
                stage.start()
                outcome.recovery.append(stage.witness.live(began) - began)
            outcome.note = _ends(stage)
            return outcome.close(stage, before)
    return run


def _ends(stage) -> str:
    last = {}
    for _, result in stage.witness.results():
        if result["outcome"] and result["source"] == "mqtt":
            last[result["id"]] = result["outcome"]
    ends = list(last.values())
    return ", ".join(f"{ends.count(end)} {end}" for end in sorted(set(ends)))


FAULTS = [
    disk_full, state_damaged, clock, storm, same_again, replayed, restarts, lowering, two_bridges,
    killed_in_a_write(signal.SIGTERM, "SIGTERM"), killed_in_a_write(signal.SIGKILL, "SIGKILL"),
]
