#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How long a limit takes from the broker to its set frame on the charger's line."""

from support.stage import NAMES, arguments, median, percentile, stage, table

quick = arguments(__doc__).quick
count = 20 if quick else 100
rows = []
with stage() as place:
    for contender in NAMES:
        samples = place.probe("limit", contender, count=count)
        whole = [sample[0] for sample in samples]
        since_delivery = [sample[1] for sample in samples]
        rows.append([NAMES[contender]] + [
            f"{value:.2f}"
            for times in (since_delivery, whole)
            for value in (median(times), percentile(times, 0.95))] + [count])
print("### From a limit at the broker to its set frame\n\nGoal: median at most 1 ms since the broker's PUBLISH.\n")
print(table(["ms", "since the broker's PUBLISH: median", "p95", "since the asker's: median", "p95", "runs"], rows))
