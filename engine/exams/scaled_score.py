"""The practice estimate on the vendor's scale, and the pass decision that does not depend on it."""

from __future__ import annotations

from fractions import Fraction
from math import floor

LOWEST, PASS_MARK, HIGHEST = 1, 700, 1000


def scaled_score(fraction: Fraction, cut: Fraction) -> int:
    """Piecewise linear through (0, 1), (cut, 700), (1, 1000), floored; `fraction` and `cut` in 0..1.

    The vendor equates forms and publishes no conversion, so this is an estimate for practice only.
    """
    if fraction < cut:
        return floor(LOWEST + (PASS_MARK - LOWEST) * fraction / cut)
    return floor(PASS_MARK + (HIGHEST - PASS_MARK) * (fraction - cut) / (1 - cut))


def passed(fraction: Fraction, cut: Fraction) -> bool:
    """Decided on exact points against the cut, never on the rounded scale."""
    return fraction >= cut
