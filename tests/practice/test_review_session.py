"""Protects a review session: the most likely forgotten first, variants in turn, the last answer taken back whole."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from engine.errors import ResponseError, StoreError
from engine.exams.form import SHOWABLE_KINDS, option_order
from engine.practice.review import Question, ReviewSession, count_due
from engine.reviews.memory import retrievability
from engine.reviews.rating import Rating
from tests.desk import Desk
from tests.small_bank import CODE, FAMILIES, KEYS, KITCHEN, SLIPS, write_bank
from tests.sql import as_text, count, rows


@pytest.fixture
def missed(desk: Desk) -> Desk:
    """A desk whose learner missed everything in one exam, so that every fact is due."""
    desk.start().finish("submitted").result()
    return desk


def _asked(session: ReviewSession) -> Question:
    question = session.question()
    assert question is not None
    return question


def test_nothing_is_due_before_anything_was_met(desk: Desk) -> None:
    session = desk.review()
    assert (session.total, session.done, session.question(), session.undo()) == (0, 0, None, None)
    assert count_due(desk.store, desk.learner, desk.clock, [CODE, "EX-8"]) == count_due(
        desk.store, desk.learner, desk.clock, [CODE]
    )
    assert count_due(desk.store, desk.learner, desk.clock, [CODE]).today == 0


def test_every_answer_is_on_disk_when_it_returns_and_moves_the_fact_away(missed: Desk) -> None:
    session = missed.review()
    written = count(missed.path, "review")
    for done in range(FAMILIES):
        assert (session.done, session.total) == (done, FAMILIES)
        question = _asked(session)
        missed.clock.go(9)
        reviewed = session.answer(question, KEYS[question.item.id])
        assert reviewed.mark.points == reviewed.mark.maximum
        assert reviewed.record.rating is Rating.GOOD
        assert reviewed.record.duration_ms == 9_000
        assert count(missed.path, "review") == written + done + 1
    assert session.question() is None
    assert missed.review().total == 0


def test_a_wrong_or_open_answer_is_again(missed: Desk) -> None:
    session = missed.review()
    first = _asked(session)
    assert session.answer(first, SLIPS[first.item.id]).record.rating is Rating.AGAIN
    assert session.answer(_asked(session), None).record.rating is Rating.AGAIN


def test_a_response_that_does_not_fit_is_refused_and_asked_again(missed: Desk) -> None:
    session = missed.review()
    question, log = _asked(session), as_text(missed.path, "review")
    with pytest.raises(ResponseError):
        session.answer(question, {"no": ["such", "slot"]})
    assert as_text(missed.path, "review") == log
    assert _asked(session) == question


def test_what_could_not_be_written_was_not_reviewed(missed: Desk) -> None:
    session = missed.review()
    question = _asked(session)
    memory = as_text(missed.path, "memory_state")
    missed.store.failing = "before commit"
    with pytest.raises(StoreError, match="disk"):
        session.answer(question, KEYS[question.item.id])
    assert (session.done, as_text(missed.path, "memory_state")) == (0, memory)
    missed.store.failing = None
    session.answer(_asked(session), KEYS[question.item.id])
    missed.store.failing = "before commit"
    with pytest.raises(StoreError, match="disk"):
        session.undo()
    assert session.done == 1


def test_undo_asks_the_same_again_and_leaves_no_trace_but_in_the_log(missed: Desk) -> None:
    session = missed.review()
    memory, log = as_text(missed.path, "memory_state"), as_text(missed.path, "review")
    first = _asked(session)
    session.answer(first, KEYS[first.item.id])
    second = _asked(session)
    session.answer(second, SLIPS[second.item.id])
    for question in (second, first):
        undone = session.undo()
        assert undone is not None
        assert undone.question == question
        assert _asked(session) == question
    assert session.undo() is None
    assert session.done == 0
    assert as_text(missed.path, "memory_state") == memory
    assert as_text(missed.path, "review")[: len(log)] == log
    assert [row["kind"] for row in rows(missed.path, "SELECT kind FROM review ORDER BY seq")[len(log) :]] == [
        "review", "review", "undone", "undone",
    ]  # fmt: skip


def test_an_answer_after_an_undo_counts_as_if_the_first_had_not_been_given(missed: Desk) -> None:
    once, twice = missed.review(), missed.review()
    question = _asked(twice)
    twice.answer(question, SLIPS[question.item.id])
    twice.undo()
    again = twice.answer(_asked(twice), KEYS[question.item.id]).record
    twice.undo()
    straight = once.answer(_asked(once), KEYS[question.item.id]).record
    assert (again.before, again.after) == (straight.before, straight.after)


def test_variants_of_a_fact_take_turns(missed: Desk) -> None:
    seen = [next(str(row["item_id"]) for row in rows(missed.path, "SELECT * FROM review WHERE family = 'worms'"))]
    for _ in range(5):
        session = missed.review()
        while question := session.question():
            session.answer(question, SLIPS[question.item.id])
            if question.key.family == "worms":
                seen.append(question.item.id)
        missed.clock.go(40 * 86_400)
    assert len(seen) == 6
    assert all(before != after for before, after in pairwise(seen))


def test_options_are_shuffled_anew_at_every_showing(missed: Desk) -> None:
    orders = set()
    for showing in range(1, 8):
        session = missed.review()
        while question := session.question():
            if question.item.id == "dough":
                assert question.option_order == option_order(question.item, showing)
                orders.add(str(question.option_order))
            session.answer(question, None)
        missed.clock.go(40 * 86_400)
    assert len(orders) > 1


def test_a_limit_takes_those_most_likely_forgotten(missed: Desk) -> None:
    for answers in (KEYS, SLIPS, KEYS):  # three days that leave the facts remembered unequally well
        session = missed.review(limit=4)
        while question := session.question():
            session.answer(question, answers[question.item.id])
        missed.clock.go(86_400)
    missed.clock.go(300 * 86_400)
    assert missed.review(limit=0).total == 0
    chosen = [_walk(missed.review(limit=limit)) for limit in (2, None)]
    assert chosen[0] == chosen[1][:2]
    with missed.store.reading() as unit:
        states = unit.reviews.states(missed.learner.id)
    today = missed.clock.now().date()
    likely = [retrievability(states[question.key], today) for question in _questions(missed.review())]
    assert likely == sorted(likely)
    assert len(set(likely)) > 1


def _questions(session: ReviewSession) -> list[Question]:
    """Everything a session asks, taken back at the end."""
    asked = []
    while question := session.question():
        asked.append(question)
        session.answer(question, None)
    while session.undo():
        pass
    return asked


def _walk(session: ReviewSession) -> list[str]:
    return [question.key.family for question in _questions(session)]


def test_a_fact_whose_items_left_the_bank_is_not_asked(missed: Desk) -> None:
    start = KITCHEN.index("  - id: salt")
    write_bank(missed.home, kitchen=KITCHEN[:start] + KITCHEN[KITCHEN.index("  - id: knife-1") :])
    after = missed.crash()
    assert after.review().total == FAMILIES - 1
    assert {question.item.kind for question in _questions(after.review())} <= SHOWABLE_KINDS


def test_due_reviews_are_counted_by_day_and_what_is_overdue_counts_today(missed: Desk) -> None:
    assert count_due(missed.store, missed.learner, missed.clock, [CODE]).today == FAMILIES
    session = missed.review(limit=2)
    dues = [session.answer(_asked(session), KEYS[_asked(session).item.id]).record.after.due_on for _ in range(2)]
    due = count_due(missed.store, missed.learner, missed.clock, [CODE])
    today = missed.clock.now().date()
    assert due.by_day[0] == (today, FAMILIES - 2)
    assert sum(number for _, number in due.by_day) == FAMILIES
    assert {day for day, _ in due.by_day[1:]} == set(dues)
    missed.clock.jump(timedelta(days=365))
    assert count_due(missed.store, missed.learner, missed.clock, [CODE]).by_day == (
        (today + timedelta(days=365), FAMILIES),
    )
    assert count_due(missed.store, missed.learner, missed.clock, ["EX-8"]).today == 0


def test_a_session_goes_on_with_the_memory_of_now_where_another_session_reviewed_meanwhile(missed: Desk) -> None:
    here, there = missed.review(), missed.review()
    question = _asked(here)
    first = there.answer(_asked(there), KEYS[question.item.id]).record
    second = here.answer(question, KEYS[question.item.id]).record
    assert second.before == first.after
    with pytest.raises(StoreError, match="since"):
        there.undo()
    assert there.done == 1
