"""Figures as people read them; scores are floored, never rounded up."""

from __future__ import annotations

from datetime import datetime
from fractions import Fraction
from math import floor

BAR_WIDTH = 20


def clock_text(milliseconds: int) -> str:
    """`h:mm:ss`, rounded up to the second, so that 0:00:00 means nothing is left."""
    seconds = -(-milliseconds // 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def points_text(points: Fraction) -> str:
    """Whole points as they are, others floored to two decimals."""
    if points.denominator == 1:
        return str(points.numerator)
    return f"{floor(points * 100) / 100:.2f}"


def percent_text(fraction: Fraction) -> str:
    """A share of 0..1 in per cent, floored to one decimal."""
    return f"{floor(fraction * 1000) / 10:.1f} %"


def bar_text(fraction: Fraction, width: int = BAR_WIDTH) -> str:
    """A share of 0..1 as a bar; only a whole share fills it."""
    filled = floor(fraction * width)
    return "█" * filled + "░" * (width - filled)


def moment_text(at: datetime) -> str:
    """An instant in the learner's own time, to the minute."""
    return f"{at.astimezone():%Y-%m-%d %H:%M}"
