"""Protects scheduling: what we store between reviews loses nothing that FSRS keeps, and FSRS-6 is meant."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from itertools import accumulate
from math import exp

import pytest
from fsrs import Card, Scheduler
from fsrs import Rating as FsrsRating
from hypothesis import given
from hypothesis import strategies as st

from engine.reviews.memory import MemoryState, after_review, parameters, retrievability
from engine.reviews.rating import Rating
from tests.engine.bank_strategies import unhurried

ratings = st.sampled_from(Rating)
first_days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
histories = st.lists(st.tuples(ratings, st.integers(0, 400)), min_size=1, max_size=15)
"""Ratings, each with the days that passed before it."""
spaced = st.lists(st.tuples(ratings, st.integers(1, 400)), min_size=1, max_size=15)


def _replay(history: list[tuple[Rating, int]], first: date) -> MemoryState:
    state: MemoryState | None = None
    for rating, day in _days(history, first):
        state = after_review(state, rating, day)
    assert state is not None
    return state


def _days(history: list[tuple[Rating, int]], first: date) -> list[tuple[Rating, date]]:
    gone = accumulate(gap for _, gap in history)
    return [(rating, first + timedelta(days=days)) for (rating, _), days in zip(history, gone, strict=True)]


@given(histories, first_days)
@unhurried
def test_the_package_used_directly_with_one_card_gives_the_same_memory(
    history: list[tuple[Rating, int]], first: date
) -> None:
    scheduler = Scheduler(desired_retention=0.9, learning_steps=(), relearning_steps=(), enable_fuzzing=False)
    card = Card(card_id=42, due=datetime.combine(first, time(12), UTC))
    for rating, day in _days(history, first):
        card, _ = scheduler.review_card(card, FsrsRating(rating.value), datetime.combine(day, time(12), UTC))
    state = _replay(history, first)
    assert (state.stability, state.difficulty, state.due_on) == (card.stability, card.difficulty, card.due.date())


@given(spaced, first_days)
@unhurried
def test_memory_follows_the_published_formulas(history: list[tuple[Rating, int]], first: date) -> None:
    """FSRS-6 written out once more from its published description, for reviews on different days."""
    w = parameters()
    assert len(w) == 21
    decay = -w[20]
    factor = 0.9 ** (1 / decay) - 1

    def first_difficulty(grade: int) -> float:
        return w[4] - exp(w[5] * (grade - 1)) + 1

    stability = difficulty = 0.0
    for number, (rating, gap) in enumerate(history):
        grade = int(rating)
        if number == 0:
            stability, difficulty = w[grade - 1], min(10.0, max(1.0, first_difficulty(grade)))
            continue
        recall = (1 + factor * gap / stability) ** decay
        if grade == 1:
            forgotten = w[11] * difficulty ** -w[12] * ((stability + 1) ** w[13] - 1) * exp(w[14] * (1 - recall))
            stability = max(0.001, min(forgotten, stability / exp(w[17] * w[18])))
        else:
            bonus = {2: w[15], 3: 1.0, 4: w[16]}[grade]
            growth = exp(w[8]) * (11 - difficulty) * stability ** -w[9] * (exp(w[10] * (1 - recall)) - 1) * bonus
            stability *= 1 + growth
        damped = difficulty - w[6] * (grade - 3) * (10 - difficulty) / 9
        difficulty = min(10.0, max(1.0, w[7] * first_difficulty(4) + (1 - w[7]) * damped))
    state = _replay(history, first)
    assert state.stability == pytest.approx(stability, rel=1e-9)
    assert state.difficulty == pytest.approx(difficulty, rel=1e-9)
    assert (state.due_on - state.reviewed_on).days == min(36_500, max(1, round(state.stability)))


@given(st.integers(1, 36_500), st.floats(1, 10), first_days)
@unhurried
def test_after_as_many_days_as_the_stability_recall_is_nine_in_ten(days: int, difficulty: float, day: date) -> None:
    state = MemoryState(float(days), difficulty, day, day, 1, 0)
    assert retrievability(state, day + timedelta(days=days)) == pytest.approx(0.9, abs=1e-12)


@given(histories, first_days, st.integers(-100, 2000), st.integers(0, 2000))
@unhurried
def test_recall_is_a_probability_that_only_falls(
    history: list[tuple[Rating, int]], first: date, after: int, more: int
) -> None:
    state = _replay(history, first)
    day = state.reviewed_on + timedelta(days=after)
    sooner, later = retrievability(state, day), retrievability(state, day + timedelta(days=more))
    assert 0 < later <= sooner <= 1
    if after <= 0:
        assert sooner == 1


@given(histories, first_days, st.integers(0, 400))
@unhurried
def test_again_never_lengthens_and_a_better_rating_never_comes_sooner(
    history: list[tuple[Rating, int]], first: date, gap: int
) -> None:
    before = _replay(history, first)
    day = before.reviewed_on + timedelta(days=gap)
    after = [after_review(before, rating, day) for rating in Rating]
    again = after[0]
    assert again.stability <= before.stability
    assert again.due_on - day <= before.due_on - before.reviewed_on
    assert [state.stability for state in after] == sorted(state.stability for state in after)
    assert [state.due_on for state in after] == sorted(state.due_on for state in after)
    assert [state.difficulty for state in after] == sorted((s.difficulty for s in after), reverse=True)


@given(histories, first_days)
@unhurried
def test_every_review_falls_due_on_a_later_day_and_is_counted(history: list[tuple[Rating, int]], first: date) -> None:
    state = _replay(history, first)
    assert state.due_on > state.reviewed_on == _days(history, first)[-1][1]
    assert state.reviews == len(history)
    assert state.lapses == sum(rating is Rating.AGAIN for rating, _ in history[1:])
    assert 1 <= state.difficulty <= 10
    assert state.stability >= 0.001


@given(histories, first_days, ratings, st.integers(1, 400))
@unhurried
def test_a_day_before_the_last_review_counts_as_that_day(
    history: list[tuple[Rating, int]], first: date, rating: Rating, back: int
) -> None:
    state = _replay(history, first)
    earlier = state.reviewed_on - timedelta(days=back)
    assert after_review(state, rating, earlier) == after_review(state, rating, state.reviewed_on)


def test_the_same_history_gives_the_same_days_every_time() -> None:
    """No fuzz: what was shown as the next day is the day that comes, also after undoing and answering again."""
    history = [(Rating.GOOD, 0), *[(Rating.GOOD, 60)] * 5]
    assert len({_replay(history, date(2026, 1, 1)).due_on for _ in range(50)}) == 1
