"""Protects the published behaviour of each scoring rule: their owners' own examples and tables."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest

from engine.items import rules
from engine.items.kinds import MultipleResponse, Ordering, YesNoSeries
from engine.items.responses import parse_response
from engine.items.scoring import Outcome, maximum_points, score

HALF, QUARTER = Fraction(1, 2), Fraction(1, 4)


def _multiple(options: str, key: str, scoring: dict[str, Any] | None = None) -> MultipleResponse:
    return MultipleResponse.model_validate(
        {
            "id": "m",
            "kind": "multiple_response",
            "domain": "d",
            "stem": "Which?",
            "options": [{"id": name, "text": name} for name in options.split()],
            "key": key.split(),
            "scoring": scoring,
        }
    )


def _ordering(rule: str | None = None) -> Ordering:
    return Ordering.model_validate(
        {
            "id": "o",
            "kind": "ordering",
            "domain": "d",
            "stem": "In which order?",
            "steps": [{"id": name, "text": name} for name in "abcde"],
            "key": ["a", "b", "c"],
            "scoring": {"rule": rule} if rule else None,
        }
    )


def _points(item: MultipleResponse | Ordering | YesNoSeries, value: Any) -> Fraction:
    return score(item, parse_response(item, value)).points


@pytest.mark.parametrize(
    ("chosen", "points", "outcome"),
    [
        (["H", "O"], 2, Outcome.RIGHT),
        (["H", "Cl"], 0, Outcome.WRONG),
        (["H", "O", "Cl"], 1, Outcome.PARTLY_RIGHT),
        (["H", "He"], 0, Outcome.WRONG),
        ([], 0, Outcome.UNANSWERED),
    ],
)
def test_qti_maps_the_elements_of_water(chosen: list[str], points: int, outcome: Outcome) -> None:
    scoring = {"rule": "mapping", "entries": {"H": 1, "O": 1, "Cl": -1}, "default": -2, "lower": 0, "upper": 2}
    item = _multiple("H He C N O Cl", "H O Cl", scoring)
    mark = score(item, parse_response(item, [*chosen]))
    assert [mark.points, mark.maximum] == [points, 2]
    assert mark.outcome is outcome


def test_a_mapping_without_upper_bound_is_worth_its_positive_entries() -> None:
    scoring = {"rule": "mapping", "entries": {"H": "1.5", "O": 1, "Cl": -1}}
    assert maximum_points(_multiple("H O Cl", "H O", scoring)) == Fraction(5, 2)


@pytest.mark.parametrize(
    ("decisions", "shares"),
    [
        (1, [1, 0]),
        (2, [1, 0, 0]),
        (3, [1, HALF, 0, 0]),
        (4, [1, HALF, 0, 0, 0]),
        (5, [1, HALF, QUARTER, 0, 0, 0]),
        (6, [1, HALF, QUARTER, 0, 0, 0, 0]),
    ],
)
def test_open_edx_halves_by_the_number_of_errors(decisions: int, shares: list[Fraction]) -> None:
    assert [rules.halves(wrong, decisions) for wrong in range(decisions + 1)] == shares


def test_halves_counts_a_missed_and_a_wrongly_chosen_option_as_two_errors() -> None:
    item = _multiple("a b c d e", "a b", {"rule": "halves"})
    assert [_points(item, value) for value in (["a", "b"], ["a"], ["a", "c"], ["c"])] == [1, HALF, QUARTER, 0]


def test_open_edx_every_decision_pays_for_options_rightly_left_alone() -> None:
    item = _multiple("a b c d", "a b", {"rule": "every_decision"})
    assert [_points(item, value) for value in (["a", "b"], ["a"], ["a", "c"], ["c", "d"])] == [4, 3, 2, 0]


@pytest.mark.parametrize("third", ["0.3333333", "0.33333", "1/3"])
def test_moodle_three_thirds_are_a_whole(third: str) -> None:
    item = _multiple("a b c d", "a b c", {"rule": "fractions", "credit": dict.fromkeys("abc", third)})
    assert _points(item, ["a", "b", "c"]) == 1
    assert score(item, parse_response(item, ["a", "b", "c"])).outcome is Outcome.RIGHT
    assert _points(item, ["a"]) == Fraction(third)


def test_moodle_two_thirds_are_not_rounded_up_and_negatives_stop_at_zero() -> None:
    credit = {"a": "0.33333", "b": "0.33333", "c": "0.33334", "d": -1}
    item = _multiple("a b c d", "a b c", {"rule": "fractions", "credit": credit})
    assert _points(item, ["a", "b"]) == Fraction("0.66666")
    assert _points(item, ["d"]) == _points(item, ["a", "d"]) == 0


def test_plus_minus_takes_wrong_choices_from_right_ones_and_stops_at_zero() -> None:
    item = _multiple("a b c d e", "a b c", {"rule": "plus_minus"})
    assert [_points(item, value) for value in (["a", "b"], ["a", "b", "d"], ["a", "d", "e"])] == [2, 1, 0]


def test_choose_two_is_two_points_by_default() -> None:
    item = _multiple("a b c d", "a b")
    assert [_points(item, value) for value in (["a", "b"], ["a"], ["a", "c"], ["c", "d"])] == [2, 1, 1, 0]


def test_a_list_is_right_or_wrong_as_a_whole_by_default() -> None:
    item = _ordering()
    values = [["a", "b", "c"], ["b", "a", "c"], ["a", "b"], ["a", "b", "c", "d"]]
    assert [_points(item, value) for value in values] == [1, 0, 0, 0]


@pytest.mark.parametrize(("rule", "points"), [("per_component", 0), ("every_decision", 2), ("halves", HALF)])
def test_a_step_that_does_not_belong_costs_marks_even_behind_the_right_list(rule: str, points: Fraction) -> None:
    assert _points(_ordering(rule), ["a", "b", "c", "d"]) == points


def test_a_missing_step_is_one_error() -> None:
    assert _points(_ordering("every_decision"), ["a", "b"]) == 2
    assert _points(_ordering("halves"), ["a", "b"]) == HALF


def test_statements_left_open_are_errors_once_one_is_judged() -> None:
    statements = [{"id": name, "text": name} for name in ("s1", "s2", "s3")]
    item = YesNoSeries.model_validate(
        {
            "id": "y",
            "kind": "yes_no_series",
            "domain": "d",
            "stem": "Judge.",
            "statements": statements,
            "key": {"s1": "true", "s2": "false", "s3": "true"},
            "scoring": {"rule": "halves"},
        }
    )
    assert _points(item, {"s1": True, "s2": False}) == HALF
    assert _points(item, {"s1": True}) == 0


def test_more_choices_than_the_key_earn_nothing() -> None:
    assert rules.per_component({"a", "b", "c"}, {"a", "b"}) == 0
