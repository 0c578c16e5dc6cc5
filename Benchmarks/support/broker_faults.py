# SPDX-License-Identifier: MIT
"""Faults of the broker and of the way to it."""

import contextlib
import re
import signal
import subprocess
import time

from support.network import Network
from support.outcome import Outcome
from support.scene import ROOT, Gone, Lines, Scene, scene, wait

# A look every second at first; the waits double, to 30 s at most.
GOAL = 5
LONGEST_WAIT = 30


def _back(stage: Scene, since: float, patience: float = 120) -> float:
    """Seconds until a measurement is there that was made after a time; then a request has to get through."""
    live = stage.witness.live(since, patience) - since
    for tenths in range(5, 10):
        with contextlib.suppress(Gone):
            end = stage.witness.ended(stage.ask(17 + tenths / 10), since, 15)
            if end["outcome"] == "acknowledged":
                return live
    raise Gone("answer to a request after it")


def absent(quick):
    outcome = Outcome("broker absent at start", goal=GOAL)
    with scene() as stage:
        stage.cable.plug()
        stage.broker.stop()
        stage.start(ready=False)
        outcome.note = stage.bridge.line("no connection to the broker")[1].split("broker: ", 1)[1]
        time.sleep(1)
        up = stage.broker.start()
        stage.witness.watch()
        outcome.recovery.append(_back(stage, up))
        return outcome.close(stage)


def killed(quick):
    outcome = Outcome("broker killed, back after 2 s without its retained messages", goal=GOAL)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        for _ in range(3):
            stage.broker.stop(signal.SIGKILL, forget=True)
            time.sleep(2)
            up = stage.broker.start()
            stage.witness.watch()
            outcome.recovery.append(_back(stage, up))
            stage.witness.value("status", "online", up)
        wanted = {
            "voltage", "current", "status", "current_limit", "charge_state", "error", "diagnostics",
            "homeassistant/device/victron_c/config", "bench/bridge/test"}
        lacking = lambda: wanted - {
            message[2].removeprefix(ROOT + "/") for message in list(stage.witness.messages) if message[0] > up}
        with contextlib.suppress(Gone):
            wait("everything", 20, lambda: not lacking())
        lacking = lacking()
        outcome.note = "everything published again" if not lacking else f"not published again: {sorted(lacking)}"
        if lacking:
            outcome.missed.append(outcome.note)
        return outcome.close(stage)


def away(quick):
    outcome = Outcome("broker away for 60 s", goal=LONGEST_WAIT + GOAL)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        stage.broker.stop()
        time.sleep(60)
        up = stage.broker.start()
        stage.witness.watch()
        outcome.recovery.append(_back(stage, up))
        outcome.note = f"{_lines(stage)} log lines of it"
        return outcome.close(stage)


def frozen(seconds):
    def run(quick):
        noticed = seconds > 60
        outcome = Outcome(f"broker frozen for {seconds} s", goal=LONGEST_WAIT + 10 if noticed else GOAL)
        with scene() as stage:
            stage.cable.plug()
            stage.start()
            stage.broker.send(signal.SIGSTOP)
            time.sleep(seconds)
            stage.broker.send(signal.SIGCONT)
            thawed = time.monotonic()
            # What was on its way comes at once; a value measured after it counts.
            outcome.recovery.append(_back(stage, thawed + 0.3) + 0.3)
            outcome.note = _reason(stage) if noticed else f"{_lines(stage)} log lines of it"
            return outcome.close(stage)
    return run


def too_large(quick):
    outcome = Outcome("broker refuses messages above 120 bytes", goal=GOAL)
    with scene(broker_options=["message_size_limit 120"]) as stage:
        stage.cable.plug()
        stage.start()
        stage.ask(12)
        wait("12 A in force", 20, lambda: stage.in_force() == 12)
        time.sleep(5)
        outcome.note = _warning(stage)
        stage.broker.stop()
        time.sleep(0.5)
        up = stage.broker.start("message_size_limit 0")
        stage.witness.watch()
        outcome.recovery.append(_back(stage, up))
        return outcome.close(stage)


def no_room(quick):
    outcome = Outcome("broker has no room for another connection", goal=LONGEST_WAIT + GOAL)
    with scene() as stage:
        stage.cable.plug()
        stage.broker.fill()
        stage.start(ready=False)
        outcome.note = stage.bridge.line("no connection to the broker")[1].split("broker: ", 1)[1]
        time.sleep(5)
        stage.broker.empty()
        outcome.recovery.append(_back(stage, time.monotonic()))
        return outcome.close(stage)


def no_retain(quick):
    outcome = Outcome("broker keeps no retained messages (retain_available false)", goal=LONGEST_WAIT + GOAL)
    with scene(broker_options=["retain_available false"]) as stage:
        stage.cable.plug()
        stage.start(ready=False)
        outcome.note = stage.bridge.line("no connection to the broker")[1].split("broker: ", 1)[1]
        stage.broker.stop()
        up = stage.broker.start("retain_available true")
        stage.witness.watch()
        outcome.recovery.append(_back(stage, up))
        return outcome.close(stage)


def queue_full(quick):
    outcome = Outcome("broker queues 1 message for a client (max_queued_messages), 100 requests at once", goal=GOAL)
    with scene(broker_options=["max_queued_messages 1", "max_inflight_messages 1"]) as stage:
        stage.cable.plug()
        stage.start()
        flood(stage, [10 + number % 50 / 10 for number in range(100)], 0.2)
        done = time.monotonic()
        outcome.recovery.append(stage.witness.live(done) - done)
        time.sleep(3)
        taken = len(stage.heard_requests())
        outcome.note = f"{taken} of 100 reached the bridge"
        return outcome.close(stage)


def slow(quick):
    outcome = Outcome("slow network (600 bytes/s each way) for 60 s", goal=GOAL)
    with scene() as stage:
        network = Network(stage.broker.port)
        stage.port = network.port
        stage.cable.plug()
        stage.start()
        network.bytes_a_second = 600
        time.sleep(10)
        ends = [stage.witness.ended(stage.ask(amperes))["outcome"] for amperes in (12, 13)]
        time.sleep(40)
        network.bytes_a_second = None
        fast = time.monotonic()
        # A measurement made after it; what had piled up comes first.
        outcome.recovery.append(stage.witness.live(fast + 0.3) + 0.3 - fast)
        outcome.note = f"two requests meanwhile {' and '.join(ends)}"
        network.stop()
        return outcome.close(stage)


def black_hole(seconds):
    def run(quick):
        noticed = seconds > 60
        outcome = Outcome(
            f"network swallows everything for {seconds} s", goal=LONGEST_WAIT + 10 if noticed else GOAL)
        with scene() as stage:
            network = Network(stage.broker.port)
            stage.port = network.port
            stage.cable.plug()
            stage.start()
            stage.ask(12)
            network.is_hole = True
            time.sleep(seconds)
            network.is_hole = False
            back = time.monotonic()
            outcome.recovery.append(_back(stage, back + 0.3) + 0.3)
            outcome.note = _reason(stage) if noticed else f"{_lines(stage)} log lines of it"
            network.stop()
            return outcome.close(stage)
    return run


def wrong_password(quick):
    outcome = Outcome("wrong password, set right at the broker", goal=LONGEST_WAIT + GOAL)
    with scene() as stage:
        stage.cable.plug()
        users = stage.folder / "users"
        subprocess.run(["mosquitto_passwd", "-c", "-b", users, "user", "right"], check=True)
        stage.broker.stop()
        stage.broker.start("allow_anonymous false", f"password_file {users}")
        stage.witness.watch()
        stage.start(ready=False, mqtt=", username: user, password: wr0ng")
        outcome.note = stage.bridge.line("no connection to the broker")[1].split("broker: ", 1)[1]
        subprocess.run(["mosquitto_passwd", "-b", users, "user", "wr0ng"], check=True)
        stage.broker.send(signal.SIGHUP)
        right = time.monotonic()
        outcome.recovery.append(_back(stage, right))
        if any("wr0ng" in text for _, text in stage.bridge.lines):
            outcome.missed.append("the password is in the log")
        return outcome.close(stage)


def forbidden_topics(quick):
    outcome = Outcome("broker's access list forbids the topics, then allows them", goal=LONGEST_WAIT + GOAL)
    with scene() as stage:
        stage.cable.plug()
        rules = stage.folder / "rules"
        rules.write_text("topic read nothing\n")
        stage.broker.stop()
        stage.broker.start(f"acl_file {rules}")
        stage.witness.watch()
        stage.start(ready=False)
        stage.bridge.line("connected to the broker")
        time.sleep(8)
        outcome.note = _warning(stage)
        rules.write_text("topic readwrite #\n")
        stage.broker.send(signal.SIGHUP)
        right = time.monotonic()
        stage.witness.live(right)
        wait("status online", 120, lambda: stage.witness.after(
            right, lambda topic, text: topic == "status" and text == "online"))
        wait("an answer to a request", 120, lambda: _answered(stage, right))
        outcome.recovery.append(time.monotonic() - right)
        return outcome.close(stage)


def _answered(stage, right):
    with contextlib.suppress(Exception):
        return stage.witness.ended(stage.ask(12), right, 3)


def same_client(quick):
    outcome = Outcome("another client with the bridge's client id, for 10 s", goal=GOAL)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        names = [
            re.search(r" as (chargebridge-test-bridge-\S+) ", text) for _, text in stage.broker.program.lines]
        name = next(match.group(1) for match in names if match)
        twin = Lines(["mosquitto_sub", "-h", "127.0.0.1", "-p", stage.broker.port, "-i", name, "-t", "none"])
        time.sleep(10)
        twin.end(signal.SIGKILL)
        alone = time.monotonic()
        outcome.recovery.append(_back(stage, alone))
        outcome.note = _reason(stage)
        return outcome.close(stage)


def storm_and_kill(quick):
    """The outcomes of a storm are under way when the broker dies."""
    outcome = Outcome("broker killed in the midst of 60 requests", goal=GOAL)
    with scene() as stage:
        stage.cable.plug()
        stage.start()
        sender = flood(stage, [10 + number % 60 / 10 for number in range(60)], 1, wait_for_end=False)
        time.sleep(0.6)
        stage.broker.stop(signal.SIGKILL)
        with contextlib.suppress(Exception):
            sender.kill()
        time.sleep(1)
        up = stage.broker.start()
        stage.witness.watch()
        outcome.recovery.append(_back(stage, up))
        return outcome.close(stage)


def flood(stage, amperes: list, seconds: float, wait_for_end: bool = True):
    """Requests at an even pace over one connection."""
    sender = subprocess.Popen(
        ["mosquitto_pub", "-h", "127.0.0.1", "-p", str(stage.broker.witness_port), "-q", "1", "-l",
         "-t", f"{ROOT}/current_limit/set"], stdin=subprocess.PIPE, text=True)
    began = time.monotonic()
    for number, value in enumerate(amperes):
        time.sleep(max(0, began + seconds * number / len(amperes) - time.monotonic()))
        with contextlib.suppress(OSError):
            sender.stdin.write(f"{value:.1f}\n")
            sender.stdin.flush()
    if wait_for_end:
        sender.stdin.close()
        sender.wait(30)
    return sender


def _lines(stage) -> int:
    return sum("broker" in text for _, text in stage.bridge.lines)


def _reason(stage) -> str:
    line = next((text for _, text in stage.bridge.lines if "no connection to the broker" in text), "nothing logged")
    return line.split("broker: ", 1)[-1]


def _warning(stage) -> str:
    lines = [text for _, text in stage.bridge.lines if re.search(r"warning|error", text, re.I)]
    return re.sub(r"^.*?(WARNING|ERROR) +", "", lines[0]) if lines else "nothing"


FAULTS = [
    absent, killed, away, frozen(20), frozen(90), too_large, no_room, no_retain, queue_full, slow, black_hole(20),
    black_hole(90), wrong_password, forbidden_topics, same_client, storm_and_kill,
]
