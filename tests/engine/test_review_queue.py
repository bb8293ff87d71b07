"""Protects what is reviewed when: who is due, in which order, with which variant, and how an outcome is rated."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.items.scoring import Outcome
from engine.reviews.memory import MemoryState, retrievability
from engine.reviews.queue import FamilyKey, choose_variant, due_by_day, due_queue
from engine.reviews.rating import Rating, rate
from tests.engine.bank_strategies import unhurried

TODAY = date(2026, 11, 25)

days = st.integers(-300, 300).map(lambda shift: TODAY + timedelta(days=shift))
keys = st.builds(FamilyKey, st.sampled_from(["EX-1", "EX-2"]), st.sampled_from([f"f{n}" for n in range(12)]))
stabilities = st.sampled_from([0.5, 2.0, 9.0, 40.0])
memories = st.builds(MemoryState, stabilities, st.floats(1, 10), days, days, st.integers(1, 9), st.just(0))
state_maps = st.dictionaries(keys, memories, max_size=20)
variants = st.lists(st.sampled_from("abcdef"), min_size=1, unique=True)


@given(state_maps)
@unhurried
def test_the_queue_holds_each_family_due_by_today_the_most_likely_forgotten_first(
    states: Mapping[FamilyKey, MemoryState],
) -> None:
    queue = due_queue(states, TODAY)
    assert set(queue) == {key for key, state in states.items() if state.due_on <= TODAY}
    assert len(set(queue)) == len(queue)
    recall = [retrievability(states[key], TODAY) for key in queue]
    assert recall == sorted(recall)


@given(state_maps, st.none() | st.integers(0, 25))
@unhurried
def test_the_order_does_not_depend_on_how_the_states_came_and_a_limit_takes_the_first(
    states: dict[FamilyKey, MemoryState], limit: int | None
) -> None:
    backwards = dict(reversed(states.items()))
    whole = due_queue(states, TODAY)
    assert due_queue(backwards, TODAY, limit) == (whole if limit is None else whole[:limit])


@given(st.lists(days, max_size=40))
@unhurried
def test_the_forecast_counts_every_review_once_and_what_is_overdue_today(due: list[date]) -> None:
    by_day = due_by_day(due, TODAY)
    assert sum(count for _, count in by_day) == len(due)
    assert [day for day, _ in by_day] == sorted({max(day, TODAY) for day in due})
    assert dict(by_day).get(TODAY, 0) == sum(day <= TODAY for day in due)


@given(variants, st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3)), st.none() | st.sampled_from("abcdef"))
@unhurried
def test_the_variant_is_the_least_shown_and_another_than_the_last_where_there_is_one(
    names: list[str], shown: dict[str, int], last: str | None
) -> None:
    chosen = choose_variant(names, shown, last)
    assert chosen in names
    others = [name for name in names if name != last]
    if others:
        assert chosen != last
    assert all(shown.get(chosen, 0) <= shown.get(name, 0) for name in others)
    assert chosen == choose_variant([*reversed(names)], shown, last)


def test_the_only_variant_is_shown_again() -> None:
    assert choose_variant(["a"], {"a": 3}, "a") == "a"


def test_variants_take_turns_until_each_was_shown_as_often() -> None:
    counts: dict[str, int] = {}
    last: str | None = None
    for _ in range(9):
        last = choose_variant("abc", counts, last)
        counts[last] = counts.get(last, 0) + 1
    assert counts == {"a": 3, "b": 3, "c": 3}


@pytest.mark.parametrize(
    ("outcome", "flagged", "rating"),
    [
        (Outcome.RIGHT, False, Rating.GOOD),
        (Outcome.RIGHT, True, Rating.HARD),
        (Outcome.PARTLY_RIGHT, False, Rating.AGAIN),
        (Outcome.PARTLY_RIGHT, True, Rating.AGAIN),
        (Outcome.WRONG, False, Rating.AGAIN),
        (Outcome.WRONG, True, Rating.AGAIN),
        (Outcome.UNANSWERED, False, Rating.AGAIN),
        (Outcome.UNANSWERED, True, Rating.AGAIN),
    ],
)
def test_only_a_right_answer_is_remembered_and_a_flag_makes_it_hard(
    outcome: Outcome, flagged: bool, rating: Rating
) -> None:
    assert rate(outcome, flagged=flagged) is rating
