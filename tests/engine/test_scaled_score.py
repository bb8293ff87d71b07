"""Protects the scale and the pass decision: exact points decide, and the figure shown can never contradict them."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exams.scaled_score import passed, scaled_score
from tests.engine.bank_strategies import cuts, unhurried

fractions = st.fractions(min_value=0, max_value=1)
hair = Fraction(1, 10**30)


@given(cuts)
@unhurried
def test_the_scale_runs_through_its_three_points(cut: Fraction) -> None:
    assert scaled_score(Fraction(0), cut) == 1
    assert scaled_score(cut, cut) == 700
    assert scaled_score(Fraction(1), cut) == 1000
    assert passed(cut, cut)


@given(fractions, fractions, cuts)
@unhurried
def test_more_points_never_scale_lower(one: Fraction, other: Fraction, cut: Fraction) -> None:
    low, high = sorted((one, other))
    assert 1 <= scaled_score(low, cut) <= scaled_score(high, cut) <= 1000


@given(fractions, cuts)
@unhurried
def test_700_is_shown_exactly_to_those_who_pass(fraction: Fraction, cut: Fraction) -> None:
    assert (scaled_score(fraction, cut) >= 700) == passed(fraction, cut) == (fraction >= cut)


@given(cuts)
@unhurried
def test_a_hair_below_the_cut_fails_and_shows_699(cut: Fraction) -> None:
    assert not passed(cut - hair, cut)
    assert scaled_score(cut - hair, cut) == 699


@given(fractions, cuts)
@unhurried
def test_the_score_shown_is_the_floor_of_the_straight_line(fraction: Fraction, cut: Fraction) -> None:
    shown = scaled_score(fraction, cut)
    line = 1 + 699 * fraction / cut if fraction < cut else 1000 - 300 * (1 - fraction) / (1 - cut)
    assert shown <= line < shown + 1


@pytest.mark.parametrize(
    ("points", "of", "scaled"), [(35, 50, 700), (34, 50, 680), (42, 50, 840), (49, 50, 980), (1, 50, 20), (0, 50, 1)]
)
def test_scores_of_fifty_points_at_the_usual_cut(points: int, of: int, scaled: int) -> None:
    assert scaled_score(Fraction(points, of), Fraction(7, 10)) == scaled
