#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""How old the published voltage is while the charger sends a block each second."""

import concurrent.futures

from support.stage import NAMES, arguments, median, stage, table

quick = arguments(__doc__).quick
seconds = 30 if quick else 300
runs = {
    "ChargeBridge, publish_interval 2 s": dict(contender="chargebridge", interval=2),
    "ChargeBridge, publish_interval 0": dict(contender="chargebridge", interval=0),
    "Python script, 8 s of sleep after each block": dict(contender="script", sleep=8),
    "Python script, no sleep": dict(contender="script"),
    "C floor": dict(contender="floor"),
}


def measure(place, contender, **options):
    return place.probe("age", contender, seconds=seconds, **options)


def cells(samples, begin, end):
    ages = [age for time, age in samples if begin <= time < end]
    return [f"{median(ages):.1f}", f"{max(ages):.1f}"]


rows = []
with stage() as place, concurrent.futures.ThreadPoolExecutor() as pool:
    # Beside each other: nothing here depends on how fast the machine is.
    started = [pool.submit(measure, place, **options) for options in runs.values()]
    for name, future in zip(runs, started):
        samples = future.result()
        first = min(60, seconds)
        rows.append([name] + cells(samples, 0, first) + cells(samples, seconds - first, seconds))
last = f"last {min(60, seconds)} s of {seconds}"
print("### Age of the published value\n\nGoal: at most 3.5 s with the default publish_interval of 2 s.\n")
print(table(["s", f"first {min(60, seconds)} s: median", "most", f"{last}: median", "most"], rows))
