# SPDX-License-Identifier: MIT
"""Everything around one bridge: a broker, a charger, the cables between, and a witness that believes nobody."""

import contextlib
import itertools
import json
import os
import pathlib
import re
import resource
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
import time

from support import stage
from support.cable import Cable

ROOT = "bench/c"
STATES = {
    0: "off", 1: "low power", 2: "fault", 3: "bulk", 4: "absorption", 5: "float", 6: "storage",
    7: "equalise", 11: "power supply", 245: "starting up", 246: "repeated absorption", 247: "recondition",
    248: "battery safe", 250: "blocked", 252: "external control",
}
# How old a value may be that is published: the 30 s of freshness, and what a busy machine takes.
OLDEST = 40
MEASURED = ("voltage", "current", "internal_temperature", "temperature", "power")


class Gone(Exception):
    """What was waited for did not come."""


def wait(what: str, seconds: float, condition):
    """Waits until a condition gives something, and returns that."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.01)
    raise Gone(f"no {what} within {seconds:g} s")


class Lines:
    """A program and the lines it prints, each with the time it came."""

    def __init__(self, command: list, sink=None, **options):
        self.lines = [] if sink is None else sink
        self.process = subprocess.Popen(
            [str(word) for word in command], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, text=True, errors="replace", bufsize=1, **options)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        for line in self.process.stdout:
            self.lines.append((time.monotonic(), line.rstrip("\n")))

    def line(self, words: str, seconds: float = 20, start: int = 0) -> tuple:
        return wait(
            f"'{words}'", seconds, lambda: next((line for line in self.lines[start:] if words in line[1]), None))

    def say(self, text: str) -> None:
        self.process.stdin.write(text + "\n")
        self.process.stdin.flush()

    def end(self, number: int = signal.SIGTERM, patience: float = 20) -> int:
        if self.process.poll() is None:
            self.process.send_signal(number)
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        self._thread.join(5)
        return self.process.returncode


class Broker:
    """A private mosquitto; the witness has a listener of its own, which no fault touches."""

    def __init__(self, folder: pathlib.Path):
        self.folder = folder / "broker"
        self.folder.mkdir()
        self.port, self.witness_port = stage.free_port(), stage.free_port()
        self.path = shutil.which("mosquitto") or "/usr/sbin/mosquitto"
        self.program = None
        self.options = []

    def start(self, *options: str) -> float:
        """Starts it with settings of the bridge's listener; returns when it took connections."""
        if options:
            self.options = list(options)
        settings = self.folder / "mosquitto.conf"
        listener = [] if any("allow_anonymous" in option for option in self.options) else ["allow_anonymous true"]
        everywhere = [option for option in self.options if option.split()[0] in GLOBAL]
        here = [option for option in self.options if option not in everywhere]
        settings.write_text("\n".join(
            ["per_listener_settings true", "persistence true", f"persistence_location {self.folder}/",
             "user root", "log_dest stdout", "log_type all", *everywhere,
             f"listener {self.witness_port} 127.0.0.1", "allow_anonymous true",
             f"listener {self.port} 127.0.0.1", *listener, *here]) + "\n")
        self.program = Lines([self.path, "-c", settings])
        wait("broker", 20, self.answers)
        return time.monotonic()

    def answers(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), 1):
            return True
        return False

    def send(self, number: int) -> None:
        self.program.process.send_signal(number)

    def fill(self) -> None:
        """Leaves it no file descriptor for another connection."""
        used = {int(name) for name in os.listdir(f"/proc/{self.program.process.pid}/fd")}
        free = next(number for number in range(len(used) + 1) if number not in used)
        self._limit(free)

    def empty(self) -> None:
        self._limit(1024)

    def _limit(self, descriptors: int) -> None:
        _, most = resource.prlimit(self.program.process.pid, resource.RLIMIT_NOFILE)
        resource.prlimit(self.program.process.pid, resource.RLIMIT_NOFILE, (descriptors, most))

    def stop(self, number: int = signal.SIGTERM, forget: bool = False) -> None:
        self.program.end(number)
        if forget:
            with contextlib.suppress(FileNotFoundError):
                (self.folder / "mosquitto.db").unlink()

    def publish(self, topic: str, payload: str, retain: bool = False, port: int = None) -> None:
        subprocess.run(
            ["mosquitto_pub", "-h", "127.0.0.1", "-p", str(port or self.witness_port), "-q", "1", "-t", topic,
             *(["-m", payload] if payload else ["-n"]), *(["-r"] if retain else [])], check=False, timeout=30)


GLOBAL = ("message_size_limit", "max_queued_messages", "max_inflight_messages", "retain_available")


class Witness:
    """A subscriber of its own: every message with the time it came; (time, retained, topic, text)."""

    def __init__(self, broker: Broker):
        self.broker = broker
        self.messages = []
        self._programs = []
        self.watch()

    def watch(self) -> None:
        """Subscribes, anew after the broker was away."""
        for program in self._programs:
            program.process.kill()
        program = Lines(
            ["mosquitto_sub", "-h", "127.0.0.1", "-p", self.broker.witness_port, "-t", "#",
             "-F", "%r\t%t\t%p"], sink=Feed(self.messages))
        self._programs = [program]
        mark = f"{time.monotonic()}"
        for _ in range(100):
            self.broker.publish("witness", mark)
            with contextlib.suppress(Gone):
                return wait("witness", 0.2, lambda: any(message[3] == mark for message in list(self.messages)))
        raise Gone("the witness hears nothing")

    def stop(self) -> None:
        for program in self._programs:
            program.end(signal.SIGKILL)

    def after(self, start: float, matches) -> tuple:
        """The first message after a time that matches (topic below the charger's, text)."""
        for came, retained, topic, text in reversed(list(self.messages)):
            if came <= start:
                break
        return next(
            (message for message in list(self.messages)
             if message[0] > start and not message[1] and message[2].startswith(ROOT + "/")
             and matches(message[2][len(ROOT) + 1:], message[3])), None)

    def live(self, start: float, seconds: float = 120) -> float:
        """When the first measurement came after a time that is not a replay."""
        return wait("measurement", seconds, lambda: self.after(
            start, lambda topic, text: topic in MEASURED and text != "None"))[0]

    def value(self, topic: str, text: str, start: float = 0, seconds: float = 60) -> float:
        return wait(f"{topic} = {text}", seconds, lambda: self.after(
            start, lambda found, what: found == topic and what == text))[0]

    def results(self, start: float = 0) -> list:
        """States of requests, with the time."""
        found = []
        for came, retained, topic, text in list(self.messages):
            if came > start and topic == ROOT + "/current_limit/result":
                with contextlib.suppress(ValueError):
                    found.append((came, json.loads(text)))
        return found

    def ended(self, asked: str, start: float = 0, seconds: float = 90) -> dict:
        """The end of a request."""
        return wait(f"outcome of {asked}", seconds, lambda: next(
            (result for _, result in self.results(start) if result["asked"] == asked and result["outcome"]),
            None))

    def diagnostics(self) -> list:
        found = []
        for came, _, topic, text in list(self.messages):
            if topic == ROOT + "/diagnostics":
                with contextlib.suppress(ValueError):
                    found.append((came, json.loads(text)))
        return found


class Feed:
    """Takes lines of mosquitto_sub as messages."""

    def __init__(self, messages: list):
        self.messages = messages

    def append(self, line: tuple) -> None:
        came, text = line
        parts = text.split("\t", 2)
        if len(parts) == 3:
            self.messages.append((came, parts[0] == "1", parts[1], parts[2]))


class Scene:
    """A bridge between a charger and a broker, and what is seen of it."""

    def __init__(self, folder: pathlib.Path, broker_options=(), port=None, settings: str = "", seed: int = 1):
        self.folder = folder
        self.states = folder / "state"
        self.broker = Broker(folder)
        self.bridge = self.charger = self.cable = self.witness = None
        self.bridge_lines = []
        self.port = port or self.broker.port
        self.settings = settings
        try:
            self._surround(broker_options, seed)
        except BaseException:
            self.stop()
            raise

    def _surround(self, broker_options, seed: int) -> None:
        self.broker.start(*broker_options)
        self.witness = Witness(self.broker)
        tcp = stage.free_port()
        # Ten times as fast, the battery gives each block another voltage: a value that does not change is not
        # published again, and would look like one that does not come.
        self.charger = Lines(
            [stage.BRIDGE, "simulate", "--tcp", tcp, "--temperature", 20, "--seed", seed, "--speed", 10,
             "--charged", 30])
        self.charger.line("simulated, on")
        self.cable = Cable(self.folder / "charger", tcp, seed)

    # The bridge.

    def configuration(self, name: str = "config", instance: str = "test", mqtt: str = "") -> pathlib.Path:
        path = self.folder / f"{name}.yaml"
        path.write_text(
            f"serial: {{ port: {self.folder}/charger }}\n"
            f"mqtt: {{ host: 127.0.0.1, port: {self.port}, base_topic: bench, publish_interval: 0, "
            f"current_limit_topic: {ROOT}/curlimit{mqtt} }}\n"
            f"device: {{ name: c, vendor: victron }}\ninstance: {instance}\n{self.settings}"
            f"state: {{ path: {self.states} }}\n")
        return path

    def start(self, ready: bool = True, mqtt: str = "", environment=None, **options) -> Lines:
        began = time.monotonic()
        if self.bridge:
            self.bridge_lines += self.bridge.lines
        self.bridge = Lines(
            [stage.BRIDGE, "run", "--config", self.configuration(mqtt=mqtt)],
            env={**os.environ, **(environment or {})}, **options)
        if ready:
            self.ready(began)
        return self.bridge

    def ready(self, start: float) -> None:
        """Waits until the bridge publishes and has read the limit."""
        self.witness.live(start)
        wait("current_limit", 60, lambda: self.witness.after(
            start, lambda topic, text: topic == "current_limit" and text != "None"))

    def ask(self, amperes: float) -> str:
        text = f"{amperes:.1f}"
        self.broker.publish(f"{ROOT}/current_limit/set", text)
        return text

    # What is counted.

    def show(self) -> str:
        start = len(self.charger.lines)
        self.charger.say("show")
        return self.charger.line("writes to non-volatile memory", 20, start)[1]

    def writes(self) -> int:
        return int(re.search(r"(\d+) writes to non-volatile", self.show()).group(1))

    def in_force(self) -> float:
        return float(re.search(r"limit ([\d.]+) A", self.show()).group(1))

    def heard_requests(self) -> set:
        """The numbers of all requests that the bridge says it took."""
        lines = self.bridge_lines + (self.bridge.lines if self.bridge else [])
        found = (re.search(r"request (\d+) \((mqtt|retained|kept|initial)", text) for _, text in lines)
        return {int(match.group(1)) for match in found if match}

    def without_outcome(self, patience: float = 45) -> set:
        """Requests that the bridge took and of which nobody saw the end."""
        ended = lambda: {
            result["id"] for _, result in self.witness.results() if result["outcome"] is not None}
        with contextlib.suppress(Gone):
            wait("outcomes", patience, lambda: not self.heard_requests() - ended())
        return self.heard_requests() - ended()

    def lies(self) -> list:
        """Published values that the charger did not have."""
        return [message for message in list(self.witness.messages) if self._is_lie(message)]

    def values(self) -> int:
        """How many values were compared."""
        return sum(self._is_compared(message) for message in list(self.witness.messages))

    def _is_compared(self, message) -> bool:
        came, retained, topic, text = message
        name = topic[len(ROOT) + 1:]
        return not retained and topic.startswith(ROOT + "/") and text != "None" and (
            name in MEASURED or name in ("charge_state", "error_code", "current_limit"))

    def _is_lie(self, message) -> bool:
        if not self._is_compared(message):
            return False
        came, _, topic, text = message
        name = topic[len(ROOT) + 1:]
        known = lambda what, before=False: self.cable.truth.within(what, came - OLDEST, came, before)
        if name == "charge_state":
            return text not in {STATES.get(code) for code in known(name, True)}
        number = float(text)
        if name == "power":
            pairs = itertools.product(known("voltage"), known("current"))
            return not any(abs(number - volts * amperes) < 0.051 for volts, amperes in pairs)
        return not any(
            abs(number - value) < 0.0005 for value in known(name, name in ("error_code", "current_limit")))

    def stop(self) -> None:
        for part in (self.bridge, self.charger):
            if part:
                with contextlib.suppress(OSError):
                    part.process.send_signal(signal.SIGCONT)
                part.end()
        for part in (self.cable, self.witness):
            if part:
                part.stop()
        if self.broker.program:
            self.broker.stop(signal.SIGKILL)


@contextlib.contextmanager
def scene(**options):
    with tempfile.TemporaryDirectory(prefix="chargebridge-faults-") as folder:
        made = Scene(pathlib.Path(folder), **options)
        try:
            yield made
        except Exception as error:
            lines = made.bridge.lines[-12:] if made.bridge else []
            raise type(error)(
                f"{error}; the bridge: " + " | ".join(text for _, text in lines)) from error
        finally:
            made.stop()
