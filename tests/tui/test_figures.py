"""Figures are floored: no screen shows more points, a higher share or less time than there is."""

from __future__ import annotations

from datetime import UTC, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.figures import bar_text, clock_text, moment_text, percent_text, points_text

shares = st.fractions(min_value=0, max_value=1, max_denominator=10_000)


@given(st.integers(0, 1_000_000_000))
def test_the_clock_shows_zero_only_when_nothing_is_left(milliseconds: int) -> None:
    hours, minutes, seconds = map(int, clock_text(milliseconds).split(":"))
    shown = ((hours * 60 + minutes) * 60 + seconds) * 1000
    assert 0 <= shown - milliseconds < 1000
    assert minutes < 60
    assert seconds < 60


@pytest.mark.parametrize(
    ("milliseconds", "shown"),
    [
        (0, "0:00:00"),
        (1, "0:00:01"),
        (1_000, "0:00:01"),
        (59_001, "0:01:00"),
        (6_000_000, "1:40:00"),
        (36_000_000, "10:00:00"),
    ],
)
def test_clock_text(milliseconds: int, shown: str) -> None:
    assert clock_text(milliseconds) == shown


@given(shares)
def test_a_share_in_per_cent_is_floored_to_a_tenth(share: Fraction) -> None:
    shown = Fraction(percent_text(share).removesuffix(" %")) / 100
    assert 0 <= share - shown < Fraction(1, 1000)


@given(st.fractions(min_value=0, max_value=1_000, max_denominator=1_000))
def test_points_are_floored_to_a_hundredth(points: Fraction) -> None:
    assert 0 <= points - Fraction(points_text(points)) < Fraction(1, 100)


@pytest.mark.parametrize(
    ("points", "shown"), [("3", "3"), ("7/2", "3.50"), ("2/3", "0.66"), ("29/100", "0.29"), ("1999/1000", "1.99")]
)
def test_points_text(points: str, shown: str) -> None:
    assert points_text(Fraction(points)) == shown


@pytest.mark.parametrize(
    ("share", "shown"),
    [("0", "0.0 %"), ("1", "100.0 %"), ("2/3", "66.6 %"), ("6999/10000", "69.9 %"), ("7/10", "70.0 %")],
)
def test_percent_text(share: str, shown: str) -> None:
    assert percent_text(Fraction(share)) == shown


@given(shares, st.integers(1, 40))
def test_only_a_whole_share_fills_the_bar(share: Fraction, width: int) -> None:
    bar = bar_text(share, width)
    assert len(bar) == width
    assert (bar == "█" * width) == (share == 1)
    assert bar == "█" * bar.count("█") + "░" * bar.count("░")


def test_a_moment_is_told_in_local_time() -> None:
    at = datetime(2026, 7, 1, 12, 30, tzinfo=UTC)
    assert moment_text(at) == at.astimezone().strftime("%Y-%m-%d %H:%M")
