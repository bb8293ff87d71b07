"""Protects what every score must keep, whatever the kind of item and whatever the rule."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.items.kinds import ScorableItem
from engine.items.responses import Json, parse_response
from engine.items.scoring import Outcome, key_earns_full_marks, maximum_points, offered_atoms, score
from tests.engine.strategies import (
    RULES,
    SCORABLE_KINDS,
    build,
    item_fields,
    items,
    key_response,
    legal_atoms,
    responses,
    scorings,
)

each_kind = pytest.mark.parametrize("kind", SCORABLE_KINDS)

few = settings(max_examples=15)
"""Enough where one example goes through every rule."""

UNANSWERED: tuple[Json, ...] = (None, "", "  \n", [], {})


def _under_every_rule(kind: str, data: st.DataObject) -> Iterator[ScorableItem]:
    """One item under the default of its kind and under each rule."""
    fields = data.draw(item_fields(kind))
    item = build(fields)
    yield item
    for rule in RULES:
        yield build({**fields, "scoring": data.draw(scorings(item, rule))})


@each_kind
@few
@given(data=st.data())
def test_points_stay_within_zero_and_the_maximum(kind: str, data: st.DataObject) -> None:
    for item in _under_every_rule(kind, data):
        mark = score(item, parse_response(item, data.draw(responses(item))))
        assert 0 <= mark.points <= mark.maximum
        assert mark.maximum == maximum_points(item) > 0


@each_kind
@few
@given(data=st.data())
def test_the_key_earns_full_marks(kind: str, data: st.DataObject) -> None:
    for item in _under_every_rule(kind, data):
        mark = score(item, parse_response(item, key_response(item)))
        assert (mark.points, mark.outcome) == (mark.maximum, Outcome.RIGHT)
        assert all(component.right for component in mark.components)
        assert key_earns_full_marks(item)


@each_kind
@few
@given(data=st.data())
def test_unanswered_is_an_outcome_of_its_own_and_scores_nothing(kind: str, data: st.DataObject) -> None:
    for item in _under_every_rule(kind, data):
        for value in UNANSWERED:
            mark = score(item, parse_response(item, value))
            assert mark.points == 0
            assert mark.outcome is Outcome.UNANSWERED
            assert not any(component.right for component in mark.components)


@given(items(rules=(None, *RULES)), st.data())
def test_the_outcome_follows_from_the_points(item: ScorableItem, data: st.DataObject) -> None:
    response = parse_response(item, data.draw(responses(item)))
    mark = score(item, response)
    if response is None:
        assert mark.outcome is Outcome.UNANSWERED
    elif mark.points == mark.maximum:
        assert mark.outcome is Outcome.RIGHT
    else:
        assert mark.outcome is (Outcome.PARTLY_RIGHT if mark.points else Outcome.WRONG)


@given(items(rules=("per_component",)), st.data())
def test_per_component_is_the_sum_of_its_components(item: ScorableItem, data: st.DataObject) -> None:
    response = parse_response(item, data.draw(responses(item)))
    assume(response is None or len(response.atoms) <= len(item.key_atoms))
    mark = score(item, response)
    right = sum(component.right for component in mark.components)
    assert mark.points == mark.maximum * Fraction(right, len(mark.components))
    if item.scoring is not None and item.scoring.points is None:
        assert mark.points == right


@given(items(rules=("all_or_nothing", "every_decision", "halves", "plus_minus")), st.data())
def test_full_marks_are_for_the_key_alone(item: ScorableItem, data: st.DataObject) -> None:
    response = parse_response(item, data.draw(responses(item)))
    mark = score(item, response)
    assert (mark.points == mark.maximum) == (response is not None and response.atoms == item.key_atoms)


@given(items(kinds=("multiple_response",), rules=("plus_minus", "every_decision")), st.data())
def test_a_wrong_choice_more_never_helps(item: Any, data: st.DataObject) -> None:
    """Such a response can be chosen only where the key has more than one entry."""
    wrong = [option.id for option in item.options if option.id not in item.key]
    assume(wrong and item.select > 1)
    right = data.draw(st.lists(st.sampled_from(item.key), min_size=1, max_size=item.select - 1, unique=True))
    before, after = (score(item, parse_response(item, value)).points for value in (right, [*right, wrong[0]]))
    assert after <= before


@each_kind
@settings(max_examples=40)
@given(data=st.data(), seed=st.integers(0, 99))
def test_the_order_in_which_options_are_written_changes_no_score(kind: str, data: st.DataObject, seed: int) -> None:
    fields = data.draw(item_fields(kind))
    fields["scoring"] = data.draw(scorings(build(fields), data.draw(st.sampled_from(RULES))))
    item = build(fields)
    rng = random.Random(seed)
    mixed = dict(fields)
    for name in ("options", "statements", "sources", "targets", "steps", "gaps"):
        if name in fields:
            mixed[name] = rng.sample(fields[name], len(fields[name]))
    value = data.draw(responses(item))
    assert score(build(mixed), parse_response(build(mixed), value)) == score(item, parse_response(item, value))


@given(items(kinds=("multiple_response",), rules=(None, *RULES)), st.data(), st.randoms(use_true_random=False))
def test_the_order_of_a_list_of_choices_changes_no_score(
    item: ScorableItem, data: st.DataObject, rng: random.Random
) -> None:
    value = data.draw(responses(item))
    assume(isinstance(value, list))
    assert isinstance(value, list)
    mixed = rng.sample(value, len(value))
    assert score(item, parse_response(item, mixed)) == score(item, parse_response(item, value))


@given(items(rules=(None, *RULES)), st.fractions(min_value=Fraction(1, 9), max_value=9), st.data())
def test_points_of_its_own_scale_the_score_and_nothing_else(
    item: ScorableItem, points: Fraction, data: st.DataObject
) -> None:
    assume(item.scoring is not None)
    assert item.scoring is not None
    plain, weighted = (
        item.model_copy(update={"scoring": item.scoring.model_copy(update={"points": worth})})
        for worth in (None, points)
    )
    response = parse_response(item, data.draw(responses(item)))
    before, after = score(plain, response), score(weighted, response)
    assert after.maximum == points
    assert after.points / after.maximum == before.points / before.maximum
    assert (after.outcome, after.components) == (before.outcome, before.components)


@given(items())
def test_the_atoms_on_offer_are_those_a_response_can_hold(item: ScorableItem) -> None:
    assert offered_atoms(item) == legal_atoms(item)
