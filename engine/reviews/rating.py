"""From what happened to an item to a rating of how well its fact was remembered."""

from __future__ import annotations

from enum import IntEnum

from engine.items.scoring import Outcome


class Rating(IntEnum):
    """FSRS ratings."""

    AGAIN = 1
    HARD = 2
    GOOD = 3
    EASY = 4


def rate(outcome: Outcome, *, flagged: bool) -> Rating:
    """Anything less than right is Again; right but flagged as unsure is Hard; right is Good."""
    if outcome is not Outcome.RIGHT:
        return Rating.AGAIN
    return Rating.HARD if flagged else Rating.GOOD
