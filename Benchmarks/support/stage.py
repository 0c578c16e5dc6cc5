# SPDX-License-Identifier: MIT
"""What every benchmark needs: a private broker, the three contenders, and numbers put in order."""

import argparse
import contextlib
import os
import pathlib
import socket
import statistics
import subprocess
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
CACHE = ROOT / ".cache" / "bench"
BRIDGE = CACHE / "chargebridge"
PROBE = CACHE / "probe"
FLOOR = CACHE / "floor"
SCRIPT = [str(CACHE / "venv/bin/python"), str(ROOT / "Benchmarks/rivals/script.py")]
BASE = "bench"
NAMES = {"chargebridge": "ChargeBridge", "script": "Python script", "floor": "C floor"}


def arguments(description: str, extra: bool = False) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=description)
    if extra:
        parser.add_argument("only", nargs="*", help="words of the parts to run; all without any")
    parser.add_argument("--quick", action="store_true", help="few and short runs, to see that it works")
    return parser.parse_args()


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


@contextlib.contextmanager
def running(command: list, log: pathlib.Path, **options):
    """A process for as long as the block lasts."""
    with open(log, "ab") as output:
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=output, stderr=output, **options)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


class Stage:
    """A folder of its own and a broker; everything in them ends with the benchmark."""

    def __init__(self, folder: pathlib.Path, broker_port: int):
        self.folder = folder
        self.broker_port = broker_port

    def config(self, name: str, port: pathlib.Path, interval: float = 2, settings: str = "") -> pathlib.Path:
        """The configuration file that ChargeBridge and the script share; settings are further lines of it."""
        path = self.folder / f"{name}.yaml"
        path.write_text(
            f"serial: {{ port: {port}, baudrate: 19200 }}\n"
            f"{self._broker(name)}, current_limit_topic: {limit_topic(name)}, publish_interval: {interval} }}\n"
            f"device: {{ name: {name}, vendor: victron }}\n"
            "limit: { write_burst: 100, write_interval: 0, daily_max: 10000 }\n"
            f"state: {{ path: {self.folder}/state }}\nlog_level: WARNING\n{settings}")
        return path

    def site(self, ports: list) -> pathlib.Path:
        """A configuration of many chargers in one process."""
        path = self.folder / "site.yaml"
        chargers = "".join(
            f"  - device: {{ name: c{number}, vendor: victron }}\n    serial: {{ port: {port} }}\n"
            for number, port in enumerate(ports))
        path.write_text(
            f"{self._broker('site')} }}\nstate: {{ path: {self.folder}/state }}\n"
            f"log_level: WARNING\nchargers:\n{chargers}")
        return path

    @staticmethod
    def command(contender: str, config: pathlib.Path, port, broker_port: int, name: str, sleep=0) -> list:
        if contender == "chargebridge":
            return [str(BRIDGE), "run", "--config", str(config)]
        if contender == "script":
            return SCRIPT + ["--config", str(config), "--sleep", str(sleep)]
        return [str(FLOOR), str(port), str(broker_port), f"{BASE}/{name}", limit_topic(name)]

    def contender(self, contender: str, name: str, port, interval: float = 2, sleep=0, settings="") -> list:
        """The command that starts a contender."""
        config = self.config(name, port, interval, settings)
        return self.command(contender, config, port, self.broker_port, name, sleep)

    def probe(
            self, mode: str, contender: str, *, count=0, seconds=0, interval: float = 0, sleep=0, settings="",
            label="") -> list:
        """Lets the probe drive a contender; returns its samples, a list of numbers for each."""
        name = f"{mode}-{contender}-{interval}-{sleep}{label}"
        port = self.folder / f"{name}.tty"
        command = self.contender(contender, name, port, interval, sleep, settings)
        # What the contender says is of no interest unless something goes wrong.
        result = subprocess.run(
            [PROBE, mode, port, str(self.broker_port), f"{BASE}/{name}", limit_topic(name), str(count),
             str(seconds), *command],
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        if result.returncode != 0:
            raise SystemExit(f"{mode} of {contender}: {result.stderr}")
        return [[float(word) for word in line.split()] for line in result.stdout.splitlines()]

    def _broker(self, name: str) -> str:
        return f"mqtt: {{ host: 127.0.0.1, port: {self.broker_port}, base_topic: {BASE}"


def limit_topic(name: str) -> str:
    return f"{BASE}/{name}/curlimit"


@contextlib.contextmanager
def stage():
    """A stage with its broker running."""
    with tempfile.TemporaryDirectory(prefix="chargebridge-bench-") as folder:
        folder = pathlib.Path(folder)
        port = free_port()
        settings = folder / "mosquitto.conf"
        # Without Nagle's delay, which would be counted as the contenders'.
        settings.write_text(f"listener {port} 127.0.0.1\nallow_anonymous true\nset_tcp_nodelay true\n")
        mosquitto = "/usr/sbin/mosquitto" if os.path.exists("/usr/sbin/mosquitto") else "mosquitto"
        with running([mosquitto, "-c", settings], folder / "mosquitto.log"):
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1):
                    break
                time.sleep(0.1)
            yield Stage(folder, port)


def median(values) -> float:
    return statistics.median(values)


def percentile(values, share: float) -> float:
    """The smallest value that at least this share of all values do not exceed."""
    ordered = sorted(values)
    return ordered[max(0, min(len(ordered) - 1, -(-int(len(ordered) * share * 1000) // 1000) - 1))]


def table(head: list, rows: list) -> str:
    lines = [head, ["---"] + ["---:"] * (len(head) - 1)] + rows
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)
