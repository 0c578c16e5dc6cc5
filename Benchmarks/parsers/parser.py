# SPDX-License-Identifier: MIT
"""parser.py FILE TIMES: how fast a plain Python parser takes a file; prints blocks and MB/s."""

import sys
import time


def blocks(data: bytes):
    """Voltage and current of each block whose checksum holds; HEX frames between blocks are skipped."""
    begin = 0
    while (begin := data.find(b"\r\n", begin)) >= 0:
        end = data.find(b"\r\nChecksum\t", begin)
        if end < 0:
            return
        end += len(b"\r\nChecksum\t") + 1
        block = data[begin:end]
        if sum(block) & 0xFF == 0:
            fields = dict(line.split(b"\t", 1) for line in block.split(b"\r\n")[1:])
            yield int(fields[b"V"]), int(fields[b"I"])
        begin = end


with open(sys.argv[1], "rb") as file:
    content = file.read()
times = int(sys.argv[2])
count = total = 0
started = time.monotonic()
for _ in range(times):
    for voltage, current in blocks(content):
        count += 1
        total += voltage + current
print(count, f"{len(content) * times / 1e6 / (time.monotonic() - started):.2f}", total)
