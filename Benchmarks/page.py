#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""The page: its weight, its charts over HTTP from 90 days of history, and what it costs the bridge."""

import contextlib
import datetime
import http.client
import re
import sqlite3
import time

from support import footprint
from support.stage import BRIDGE, arguments, free_port, median, percentile, running, stage, table
from support.viewers import Viewers

DAY = datetime.timedelta(days=1)


def settings(port: int, database) -> str:
    return f"web: {{ listen: 127.0.0.1:{port} }}\nhistory: {{ path: {database} }}\n"


def get(port: int, path: str) -> bytes:
    """An answer, head and all, as it comes over the wire."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    with contextlib.closing(connection):
        connection.request("GET", path)
        answer = connection.getresponse()
        if answer.status != 200:
            raise SystemExit(f"{path}: status {answer.status}: {answer.read(500).decode()}")
        head = f"HTTP/1.1 {answer.status} {answer.reason}\r\n{answer.headers}"
        return head.encode() + answer.read()


def await_page(port: int, name: str) -> None:
    """Until the page is served and the history can be read, which opens after it."""
    for _ in range(300):
        with contextlib.suppress(OSError, SystemExit):
            get(port, f"/api/v1/chargers/{name}/sessions")
            return
        time.sleep(0.1)
    raise SystemExit("there is no page")


def weigh(port: int) -> list:
    """The page's files, as its own text names them, and the bytes of each."""
    found, left = {}, ["/"]
    while left:
        path = left.pop()
        found[path] = get(port, path)
        names = re.findall(rb'"(/[\w/.-]+\.(?:css|js|svg))"', found[path])
        left += {name.decode() for name in names} - found.keys() - set(left)
    return sorted(((path, len(answer)) for path, answer in found.items()), key=lambda file: -file[1])


def chart(port: int, end: datetime.datetime, span: datetime.timedelta, kind: str, runs: int) -> list:
    """Milliseconds of each answer, and the samples in the last; three spans are asked for, as the page does."""
    path = (f"/api/v1/chargers/test/{kind}?from={end - 2 * span:%Y-%m-%dT%H:%M:%SZ}"
            f"&to={end:%Y-%m-%dT%H:%M:%SZ}&points=1800")
    times = []
    for _ in range(runs):
        began = time.monotonic()
        answer = get(port, path)
        times.append((time.monotonic() - began) * 1000)
    samples = answer.count(b"\r\n20") if kind.endswith("csv") else answer.count(b'"time"')
    return [samples, len(answer), times]


def fill(database, days: int, end: int) -> None:
    """As many samples as so many days of one charger leave: a charge a day, wobbling values."""
    kept = (("sample_10s", 10, 86400), ("sample_1min", 60, days * 86400), ("sample_15min", 900, days * 86400))
    columns = ["charger", "time", "reports", "readings", "stage", "limit_dA"] + [
        f"{name}_{kind}" for name in ("mV", "mA", "mW", "battery_cC", "internal_cC") for kind in ("min", "mean", "max")]
    with contextlib.closing(sqlite3.connect(database)) as file, file:
        stages = dict(file.execute("SELECT name, id FROM stage"))
        file.execute("INSERT OR IGNORE INTO charger (name) VALUES ('test')")
        charger, = file.execute("SELECT id FROM charger WHERE name = 'test'").fetchone()
        for name, width, age in kept:
            file.executemany(
                f"INSERT OR REPLACE INTO {name} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
                (sample(charger, time_, width, stages) for time_ in range((end - age) // width * width, end, width)))


def sample(charger: int, at: int, width: int, stages: dict) -> list:
    of_day, wobble = at % 86400, at // width * 7919 % 41
    stage, millivolts, milliamperes = (
        ("bulk", 12600 + of_day // 10, 30000) if of_day < 18000 else
        ("absorption", 14400, 30000 - (of_day - 18000) * 2) if of_day < 28000 else ("float", 13800, 400))
    values = (millivolts, milliamperes, millivolts * milliamperes // 1000, 1800 + of_day // 60, 3000 + of_day // 30)
    spread = [value + step * (1 + wobble) for value in values for step in (-1, 0, 1)]
    return [charger, at, width, width, stages[stage], 100 + at // 1800 % 20, *spread]


def bench_charts(place, quick: bool) -> None:
    days, runs = 90, 21 if quick else 101
    database = place.folder / "days.sqlite"
    port, log = free_port(), place.folder / "charts.log"
    config = place.config("test", place.folder / "none.tty", settings=settings(port, database))
    rows = []
    with running([BRIDGE, "run", "--config", config], log):
        await_page(port, "test")
    end = int(time.time())
    fill(database, days, end)
    with running([BRIDGE, "run", "--config", config], log):
        await_page(port, "test")
        files = weigh(port)
        for name, span, goal in (("a day", DAY, 50), ("a month", 31 * DAY, 150)):
            for kind in ("history.csv", "history"):
                samples, size, times = chart(
                    port, datetime.datetime.fromtimestamp(end, datetime.timezone.utc), span, kind, runs)
                rows.append([f"{name}, `{kind}`", samples, f"{size / 1e3:.0f}", f"{times[0]:.1f}",
                             f"{median(times):.1f}", f"{percentile(times, 0.95):.1f}", goal])
    total = sum(size for _, size in files)
    print(f"Weight as transferred, heads included: {total / 1e3:.0f} kB (goal: below 250): "
          + ", ".join(f"{path} {size / 1e3:.1f}" for path, size in files) + ".\n")
    print(f"Charts over HTTP from {days} days of one charger, {database.stat().st_size / 1e6:.1f} MB. The page asks for "
          "twice what it shows, so that it can be panned.\n")
    print(table(["chart", "samples", "kB", "first ms", "median ms", "p95 ms", "goal ms"], rows))


def bench_viewers(place, quick: bool) -> None:
    count = 20 if quick else 100
    cases = {"none": 0, "50 at another bridge": 50, "50 at this bridge": 50}
    times, events = {case: [] for case in cases}, dict.fromkeys(cases, 0)
    # In turns, so that what else happens on the machine meets all alike.
    rounds = 1 if quick else 4
    for number in range(rounds):
        for case, viewers in cases.items():
            port, label = free_port(), f"-{number}-{list(cases).index(case)}"
            with contextlib.ExitStack() as stack:
                own = port
                if "another" in case:
                    stack.enter_context(neighbour(place, port, label))
                    own = free_port()
                open_pages = stack.enter_context(Viewers(port, viewers))
                samples = place.probe("block", "chargebridge", count=count // rounds, label=label,
                                      settings=settings(own, place.folder / f"viewers{label}.sqlite"))
                open_pages.wait()
            times[case] += [sample[0] for sample in samples]
            events[case] += open_pages.events
    print("\nFrom a text block to the broker, with page and history on, while pages are open. Their readers take time of "
          "the same processor, so they were also let read from another bridge on it:\n")
    print(table(["open pages", "median ms", "p95 ms", "most ms", "states they were sent", "runs"],
                [[case, f"{median(times[case]):.2f}", f"{percentile(times[case], 0.95):.2f}",
                  f"{max(times[case]):.2f}", events[case], len(times[case])] for case in cases]))


@contextlib.contextmanager
def neighbour(place, port: int, label: str):
    """Another bridge with a charger of its own, whose page is at a port."""
    tty, log = place.folder / f"neighbour{label}.tty", place.folder / "neighbour.log"
    with running([BRIDGE, "simulate", "--port", tty, "--model", "12|30"], log):
        while not tty.exists():
            time.sleep(0.1)
        config = place.config(f"neighbour{label}", tty,
                              settings=settings(port, place.folder / f"neighbour{label}.sqlite"))
        with running([BRIDGE, "run", "--config", config], log):
            await_page(port, f"neighbour{label}")
            yield


def bench_memory(place, quick: bool) -> None:
    warm_up, seconds = (15, 10) if quick else (60, 60)
    rows = []
    for number, (name, contender, pages) in enumerate((
            ("ChargeBridge, no page, no history", "chargebridge", None),
            ("ChargeBridge, page and history", "chargebridge", 0),
            ("ChargeBridge, page and history, 3 open pages with charts", "chargebridge", 3),
            ("Python script", "script", None))):
        port, tty = free_port(), place.folder / f"memory{number}.tty"
        log = place.folder / "memory.log"
        lines = "" if pages is None else settings(port, place.folder / f"memory{number}.sqlite")
        with contextlib.ExitStack() as stack:
            stack.enter_context(running([BRIDGE, "simulate", "--port", tty, "--model", "12|30"], log))
            while not tty.exists():
                time.sleep(0.1)
            process = stack.enter_context(
                running(place.contender(contender, f"memory{number}", tty, settings=lines), log))
            if pages:
                stack.enter_context(Viewers(port, pages)).wait()
                await_page(port, f"memory{number}")
                for _ in range(pages):
                    weigh(port)
                    for kind in ("history.csv", "sessions", "requests", "events", "days"):
                        get(port, f"/api/v1/chargers/memory{number}/{kind}")
            time.sleep(warm_up)
            costs = footprint.measure(process, log, seconds)
        rows.append([name, f"{costs['private']:.1f}", f"{costs['resident']:.1f}", f"{costs['cpu']:.2f}"])
    print(f"\nWith one simulated charger at its real pace, {warm_up} s after the start and over {seconds} s. Goal: page "
          "and history on, less than half of the script's private memory.\n")
    print(table(["", "private dirty MB", "resident MB", "CPU ms/s"], rows))


def main() -> None:
    quick = arguments(__doc__).quick
    print("### The page\n")
    with stage() as place:
        bench_charts(place, quick)
        bench_viewers(place, quick)
        bench_memory(place, quick)


main()
