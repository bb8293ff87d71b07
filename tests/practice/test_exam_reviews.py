"""Protects what an exam teaches the scheduler: every item is a review, and what was missed comes back today."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from engine.practice.sit import OpenSitting
from engine.reviews.memory import MemoryState, after_review
from engine.reviews.queue import FamilyKey
from engine.reviews.rating import Rating
from tests.desk import Desk
from tests.small_bank import CODE, KEYS, SLIPS
from tests.sql import rows

TODAY = date(2026, 3, 2)


def _states(desk: Desk) -> dict[str, MemoryState]:
    with desk.store.reading() as unit:
        return {key.family: state for key, state in unit.reviews.states(desk.learner.id, CODE).items()}


def _family(desk: Desk, item_id: str) -> str:
    return desk.bank.items[item_id].family_id


def _mixed(desk: Desk) -> OpenSitting:
    """Right, right but flagged, wrong, wrong and flagged, and the rest open."""
    opened = desk.start()
    for place, item_id in enumerate(opened.sitting.form.item_ids[:4]):
        opened.answer(item_id, (KEYS if place < 2 else SLIPS)[item_id])
        opened.flag(item_id, place in (1, 3))
    return opened


def test_right_is_good_flagged_is_hard_and_everything_else_is_again(desk: Desk) -> None:
    opened = _mixed(desk)
    opened.finish("submitted").result()
    given = {row["item_id"]: row["rating"] for row in rows(desk.path, "SELECT item_id, rating FROM review")}
    wanted = [Rating.GOOD, Rating.HARD, Rating.AGAIN, Rating.AGAIN, Rating.AGAIN, Rating.AGAIN]
    assert given == dict(zip(opened.sitting.form.item_ids, wanted, strict=True))


def test_half_right_is_not_right(desk: Desk) -> None:
    opened = desk.start()
    opened.answer("compost", ["a"])
    report = opened.finish("submitted").result()
    (result,) = [result for result in report.items if result.item_id == "compost"]
    assert 0 < result.mark.points < result.mark.maximum
    assert rows(desk.path, "SELECT rating FROM review WHERE item_id = 'compost'") == [{"rating": Rating.AGAIN}]


def test_what_was_missed_is_due_the_same_learning_day_and_the_rest_later(desk: Desk) -> None:
    opened = _mixed(desk)
    opened.finish("submitted").result()
    states = _states(desk)
    for place, item_id in enumerate(opened.sitting.form.item_ids):
        state = states[_family(desk, item_id)]
        plain = after_review(None, [Rating.GOOD, Rating.HARD, *[Rating.AGAIN] * 4][place], TODAY)
        assert (state.stability, state.difficulty) == (plain.stability, plain.difficulty)
        assert state.due_on == (plain.due_on if place < 2 else TODAY)
        assert state.reviewed_on == TODAY
    assert all(states[_family(desk, item_id)].due_on > TODAY for item_id in opened.sitting.form.item_ids[:2])
    assert desk.review().total == 4


@pytest.mark.parametrize(
    ("offset", "hour", "day"),
    [(timedelta(0), 3, date(2026, 3, 1)), (timedelta(0), 4, TODAY), (timedelta(hours=-6), 9, date(2026, 3, 1)),
     (timedelta(hours=10), 17, TODAY), (timedelta(hours=10), 18, date(2026, 3, 3))],
)  # fmt: skip
def test_the_learning_day_is_the_learners_own(desk: Desk, offset: timedelta, hour: int, day: date) -> None:
    desk.clock.wall = desk.clock.wall.replace(hour=hour)
    desk.clock.offset = offset
    desk.start(questions=1).finish("submitted").result()
    (row,) = rows(desk.path, "SELECT learning_day, utc_offset_minutes FROM review")
    assert row == {"learning_day": day.isoformat(), "utc_offset_minutes": round(offset.total_seconds() / 60)}
    assert [state.due_on for state in _states(desk).values()] == [day]


def test_each_review_says_which_sitting_item_version_and_time_it_came_from(desk: Desk) -> None:
    opened = desk.start()
    first = opened.sitting.form.item_ids[0]
    desk.clock.go(42)
    opened.answer(first, KEYS[first])
    opened.finish("submitted").result()
    (row,) = rows(desk.path, "SELECT * FROM review WHERE item_id = ?", first)
    assert (row["kind"], row["sitting_id"], row["family"]) == ("exam", opened.sitting.id, _family(desk, first))
    assert (row["item_version"], row["duration_ms"]) == (opened.sitting.versions[first], 42_000)
    assert row["before"] is None
    assert [r["seq"] for r in rows(desk.path, "SELECT seq FROM review ORDER BY seq")] == [1, 2, 3, 4, 5, 6]


def test_a_second_exam_goes_on_from_what_the_first_taught(desk: Desk) -> None:
    _mixed(desk).finish("submitted").result()
    first = _states(desk)
    desk.clock.go(5 * 86_400)
    opened = _mixed(desk)
    opened.finish("submitted").result()
    day = TODAY + timedelta(days=5)
    for place, item_id in enumerate(opened.sitting.form.item_ids):
        family = _family(desk, item_id)
        rating = [Rating.GOOD, Rating.HARD, *[Rating.AGAIN] * 4][place]
        wanted, state = after_review(first[family], rating, day), _states(desk)[family]
        assert (state.stability, state.difficulty, state.reviews, state.lapses) == (
            wanted.stability, wanted.difficulty, 2, wanted.lapses,
        )  # fmt: skip


def test_a_missed_fact_is_shown_as_another_variant_where_there_is_one(desk: Desk) -> None:
    opened = desk.start()
    opened.finish("submitted").result()
    asked = {_family(desk, item_id): item_id for item_id in opened.sitting.form.item_ids}
    session = desk.review()
    variants = {}
    while question := session.question():
        variants[question.key.family] = question.item.id
        session.answer(question, None)
    assert {asked["worms"], variants["worms"]} == {"worm-1", "worm-2"}
    assert {asked["knives"], variants["knives"]} == {"knife-1", "knife-2"}
    assert variants["salt"] == asked["salt"] == "salt"


def test_a_sitting_taken_up_again_teaches_what_one_sitting_through_teaches(desk: Desk) -> None:
    _mixed(desk)
    desk.settle()
    after = desk.crash()
    resumed = after.resume()
    resumed.finish("submitted").result()
    assert {FamilyKey(CODE, family) for family in _states(after)} == {
        FamilyKey(CODE, _family(after, item_id)) for item_id in resumed.sitting.form.item_ids
    }
    assert [row["rating"] for row in rows(desk.path, "SELECT rating FROM review ORDER BY seq")] == [3, 2, 1, 1, 1, 1]
