"""Protects reading and writing of answers: nothing legal is lost on the way, nothing illegal gets in."""

from __future__ import annotations

import json
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import ResponseError
from engine.items.kinds import ScorableItem
from engine.items.responses import Json, fold_text, is_complete, parse_response
from tests.engine.strategies import SCORABLE_KINDS, build, items, key_response, legal_atoms, responses, words

each_kind = pytest.mark.parametrize("kind", SCORABLE_KINDS)

PARTS = [{"id": name, "text": name} for name in ("a", "b", "c")]
EXAMPLES: dict[str, dict[str, Any]] = {
    "single_choice": {"options": PARTS, "key": "a"},
    "multiple_response": {"options": PARTS, "key": ["a", "b"]},
    "yes_no_series": {"statements": PARTS, "key": {"a": True, "b": False, "c": True}},
    "matching": {"sources": PARTS, "targets": PARTS, "key": {"a": "a", "b": "a", "c": "b"}},
    "ordering": {"steps": PARTS, "key": ["b", "a"]},
    "dropdown": {
        "body": "[[g]] and [[h]]",
        "gaps": [{"id": "g", "options": PARTS}, {"id": "h", "options": PARTS}],
        "key": {"g": "a", "h": "b"},
    },
    "numeric": {"key": "3.5", "tolerance": "0.1"},
    "short_text": {"key": ["managed identity", "Managed Identities"]},
}


def example(kind: str) -> ScorableItem:
    return build({"id": "i", "kind": kind, "domain": "d", "stem": "?", **EXAMPLES[kind]})


anything: st.SearchStrategy[Json] = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.sampled_from(["a", "b", "g"]) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abcgh"), inner, max_size=4),
    max_leaves=6,
)


@each_kind
@given(data=st.data())
def test_a_response_survives_the_way_to_json_and_back(kind: str, data: st.DataObject) -> None:
    item = data.draw(items((kind,)))
    response = parse_response(item, data.draw(responses(item)))
    if response is not None:
        assert parse_response(item, json.loads(json.dumps(response.to_json()))) == response
        assert response.atoms <= legal_atoms(item)


@each_kind
@given(value=anything)
def test_any_json_is_read_or_refused_with_the_item_named(kind: str, value: Json) -> None:
    item = example(kind)
    refusal = ""
    try:
        response = parse_response(item, value)
    except ResponseError as error:
        response, refusal = None, str(error)
    assert refusal == "" or refusal.startswith("i: ")
    assert response is None or response.atoms <= legal_atoms(item)


@pytest.mark.parametrize(
    ("kind", "value", "reason"),
    [
        ("single_choice", "z", "there is no option 'z'"),
        ("single_choice", ["a"], "there is no option"),
        ("single_choice", 1, "there is no option"),
        ("multiple_response", "a", "must be a list of options, not text"),
        ("multiple_response", ["a", "z"], "there is no option 'z'"),
        ("multiple_response", ["a", "a"], "names a option twice"),
        ("multiple_response", ["a", "b", "c"], "choose 2 options, the response has 3"),
        ("multiple_response", [None], "there is no option None"),
        ("yes_no_series", ["a"], "must be an object, not a list"),
        ("yes_no_series", {"z": True}, "there is no statement 'z'"),
        ("yes_no_series", {"a": "yes"}, "takes true or false, not text"),
        ("yes_no_series", {"a": 1}, "takes true or false, not a number"),
        ("matching", "a", "must be an object, not text"),
        ("matching", {"z": "a"}, "there is no source 'z'"),
        ("matching", {"a": "z"}, "there is no choice of source 'a' 'z'"),
        ("ordering", {"a": "b"}, "must be a list of steps, not an object"),
        ("ordering", ["a", "b", "a"], "names a step twice"),
        ("dropdown", {"z": "a"}, "there is no gap 'z'"),
        ("dropdown", {"g": ["a"]}, "there is no choice of gap 'g'"),
        ("dropdown", True, "must be an object, not a truth value"),
        ("numeric", True, "must be a number, not a truth value"),
        ("numeric", [1], "must be a number, not a list"),
        ("numeric", "three", "'three' is not a number"),
        ("numeric", "1/0", "'1/0' is not a number"),
        ("numeric", float("nan"), "is not a number"),
        ("numeric", float("inf"), "is not a number"),
        ("short_text", 5, "must be text, not a number"),
        ("short_text", {"a": "b"}, "must be text, not an object"),
    ],
)
def test_what_does_not_fit_the_item_is_refused_with_the_reason(kind: str, value: Json, reason: str) -> None:
    with pytest.raises(ResponseError) as refusal:
        parse_response(example(kind), value)
    assert reason in str(refusal.value)


@pytest.mark.parametrize("kind", ["yes_no_series", "matching", "dropdown"])
def test_slots_that_are_all_null_are_no_answer(kind: str) -> None:
    item = example(kind)
    assert parse_response(item, dict.fromkeys(EXAMPLES[kind]["key"])) is None


@pytest.mark.parametrize("typed", ["3.5", " 3,5 ", 3.5, "7/2", "+3.50", "35e-1", "3.6", 3.4])
def test_a_number_may_be_typed_in_any_usual_form(typed: Json) -> None:
    response = parse_response(example("numeric"), typed)
    assert response is not None
    assert response.atoms == {"right"}


def test_the_edge_of_the_tolerance_is_right_exactly_and_no_further() -> None:
    item = example("numeric")
    atoms = [getattr(parse_response(item, value), "atoms", None) for value in (3.6, 3.4, "3.6000000001", "3.3999")]
    assert atoms == [{"right"}, {"right"}, {"wrong"}, {"wrong"}]


def test_a_fraction_no_decimal_can_hold_is_judged_alike_after_a_restart() -> None:
    item = build({"id": "i", "kind": "numeric", "domain": "d", "stem": "?", "key": "1/3"})
    response = parse_response(item, "1/3")
    assert response is not None
    assert parse_response(item, response.to_json()) == response
    assert response.atoms == {"right"}


@pytest.mark.parametrize(
    "number",
    ["1e999999999", "1e-999999999", "9" * 5_000, 10**5_000, "1/" + "7" * 5_000],
    ids=["large", "small", "long text", "long number", "long fraction"],
)
def test_a_number_too_long_to_compute_with_is_refused_and_not_computed(number: Json) -> None:
    with pytest.raises(ResponseError, match="is not a number"):
        parse_response(example("numeric"), number)


@pytest.mark.parametrize(
    "typed", ["MANAGED  identity", " managed\tidentity ", "managed\u200b identity", "\uff4danaged identity"]
)
def test_case_space_width_and_invisible_characters_do_not_make_words_wrong(typed: str) -> None:
    response = parse_response(example("short_text"), typed)
    assert response is not None
    assert response.atoms == {"right"}


def test_other_words_are_wrong_but_kept_as_typed() -> None:
    response = parse_response(example("short_text"), "Service Principal")
    assert response is not None
    assert response.atoms == {"wrong"}
    assert response.to_json() == "Service Principal"


@given(words, words)
def test_folding_makes_runs_of_space_one(one: str, other: str) -> None:
    assert fold_text(f" {one}  {other}\n") == fold_text(f"{one} {other}")


plain = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1)


@given(plain, plain)
def test_folding_keeps_different_words_apart(one: str, other: str) -> None:
    assert fold_text(one.upper()) == fold_text(one.lower())
    assert (fold_text(one) == fold_text(other)) == (one.lower() == other.lower())


@given(items())
def test_the_key_is_a_complete_response_and_none_is_not(item: ScorableItem) -> None:
    assert is_complete(item, parse_response(item, key_response(item)))
    assert not is_complete(item, None)


@pytest.mark.parametrize(
    ("kind", "value", "complete"),
    [
        ("multiple_response", ["a"], False),
        ("multiple_response", ["a", "c"], True),
        ("yes_no_series", {"a": True, "b": True}, False),
        ("yes_no_series", {"a": True, "b": True, "c": True}, True),
        ("matching", {"a": "a", "b": None, "c": "b"}, False),
        ("dropdown", {"g": "a"}, False),
        ("dropdown", {"g": "c", "h": "c"}, True),
        ("ordering", ["c"], True),
        ("single_choice", "c", True),
    ],
)
def test_complete_means_nothing_is_left_to_choose(kind: str, value: Json, complete: bool) -> None:
    item = example(kind)
    assert is_complete(item, parse_response(item, value)) is complete


def test_whole_numbers_are_written_whole() -> None:
    response = parse_response(example("numeric"), Fraction(4).numerator)
    assert response is not None
    assert repr(response.to_json()) == "4"
