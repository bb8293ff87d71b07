"""Protects the log of a sitting: events stand in order without a gap, a repeat changes nothing, the end is the end."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from engine.errors import StoreError
from engine.exams.sitting import EventKind, Sitting, SittingEvent
from engine.practice.ports import ClockReading
from tests.clocks import MORNING
from tests.desk import Desk
from tests.sql import as_text, count, rows

LOG = ("sitting", "sitting_event", "result", "review", "memory_state")


@pytest.fixture
def sitting(desk: Desk) -> Sitting:
    return desk.start().sitting


def _event(seq: int, sitting: Sitting, **changes: object) -> SittingEvent:
    at = MORNING + timedelta(seconds=seq)
    event = SittingEvent(seq, EventKind.ANSWERED, seq * 1_000, at, sitting.form.item_ids[0], {"s1": True})
    return replace(event, **changes)  # type: ignore[arg-type]


def _append(desk: Desk, sitting: Sitting, *events: SittingEvent) -> None:
    with desk.store.writing() as unit:
        unit.sittings.append(sitting, events, ClockReading(events[-1].used_ms, 0, events[-1].at))


def test_events_come_back_as_they_were_appended(desk: Desk, sitting: Sitting) -> None:
    payloads = [{"s1": False}, ["a", "ä", "\u2028", "‮"], "b", True, None, {"away_ms": 3, "counted": False}, 1.5]
    events = [_event(seq, sitting, payload=payload) for seq, payload in enumerate(payloads, 1)]
    _append(desk, sitting, *events[:3])
    _append(desk, sitting, *events[3:])
    (stored,) = desk.room.unfinished(desk.learner)
    assert list(stored.events) == events


def test_events_appended_again_change_nothing(desk: Desk, sitting: Sitting) -> None:
    events = [_event(seq, sitting) for seq in (1, 2, 3)]
    _append(desk, sitting, *events)
    before = [as_text(desk.path, table) for table in LOG]
    _append(desk, sitting, *events)
    _append(desk, sitting, events[1])
    assert [as_text(desk.path, table) for table in LOG] == before


def test_a_repeat_with_something_new_behind_it_appends_the_new(desk: Desk, sitting: Sitting) -> None:
    _append(desk, sitting, _event(1, sitting), _event(2, sitting))
    _append(desk, sitting, _event(2, sitting), _event(3, sitting))
    assert [row["seq"] for row in rows(desk.path, "SELECT seq FROM sitting_event ORDER BY seq")] == [1, 2, 3]


@pytest.mark.parametrize("first", [2, 3, 5])
def test_a_gap_is_refused_and_nothing_written(desk: Desk, sitting: Sitting, first: int) -> None:
    if first > 2:
        _append(desk, sitting, _event(1, sitting))
    written = count(desk.path, "sitting_event")
    with pytest.raises(StoreError, match="missing"):
        _append(desk, sitting, _event(first, sitting), _event(first + 1, sitting))
    assert count(desk.path, "sitting_event") == written
    assert rows(desk.path, "SELECT used_ms FROM sitting_clock") == [{"used_ms": written * 1_000}]


@pytest.mark.parametrize(
    "change",
    [
        {"kind": EventKind.FLAGGED}, {"used_ms": 1}, {"at": MORNING}, {"item_id": None},
        {"payload": {"s1": False}}, {"payload": None},
    ],
)  # fmt: skip
def test_another_event_in_the_place_of_one_is_refused(desk: Desk, sitting: Sitting, change: dict[str, object]) -> None:
    """Swallowed, it would be an answer that says it is saved and is nowhere."""
    _append(desk, sitting, _event(1, sitting))
    before = [as_text(desk.path, table) for table in LOG]
    with pytest.raises(StoreError, match="another Mockdeck"):
        _append(desk, sitting, _event(1, sitting, **change), _event(2, sitting))
    assert [as_text(desk.path, table) for table in LOG] == before


@pytest.mark.parametrize("end", ["finish", "abandon"])
def test_nothing_is_appended_after_the_end(desk: Desk, end: str) -> None:
    opened = desk.start()
    ending: Future[Any] = opened.finish("submitted") if end == "finish" else opened.abandon()
    ending.result()
    before = [as_text(desk.path, table) for table in LOG]
    with pytest.raises(StoreError, match="ended"):
        _append(desk, opened.sitting, _event(2, opened.sitting))
    assert [as_text(desk.path, table) for table in LOG] == before


def test_a_sitting_ends_once_whichever_way_comes_first(desk: Desk, sitting: Sitting) -> None:
    reading = ClockReading(0, 0, MORNING)
    gone = SittingEvent(1, EventKind.ABANDONED, 0, MORNING)
    with desk.store.writing() as unit:
        assert unit.sittings.abandon(sitting, [gone], reading)
    before = [as_text(desk.path, table) for table in LOG]
    report = desk.start(2).report()
    with desk.store.writing() as unit:
        assert not unit.sittings.abandon(sitting, [gone], reading)
        assert not unit.sittings.finish(sitting, [gone], reading, report)
    assert as_text(desk.path, "result") == []
    assert [text for table in LOG for text in as_text(desk.path, table) if sitting.id in text] == [
        text for table in before for text in table
    ]


def test_a_sitting_nobody_began_takes_no_events(desk: Desk, sitting: Sitting) -> None:
    with pytest.raises(StoreError):
        _append(desk, replace(sitting, id="no such sitting"), _event(1, sitting))
    with pytest.raises(StoreError):
        _append(desk, replace(sitting, learner_id="nobody"), _event(1, sitting))
    assert count(desk.path, "sitting_event") == 0
