# SPDX-License-Identifier: MIT
"""What came of one fault."""

import dataclasses
import math
import re
import statistics


@dataclasses.dataclass
class Outcome:
    fault: str
    # Seconds from the end of the cause to the first value that came after it, once for each time it was tried.
    recovery: list = dataclasses.field(default_factory=list)
    # What recovery was aimed at, in seconds; None where it is no question.
    goal: float = None
    # Published values compared with what the charger said, and those that it never had.
    values: int = 0
    lies: list = dataclasses.field(default_factory=list)
    # Requests that the bridge took, and those whose end nobody saw.
    requests: int = 0
    open_requests: int = 0
    writes: int = None
    most_writes: int = None
    note: str = ""
    # Goals missed, in words.
    missed: list = dataclasses.field(default_factory=list)

    def close(self, scene, writes_before: int = 0):
        """Takes the figures that every fault has."""
        self.open_requests = len(scene.without_outcome())
        self.requests = len(scene.heard_requests())
        self.writes = scene.writes() - writes_before
        self.values = scene.values()
        self.lies = scene.lies()
        return self.judge()

    def judge(self):
        if self.goal is not None and self.recovery and max(self.recovery) > self.goal:
            self.missed.append(f"{max(self.recovery):.1f} s instead of {self.goal:g} s")
        if self.lies:
            said = ", ".join(f"{topic.rsplit('/', 1)[1]} {text}" for _, _, topic, text in self.lies[:6])
            self.missed.append(f"{len(self.lies)} values the charger never had: {said}")
        if self.open_requests:
            self.missed.append(f"{self.open_requests} requests without an outcome")
        if self.most_writes is not None and self.writes > self.most_writes:
            self.missed.append(f"{self.writes} writes instead of {self.most_writes}")
        return self

    def row(self) -> list:
        if not self.recovery:
            recovery = "–"
        elif len(self.recovery) == 1:
            recovery = f"{self.recovery[0]:.1f} s"
        else:
            recovery = f"{statistics.median(self.recovery):.1f} s, at most {max(self.recovery):.1f} s"
        if self.goal is not None:
            recovery += f" ({math.floor(self.goal)} s)"
        # Where there is no goal, they are those that the run itself asked for.
        writes = "–" if self.most_writes is None else f"{self.writes} (≤ {self.most_writes})"
        return [
            self.fault, recovery, f"{len(self.lies)} of {self.values}", f"{self.open_requests} of {self.requests}",
            writes, _plain(self.note),
            _plain("; ".join(self.missed)) or "–"]


def _plain(text: str) -> str:
    """Without what differs from run to run."""
    text = re.sub(r"/tmp/chargebridge-faults-\w+/", "/dev/", text)
    return re.sub(r"127\.0\.0\.1:\d+", "HOST:PORT", re.sub(r"\(pid \d+\)", "(pid …)", text)).replace("|", "/")


HEAD = [
    "fault", "back after (goal)", "false values", "requests without an outcome", "writes (allowed)", "seen",
    "goal missed"]
