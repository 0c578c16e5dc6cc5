#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long a value takes from the last byte of its text block to a subscriber at the broker."""

from support.stage import NAMES, arguments, median, percentile, stage, table

quick = arguments(__doc__).quick
count = 20 if quick else 100
rows, shares = [], []
with stage() as place:
    for contender in NAMES:
        samples = place.probe("block", contender, count=count)
        times = [sample[0] for sample in samples]
        shares += [sample[1] for sample in samples]
        rows.append([NAMES[contender], f"{median(times):.2f}", f"{percentile(times, 0.95):.2f}",
                     f"{max(times):.2f}", count])
rows.append(["broker alone", f"{median(shares):.2f}", f"{percentile(shares, 0.95):.2f}",
             f"{max(shares):.2f}", len(shares)])
print("### From a text block to the broker\n\nGoal: median at most 5 ms.\n")
print(table(["ms", "median", "p95", "most", "runs"], rows))
