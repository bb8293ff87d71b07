"""Protects what an item must be to count as one: every contradiction an author can write is refused in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from engine.items.base import Amount, MappingScoring, Option, Reference
from engine.items.kinds import CaseStudy, ProblemSeries, ScorableItem
from tests.engine.items.test_responses import EXAMPLES, PARTS
from tests.engine.strategies import SCORABLE_KINDS, build, items


def _refusal(kind: str, **changes: Any) -> str:
    with pytest.raises(ValidationError) as refusal:
        build({"id": "i", "kind": kind, "domain": "d", "stem": "?", **EXAMPLES[kind], **changes})
    return str(refusal.value)


@pytest.mark.parametrize(
    ("kind", "changes", "reason"),
    [
        ("single_choice", {"key": "z"}, "key names 'z', which is no option"),
        ("single_choice", {"options": [*PARTS, {"id": "A", "text": "x"}]}, "two options share the id 'A'"),
        ("single_choice", {"options": PARTS[:1]}, "at least 2 items"),
        ("single_choice", {"options": [{"id": f"o{n}", "text": "x"} for n in range(27)]}, "at most 26 items"),
        ("multiple_response", {"key": []}, "at least 1 item"),
        ("multiple_response", {"key": ["a", "a"]}, "two entries of the key share the id 'a'"),
        ("multiple_response", {"key": ["a", "z"]}, "which is no option"),
        ("yes_no_series", {"key": {"a": True, "b": True}}, "key says nothing about statement 'c'"),
        ("yes_no_series", {"key": dict.fromkeys("abcz", True)}, "which is no statement"),
        ("matching", {"key": {"a": "a", "b": "b"}}, "key gives no target for source 'c'"),
        ("matching", {"key": {"a": "a", "b": "b", "c": "z"}}, "which is no target"),
        ("matching", {"key": {"a": "a", "b": "b", "z": "a"}}, "which is no source"),
        ("matching", {"targets": [*PARTS, PARTS[0]]}, "two targets share"),
        ("matching", {"sources": [*PARTS, PARTS[0]]}, "two sources share"),
        ("ordering", {"key": ["a", "z"]}, "which is no step"),
        ("ordering", {"key": ["a", "b", "a"]}, "two entries of the key share"),
        ("ordering", {"key": ["a"]}, "at least 2 items"),
        ("dropdown", {"key": {"g": "a"}}, "key says nothing about gap 'h'"),
        ("dropdown", {"key": {"g": "z", "h": "a"}}, "which is no option of gap 'g'"),
        ("dropdown", {"key": {"g": "a", "h": "a", "z": "a"}}, "which is no gap"),
        ("dropdown", {"body": "[[g]] alone"}, "body must hold [[h]] exactly once"),
        ("dropdown", {"body": "[[g]] [[h]] [[g]]"}, "body must hold [[g]] exactly once"),
        ("numeric", {"tolerance": "-0.1"}, "greater than or equal to 0"),
        ("numeric", {"key": "about five"}, "not a valid fraction"),
        ("short_text", {"key": ["  \n"]}, "the text is blank"),
    ],
)
def test_a_contradiction_is_refused_in_words(kind: str, changes: dict[str, Any], reason: str) -> None:
    assert reason in _refusal(kind, **changes)


@pytest.mark.parametrize("kind", SCORABLE_KINDS)
@pytest.mark.parametrize("field", ["id", "kind", "domain", "stem", "key"])
def test_no_kind_does_without_its_first_fields(kind: str, field: str) -> None:
    fields = {"id": "i", "kind": kind, "domain": "d", "stem": "?", **EXAMPLES[kind]}
    del fields[field]
    with pytest.raises(ValidationError):
        build(fields)


@pytest.mark.parametrize("kind", SCORABLE_KINDS)
def test_a_misspelt_field_is_an_error_and_no_loss(kind: str) -> None:
    assert "Extra inputs are not permitted" in _refusal(kind, explanaton="x")


@pytest.mark.parametrize("name", ["", " a", "a b", "-a", "a=b", "a\n", "é", "a" * 121, "[[a]]"])
def test_an_id_is_plain_and_short(name: str) -> None:
    with pytest.raises(ValidationError):
        Option(id=name, text="x")


@given(items())
def test_an_item_cannot_be_changed_and_survives_writing(item: ScorableItem) -> None:
    assert build(item.model_dump(mode="json")) == item
    with pytest.raises(ValidationError):
        setattr(item, "stem", "other")  # noqa: B010 - the type checker refuses the plain form too


@given(items())
def test_an_item_without_family_stands_alone(item: ScorableItem) -> None:
    assert item.family_id == item.id
    assert item.model_copy(update={"family": "shared"}).family_id == "shared"


def test_text_loses_the_lines_a_yaml_block_brings_but_keeps_the_indent_of_code() -> None:
    assert Option(id="a", text="\n\n    indented\n  code \n\n").text == "    indented\n  code"


@pytest.mark.parametrize("text", ["", "\n", "  \n ", "x" * 20_001])
def test_text_is_neither_blank_nor_endless(text: str) -> None:
    with pytest.raises(ValidationError):
        Option(id="a", text=text)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**6), max_value=10**6, places=6))
def test_a_decimal_is_read_exactly_however_it_is_written(number: Any) -> None:
    amounts: TypeAdapter[Any] = TypeAdapter(Amount)
    assert amounts.validate_python(str(number)) == number
    assert amounts.validate_python(0.1) * 10 == 1


@pytest.mark.parametrize("number", ["1e999999999", "nan", "inf", "1/0", "x", float("nan"), float("inf"), "9" * 9_000])
def test_an_amount_that_is_no_number_is_refused_quickly(number: object) -> None:
    with pytest.raises(ValidationError):
        TypeAdapter(Amount).validate_python(number)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "learn.example.com", "https://a b"])
def test_a_reference_is_a_web_address(url: str) -> None:
    with pytest.raises(ValidationError):
        Reference.model_validate({"url": url, "title": "T", "read_on": "2026-01-01"})


@pytest.mark.parametrize(("lower", "upper"), [("1", "1"), ("2", "1"), ("0", "0")])
def test_a_mapping_whose_bounds_leave_no_room_is_refused(lower: str, upper: str) -> None:
    with pytest.raises(ValidationError, match="lower"):
        MappingScoring.model_validate({"rule": "mapping", "entries": {"a": "1"}, "lower": lower, "upper": upper})


def _group(kind: str, members: list[dict[str, Any]]) -> dict[str, Any]:
    tab = {"id": "t", "title": "Overview", "text": "A company."}
    return {"kind": kind, "id": "g", "title": "G", "stimuli": [tab], "items": members}


def _member(name: str, kind: str = "yes_no_series", **changes: Any) -> dict[str, Any]:
    return {"id": name, "kind": kind, "domain": "d", "stem": "?", **EXAMPLES[kind], **changes}


def test_a_case_takes_any_kind_and_a_series_one_proposed_solution_an_item() -> None:
    one: dict[str, Any] = {"statements": PARTS[:1], "key": {"a": True}}
    case = CaseStudy.model_validate(_group("case_study", [_member(f"i{n}", k) for n, k in enumerate(SCORABLE_KINDS)]))
    assert [item.kind for item in case.items] == [*SCORABLE_KINDS]
    series = ProblemSeries.model_validate(_group("problem_series", [_member("i1", **one), _member("i2", **one)]))
    assert len(series.items) == 2
    with pytest.raises(ValidationError, match="must propose one solution"):
        ProblemSeries.model_validate(_group("problem_series", [_member("i1", **one), _member("i2")]))
    with pytest.raises(ValidationError, match="at least 2"):
        ProblemSeries.model_validate(_group("problem_series", [_member("i1", **one)]))
