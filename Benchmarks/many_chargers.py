#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""One bridge process with 1, 10 and 50 simulated chargers."""

import contextlib
import time

from support import footprint
from support.stage import BRIDGE, arguments, running, stage, table

quick = arguments(__doc__).quick
warm_up, seconds = (5, 10) if quick else (15, 60)
rows = []
for count in [1, 3] if quick else [1, 10, 50]:
    with stage() as place, contextlib.ExitStack() as stack:
        log = place.folder / "many.log"
        ports = [place.folder / f"charger{number}.tty" for number in range(count)]
        for number, port in enumerate(ports):
            simulator = [BRIDGE, "simulate", "--port", port, "--seed", str(number), "--serial", f"HQ22{number:07}"]
            stack.enter_context(running(simulator, log))
        while not all(port.exists() for port in ports):
            time.sleep(0.1)
        process = stack.enter_context(running([BRIDGE, "run", "--config", place.site(ports)], log))
        time.sleep(warm_up)
        costs = footprint.measure(process, log, seconds)
    rows.append([count, f"{costs['private']:.1f}", f"{costs['resident']:.1f}", costs["threads"],
                 f"{costs['cpu']:.2f}", f"{costs['cpu'] / count:.2f}", f"{costs['wake_ups']:.0f}"])
print("### Many chargers in one process\n")
print(f"Each at its real pace, over {seconds} s, publish_interval 2 s.\n")
print(table(["chargers", "private dirty MB", "resident MB", "threads", "CPU ms/s", "for each charger", "wake-ups/s"], rows))
