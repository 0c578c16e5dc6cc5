# SPDX-License-Identifier: MIT
"""Every fault made on purpose, with the release program, a real broker and a real pseudo-terminal."""

import concurrent.futures
import sys
import time

from support import broker_faults, machine_faults, serial_faults, stage
from support.outcome import HEAD, Outcome

# They mostly wait; each has a broker, a charger and a bridge of its own.
AT_ONCE = 4


def outcomes(fault, quick: bool) -> list:
    """Runs a fault; what went wrong in it is a result, too."""
    began = time.monotonic()
    found = []
    try:
        result = fault(quick)
        # What came before a failure is kept.
        for outcome in [result] if isinstance(result, Outcome) else result:
            found.append(outcome)
    except Exception as error:
        failed = Outcome(f"{fault.__qualname__} {getattr(fault, 'words', '')}".replace(".<locals>.run", ""))
        failed.missed.append(" ".join(f"{type(error).__name__}: {error}".split())[:1500])
        found.append(failed)
    for outcome in found:
        print(f"{time.monotonic() - began:6.0f} s  {' | '.join(outcome.row())}", file=sys.stderr, flush=True)
    return found


def main() -> None:
    arguments = stage.arguments(__doc__, extra=True)
    faults = serial_faults.FAULTS + broker_faults.FAULTS + machine_faults.FAULTS
    if arguments.only:
        faults = [fault for fault in faults if any(
            word in f"{fault.__qualname__} {getattr(fault, 'words', '')}" for word in arguments.only)]
    with concurrent.futures.ThreadPoolExecutor(AT_ONCE) as pool:
        # The long ones first, so that none is left alone at the end; shown in their order.
        running = {fault: pool.submit(outcomes, fault, arguments.quick) for fault in sorted(
            faults, key=lambda fault: "noise" not in fault.__qualname__ and "mains" not in fault.__qualname__)}
        found = [outcome for fault in faults for outcome in running[fault].result()]
    print(stage.table(HEAD, [outcome.row() for outcome in found]))
    print(f"\n{sum(bool(outcome.missed) for outcome in found)} of {len(found)} faults with a goal missed.")


if __name__ == "__main__":
    main()
