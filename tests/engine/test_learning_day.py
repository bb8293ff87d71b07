"""Protects the learning day: it turns at four in the morning where the learner is, and never runs backwards."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.reviews.learning_day import CUTOFF_HOUR, learning_day
from tests.engine.bank_strategies import unhurried

ZONES = [
    "UTC", "Europe/Berlin", "America/New_York", "America/Santiago", "America/St_Johns", "Australia/Lord_Howe",
    "Africa/Casablanca", "Africa/Cairo", "Asia/Kathmandu", "Asia/Tokyo", "Pacific/Apia", "Pacific/Chatham",
]  # fmt: skip
QUARTER = timedelta(minutes=15)

instants = st.datetimes(datetime(2000, 1, 2), datetime(2100, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001
offsets = st.integers(-12 * 60, 14 * 60).map(lambda minutes: timedelta(minutes=minutes))


def _day(at: datetime, zone: ZoneInfo) -> date:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return learning_day(at, offset)


@pytest.mark.parametrize("name", ZONES)
def test_over_a_year_days_never_go_backwards_and_last_23_to_25_hours(name: str) -> None:
    zone = ZoneInfo(name)
    start = datetime(2026, 1, 1, tzinfo=UTC)
    days = [_day(start + n * QUARTER, zone) for n in range(365 * 96)]
    assert days == sorted(days)
    lengths = Counter(days)
    whole = sorted(lengths)[1:-1]
    assert len(whole) >= 363
    assert whole == [whole[0] + timedelta(days=n) for n in range(len(whole))]
    assert all(23 * 4 <= lengths[day] <= 25 * 4 for day in whole)


@pytest.mark.parametrize("name", ZONES)
def test_the_day_turns_at_four_on_the_learners_clock(name: str) -> None:
    zone = ZoneInfo(name)
    for day in (date(2026, 1, 15), date(2026, 3, 29), date(2026, 7, 15), date(2026, 10, 25)):
        four = datetime(day.year, day.month, day.day, CUTOFF_HOUR, tzinfo=zone).astimezone(UTC)
        assert _day(four, zone) == day
        assert _day(four - timedelta(microseconds=1), zone) == day - timedelta(days=1)


def test_one_instant_is_another_day_elsewhere() -> None:
    at = datetime(2026, 11, 25, 20, tzinfo=UTC)
    assert _day(at, ZoneInfo("Asia/Tokyo")) == date(2026, 11, 26)
    assert _day(at, ZoneInfo("America/Los_Angeles")) == date(2026, 11, 25)


@given(instants, offsets, offsets)
@unhurried
def test_the_zone_an_instant_is_written_in_does_not_matter(
    at: datetime, offset: timedelta, written_in: timedelta
) -> None:
    assert learning_day(at.astimezone(timezone(written_in)), offset) == learning_day(at, offset)


@given(instants, offsets, st.integers(0, 23))
@unhurried
def test_the_cutoff_moves_the_turn_and_nothing_else(at: datetime, offset: timedelta, cutoff: int) -> None:
    midnight_of_that_day = at + offset - timedelta(hours=cutoff)
    assert learning_day(at, offset, cutoff) == midnight_of_that_day.date()
