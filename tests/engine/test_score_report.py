"""Protects the report: every part adds up to the whole, outcomes are told apart, exact points decide the pass."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ResponseError
from engine.exams.score_report import ScoreReport, grade
from engine.items.kinds import Parametric, ScorableItem
from engine.items.responses import Json
from engine.items.scoring import Outcome, maximum_points
from tests.engine.bank_strategies import (
    NOT_SHOWN,
    SHOWN,
    Request,
    cuts,
    key_response,
    make_blueprint,
    make_item,
    part_response,
    requests,
    unhurried,
    wrong_response,
)

BY_COMPONENT = ("multiple_response", "yes_no_series", "dropdown", "matching")
SCORABLE = [kind for kind in (*SHOWN, *NOT_SHOWN) if kind != "parametric"]
WHOLE = make_blueprint((100, 100))
CUT = Fraction(7, 10)


def _graded(kind: str, response: Json, size: int = 3) -> ScoreReport:
    return grade([make_item("i", kind, size)], {"i": response}, cut=CUT, domains=WHOLE.domain_names)


@given(requests(), cuts)
@unhurried
def test_domains_and_items_add_up_to_the_whole(request: Request, cut: Fraction) -> None:
    items: list[ScorableItem] = [i for i in request.bank.items.values() if not isinstance(i, Parametric)]
    right = {item.id: key_response(item) for item in items[::3]}
    responses = right | {item.id: wrong_response(item) for item in items[1::3]}
    blueprint = request.bank.manifest.blueprint
    report = grade(items, responses, cut=cut, domains=blueprint.domain_names)
    assert [result.item_id for result in report.items] == [item.id for item in items]
    assert sum(result.mark.points for result in report.items) == report.points
    assert sum(maximum_points(item) for item in items) == report.maximum
    assert sum(domain.points for domain in report.domains) == report.points
    assert sum(domain.maximum for domain in report.domains) == report.maximum
    assert sum(domain.items for domain in report.domains) == len(items)
    asked = {item.domain for item in items}
    assert [domain.id for domain in report.domains] == [d.id for d in blueprint.domains if d.id in asked]
    assert all(0 <= domain.fraction <= 1 for domain in report.domains)
    assert report.fraction == (report.points / report.maximum if items else 0)


@pytest.mark.parametrize("kind", SCORABLE)
def test_right_wrong_and_unanswered_are_three_outcomes(kind: str) -> None:
    item = make_item("i", kind)
    unanswered: list[Json] = [None, "  " if kind in ("single_choice", "short_text", "numeric") else []]
    for response in unanswered:
        assert _graded(kind, response).items[0].mark.outcome is Outcome.UNANSWERED
    assert _graded(kind, wrong_response(item)).items[0].mark.outcome is Outcome.WRONG
    right = _graded(kind, key_response(item))
    assert right.items[0].mark.outcome is Outcome.RIGHT
    assert right.fraction == 1


@pytest.mark.parametrize("kind", BY_COMPONENT)
def test_a_part_of_the_key_earns_a_point_a_component_and_is_partly_right(kind: str) -> None:
    report = _graded(kind, part_response(make_item("i", kind, 4), 3), size=4)
    assert report.items[0].mark.outcome is Outcome.PARTLY_RIGHT
    assert (report.points, report.maximum) == (Fraction(3), Fraction(4))


@given(st.lists(st.integers(1, 12), min_size=1, max_size=8), cuts)
@unhurried
def test_one_component_below_the_cut_fails_and_shows_less_than_700(sizes: list[int], cut: Fraction) -> None:
    items = [make_item(f"i{n}", "yes_no_series", size) for n, size in enumerate(sizes)]
    enough = ceil(cut * sum(sizes))
    for right, expected in ((enough, True), (enough - 1, False)):
        responses, left = {}, right
        for item, size in zip(items, sizes, strict=True):
            responses[item.id] = part_response(item, min(left, size))
            left -= min(left, size)
        report = grade(items, responses, cut=cut, domains=WHOLE.domain_names)
        assert report.points == right
        assert report.passed is expected
        assert (report.scaled >= 700) is expected


def test_a_domain_counts_items_and_points_of_its_own() -> None:
    blueprint = make_blueprint((50, 50), (30, 30), (20, 20))
    items = [
        make_item("a", "matching", 4, domain="d1"),
        make_item("b", domain="d0"),
        make_item("c", "multiple_response", 2, domain="d1"),
    ]
    report = grade(items, {"a": {"s0": "t0", "s1": "t1"}, "c": ["o0", "o1"]}, cut=CUT, domains=blueprint.domain_names)
    assert [(d.id, d.name, d.items, d.points, d.maximum, d.fraction) for d in report.domains] == [
        ("d0", "Domain 0", 1, Fraction(0), Fraction(1), Fraction(0)),
        ("d1", "Domain 1", 2, Fraction(3), Fraction(6), Fraction(1, 2)),
    ]


def test_flags_and_times_are_reported_and_score_nothing() -> None:
    items = [make_item("a"), make_item("b")]
    report = grade(
        items, {"a": "o0"}, cut=CUT, domains=WHOLE.domain_names, flagged=frozenset({"b"}), time_on_ms={"a": 1500}
    )  # fmt: skip
    assert [(r.item_id, r.flagged, r.time_ms, r.response) for r in report.items] == [
        ("a", False, 1500, "o0"),
        ("b", True, 0, None),
    ]
    assert report.fraction == Fraction(1, 2)


def test_a_response_to_an_item_the_form_lacks_is_refused() -> None:
    with pytest.raises(ResponseError, match="b: the form has no such item"):
        grade([make_item("a")], {"a": "o0", "b": "o0"}, cut=CUT, domains=WHOLE.domain_names)


def test_a_parametric_item_cannot_be_graded_before_it_is_drawn() -> None:
    with pytest.raises(ResponseError, match="must be drawn"):
        grade([make_item("a", "parametric")], {}, cut=CUT, domains=WHOLE.domain_names)


def test_a_report_of_nothing_is_a_fail_and_no_division_by_zero() -> None:
    report = grade([], {}, cut=CUT, domains=WHOLE.domain_names)
    assert report.fraction == 0
    assert (report.scaled, report.passed, report.domains) == (1, False, ())
