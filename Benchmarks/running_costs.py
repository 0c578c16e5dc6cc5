#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Memory, CPU, threads and wake-ups while a simulated charger sends at its real pace."""

import contextlib
import time

from support import footprint
from support.stage import BRIDGE, arguments, running, stage, table

quick = arguments(__doc__).quick
warm_up, seconds = (5, 10) if quick else (15, 60)
runs = {
    "ChargeBridge": dict(contender="chargebridge", interval=2),
    "ChargeBridge, publish_interval 0": dict(contender="chargebridge", interval=0),
    "Python script, no sleep": dict(contender="script"),
    "Python script, 8 s of sleep after each block": dict(contender="script", sleep=8),
    "C floor": dict(contender="floor"),
}
rows = []
with stage() as place:
    for number, (name, options) in enumerate(runs.items()):
        with contextlib.ExitStack() as stack:
            port = place.folder / f"costs{number}.tty"
            log = place.folder / "costs.log"
            simulator = [BRIDGE, "simulate", "--port", port, "--model", "12|30"]
            stack.enter_context(running(simulator, log))
            while not port.exists():
                time.sleep(0.1)
            command = place.contender(options.pop("contender"), f"costs{number}", port, **options)
            process = stack.enter_context(running(command, log))
            time.sleep(warm_up)
            costs = footprint.measure(process, log, seconds)
        rows.append([name, f"{costs['private']:.1f}", f"{costs['resident']:.1f}", costs["threads"],
                     f"{costs['cpu']:.2f}", f"{costs['wake_ups']:.0f}"])
print("### Running costs with one charger\n")
print(f"About 25 frames and a block a second, over {seconds} s. Goals: at most 4 MB private, 1.5 ms/s CPU.\n")
print(table(["", "private dirty MB", "resident MB", "threads", "CPU ms/s", "wake-ups/s"], rows))
