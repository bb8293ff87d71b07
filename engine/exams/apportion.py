"""Shares of a whole by largest remainder."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import floor
from typing import TypeVar

Name = TypeVar("Name")


def apportion(total: int, weights: Mapping[Name, Fraction], limits: Mapping[Name, int]) -> dict[Name, int]:
    """Share `total` places by `weights` (Hamilton's method), none above its limit.

    Names whose exact share reaches their limit are filled first; the others share what is left as if those had
    never stood, so the shares add up to `total`, or to the sum of the limits where that is less. Ties go to the
    name that stands first.
    """
    shares = dict.fromkeys(weights, 0)
    left, open_names = min(total, sum(limits[name] for name in weights)), list(weights)
    while open_names:
        exact = _proportional(left, {name: weights[name] for name in open_names})
        full = [name for name in open_names if exact[name] >= limits[name]]
        if not full:
            return {**shares, **_by_remainder(left, exact)}
        # What the full take is no more than their exact shares, so those of the others can only grow.
        for name in full:
            shares[name] = limits[name]
            left -= limits[name]
        open_names = [name for name in open_names if name not in full]
    return shares


def _proportional(total: int, weights: Mapping[Name, Fraction]) -> dict[Name, Fraction]:
    """The exact shares; equal ones where nothing has a weight."""
    whole = sum(weights.values(), Fraction(0))
    if whole == 0:
        return dict.fromkeys(weights, Fraction(total, len(weights)))
    return {name: total * weight / whole for name, weight in weights.items()}


def _by_remainder(total: int, exact: Mapping[Name, Fraction]) -> dict[Name, int]:
    """The whole parts, and what they leave over to the largest remainders."""
    shares = {name: floor(share) for name, share in exact.items()}
    over = total - sum(shares.values())
    for name in sorted(exact, key=lambda name: shares[name] - exact[name])[:over]:
        shares[name] += 1
    return shares
