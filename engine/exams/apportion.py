"""Shares of a whole by largest remainder."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from math import ceil, floor
from typing import TypeVar

Name = TypeVar("Name")


def apportion(total: int, weights: Mapping[Name, Fraction], limits: Mapping[Name, int]) -> dict[Name, int]:
    """Share `total` places by `weights` (Hamilton's method), none above its limit.

    What a name cannot take for its limit goes to the others by the same rule, so the shares add up to
    `total`, or to the sum of the limits where that is less. Ties go to the name that stands first.
    """
    shares = dict.fromkeys(weights, 0)
    left = min(total, sum(limits[name] for name in weights))
    while left > 0:
        open_names = [name for name in weights if shares[name] < limits[name]]
        whole = sum((weights[name] for name in open_names), Fraction(0))
        if whole == 0:
            exact = {name: Fraction(left, len(open_names)) for name in open_names}
        else:
            exact = {name: left * weights[name] / whole for name in open_names}
        given = {name: min(floor(exact[name]), limits[name] - shares[name]) for name in open_names}
        if sum(given.values()) == 0 or all(given[name] == floor(exact[name]) for name in open_names):
            _by_remainder(given, exact, {n: limits[n] - shares[n] for n in open_names}, left)
        for name, places in given.items():
            shares[name] += places
        left = min(total, sum(limits[name] for name in weights)) - sum(shares.values())
    return shares


def _by_remainder(given: dict[Name, int], exact: Mapping[Name, Fraction], room: Mapping[Name, int], left: int) -> None:
    """Hand out what whole parts left over, largest remainder first."""
    order = sorted(given, key=lambda name: floor(exact[name]) - exact[name])
    for name in order:
        if sum(given.values()) >= left:
            return
        if given[name] < room[name]:
            given[name] += 1


def within(total: int, low: Fraction, high: Fraction) -> range:
    """The whole counts that lie inside a share range of `total`, rounded outward."""
    return range(floor(total * low), ceil(total * high) + 1)
