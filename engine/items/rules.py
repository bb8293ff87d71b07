"""Scoring rules on sets of atoms, as exact fractions of an item's maximum.

Rules and the systems that use them: `all_or_nothing` (QTI match_correct), `per_component` (Microsoft's
multi-part items), `plus_minus` (H5P, Canvas), `every_decision` and `halves` (Open edX), `fractions` (Moodle),
`mapping` (QTI map_response). Unanswered items never reach a rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Set
from fractions import Fraction

ROUNDING = Fraction(1, 100_000)
"""Moodle's tolerance: three thirds written as 33.33333 % still make a whole."""


def all_or_nothing(chosen: Set[str], key: Set[str]) -> Fraction:
    """1 where the response is the key, else 0."""
    return Fraction(chosen == key)


def per_component(chosen: Set[str], key: Set[str]) -> Fraction:
    """The share of the key's components that were chosen; more choices than the key has earn nothing."""
    if len(chosen) > len(key):
        return Fraction(0)
    return Fraction(len(chosen & key), len(key))


def plus_minus(chosen: Set[str], key: Set[str]) -> Fraction:
    """Right choices minus wrong ones over the key's size, never below 0."""
    return max(Fraction(0), Fraction(len(chosen & key) - len(chosen - key), len(key)))


def errors(chosen: Set[str], key: Set[str], *, slots: bool) -> int:
    """How many decisions went wrong: a slot is one decision, and so is taking or leaving an option.

    A list longer than the key has filled more slots than there are; each of those went wrong too.
    """
    return max(len(key), len(chosen)) - len(chosen & key) if slots else len(chosen ^ key)


def every_decision(wrong: int, decisions: int) -> Fraction:
    """The share of decisions that were right."""
    return Fraction(max(0, decisions - wrong), decisions)


def halves(wrong: int, decisions: int) -> Fraction:
    """Open edX: one error halves the score (three decisions or more), two quarter it (five or more)."""
    if wrong == 0:
        return Fraction(1)
    if wrong == 1 and decisions >= 3:
        return Fraction(1, 2)
    if wrong == 2 and decisions >= 5:
        return Fraction(1, 4)
    return Fraction(0)


def fractions(chosen: Set[str], credit: Mapping[str, Fraction]) -> Fraction:
    """The chosen components' fractions added up, held within 0..1."""
    total = sum((credit.get(atom, Fraction(0)) for atom in chosen), Fraction(0))
    if abs(total - 1) <= ROUNDING:
        return Fraction(1)
    return min(max(total, Fraction(0)), Fraction(1))


def mapped(
    chosen: Set[str], entries: Mapping[str, Fraction], default: Fraction, lower: Fraction, upper: Fraction
) -> Fraction:
    """QTI: the mapped values added up, unmapped ones at `default`, held within `lower`..`upper`; in points."""
    total = sum((entries.get(atom, default) for atom in chosen), Fraction(0))
    return min(max(total, lower), upper)
