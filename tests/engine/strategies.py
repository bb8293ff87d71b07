"""Hypothesis strategies: items of every kind, the scoring a bank may give them, and any response to them.

Everything here is legal by construction; what must be refused is spelled out in the tests themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from functools import cache
from typing import Annotated, Any, TypeAlias

from hypothesis import strategies as st
from hypothesis.strategies import DrawFn, SearchStrategy
from pydantic import Field, TypeAdapter

from engine.items.kinds import (
    Dropdown,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ScorableItem,
    ShortText,
    SingleChoice,
    YesNoSeries,
)
from engine.items.responses import Json

Fields: TypeAlias = dict[str, Any]

SCORABLE_KINDS = (
    "single_choice", "multiple_response", "yes_no_series", "matching", "ordering", "dropdown", "numeric", "short_text",
)  # fmt: skip
PLAIN_RULES = ("all_or_nothing", "per_component", "plus_minus", "every_decision", "halves")
RULES = (*PLAIN_RULES, "fractions", "mapping")

_NAMES = ("a", "b-2", "C", "d.4", "e_5", "no", "12", "right", "wrong", "null")
_ITEMS: TypeAdapter[ScorableItem] = TypeAdapter(Annotated[ScorableItem, Field(discriminator="kind")])

words = st.text("abzABZ09-'\"[]{}:#=éßİ漢יع", min_size=1, max_size=8)
_perhaps_words = st.none() | words
amounts = st.fractions(min_value=-3, max_value=3, max_denominator=12)
positive_amounts = st.fractions(min_value=Fraction(1, 12), max_value=5, max_denominator=12)


def build(fields: Mapping[str, Any]) -> ScorableItem:
    """The item these fields describe."""
    return _ITEMS.validate_python(dict(fields))


@cache
def names(low: int, high: int = 5) -> SearchStrategy[list[str]]:
    """Distinct ids, some of them words that YAML or the engine could take for something else."""
    return st.lists(st.sampled_from(_NAMES), min_size=low, max_size=high, unique=True)


@cache
@st.composite
def _options(draw: DrawFn, low: int) -> list[Fields]:
    return [
        {"id": name, "text": draw(words), "rationale": draw(_perhaps_words), "locked": draw(st.booleans())}
        for name in draw(names(low))
    ]


@cache
@st.composite
def _statements(draw: DrawFn, low: int) -> list[Fields]:
    return [{"id": name, "text": draw(words)} for name in draw(names(low))]


@cache
@st.composite
def item_fields(draw: DrawFn, kind: str) -> Fields:
    """What a bank would write for an item of this kind, without scoring."""
    fields: Fields = {"id": draw(st.sampled_from(_NAMES)), "kind": kind, "domain": "d1", "stem": draw(words)}
    match kind:
        case "single_choice":
            fields["options"] = draw(_options(2))
            fields["key"] = draw(_one_id(fields["options"]))
        case "multiple_response":
            fields["options"] = draw(_options(3))
            fields["key"] = draw(_some_ids(fields["options"], 1))
        case "yes_no_series":
            fields["statements"] = draw(_statements(1))
            fields["key"] = {one["id"]: draw(st.booleans()) for one in fields["statements"]}
        case "matching":
            fields["sources"], fields["targets"] = draw(_statements(2)), draw(_statements(2))
            fields["key"] = {source["id"]: draw(_one_id(fields["targets"])) for source in fields["sources"]}
        case "ordering":
            fields["steps"] = draw(_options(2))
            fields["key"] = draw(_some_ids(fields["steps"], 2))
        case "dropdown":
            fields["gaps"] = [{"id": name, "options": draw(_options(2))} for name in draw(names(1, 5))]
            fields["body"] = "x " + " ".join(f"[[{gap['id']}]]" for gap in fields["gaps"])
            fields["key"] = {gap["id"]: draw(_one_id(gap["options"])) for gap in fields["gaps"]}
        case "numeric":
            fields["key"], fields["tolerance"] = str(draw(amounts)), str(abs(draw(amounts)))
        case "short_text":
            fields["key"] = draw(st.lists(words, min_size=1, max_size=3))
        case _:
            raise AssertionError(f"no strategy for kind {kind!r}")
    return fields


def _one_id(parts: list[Fields]) -> SearchStrategy[str]:
    return st.sampled_from([part["id"] for part in parts])


def _some_ids(parts: list[Fields], low: int) -> SearchStrategy[list[str]]:
    return st.lists(_one_id(parts), min_size=low, unique=True)


@st.composite
def items(draw: DrawFn, kinds: tuple[str, ...] = SCORABLE_KINDS, rules: tuple[str | None, ...] = (None,)) -> Any:
    """An item of one of `kinds` under one of `rules`; None stands for the default of the kind."""
    fields = draw(item_fields(draw(st.sampled_from(kinds))))
    rule = draw(st.sampled_from(rules))
    if rule is not None:
        fields["scoring"] = draw(scorings(build(fields), rule))
    return build(fields)


@st.composite
def scorings(draw: DrawFn, item: ScorableItem, rule: str) -> Fields:
    """Scoring under which the key earns full marks, with or without points of its own."""
    scoring: Fields = {"rule": rule, "points": draw(st.none() | positive_amounts)}
    key = sorted(item.key_atoms)
    others = sorted(legal_atoms(item) - item.key_atoms)
    if rule in PLAIN_RULES:
        return scoring
    worth = {atom: draw(positive_amounts) for atom in key}
    total = sum(worth.values(), Fraction(0))
    if rule == "fractions":
        credit = {atom: value / total for atom, value in worth.items()}
        scoring["credit"] = credit | {atom: draw(amounts) for atom in others if draw(st.booleans())}
        return scoring
    bounded = draw(st.booleans())
    scoring["entries"] = worth | {
        atom: draw(amounts) if bounded else -abs(draw(amounts)) for atom in others if draw(st.booleans())
    }
    scoring["default"] = draw(amounts)
    scoring["upper"] = total if bounded else None
    scoring["lower"] = -abs(draw(amounts))
    return scoring


def legal_atoms(item: ScorableItem) -> frozenset[str]:
    """Every atom that some response to the item can hold."""
    match item:
        case SingleChoice() | MultipleResponse():
            return frozenset(option.id for option in item.options)
        case YesNoSeries():
            return frozenset(f"{s.id}={answer}" for s in item.statements for answer in ("yes", "no"))
        case Matching():
            return frozenset(f"{s.id}={t.id}" for s in item.sources for t in item.targets)
        case Ordering():
            return frozenset(f"{place}={step.id}" for place in range(1, len(item.steps) + 1) for step in item.steps)
        case Dropdown():
            return frozenset(f"{gap.id}={option.id}" for gap in item.gaps for option in gap.options)
        case Numeric() | ShortText():
            return frozenset({"right", "wrong"})


def responses(item: ScorableItem) -> SearchStrategy[Json]:
    """Any legal response in its JSON shape: right, wrong, partial or none at all."""
    return st.none() | st.just(key_response(item)) | _given(item)


def _given(item: ScorableItem) -> SearchStrategy[Json]:
    match item:
        case SingleChoice():
            return st.sampled_from([option.id for option in item.options])
        case MultipleResponse():
            ids = [option.id for option in item.options]
            return _as_json(st.lists(st.sampled_from(ids), max_size=item.select, unique=True))
        case YesNoSeries():
            return _slots({s.id: st.booleans() for s in item.statements})
        case Matching():
            targets = st.sampled_from([target.id for target in item.targets])
            return _slots({source.id: targets for source in item.sources})
        case Ordering():
            return _as_json(st.lists(st.sampled_from([step.id for step in item.steps]), unique=True))
        case Dropdown():
            return _slots({gap.id: st.sampled_from([option.id for option in gap.options]) for gap in item.gaps})
        case Numeric():
            near = st.sampled_from([item.key + item.tolerance, item.key - item.tolerance]).map(str)
            finite = st.floats(allow_nan=False, allow_infinity=False)
            return near | amounts.map(str) | finite | st.integers() | st.decimals(-99, 99, places=20).map(str)
        case ShortText():
            return words | st.sampled_from(item.key).map(lambda form: f"  {form.upper()}\t")


def _slots(answers: Mapping[str, SearchStrategy[Any]]) -> SearchStrategy[Json]:
    optional = {slot: st.none() | answer for slot, answer in answers.items()}
    return _as_json(st.fixed_dictionaries({}, optional=optional))


def _as_json(strategy: SearchStrategy[Any]) -> SearchStrategy[Json]:
    return strategy


def key_response(item: ScorableItem) -> Json:
    """The key, in the shape of a response."""
    match item:
        case SingleChoice():
            return item.key
        case MultipleResponse() | Ordering():
            return [*item.key]
        case YesNoSeries() | Matching() | Dropdown():
            return dict(item.key)
        case Numeric():
            return str(item.key)
        case ShortText():
            return item.key[0]
