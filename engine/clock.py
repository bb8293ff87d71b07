"""The only place that asks the machine for the time."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """What the engine may know of time; tests pass a hand-driven one."""

    def now(self) -> datetime:
        """The wall clock as an aware UTC instant."""

    def monotonic(self) -> float:
        """Seconds that only move forward and stand still while the machine sleeps."""

    def asleep(self) -> float:
        """Seconds the machine has spent suspended since some fixed moment."""

    def utc_offset(self, at: datetime) -> timedelta:
        """The learner's offset from UTC at the instant `at`."""


class SystemClock:
    """The machine's own clocks."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        if sys.platform == "darwin":
            return time.clock_gettime(time.CLOCK_UPTIME_RAW)
        return time.monotonic()

    def asleep(self) -> float:
        if sys.platform == "linux":
            return time.clock_gettime(time.CLOCK_BOOTTIME) - time.clock_gettime(time.CLOCK_MONOTONIC)
        if sys.platform == "darwin":
            return time.clock_gettime(time.CLOCK_MONOTONIC) - time.clock_gettime(time.CLOCK_UPTIME_RAW)
        return 0.0

    def utc_offset(self, at: datetime) -> timedelta:
        return at.astimezone().utcoffset() or timedelta()
