"""Protects exam time across crashes, leaving and sleep: what is free is free and recorded, what counts counts."""

from __future__ import annotations

from datetime import timedelta

import pytest

from engine.errors import SittingError
from engine.practice.sit import OpenSitting
from tests.desk import Desk
from tests.small_bank import KEYS, SLIPS
from tests.sql import rows


def _midway(desk: Desk, strict_clock: bool = False) -> OpenSitting:
    """100 seconds in: one item right, one wrong and flagged, the third on the screen, the last tick 10 seconds old."""
    opened = desk.start(strict_clock=strict_clock)
    first, second, third, *_ = opened.sitting.form.item_ids
    opened.answer(first, KEYS[first])
    desk.clock.go(60)
    opened.move(second)
    opened.answer(second, SLIPS[second])
    opened.flag(second, True)
    opened.move(third)
    desk.clock.go(30)
    opened.tick()
    desk.clock.go(10)
    return opened


def _times(opened: OpenSitting) -> tuple[int, int]:
    return opened.clock.used_ms, opened.clock.free_ms


@pytest.mark.parametrize("booted", [False, True])
def test_after_a_crash_everything_is_as_it_was_and_the_time_away_is_free(desk: Desk, booted: bool) -> None:
    before = _midway(desk)
    if booted:
        desk.clock.restart()
    after = desk.crash()
    desk.clock.go(3_600)
    opened = after.resume()
    assert opened.state.current == before.state.current
    assert opened.state.responses == before.state.responses
    assert opened.state.flagged == before.state.flagged
    assert opened.state.seen == before.state.seen
    assert opened.sitting == before.sitting
    assert _times(opened) == (90_000, 3_610_000)  # used to the last tick; the ten seconds since it count as away
    assert not opened.tick()
    report = opened.finish("submitted").result()
    assert (report.used_ms, report.free_ms) == (90_000, 3_610_000)


def test_the_time_away_is_in_the_log(desk: Desk) -> None:
    _midway(desk)
    after = desk.crash()
    desk.clock.go(20)
    after.resume()
    after.settle()
    (row,) = rows(desk.path, "SELECT payload, used_ms FROM sitting_event WHERE kind = 'resumed'")
    assert row == {"payload": '{"away_ms":30000,"counted":false}', "used_ms": 90_000}


def test_every_crash_adds_to_the_time_that_was_free(desk: Desk) -> None:
    _midway(desk)
    now = desk
    for _ in range(3):
        now = now.crash()
        desk.clock.go(100)
        opened = now.resume()
    assert _times(opened) == (90_000, 310_000)
    assert opened.finish("submitted").result().free_ms == 310_000


def test_with_a_strict_clock_a_crash_counts(desk: Desk) -> None:
    _midway(desk, strict_clock=True)
    after = desk.crash()
    desk.clock.go(200)
    assert _times(after.resume()) == (300_000, 0)


def test_after_leaving_the_time_away_counts(desk: Desk) -> None:
    opened = _midway(desk)
    opened.leave().result()
    after = desk.crash()
    desk.clock.go(200)
    again = after.resume()
    assert _times(again) == (300_000, 0)
    assert again.finish("submitted").result().used_ms == 300_000


def test_leaving_is_on_disk_when_it_says_so(desk: Desk) -> None:
    opened = _midway(desk)
    opened.leave().result()
    (stored,) = desk.room.unfinished(desk.learner)
    assert stored.events[-1].kind == "left"
    assert (stored.clock.used_ms, stored.clock.at) == (100_000, desk.clock.now())
    assert opened.is_saved


def test_time_between_leaving_and_the_end_of_the_program_counts_once(desk: Desk) -> None:
    """The room may tick on after the candidate left, until the screen is gone."""
    opened = _midway(desk)
    opened.leave().result()
    desk.clock.go(50)
    opened.tick()
    after = desk.crash()
    desk.clock.go(200)
    assert _times(after.resume()) == (350_000, 0)


def test_leaving_for_longer_than_is_left_uses_up_the_exam(desk: Desk) -> None:
    opened = _midway(desk)
    opened.leave().result()
    after = desk.crash()
    desk.clock.go(3_600)
    again = after.resume()
    assert again.tick()
    with pytest.raises(SittingError, match="time is up"):
        again.answer(again.sitting.form.item_ids[0], None)
    report = again.finish("submitted").result()
    assert (report.ended, report.used_ms, report.free_ms) == ("time_out", 600_000, 0)


def test_coming_back_and_crashing_then_is_a_crash(desk: Desk) -> None:
    opened = _midway(desk)
    opened.leave().result()
    back = desk.crash()
    desk.clock.go(100)
    assert _times(back.resume()) == (200_000, 0)
    back.settle()
    after = back.crash()
    desk.clock.go(100)
    assert _times(after.resume()) == (200_000, 100_000)


def test_a_sleeping_machine_is_free_time(desk: Desk) -> None:
    opened = _midway(desk)
    desk.clock.sleep(1_800)
    assert _times(opened) == (100_000, 1_800_000)
    assert not opened.tick()
    report = opened.finish("submitted").result()
    assert (report.used_ms, report.free_ms, report.ended) == (100_000, 1_800_000, "submitted")


def test_sleep_right_before_submitting_stands_in_the_report(desk: Desk) -> None:
    opened = _midway(desk)
    desk.clock.sleep(30)
    report = opened.finish("submitted").result()
    assert (report.used_ms, report.free_ms) == (100_000, 30_000)


def test_with_a_strict_clock_sleep_counts(desk: Desk) -> None:
    opened = _midway(desk, strict_clock=True)
    desk.clock.sleep(400)
    assert _times(opened) == (500_000, 0)
    desk.clock.sleep(400)
    assert opened.tick()
    assert opened.finish("submitted").result().ended == "time_out"


def test_sleep_and_a_crash_both_stand_in_the_report(desk: Desk) -> None:
    opened = _midway(desk)
    desk.clock.sleep(50)
    opened.tick()
    after = desk.crash()
    desk.clock.go(7)
    again = after.resume()
    assert _times(again) == (100_000, 57_000)
    assert again.finish("submitted").result().free_ms == 57_000


@pytest.mark.parametrize("by", [timedelta(days=1), timedelta(days=-1), timedelta(hours=1), timedelta(minutes=-61)])
def test_setting_the_wall_clock_moves_no_exam_time(desk: Desk, by: timedelta) -> None:
    opened = _midway(desk)
    desk.clock.jump(by)
    assert _times(opened) == (100_000, 0)
    opened.tick()
    report = opened.finish("submitted").result()
    assert (report.used_ms, report.free_ms) == (100_000, 0)


def test_a_wall_clock_set_back_while_away_takes_no_time_back(desk: Desk) -> None:
    opened = _midway(desk, strict_clock=True)
    opened.leave().result()
    after = desk.crash()
    desk.clock.jump(timedelta(days=-1))
    assert _times(after.resume()) == (100_000, 0)
    after.settle()
    (row,) = rows(desk.path, "SELECT payload FROM sitting_event WHERE kind = 'resumed'")
    assert row == {"payload": '{"away_ms":0,"counted":true}'}


def test_a_sitting_that_ended_meanwhile_cannot_be_taken_up(desk: Desk) -> None:
    opened = _midway(desk)
    after = desk.crash()
    opened.finish("submitted").result()
    with pytest.raises(SittingError, match="ended"):
        after.room.resume(after.learner, opened.sitting.id)


def test_taking_up_waits_for_what_is_still_to_be_written(desk: Desk) -> None:
    """The same program comes back to the sitting before its last answer is on disk."""
    opened = desk.start()
    first = opened.sitting.form.item_ids[0]
    desk.writer.submit(lambda: desk.clock.now())
    opened.answer(first, KEYS[first])
    assert desk.room.resume(desk.learner, opened.sitting.id).state.responses == {first: KEYS[first]}
