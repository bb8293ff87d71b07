"""Protects the sharing of places: it must add up, keep limits and stay within one of the exact share."""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor

from hypothesis import example, given
from hypothesis import strategies as st

from engine.exams.apportion import apportion
from tests.engine.bank_strategies import unhurried

totals = st.integers(0, 120)
weights_of = st.lists(st.fractions(0, 100, max_denominator=12), min_size=1, max_size=8)


def _share(total: int, *weights: int) -> list[int]:
    named = {place: Fraction(weight) for place, weight in enumerate(weights)}
    return [*apportion(total, named, dict.fromkeys(named, total)).values()]


@given(totals, weights_of, st.data())
@unhurried
def test_shares_add_up_and_keep_their_limits(total: int, weights: list[Fraction], data: st.DataObject) -> None:
    limits = dict(enumerate(data.draw(st.lists(st.integers(0, 40), min_size=len(weights), max_size=len(weights)))))
    shares = apportion(total, dict(enumerate(weights)), limits)
    assert list(shares) == list(limits)
    assert all(0 <= shares[name] <= limits[name] for name in limits)
    assert sum(shares.values()) == min(total, sum(limits.values()))


@given(totals, weights_of)
@unhurried
def test_without_limits_every_share_is_within_one_of_the_exact_one(total: int, weights: list[Fraction]) -> None:
    named = dict(enumerate(weights))
    shares = apportion(total, named, dict.fromkeys(named, total))
    whole = sum(weights)
    for name, weight in named.items():
        exact = total * weight / whole if whole else Fraction(total, len(weights))
        assert shares[name] in (floor(exact), ceil(exact))


def _exact(total: int, weights: list[Fraction], limits: list[int]) -> list[Fraction]:
    """The shares if places could be cut up: in proportion, but for names filled to their limit."""
    left, exact = Fraction(min(total, sum(limits))), [Fraction(0)] * len(weights)
    soonest_full = sorted(range(len(weights)), key=lambda name: limits[name] / weights[name])
    for place, name in enumerate(soonest_full):
        whole = sum(weights[other] for other in soonest_full[place:])
        exact[name] = min(Fraction(limits[name]), left * weights[name] / whole)
        left -= exact[name]
    return exact


@given(totals, st.lists(st.tuples(st.integers(1, 30), st.integers(0, 40)), min_size=1, max_size=8))
@example(total=14, names=[(12, 1), (4, 1), (16, 5), (25, 9)])
@unhurried
def test_what_a_limit_cuts_off_goes_to_the_others_in_proportion(total: int, names: list[tuple[int, int]]) -> None:
    weights, limits = [Fraction(weight) for weight, _ in names], [limit for _, limit in names]
    shares = apportion(total, dict(enumerate(weights)), dict(enumerate(limits)))
    for name, exact in enumerate(_exact(total, weights, limits)):
        assert abs(shares[name] - exact) < 1


@given(totals, weights_of, st.fractions(Fraction(1, 9), 9, max_denominator=9))
@unhurried
def test_only_the_ratio_of_the_weights_counts(total: int, weights: list[Fraction], factor: Fraction) -> None:
    named = dict(enumerate(weights))
    scaled = {name: weight * factor for name, weight in named.items()}
    limits = dict.fromkeys(named, total)
    assert apportion(total, named, limits) == apportion(total, scaled, limits)


@given(totals, weights_of)
@unhurried
def test_a_larger_weight_never_gets_less(total: int, weights: list[Fraction]) -> None:
    shares = apportion(total, dict(enumerate(weights)), dict.fromkeys(range(len(weights)), total))
    by_weight = sorted(range(len(weights)), key=lambda name: (weights[name], shares[name]))
    assert [shares[name] for name in by_weight] == sorted(shares.values())


def test_the_textbook_election_by_largest_remainder() -> None:
    assert _share(10, 47_000, 16_000, 15_900, 12_000, 6_000, 3_100) == [5, 2, 1, 1, 1, 0]


def test_the_alabama_paradox_is_kept_as_hamiltons_method_has_it() -> None:
    """One more seat in all costs the smallest state one of its two; known, and harmless for forms."""
    assert _share(10, 6, 6, 2) == [4, 4, 2]
    assert _share(11, 6, 6, 2) == [5, 5, 1]


def test_ties_go_to_the_name_that_stands_first() -> None:
    assert _share(2, 1, 1, 1) == [1, 1, 0]


def test_a_name_without_weight_gets_places_only_when_the_others_are_full() -> None:
    weights = {"heavy": Fraction(1), "none": Fraction(0)}
    assert apportion(5, weights, {"heavy": 9, "none": 9}) == {"heavy": 5, "none": 0}
    assert apportion(5, weights, {"heavy": 3, "none": 9}) == {"heavy": 3, "none": 2}
