# SPDX-License-Identifier: MIT
"""The cable between the simulated charger and the bridge: hears what the charger says, and can be damaged.

The charger serves TCP; the bridge opens a pseudo-terminal of the cable's behind a link, as under
/dev/serial/by-id. What the charger said is read here from the undamaged bytes, by code that shares nothing with
the bridge's.
"""

import bisect
import contextlib
import os
import pathlib
import random
import select
import socket
import threading
import time

DIGITS = b"0123456789"
LIMIT = "F0ED"


class Truth:
    """What the charger said, and when."""

    def __init__(self):
        self.said = {}
        self.lock = threading.Lock()

    def add(self, quantity: str, value: float) -> None:
        with self.lock:
            self.said.setdefault(quantity, []).append((time.monotonic(), value))

    def within(self, quantity: str, start: float, end: float, with_one_before=False) -> set:
        with self.lock:
            entries = self.said.get(quantity, [])
            first = bisect.bisect_left(entries, (start, float("-inf")))
            last = bisect.bisect_right(entries, (end, float("inf")))
            return {value for _, value in entries[max(first - with_one_before, 0):last]}

    def times(self, quantity: str) -> list:
        with self.lock:
            return [when for when, _ in self.said.get(quantity, [])]


class Damage:
    """What happens to the bytes of one direction: a function of each byte, with a memory."""

    def __init__(self, kind: str, seed: int):
        self.kind = kind
        self.random = random.Random(seed)
        self.left = 0
        self.in_frame = False

    def __call__(self, byte: int) -> list:
        """What arrives of a byte."""
        return getattr(self, "_" + self.kind)(byte)

    def _none(self, byte):
        return [byte]

    def _garbled(self, byte):
        """2 % of all bytes arrive as another."""
        return [byte ^ self.random.randint(1, 255)] if self.random.random() < 0.02 else [byte]

    def _lost(self, byte):
        """1 % of all bytes do not arrive."""
        return [] if self.random.random() < 0.01 else [byte]

    def _digit(self, byte):
        """One digit is another: in most blocks, and in a frame now and then; never two in the same."""
        if byte == ord(":"):
            self.left, self.in_frame = 1, True
        elif byte == ord("\n"):
            self.in_frame = False
        if self.left and byte in DIGITS and self.random.random() < (1 / 200 if self.in_frame else 1 / 40):
            self.left = 0
            return [self.random.choice([digit for digit in DIGITS if digit != byte])]
        return [byte]

    def _pairs(self, byte):
        """The harshest: two digits near each other, changed so that the sum of the bytes stays the same."""
        if self.left:
            wanted = byte - self.left
            if byte in DIGITS and wanted in DIGITS:
                self.left = 0
                return [wanted]
            return [byte]
        if byte in DIGITS and self.random.random() < 1 / 100:
            other = self.random.choice([digit for digit in DIGITS if digit != byte])
            self.left = other - byte
            return [other]
        return [byte]

    def _bursts(self, byte):
        """About once a second up to 40 bytes are noise."""
        if self.left == 0 and self.random.random() < 1 / 600:
            self.left = self.random.randint(1, 40)
        if self.left:
            self.left -= 1
            return [self.random.randint(0, 255)]
        return [byte]


class Cable:
    """Carries the bytes both ways in a thread of its own."""

    def __init__(self, link: pathlib.Path, charger_port: int, seed: int = 1):
        self.link = link
        self.truth = Truth()
        self.seed = seed
        self.counts = {"blocks": 0, "intact_blocks": 0, "frames": 0, "intact_frames": 0}
        self.writes = []  # When a whole set frame of the limit left the bridge, and its value in amperes.
        self.returned = 0.0
        self.damage("none")
        self._heard, self._marks, self._asked = bytearray(), bytearray(), bytearray()
        self._master = None
        self._lock = threading.Lock()
        self._stopping = False
        self._charger = socket.create_connection(("127.0.0.1", charger_port))
        self._charger.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def damage(self, kind: str) -> None:
        self._to_host, self._to_charger = Damage(kind, self.seed), Damage(kind, self.seed + 1)

    def plug(self) -> None:
        """A new pseudo-terminal behind the link, as when an adapter comes back under another number."""
        master, slave = os.openpty()
        name = os.ttyname(slave)
        # Anyone may open it: a test of permissions sets its own.
        os.close(slave)
        os.set_blocking(master, False)
        draft = self.link.with_suffix(".new")
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
        draft.symlink_to(name)
        draft.replace(self.link)
        with self._lock:
            if self._master is not None:
                os.close(self._master)
            self._master = master

    def unplug(self) -> None:
        with self._lock:
            if self._master is not None:
                os.close(self._master)
            self._master = None
        with contextlib.suppress(FileNotFoundError):
            self.link.unlink()

    def stop(self) -> None:
        self._stopping = True
        self._thread.join(5)
        self.unplug()
        self._charger.close()

    def _run(self) -> None:
        while not self._stopping:
            # Under the lock all the time: a descriptor closed meanwhile may be somebody else's already.
            with self._lock:
                try:
                    if not self._turn():
                        return
                except OSError:
                    pass
            time.sleep(0.001)

    def _turn(self) -> bool:
        """Carries what is there; without a host the pseudo-terminal is not waited for."""
        master = self._master
        is_open = master is not None and self._is_open(master)
        ready, _, _ = select.select([self._charger] + ([master] if is_open else []), [], [], 0.02)
        if self._charger in ready:
            data = self._charger.recv(4096)
            if not data:
                return False
            self._from_charger(data, master if is_open else None)
        if is_open and master in ready:
            self._from_host(os.read(master, 4096))
        return True

    @staticmethod
    def _is_open(master: int) -> bool:
        poll = select.poll()
        poll.register(master, select.POLLIN)
        return not any(event & (select.POLLHUP | select.POLLNVAL) for _, event in poll.poll(0))

    def _from_charger(self, data: bytes, master) -> None:
        arrived = bytearray()
        for byte in data:
            result = self._to_host(byte)
            self._heard.append(byte)
            self._marks.append(master is None or result != [byte])
            arrived += bytes(result)
        # Noted before the bridge can know it.
        self._listen()
        if master is not None:
            os.write(master, arrived)

    def _from_host(self, data: bytes) -> None:
        self._asked += data
        while (end := self._asked.find(b"\n")) >= 0:
            line = bytes(self._asked[:end])
            del self._asked[:end + 1]
            if b":8" + LIMIT.encode() in line and len(line) >= 13:
                start = line.rfind(b":8")
                value = int(line[start + 8:start + 10], 16) | int(line[start + 10:start + 12], 16) << 8
                self.writes.append((time.monotonic(), value / 10))
        self._charger.sendall(b"".join(bytes(self._to_charger(byte)) for byte in data))

    # What the charger said.

    def _listen(self) -> None:
        while self._heard:
            length = self._message()
            if length == 0:
                return
            del self._heard[:length], self._marks[:length]

    def _message(self) -> int:
        """Takes in the message at the front; returns its length, 0 while it is not whole."""
        heard = self._heard
        if heard[0] == ord(":"):
            end = heard.find(b"\n")
            if end < 0:
                return 0
            self._count("frames", end + 1)
            self._frame(heard[1:end].decode("ascii", "replace"))
            return end + 1
        if heard[0] == ord("\r"):
            end = heard.find(b"\r\nChecksum\t")
            # After mains came back, what was begun before is cut off.
            again = heard.find(b"\r\nPID", 2)
            if 0 < again < end or end < 0 and again > 0:
                return again
            if end < 0 or len(heard) < end + 12:
                return 0
            if sum(heard[:end + 12]) % 256 != 0:
                return 1
            self._count("blocks", end + 12)
            self._block(heard[:end].decode("ascii", "replace"))
            return end + 12
        return 1

    def _count(self, kind: str, length: int) -> None:
        self.counts[kind] += 1
        if not any(self._marks[:length]):
            self.counts["intact_" + kind] += 1
            self.returned = time.monotonic()

    def _block(self, text: str) -> None:
        fields = dict(line.split("\t") for line in text.split("\r\n") if "\t" in line)
        self.truth.add("voltage", int(fields["V"]) / 1000)
        self.truth.add("current", int(fields["I"]) / 1000)
        self.truth.add("charge_state", int(fields["CS"]))
        self.truth.add("error_code", int(fields["ERR"]))
        if fields["T"] != "---":
            self.truth.add("temperature", int(fields["T"]))

    def _frame(self, text: str) -> None:
        command, register, value = text[0], text[1:5], bytes.fromhex(text[7:-2] if len(text) % 2 else "")
        if command not in "78A":
            return
        number = int.from_bytes(value, "little", signed=True)
        if register == "8CED":
            self.truth.add("current", number / 1000)
        elif register in ("8DED", "D5ED"):
            self.truth.add("voltage", number / 100)
        elif register in ("8FED", "D7ED"):
            self.truth.add("current", number / 10)
        elif register == "DBED":
            self.truth.add("internal_temperature", number / 100)
        elif register == "0102":
            self.truth.add("charge_state", number & 0xFF)
        elif register == "DAED":
            self.truth.add("error_code", number & 0xFF)
        elif register == LIMIT and text[5:7] in ("00", "04"):
            self.truth.add("current_limit", number / 10)
