"""Kills the program again and again while it is used: `python -m tests.benchmarks.kill_soak --kills 200`.

Prints what was acknowledged and what was lost; the exit code is 1 where anything was.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
from pathlib import Path

from tests.tui.kill_loop import KillLoop, Tally
from tests.tui.taker import PROGRAM

SLOW_DISK = (sys.executable, "-m", "tests.tui.variant", "slow-disk")
FIRST_STARTS = 20
"""One kill in so many falls into the making of a new home."""


def main() -> int:
    """Run the command; its exit code."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.kill_soak", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=None, help="where the random choices begin")
    parser.add_argument("--slow-disk", action="store_true", help="let every commit take 60 ms longer")
    options = parser.parse_args()
    seed = random.randrange(1_000_000) if options.seed is None else options.seed
    with tempfile.TemporaryDirectory(prefix="mockdeck-kills-") as folder:
        loop = KillLoop(Path(folder), seed, SLOW_DISK if options.slow_disk else PROGRAM)
        for number in range(1, options.kills + 1):
            if number % FIRST_STARTS == 0:
                loop.kill_first_start()
            else:
                loop.kill_once()
            if sys.stderr.isatty():
                print(f"\r{number} of {options.kills} kills", end="", file=sys.stderr, flush=True)
    print_tally(loop.tally, seed)
    return 1 if loop.tally.faults else 0


def print_tally(tally: Tally, seed: int) -> None:
    """What all kills came to."""
    kinds = ", ".join(f"{count} {name}" for name, count in sorted(tally.kills.items()))
    print(f"kills: {tally.kills.total()} (seed {seed}; {kinds})")
    print(f"acknowledged answers: {tally.acknowledged}")
    print(f"lost: {tally.lost}")
    print(f"exams finished: {tally.exams}")
    print(f"worst time difference: {tally.worst_gap_ms} ms between kill and disk, {tally.worst_back_s} s on the timer")
    print(f"faults: {len(tally.faults)}")
    for fault in tally.faults:
        print(f"  {fault}")


if __name__ == "__main__":
    sys.exit(main())
