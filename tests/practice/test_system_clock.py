"""Protects the machine's clocks as we read them: aware UTC, time that only moves forward, the zone's own offset."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from engine.clock import Clock, SystemClock
from tests.clocks import HandClock

ZONES = ("Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Santiago", "Asia/Kathmandu", "UTC")


@pytest.fixture(scope="module", params=ZONES)
def zone(request: pytest.FixtureRequest) -> Iterator[ZoneInfo]:
    """A zone the machine stands in."""
    if not hasattr(time, "tzset"):
        pytest.skip("this machine cannot move between zones")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TZ", str(request.param))
        time.tzset()
        yield ZoneInfo(str(request.param))
    time.tzset()


def test_now_is_an_aware_instant_in_utc_whatever_the_zone(zone: ZoneInfo) -> None:
    before = time.time()
    now = SystemClock().now()
    assert now.utcoffset() == timedelta(0)
    assert before - 1 <= now.timestamp() <= time.time() + 1


def test_steady_time_only_moves_forward_and_sleep_does_not_move_by_itself() -> None:
    clock = SystemClock()
    readings = [clock.monotonic() for _ in range(200)]
    assert readings == sorted(readings)
    slept = [clock.asleep() for _ in range(200)]
    assert max(slept) - min(slept) < 0.5


@given(at=st.integers(946_684_800, 2_114_380_800).map(lambda seconds: datetime.fromtimestamp(seconds, UTC)))
@settings(max_examples=150)
def test_the_offset_is_the_zones_at_that_instant(zone: ZoneInfo, at: datetime) -> None:
    assert SystemClock().utc_offset(at) == at.astimezone(zone).utcoffset()


@pytest.mark.parametrize(
    ("at", "hours"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), 1), (datetime(2026, 3, 29, 1, 0, tzinfo=UTC), 2),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), 2), (datetime(2026, 10, 25, 1, 0, tzinfo=UTC), 1),
    ],
)  # fmt: skip
def test_summer_time_begins_and_ends_on_the_minute(monkeypatch: pytest.MonkeyPatch, at: datetime, hours: int) -> None:
    if not hasattr(time, "tzset"):
        pytest.skip("this machine cannot move between zones")
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "Europe/Berlin")
        time.tzset()
        assert SystemClock().utc_offset(at) == timedelta(hours=hours)
    time.tzset()


def test_the_hand_driven_clock_is_a_clock_and_moves_as_told() -> None:
    clocks: list[Clock] = [SystemClock(), HandClock()]
    assert len(clocks) == 2
    clock = HandClock()
    start = clock.now()
    clock.go(1.5)
    assert (clock.now() - start, clock.monotonic(), clock.asleep()) == (timedelta(seconds=1.5), 1.5, 0)
    clock.sleep(2)
    assert (clock.now() - start, clock.monotonic(), clock.asleep()) == (timedelta(seconds=3.5), 1.5, 2)
    clock.jump(timedelta(days=-1))
    assert (clock.now() - start, clock.monotonic()) == (timedelta(seconds=3.5, days=-1), 1.5)
