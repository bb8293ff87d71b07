"""How well a fact is remembered, and when to ask again: FSRS-6 by the `fsrs` package.

The package counts whole periods of 24 hours and fuzzes beyond its own bounds, so it is given noon UTC of the
learning day and its fuzz is off. Without learning steps every review falls due on a later learning day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache

from fsrs import Card, Scheduler, State
from fsrs import Rating as FsrsRating

from engine.reviews.rating import Rating

ALGORITHM = "fsrs-6"
RETENTION = 0.9


@dataclass(frozen=True, slots=True)
class MemoryState:
    """One learner's memory of one family. Stability in days; difficulty 1..10."""

    stability: float
    difficulty: float
    reviewed_on: date
    due_on: date
    reviews: int
    lapses: int


def after_review(state: MemoryState | None, rating: Rating, day: date) -> MemoryState:
    """The memory after a review on the learning day `day`; None is a fact never met before.

    A day before the last review counts as the day of that review: clocks do go back.
    """
    day = day if state is None else max(day, state.reviewed_on)
    card, _ = _scheduler().review_card(_card(state, day), FsrsRating(int(rating)), _noon(day))
    if card.stability is None or card.difficulty is None:
        raise ValueError("FSRS returned a card without a memory state")
    reviews, lapses = (state.reviews, state.lapses) if state else (0, 0)
    lapsed = state is not None and rating is Rating.AGAIN
    return MemoryState(card.stability, card.difficulty, day, card.due.date(), reviews + 1, lapses + lapsed)


def retrievability(state: MemoryState, day: date) -> float:
    """Probability, 0..1, that the fact is remembered on `day`."""
    return float(_scheduler().get_card_retrievability(_card(state, day), _noon(max(day, state.reviewed_on))))


def parameters() -> tuple[float, ...]:
    """The 21 weights in force, stored beside every review they schedule."""
    return tuple(_scheduler().parameters)


@cache
def _scheduler() -> Scheduler:
    return Scheduler(desired_retention=RETENTION, learning_steps=(), relearning_steps=(), enable_fuzzing=False)


def _card(state: MemoryState | None, day: date) -> Card:
    if state is None:
        return Card(card_id=1, due=_noon(day))
    return Card(
        card_id=1,
        state=State.Review,
        stability=state.stability,
        difficulty=state.difficulty,
        due=_noon(state.due_on),
        last_review=_noon(state.reviewed_on),
    )


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), UTC)
