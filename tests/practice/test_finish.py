"""Protects the end of a sitting: scored once, all in one transaction, and read back as it was computed."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from fractions import Fraction
from typing import TypeVar

import pytest

from engine.errors import StoreError
from engine.exams.score_report import ScoreReport
from engine.exams.sitting import EventKind, fold
from engine.practice.sit import OpenSitting
from tests.desk import Desk
from tests.small_bank import KEYS, SLIPS
from tests.sql import as_text, count, rows

T = TypeVar("T")


def _sit(desk: Desk, right: int = 4, seconds: float = 12) -> OpenSitting:
    """A sitting with the first `right` items right, the next one wrong and the rest open."""
    opened = desk.start()
    for place, item_id in enumerate(opened.sitting.form.item_ids[: right + 1]):
        opened.move(item_id)
        desk.clock.go(seconds)
        opened.answer(item_id, (KEYS if place < right else SLIPS)[item_id])
    return opened


def _stored(desk: Desk, opened: OpenSitting) -> ScoreReport:
    stored = desk.result(opened)
    assert stored is not None
    assert stored.intact
    assert stored.sitting == opened.sitting
    return stored.report


def test_the_report_read_back_is_the_report_computed(desk: Desk) -> None:
    opened = _sit(desk)
    opened.flag(opened.sitting.form.item_ids[0], True)
    report = opened.finish("submitted").result()
    assert _stored(desk, opened) == report
    assert report.ended == "submitted"
    assert report.used_ms == 60_000
    assert [result.mark.points == result.mark.maximum for result in report.items] == [True] * 4 + [False] * 2
    assert [result.time_ms for result in report.items] == [12_000] * 5 + [0]
    assert [result.flagged for result in report.items] == [True] + [False] * 5
    assert [result.response for result in report.items] == [
        *(KEYS[item_id] for item_id in opened.sitting.form.item_ids[:4]),
        SLIPS[opened.sitting.form.item_ids[4]],
        None,
    ]
    assert report.fraction == sum((r.mark.points for r in report.items), Fraction(0)) / report.maximum


def test_finishing_again_gives_the_first_result_and_writes_nothing(desk: Desk) -> None:
    opened = _sit(desk)
    first = opened.finish("submitted").result()
    before = [as_text(desk.path, table) for table in ("sitting", "sitting_event", "result", "review", "memory_state")]
    desk.clock.go(10_000)
    assert opened.finish("time_out").result() == first
    assert opened.finish("submitted").result() == first
    after = [as_text(desk.path, table) for table in ("sitting", "sitting_event", "result", "review", "memory_state")]
    assert after == before


@pytest.mark.parametrize("reason", ["submitted", "time_out"])
def test_a_sitting_whose_time_ran_out_ends_at_its_limit_whatever_was_asked(desk: Desk, reason: str) -> None:
    opened = _sit(desk)
    desk.clock.go(3_000)
    assert opened.tick()
    report = opened.finish("submitted" if reason == "submitted" else "time_out").result()
    assert (report.ended, report.used_ms, report.limit_ms) == ("time_out", 600_000, 600_000)
    assert opened.finish("submitted").result() == report == _stored(desk, opened)


def test_asking_for_the_end_by_time_before_the_limit_is_believed(desk: Desk) -> None:
    """A caller may hold a clock of its own; the exam clock decides only that time is up, not that it is not."""
    assert _sit(desk).finish("time_out").result().ended == "time_out"


def _end(opened: OpenSitting, end: str) -> None:
    if end == "finish":
        opened.finish("submitted").result()
    else:
        opened.abandon().result()


@pytest.mark.parametrize("end", ["finish", "abandon"])
def test_the_last_event_is_never_on_disk_without_what_it_ends(desk: Desk, end: str) -> None:
    """Alone it would say that a sitting is over which has no result and is still offered: nobody could end it."""
    opened = _sit(desk)
    desk.settle()
    written = count(desk.path, "sitting_event")
    seen: list[tuple[int, str]] = []

    def look() -> None:
        (row,) = rows(desk.path, "SELECT state FROM sitting")
        seen.append((count(desk.path, "sitting_event"), str(row["state"])))

    real_submit = desk.writer.submit

    def submit(job: Callable[[], T]) -> Future[T]:
        def job_and_look() -> T:
            done = job()
            look()
            return done

        return real_submit(job_and_look)

    desk.writer.submit = submit  # type: ignore[method-assign]
    opened.flag(opened.sitting.form.item_ids[0], True)  # its own write may still be waiting when the end is taken
    _end(opened, end)
    ended = "finished" if end == "finish" else "abandoned"
    assert [state for events, state in seen if events == written + 2] == [ended]
    assert seen[-1] == (written + 2, ended)


def test_where_the_result_cannot_be_written_the_sitting_goes_on_after_a_crash(desk: Desk) -> None:
    opened = _sit(desk)
    desk.settle()
    desk.store.failing = "before commit"
    with pytest.raises(StoreError):
        opened.finish("submitted").result()
    again = desk.crash()
    resumed = again.resume()
    assert resumed.state.is_open
    assert resumed.state.responses == opened.state.responses
    report = resumed.finish("submitted").result()
    assert _stored(again, resumed) == report


def test_a_result_that_cannot_be_stored_stores_no_review_and_no_event_either(desk: Desk) -> None:
    opened = _sit(desk)
    desk.settle()
    tables = ("sitting", "sitting_event", "result", "review", "memory_state")
    before = [as_text(desk.path, table) for table in tables]
    desk.store.failing = "before commit"
    with pytest.raises(StoreError):
        opened.finish("submitted").result()
    assert [as_text(desk.path, table) for table in tables] == before


def test_two_programs_at_one_sitting_get_one_result_and_the_log_tells_how_it_came_about(desk: Desk) -> None:
    """Both resumed it; only the one whose events are on disk can end it, and its answers are what is judged."""
    opened = desk.start()
    ids = opened.sitting.form.item_ids
    opened.answer(ids[0], KEYS[ids[0]])
    first, second = desk.crash(), desk.crash()
    assert second.bank == first.bank
    second.store.failing = "at once"  # what is done there stays unwritten until the other one has written
    there = second.resume()
    here = first.resume()
    here.answer(ids[1], KEYS[ids[1]])
    first.settle()
    second.store.failing = None
    there.answer(ids[1], SLIPS[ids[1]])
    second.settle()
    assert here.is_saved
    assert not there.is_saved
    with pytest.raises(StoreError, match="another"):
        there.finish("submitted").result()
    report = here.finish("submitted").result()
    assert there.finish("submitted").result() == report
    (events,) = [rows(desk.path, "SELECT item_id, kind FROM sitting_event WHERE kind <> 'resumed' ORDER BY seq")]
    assert [row["item_id"] for row in events] == [ids[0], ids[1], None]
    assert _stored(desk, opened) == report
    assert count(desk.path, "result") == 1


def test_the_events_of_a_finished_sitting_fold_to_its_report(desk: Desk) -> None:
    opened = _sit(desk, right=2)
    report = opened.finish("submitted").result()
    log = rows(desk.path, "SELECT kind, used_ms FROM sitting_event ORDER BY seq")
    assert log[-1] == {"kind": EventKind.FINISHED.value, "used_ms": report.used_ms}
    assert fold(opened.sitting, ()).is_open
    assert opened.state.ended == "submitted"
