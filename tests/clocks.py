"""A clock that moves only when a test says so: wall, steady time, sleep and zone each on its own."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class HandClock:
    """Fulfils `engine.clock.Clock`. Everything can be set; the methods move what moves together in the world.

    Times are kept in whole milliseconds, so that a test can say to the millisecond what must come out.
    """

    def __init__(self, wall: datetime = MORNING, offset: timedelta = timedelta()) -> None:
        self.wall = wall
        self.steady_ms = 0
        self.asleep_ms = 0
        self.offset = offset

    def now(self) -> datetime:
        return self.wall

    def monotonic(self) -> float:
        return self.steady_ms / 1000

    def asleep(self) -> float:
        return self.asleep_ms / 1000

    def utc_offset(self, at: datetime) -> timedelta:
        return self.offset

    def go(self, seconds: float) -> None:
        """Time passes with the machine awake."""
        self.wall += timedelta(milliseconds=round(seconds * 1000))
        self.steady_ms += round(seconds * 1000)

    def sleep(self, seconds: float) -> None:
        """Time passes with the machine suspended."""
        self.wall += timedelta(milliseconds=round(seconds * 1000))
        self.asleep_ms += round(seconds * 1000)

    def jump(self, by: timedelta) -> None:
        """Someone sets the wall clock; no time passes."""
        self.wall += by

    def restart(self) -> None:
        """The machine boots: steady time and sleep begin at 0 again."""
        self.steady_ms = self.asleep_ms = 0
