"""The program with something wrong in it, to see whether the kill harness finds that.

`python -m tests.tui.variant NAME` runs one of `VARIANTS`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from threading import Event

from engine.practice.ports import ClockReading, Unit
from engine.practice.sit import OpenSitting
from engine.store.database import SqlStore
from engine.store.unit import SqlUnit
from tui.cli import main


def early_mark() -> None:
    """Fault: says saved at once, and hands events to the disk only five at a time."""
    honest = OpenSitting._flush

    def flush(self: OpenSitting, reading: ClockReading, more: Callable[[Unit], None] | None) -> None:
        if len(self._unsaved) >= 5:
            honest(self, reading, more)
        elif more is not None:
            with self._store.writing() as unit:
                more(unit)

    OpenSitting._flush = flush  # type: ignore[method-assign]
    OpenSitting.is_saved = property(lambda self: True)  # type: ignore[method-assign, assignment]


def late_clock() -> None:
    """Fault: writes down the exam time of three seconds ago."""
    honest = OpenSitting._reading

    def reading(self: OpenSitting, clock: object) -> ClockReading:
        now = honest(self, clock)  # type: ignore[arg-type]
        return replace(now, used_ms=max(0, now.used_ms - 3_000))

    OpenSitting._reading = reading  # type: ignore[method-assign]


def slow_disk() -> None:
    """No fault, only a disk that takes long to commit: leaves a kill more time to hit between mark and commit."""
    honest = SqlStore.writing

    @contextmanager
    def writing(self: SqlStore) -> Iterator[SqlUnit]:
        with honest(self) as unit:
            yield unit
            Event().wait(0.06)

    SqlStore.writing = writing  # type: ignore[method-assign]


VARIANTS = {"early-mark": early_mark, "late-clock": late_clock, "slow-disk": slow_disk}

if __name__ == "__main__":
    VARIANTS[sys.argv[1]]()
    main([])
