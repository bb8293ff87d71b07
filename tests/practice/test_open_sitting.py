"""Protects a sitting in progress: every action is on disk once it says so, in order, and nothing follows the end."""

from __future__ import annotations

import pytest

from engine.errors import SittingError
from engine.exams.sitting import EventKind
from tests.clocks import MORNING
from tests.desk import Desk
from tests.small_bank import FAMILIES, KEYS, SLIPS
from tests.sql import count, rows


def test_a_sitting_is_on_disk_before_its_first_question_is_seen(desk: Desk) -> None:
    opened = desk.start(seed=5)
    (stored,) = desk.room.unfinished(desk.learner)
    assert stored.sitting == opened.sitting
    assert stored.events == ()
    assert (stored.clock.used_ms, stored.clock.free_ms, stored.clock.at) == (0, 0, MORNING)


def test_the_form_that_is_sat_is_the_form_that_was_shown(desk: Desk) -> None:
    from engine.practice.sit import ExamOptions

    drawn = desk.room.draw(desk.bank, desk.learner, ExamOptions(7, 4, 3))
    opened = desk.room.start(desk.bank, desk.learner, ExamOptions(7, 4, 3))
    assert opened.sitting.form == drawn
    assert (len(drawn.item_ids), opened.sitting.limit_ms) == (4, 180_000)


def test_every_action_reaches_the_disk_in_order_with_the_exam_time_it_happened_at(desk: Desk) -> None:
    opened = desk.start()
    first, second, *_ = opened.sitting.form.item_ids
    desk.clock.go(1.5)
    opened.answer(first, SLIPS[first])
    desk.clock.go(2)
    opened.answer(first, KEYS[first])
    opened.flag(first, True)
    opened.move(second)
    opened.answer(second, SLIPS[second])
    opened.answer(second, None)
    opened.flag(first, False)
    desk.settle()
    (stored,) = desk.room.unfinished(desk.learner)
    assert [(e.seq, e.kind, e.used_ms, e.item_id, e.payload) for e in stored.events] == [
        (1, EventKind.ANSWERED, 1_500, first, SLIPS[first]),
        (2, EventKind.ANSWERED, 3_500, first, KEYS[first]),
        (3, EventKind.FLAGGED, 3_500, first, True),
        (4, EventKind.MOVED, 3_500, second, None),
        (5, EventKind.ANSWERED, 3_500, second, SLIPS[second]),
        (6, EventKind.CLEARED, 3_500, second, None),
        (7, EventKind.FLAGGED, 3_500, first, False),
    ]
    assert opened.state.responses == {first: KEYS[first]}


def test_the_clock_is_written_with_every_answer_and_every_tick(desk: Desk) -> None:
    opened = desk.start()
    desk.clock.go(4)
    opened.answer(opened.sitting.form.item_ids[0], None)
    desk.settle()
    assert [(row["used_ms"], row["free_ms"]) for row in rows(desk.path, "SELECT * FROM sitting_clock")] == [(4_000, 0)]
    desk.clock.go(1)
    assert not opened.tick()
    desk.settle()
    assert [row["used_ms"] for row in rows(desk.path, "SELECT * FROM sitting_clock")] == [5_000]


def test_going_to_the_item_already_on_the_screen_writes_nothing(desk: Desk) -> None:
    opened = desk.start()
    opened.move(opened.sitting.form.item_ids[0])
    desk.settle()
    assert count(desk.path, "sitting_event") == 0


def test_options_are_shown_in_the_order_the_sitting_was_given(desk: Desk) -> None:
    opened = desk.start(seed=3)
    for item_id in opened.sitting.form.item_ids:
        assert opened.options_of(item_id) == opened.sitting.option_orders[item_id]
    assert opened.options_of("no such item") == {}


def test_an_item_the_form_does_not_hold_is_refused_and_not_written(desk: Desk) -> None:
    opened = desk.start(questions=2)
    stranger = next(name for name in KEYS if name not in opened.sitting.form.item_ids)
    with pytest.raises(SittingError, match=stranger):
        opened.answer(stranger, KEYS[stranger])
    opened.answer(opened.sitting.form.item_ids[0], None)
    desk.settle()
    assert opened.is_saved
    assert count(desk.path, "sitting_event") == 1


def test_nothing_can_be_done_once_time_is_up(desk: Desk) -> None:
    opened = desk.start()
    first = opened.sitting.form.item_ids[0]
    desk.clock.go(599.999)
    opened.answer(first, KEYS[first])
    assert not opened.tick()
    desk.clock.go(0.001)
    assert opened.tick()
    for act in (
        lambda: opened.answer(first, None),
        lambda: opened.flag(first, True),
        lambda: opened.move(None),
        opened.leave,
    ):
        with pytest.raises(SittingError, match="time is up"):
            act()
    assert opened.state.responses == {first: KEYS[first]}


def test_nothing_can_be_done_once_it_is_submitted_or_given_up(desk: Desk) -> None:
    submitted, given_up = desk.start(1), desk.start(2)
    submitted.finish("submitted").result()
    given_up.abandon().result()
    for opened in (submitted, given_up):
        written = count(desk.path, "sitting_event")
        with pytest.raises(SittingError, match="over"):
            opened.answer(opened.sitting.form.item_ids[0], "a")
        opened.tick()
        desk.settle()
        assert opened.is_saved
        assert count(desk.path, "sitting_event") == written


def test_a_sitting_given_up_leaves_no_result_and_no_reviews_and_is_not_offered_again(desk: Desk) -> None:
    opened = desk.start()
    first = opened.sitting.form.item_ids[0]
    opened.answer(first, KEYS[first])
    opened.abandon().result()
    assert desk.result(opened) is None
    assert desk.room.unfinished(desk.learner) == []
    assert count(desk.path, "review") == 0
    assert count(desk.path, "sitting_event") == 2
    with pytest.raises(SittingError, match="given up"):
        opened.finish("submitted").result()


def test_a_sitting_that_was_submitted_cannot_be_given_up(desk: Desk) -> None:
    opened = desk.start()
    report = opened.finish("submitted").result()
    with pytest.raises(SittingError, match="over"):
        opened.abandon().result()
    stored = desk.result(opened)
    assert stored is not None
    assert stored.report == report
    assert len(report.items) == FAMILIES


def test_unfinished_sittings_are_offered_newest_first(desk: Desk) -> None:
    begun = []
    for seed in range(3):
        begun.append(desk.start(seed).sitting.id)
        desk.clock.go(60)
    assert [stored.sitting.id for stored in desk.room.unfinished(desk.learner)] == begun[::-1]
