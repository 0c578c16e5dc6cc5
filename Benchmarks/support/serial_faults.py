# SPDX-License-Identifier: MIT
"""Faults of the port, the mains and the charger's answers."""

import os
import signal
import subprocess
import time

from support.outcome import Outcome
from support.scene import scene, wait

# One look at the port a second, and a block a second.
GOAL = 2


def port_missing(quick):
    outcome = Outcome("port missing at start", goal=GOAL)
    with scene() as stage:
        for _ in range(5):
            stage.start(ready=False)
            outcome.note = stage.bridge.line("no link to the charger")[1].split("charger: ", 1)[1]
            stage.cable.plug()
            plugged = time.monotonic()
            outcome.recovery.append(stage.witness.live(plugged) - plugged)
            stage.bridge_lines += stage.bridge.lines
            stage.bridge.end()
            stage.cable.unplug()
        stage.bridge.lines = []
        return outcome.close(stage)


def port_returns(quick):
    outcome = Outcome("adapter unplugged, back under another number behind the same link", goal=GOAL)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        names = set()
        for turn in range(5):
            asked = stage.ask(10 + turn)
            stage.cable.unplug()
            time.sleep(1.3 + turn / 3)
            outcome.note = stage.bridge.line("no link to the charger")[1].split("charger: ", 1)[1]
            stage.cable.plug()
            names.add(os.readlink(stage.cable.link))
            plugged = time.monotonic()
            outcome.recovery.append(stage.witness.live(plugged) - plugged)
            stage.witness.ended(asked)
        # Moved without having been away: the old pseudo-terminal goes when the link leads to a new one.
        stage.cable.plug()
        plugged = time.monotonic()
        outcome.recovery.append(stage.witness.live(plugged) - plugged)
        return outcome.close(stage)


def port_held(quick):
    outcome = Outcome("port held by another program", goal=GOAL)
    with scene() as stage:
        stage.cable.plug()
        for _ in range(3):
            holder = subprocess.Popen(
                ["flock", "--exclusive", str(stage.cable.link), "sleep", "1000"], start_new_session=True)
            time.sleep(0.5)
            stage.start(ready=False)
            line = stage.bridge.line("in use by")[1]
            outcome.note = line.split("charger: ", 1)[1]
            os.killpg(holder.pid, signal.SIGKILL)
            holder.wait()
            free = time.monotonic()
            outcome.recovery.append(stage.witness.live(free) - free)
            stage.bridge_lines += stage.bridge.lines
            stage.bridge.end()
        stage.bridge.lines = []
        return outcome.close(stage)


def port_forbidden(quick):
    """As the user nobody, who may not open the port until its mode is changed."""
    outcome = Outcome("permission denied (as user nobody)", goal=GOAL)
    if os.geteuid() != 0:
        outcome.note = "not tried: needs to begin as root"
        return outcome
    with scene() as stage:
        stage.folder.chmod(0o755)
        stage.states.mkdir()
        os.chown(stage.states, 65534, 65534)
        for _ in range(3):
            stage.cable.plug()
            os.chmod(os.path.realpath(stage.cable.link), 0o600)
            stage.start(ready=False, user=65534, group=65534, extra_groups=[])
            outcome.note = stage.bridge.line("may not be opened")[1].split("charger: ", 1)[1]
            os.chmod(os.path.realpath(stage.cable.link), 0o666)
            allowed = time.monotonic()
            outcome.recovery.append(stage.witness.live(allowed) - allowed)
            stage.bridge_lines += stage.bridge.lines
            stage.bridge.end()
        stage.bridge.lines = []
        return outcome.close(stage)


def silent(quick):
    outcome = Outcome("charger silent for 40 s", goal=GOAL)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        stage.charger.say("silence 40")
        began = time.monotonic()
        offline = stage.witness.value("status", "offline", began) - began
        stage.witness.value("voltage", "None", began)
        back = began + 40
        outcome.recovery.append(stage.witness.live(back) - back)
        outcome.note = f"offline and None after {offline:.0f} s"
        return outcome.close(stage)


def mains(quick):
    seconds = 36 if quick else 360
    outcome = Outcome(f"mains off for {seconds} s, four requests meanwhile", goal=GOAL, most_writes=1)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        before = stage.writes()
        stage.charger.say("mains off")
        began = time.monotonic()
        stage.witness.value("status", "offline", began)
        asked = [stage.ask(amperes) for amperes in (12, 14, 16, 11)]
        time.sleep(max(0, began + seconds - time.monotonic()))
        stage.charger.say("mains on")
        on = time.monotonic()
        # The charger itself says nothing for some seconds after power-up.
        live = stage.witness.live(on)
        spoke = min(when for when in stage.cable.truth.times("voltage") if when > on)
        outcome.recovery.append(max(0, live - spoke))
        ended = stage.witness.ended(asked[-1])
        set_at = max(when for when, _ in stage.cable.writes)
        outcome.note = f"newest {ended['outcome']}, set {set_at - spoke:.0f} s after the first word"
        if stage.in_force() != 11:
            outcome.missed.append(f"{stage.in_force()} A in force instead of 11 A")
        return outcome.close(stage, before)


def answers(quick):
    """Each fault of the answers, with requests in it, and one after it."""
    for name, orders, healed in (
        ("charger answers 300 ms late", ["late 300"], "late 0"),
        ("charger answers 4 s late", ["late 4000"], "late 0"),
        ("charger never answers", ["answers off"], "answers on"),
        ("charger answers with flag 0x02", ["flags 2"], "flags 0"),
        ("charger answers for another register", ["wrong on"], "wrong off"),
    ):
        outcome = Outcome(name)
        with scene() as stage:
            stage.cable.plug()
            stage.start()
            for order in orders:
                stage.charger.say(order)
            time.sleep(0.2)
            ends = [stage.witness.ended(stage.ask(amperes))["outcome"] for amperes in (12, 13)]
            stage.charger.say(healed)
            back = time.monotonic()
            end = stage.witness.ended(stage.ask(14))
            outcome.recovery.append(time.monotonic() - back)
            outcome.note = f"{' and '.join(sorted(set(ends)))}; after it {end['outcome']}"
            if end["outcome"] != "acknowledged" or stage.in_force() != 14:
                outcome.missed.append(f"after it {end['outcome']}, {stage.in_force()} A in force")
            yield outcome.close(stage)


def text_stops(quick):
    outcome = Outcome("text stops while HEX goes on, for 45 s")
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        stage.witness.value("status", "online")
        began = time.monotonic()
        stage.charger.say("text off")
        time.sleep(45)
        seen = [
            came for came, _, topic, text in stage.witness.messages
            if topic.endswith("/voltage") and text != "None" and came > began + 3]
        gone = stage.witness.after(began, lambda topic, text: topic == "status" and text == "offline")
        outcome.note = f"{len(seen)} voltages from frames in 42 s, {'offline' if gone else 'online all the time'}"
        if gone or not seen:
            outcome.missed.append("values stopped")
        end = stage.witness.ended(stage.ask(12))
        stage.charger.say("text on")
        outcome.note += f"; a request {end['outcome']}"
        return outcome.close(stage)


def noise(kind, words):
    def run(quick):
        seconds = 30 if quick else 300
        outcome = Outcome(f"{words}, {seconds} s", goal=GOAL)
        with scene(seed=7) as stage:
            stage.cable.plug()
            stage.start()
            stage.cable.damage(kind)
            began = time.monotonic()
            asked = 0
            while time.monotonic() < began + seconds - 15:
                stage.ask(20 - asked % 10 * 0.5)
                asked += 1
                time.sleep(min(30, seconds / 3))
            time.sleep(max(0, began + seconds - time.monotonic()))
            stage.cable.damage("none")
            clean = time.monotonic()
            # What does not change is not published again: something has to.
            stage.charger.say("app 9")
            outcome.recovery.append(stage.witness.live(clean) - clean)
            stage.without_outcome()
            return _counted(outcome, stage)
    run.words = words
    return run


def _counted(outcome, stage):
    """Lets the charger fall silent, so that the counters on both sides mean the same bytes."""
    outcome.close(stage)
    stage.charger.say("mains off")
    off = time.monotonic()
    found = wait("last counters", 90, lambda: next(
        (report for came, report in stage.witness.diagnostics()
         if came > off + 1 and report.get("stage_code") is None), None))
    counts = stage.cable.counts
    damaged = counts["blocks"] - counts["intact_blocks"]
    outcome.note = (
        f"{damaged} of {counts['blocks']} blocks damaged, {found['blocks'] - counts['intact_blocks']} of them "
        f"passed the 8-bit sum; {counts['frames'] - counts['intact_frames']} of {counts['frames']} frames, "
        f"{found['frames'] - counts['intact_frames']} passed; held back as not plausible: {found['held_back']}")
    return outcome


FAULTS = [
    port_missing, port_returns, port_held, port_forbidden, silent, mains, answers,
    noise("garbled", "2 % of bytes corrupted"), noise("lost", "1 % of bytes lost"),
    noise("digit", "single wrong digits"), noise("bursts", "noise bursts of up to 40 bytes, one a second"),
    noise("pairs", "two wrong digits that cancel in the sum, several a second"), text_stops,
]
