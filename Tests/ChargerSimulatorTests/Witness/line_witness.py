# SPDX-License-Identifier: MIT
"""Reads the whole line through pyserial and judges every byte, independently of the Swift code.

Written from the maker's protocol documents. Exits with a message when anything is not as they say;
prints a summary as JSON otherwise.
"""
import json
import sys
import time

import serial

LABELS = ["PID", "FWE", "SER#", "V", "I", "T", "ERR", "CS", "HC#", "Checksum"]
BLOCKS = 5
ASKED = {
    ":154": ":54243CB",
    ":451": ":134A37D",
    ":7F0ED0071": ":7F0ED007800F9",
    ":8F0ED0064000C": ":8F0ED0064000C",
    ":8F0ED0001006F": ":8F0ED001E0052",
    ":253": ":3020050",
}


class Line:
    """Takes the line apart, byte by byte."""

    def __init__(self):
        self.frame = None
        self.field = b""
        self.block = None
        self.sum = 0
        self.blocks = []
        self.frames = []
        self.may_be_cut = True

    def take(self, byte):
        at_checksum = self.field == b"\r\nChecksum\t"
        if self.frame is not None:
            self.frame += bytes([byte])
            if byte == 0x0A:
                self.frames.append(checked(self.frame))
                self.frame = None
        elif byte == 0x3A and not at_checksum:
            self.frame = b":"
        elif byte == 0x0D and not at_checksum:
            self.end_field()
            self.field = b"\r"
            self.sum += byte
        elif self.field:
            self.sum += byte
            if at_checksum:
                self.end_block()
            else:
                self.field += bytes([byte])

    def end_field(self):
        if not self.field:
            self.block = []
            self.sum = 0
        else:
            label, _, value = self.field[2:].partition(b"\t")
            self.block.append((label.decode("ascii"), value.decode("ascii")))

    def end_block(self):
        labels = [label for label, _ in self.block] + ["Checksum"]
        is_cut, self.may_be_cut, self.field = self.may_be_cut and labels != LABELS, False, b""
        if is_cut:  # the port was opened in the middle of this one
            return
        if self.sum % 256:
            sys.exit(f"a block's sum is {self.sum % 256}, not 0: {self.block}")
        if labels != LABELS:
            sys.exit(f"a block's labels are {self.block}")
        self.blocks.append(dict(self.block))


def checked(frame):
    """The frame as text, if command, payload and check sum up to 0x55."""
    text = frame[:-1].decode("ascii")
    if text != text.upper() or len(text) % 2:
        sys.exit(f"not a frame: {frame!r}")
    if (int(text[1], 16) + sum(bytes.fromhex(text[2:]))) % 256 != 0x55:
        sys.exit(f"a frame's check is wrong: {frame!r}")
    return text


def main():
    port = serial.Serial(sys.argv[1], 19200, timeout=5, exclusive=True)
    line = Line()
    end = time.monotonic() + 60
    asked = list(ASKED.items())
    waiting = None
    while len(line.blocks) < BLOCKS or asked or waiting:
        if time.monotonic() > end:
            sys.exit(f"after a minute: {len(line.blocks)} blocks, waiting for {waiting}, left {asked}")
        if line.blocks and asked and not waiting:
            request, waiting = asked.pop(0)
            port.write(request.encode() + b"\n")
        for byte in port.read(1):
            line.take(byte)
        if waiting in line.frames:
            waiting = None
    beats = [frame for frame in line.frames if frame[2:6] in ("0920", "0E20")]
    ups = [int.from_bytes(bytes.fromhex(f[8:16]), "little") for f in line.frames if f[2:6] == "2001"]
    if any(later - earlier != 1 for earlier, later in zip(ups, ups[1:])):
        sys.exit(f"the uptime does not count seconds: {ups}")
    unasked = [frame for frame in line.frames if frame[1] == "A"]
    print(json.dumps({"blocks": line.blocks, "beats": len(beats), "unasked": len(unasked), "uptimes": len(ups)}))


main()
