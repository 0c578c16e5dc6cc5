#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long a program takes from its start to its first value at the broker."""

from support.stage import BRIDGE, FLOOR, NAMES, arguments, median, stage, table

quick = arguments(__doc__).quick
count = 5 if quick else 20
sizes = {"chargebridge": BRIDGE.stat().st_size, "floor": FLOOR.stat().st_size}
rows = []
with stage() as place:
    for contender in NAMES:
        times = [sample[0] for sample in place.probe("start", contender, count=count)]
        size = sizes.get(contender)
        rows.append([NAMES[contender], f"{median(times):.0f}", f"{max(times):.0f}", count,
                     f"{size / 1e6:.2f}" if size else "–"])
print("### Start\n\nFrom the start of the process to the first value at the broker; a block comes every 100 ms.\n")
print(table(["", "median ms", "most ms", "runs", "binary MB"], rows))
