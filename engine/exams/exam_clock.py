"""Exam time: accumulated from monotonic steps, so that wall clock, zone and DST never move it."""

from __future__ import annotations

from dataclasses import dataclass, replace

WARNINGS = (30 * 60, 15 * 60, 5 * 60)
"""Seconds left at which the candidate is told."""


@dataclass(frozen=True, slots=True)
class ExamClock:
    """How much exam time is used, in milliseconds, as of the monotonic reading `read_at` (seconds).

    `free_ms` is time that passed outside the exam's account (the machine slept, the program was gone); it is
    reported and not counted, unless `strict`, where it counts as used.
    """

    limit_ms: int | None
    used_ms: int = 0
    free_ms: int = 0
    read_at: float | None = None
    asleep_at: float = 0.0
    strict: bool = False

    def started(self, monotonic: float, asleep: float) -> ExamClock:
        """The clock running from this reading on."""
        return replace(self, read_at=monotonic, asleep_at=asleep)

    def at(self, monotonic: float, asleep: float) -> ExamClock:
        """The clock moved on to a later reading; a reading that went back adds nothing."""
        if self.read_at is None:
            return self
        step_ms = max(0, round((monotonic - self.read_at) * 1000))
        slept = max(0.0, asleep - self.asleep_at)
        moved = replace(self, used_ms=self.used_ms + step_ms, read_at=self.read_at + step_ms / 1000)
        return replace(moved, asleep_at=asleep).away(slept, counted=self.strict) if slept >= 1 else moved

    def away(self, seconds: float, *, counted: bool) -> ExamClock:
        """Account for time the program did not see pass."""
        lost = max(0, round(seconds * 1000))
        if counted:
            return replace(self, used_ms=self.used_ms + lost)
        return replace(self, free_ms=self.free_ms + lost)

    @property
    def is_over(self) -> bool:
        """Whether the time limit is reached."""
        return self.limit_ms is not None and self.used_ms >= self.limit_ms

    @property
    def remaining_ms(self) -> int | None:
        """Time left, never below 0; None without a limit."""
        return None if self.limit_ms is None else max(0, self.limit_ms - self.used_ms)

    @property
    def account_ms(self) -> int:
        """The time to write down: what was used, never more than the limit."""
        return self.used_ms if self.limit_ms is None else min(self.used_ms, self.limit_ms)


def warning_passed(before_ms: int | None, after_ms: int | None) -> int | None:
    """The warning mark, in seconds left, that was crossed between two readings of the time left."""
    if before_ms is None or after_ms is None:
        return None
    crossed = [mark for mark in WARNINGS if after_ms <= mark * 1000 < before_ms]
    return min(crossed) if crossed else None
