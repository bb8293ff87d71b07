"""Protects instants: an aware one comes back as the same instant in UTC, a naive one is refused."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.exc import StatementError

from engine.exams.sitting import EventKind, SittingEvent
from engine.practice.ports import ClockReading, Learner
from tests.desk import Desk
from tests.sql import rows

NOON_BERLIN = datetime(2026, 7, 1, 12, 0, tzinfo=timezone(timedelta(hours=2)))
EPOCH = datetime(1980, 1, 2, tzinfo=UTC)
minutes = st.integers(-14 * 60, 14 * 60)
instants = st.builds(
    lambda micros, offset: (EPOCH + timedelta(microseconds=micros)).astimezone(timezone(timedelta(minutes=offset))),
    st.integers(0, 200 * 365 * 86_400 * 1_000_000),
    minutes,
)


def test_noon_two_hours_east_is_written_and_read_as_ten_o_clock_utc(desk: Desk) -> None:
    opened = desk.start()
    with desk.store.writing() as unit:
        unit.sittings.tick(opened.sitting, ClockReading(0, 0, NOON_BERLIN))
    assert rows(desk.path, "SELECT at FROM sitting_clock") == [{"at": "2026-07-01 10:00:00.000000"}]
    (stored,) = desk.room.unfinished(desk.learner)
    assert stored.clock.at == NOON_BERLIN
    assert stored.clock.at.isoformat() == "2026-07-01T10:00:00+00:00"


@given(instants)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_aware_instant_comes_back_as_itself_in_utc(desk: Desk, at: datetime) -> None:
    opened = desk.start() if not desk.room.unfinished(desk.learner) else desk.resume()
    with desk.store.writing() as unit:
        unit.sittings.tick(opened.sitting, ClockReading(0, 0, at))
    (stored,) = desk.room.unfinished(desk.learner)
    assert stored.clock.at == at
    assert stored.clock.at.tzinfo is UTC or stored.clock.at.utcoffset() == timedelta(0)


def test_a_naive_instant_is_refused_and_nothing_of_its_transaction_stays(desk: Desk) -> None:
    opened = desk.start()
    naive = NOON_BERLIN.replace(tzinfo=None)
    event = SittingEvent(1, EventKind.MOVED, 0, naive)

    def write() -> None:
        with desk.store.writing() as unit:
            unit.learners.add(Learner("b", "Bo"), desk.clock.now())
            unit.sittings.append(opened.sitting, [event], ClockReading(0, 0, naive))

    with pytest.raises(StatementError, match=r"naive|timezone|aware"):
        write()
    with desk.store.reading() as unit:
        assert unit.learners.named("Bo") is None
    assert rows(desk.path, "SELECT * FROM sitting_event") == []


def test_a_record_kept_by_a_clock_in_another_zone_is_intact(desk: Desk) -> None:
    """The checksum is over the instant and not over how it was spelled."""
    desk.clock.wall = NOON_BERLIN
    opened = desk.start()
    opened.flag(opened.sitting.form.item_ids[0], True)
    opened.finish("submitted").result()
    stored = desk.result(opened)
    assert stored is not None
    assert stored.intact
    assert stored.finished_at == NOON_BERLIN
