# SPDX-License-Identifier: MIT
"""Reads text blocks with the PyPI package vedirect-m8 and says what it understood, as JSON.

Its decoder loses the first byte of a block that follows a HEX frame, so it is given text only; and it opens
no path but /dev/ttyUSB0 and the like, so the port is opened with pyserial and handed over byte by byte.
"""
import json
import sys
import time

import serial
from vedirect_m8.vedirect import Vedirect

decoder = Vedirect({"serial_port": "/dev/ttyUSB0"}, auto_start=False)
blocks = []
end = time.monotonic() + 60
with serial.Serial(sys.argv[1], 19200, timeout=5, exclusive=True) as port:
    while len(blocks) < 5:
        if time.monotonic() > end:
            sys.exit(f"after a minute: only {len(blocks)} blocks")
        byte = port.read(1)
        packet = decoder.input_read(byte) if byte else None
        if packet is not None:
            blocks.append(packet)
            decoder.init_data_read()
print(json.dumps(blocks))
