"""Protects the content version: it changes exactly with what changes the question or its key.

Past answers point to a version, so a change too many cuts a learner off from their history, and a
change too few judges them by a question they never saw.
"""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pydantic import BaseModel

from engine.items import parametric
from engine.items.base import Option
from engine.items.kinds import CaseStudy, Choice, Gap, Parametric, ScorableItem, Statement
from engine.items.parametric.confusion_matrix import ConfusionMatrix
from engine.items.version import item_version
from tests.engine.items.test_responses import EXAMPLES
from tests.engine.strategies import SCORABLE_KINDS, build, item_fields, items

PLACING: dict[str, Any] = {
    "id": "elsewhere",
    "domain": "d9",
    "topic": "t9",
    "objective": "o9",
    "also_tests": ["t1"],
    "family": "f9",
    "difficulty": "hard",
    "explanation": "Because.",
    "references": [{"url": "https://example.org/", "title": "T", "read_on": "2026-01-01"}],
    "tags": ["new"],
    "volatile": True,
    "blind_check": {"checked_on": "2026-01-01", "outcome": "agreed"},
}
"""Fields of every item that place, teach or document it, each with another value."""

TEACHING: dict[str, Any] = {"rationale": "Why.", "misconception": "Mixes up.", "locked": True}
"""The same of an option, a statement or a source."""

ASKED: dict[str, Any] = {
    "stem": "Another question?",
    "scoring": {"rule": "all_or_nothing", "points": "7"},
    "body": "other [[g]] and [[h]]",
    "language": "python",
    "tolerance": "0.25",
    "unit": "seconds",
}
"""Fields that are part of what is asked, each with another value."""

PARTS = ("options", "statements", "sources", "targets", "steps", "gaps")
NEW_KEY: dict[str, Any] = {
    "single_choice": "b",
    "multiple_response": ["a", "c"],
    "yes_no_series": {"a": True, "b": True, "c": True},
    "matching": {"a": "a", "b": "a", "c": "c"},
    "ordering": ["a", "b"],
    "dropdown": {"g": "a", "h": "c"},
    "numeric": "3.51",
    "short_text": ["managed identity"],
}


def _fields(kind: str) -> dict[str, Any]:
    return {"id": "i", "kind": kind, "domain": "d", "stem": "?", **EXAMPLES[kind]}


def _versions(fields: dict[str, Any], changes: dict[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Each applicable change with the version before and after."""
    before = build(fields)
    for name, value in changes.items():
        if name in type(before).model_fields:
            yield name, item_version(before), item_version(build({**fields, name: value}))


@pytest.mark.parametrize("kind", SCORABLE_KINDS)
def test_placing_and_teaching_leave_the_version_alone(kind: str) -> None:
    for name, before, after in _versions(_fields(kind), {**PLACING, "shuffle": False}):
        assert before == after, name


@pytest.mark.parametrize("kind", SCORABLE_KINDS)
def test_every_part_of_the_question_and_the_key_change_the_version(kind: str) -> None:
    changes = {name: (before, after) for name, before, after in _versions(_fields(kind), ASKED)}
    assert all(before != after for before, after in changes.values()), changes
    assert item_version(build(_fields(kind))) != item_version(build({**_fields(kind), "key": NEW_KEY[kind]}))


@pytest.mark.parametrize("kind", SCORABLE_KINDS)
def test_the_parts_follow_the_same_rule(kind: str) -> None:
    fields = _fields(kind)
    before = item_version(build(fields))
    for name in PARTS:
        if name in fields and name != "gaps":
            model = type(getattr(build(fields), name)[0])
            for teaching, value in TEACHING.items():
                if teaching in model.model_fields:
                    assert item_version(build(_first_part(fields, name, **{teaching: value}))) == before, teaching
            assert item_version(build(_first_part(fields, name, text="other"))) != before
    if kind == "dropdown":
        gap = _first_part(fields["gaps"][0], "options", text="other")
        assert item_version(build({**fields, "gaps": [gap, fields["gaps"][1]]})) != before
        gap = {**_first_part(fields["gaps"][0], "options", rationale="Why."), "shuffle": False}
        assert item_version(build({**fields, "gaps": [gap, fields["gaps"][1]]})) == before


def _first_part(fields: dict[str, Any], name: str, **changes: Any) -> dict[str, Any]:
    first, *rest = fields[name]
    return {**fields, name: [{**first, **changes}, *rest]}


@pytest.mark.parametrize("kind", SCORABLE_KINDS)
def test_no_field_is_forgotten_by_these_tests(kind: str) -> None:
    known = {*PLACING, *ASKED, *PARTS, "shuffle", "key", "kind"}
    assert set(type(build(_fields(kind))).model_fields) <= known


@pytest.mark.parametrize("model", [Option, Statement, Choice, Gap])
def test_no_field_of_a_part_is_forgotten_either(model: type[BaseModel]) -> None:
    assert set(model.model_fields) <= {*TEACHING, "id", "text", "options", "shuffle"}


@pytest.mark.parametrize("kind", SCORABLE_KINDS)
@given(data=st.data(), seed=st.integers(0, 99))
def test_the_order_of_options_on_paper_is_no_change(kind: str, data: st.DataObject, seed: int) -> None:
    fields = data.draw(item_fields(kind))
    rng = random.Random(seed)
    mixed = {name: rng.sample(value, len(value)) if name in PARTS else value for name, value in fields.items()}
    if kind in ("multiple_response", "short_text"):
        mixed["key"] = rng.sample(fields["key"], len(fields["key"]))
    assert item_version(build(mixed)) == item_version(build(fields))


@given(items(), items())
def test_items_that_ask_something_else_differ(one: ScorableItem, other: ScorableItem) -> None:
    assume(one.stem != other.stem)
    assert item_version(one) != item_version(other)
    assert item_version(one) == item_version(one.model_copy(deep=True))


def test_the_order_of_a_key_that_is_an_order_counts() -> None:
    fields = _fields("ordering")
    assert item_version(build({**fields, "key": ["a", "b"]})) != item_version(build({**fields, "key": ["b", "a"]}))


def _case(text: str, title: str = "Overview") -> CaseStudy:
    return CaseStudy.model_validate(
        {
            "kind": "case_study",
            "id": "c",
            "title": "C",
            "stimuli": [{"id": "t", "title": title, "text": text}],
            "items": [_fields("single_choice")],
        }
    )


def test_the_shared_text_is_part_of_what_is_asked() -> None:
    item = build(_fields("single_choice"))
    alone, small, large = item_version(item), *(item_version(item, _case(size)) for size in ("Small.", "Large."))
    assert len({alone, small, large}) == 3
    assert item_version(item, _case("Small.", title="Renamed")) == small


def test_a_new_version_of_the_generator_is_a_new_version_of_its_items(monkeypatch: pytest.MonkeyPatch) -> None:
    item = Parametric(id="p", kind="parametric", domain="d", stem="Compute.", generator="confusion_matrix")
    before = item_version(item)
    assert item_version(item.model_copy(update={"parameters": {"measure": "recall"}})) != before
    newer = ConfusionMatrix()
    newer.version += 1
    monkeypatch.setattr(parametric, "GENERATORS", {"confusion_matrix": newer})
    assert item_version(item) != before
    assert item_version(item.model_copy(update={"generator": "unknown"})) != before
