"""What a candidate answered: one response type a kind, read from JSON and written back.

JSON shapes: single_choice `"b"`; multiple_response `["a","c"]`; yes_no_series `{"s1": true}`;
matching `{"source": "target"}`; ordering `["x","y"]`; dropdown `{"gap1": "b"}`; numeric `3.5`;
short_text `"text"`; unanswered is `None`, and so are `[]`, `{}` and blank text.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeAlias

from engine.errors import ResponseError
from engine.items.kinds import (
    RIGHT,
    Dropdown,
    Matching,
    MultipleResponse,
    Numeric,
    Ordering,
    ScorableItem,
    ShortText,
    SingleChoice,
    YesNoSeries,
    slot_atom,
    yes_no,
)

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

WRONG = "wrong"

_ZERO_WIDTH = re.compile("[\u200b-\u200d\u2060\ufeff\u00ad]")
_NUMBER = re.compile(r"[+-]?(\d{1,1200}(/\d{1,1200})?|(\d{1,60}\.?\d{0,60}|\.\d{1,60})(e[+-]?\d{1,3})?)", re.IGNORECASE)
"""Numbers short enough to compute with; what `to_json` writes for one of them is again one of them."""


@dataclass(frozen=True, slots=True)
class SingleChoiceResponse:
    """The chosen option."""

    option: str

    @property
    def atoms(self) -> frozenset[str]:
        return frozenset({self.option})

    def to_json(self) -> Json:
        return self.option


@dataclass(frozen=True, slots=True)
class MultipleResponseResponse:
    """The chosen options."""

    options: frozenset[str]

    @property
    def atoms(self) -> frozenset[str]:
        return self.options

    def to_json(self) -> Json:
        return [*sorted(self.options)]


@dataclass(frozen=True, slots=True)
class YesNoSeriesResponse:
    """The statements judged so far."""

    answers: Mapping[str, bool]

    @property
    def atoms(self) -> frozenset[str]:
        return frozenset(slot_atom(name, yes_no(answer)) for name, answer in self.answers.items())

    def to_json(self) -> Json:
        return {**self.answers}


@dataclass(frozen=True, slots=True)
class SlotResponse:
    """The slots filled so far: source to target."""

    values: Mapping[str, str]

    @property
    def atoms(self) -> frozenset[str]:
        return frozenset(slot_atom(slot, value) for slot, value in self.values.items())

    def to_json(self) -> Json:
        return {**self.values}


class MatchingResponse(SlotResponse):
    """The sources matched so far: source to target."""


class DropdownResponse(SlotResponse):
    """The gaps filled so far: gap to option."""


@dataclass(frozen=True, slots=True)
class OrderingResponse:
    """The list as built."""

    steps: tuple[str, ...]

    @property
    def atoms(self) -> frozenset[str]:
        return frozenset(slot_atom(str(place), step) for place, step in enumerate(self.steps, 1))

    def to_json(self) -> Json:
        return [*self.steps]


@dataclass(frozen=True, slots=True)
class NumericResponse:
    """The number typed, and whether the item accepts it."""

    value: Fraction
    accepted: bool

    @property
    def atoms(self) -> frozenset[str]:
        return frozenset({RIGHT if self.accepted else WRONG})

    def to_json(self) -> Json:
        """A number where a decimal holds the value exactly, else text such as `1/3`: it must be judged alike later."""
        if self.value.denominator == 1:
            return int(self.value)
        decimal = float(self.value)
        return decimal if Fraction(str(decimal)) == self.value else str(self.value)


@dataclass(frozen=True, slots=True)
class ShortTextResponse:
    """The words typed, and whether the item accepts them."""

    text: str
    accepted: bool

    @property
    def atoms(self) -> frozenset[str]:
        return frozenset({RIGHT if self.accepted else WRONG})

    def to_json(self) -> Json:
        return self.text


Response = (
    SingleChoiceResponse
    | MultipleResponseResponse
    | YesNoSeriesResponse
    | MatchingResponse
    | DropdownResponse
    | OrderingResponse
    | NumericResponse
    | ShortTextResponse
)


def fold_text(text: str) -> str:
    """The form in which typed answers are compared: NFKC, nothing invisible, case folded, runs of space as one."""
    return " ".join(unicodedata.normalize("NFKC", _ZERO_WIDTH.sub("", text)).casefold().split())


def parse_response(item: ScorableItem, value: Json) -> Response | None:
    """Read a response to `item` from its JSON shape; None where it is unanswered.

    Raises:
        ResponseError: the shape is another kind's, or it names something the item does not offer.
    """
    if value is None or value in ([], {}) or (isinstance(value, str) and not value.strip()):
        return None
    match item:
        case SingleChoice():
            return SingleChoiceResponse(_one(item.id, value, [o.id for o in item.options], "option"))
        case MultipleResponse():
            return _multiple(item, value)
        case YesNoSeries():
            answers = _decisions(item, value)
            return YesNoSeriesResponse(answers) if answers else None
        case Matching():
            targets = [t.id for t in item.targets]
            matched = _slots(item.id, value, {s.id: targets for s in item.sources}, "source")
            return MatchingResponse(matched) if matched else None
        case Dropdown():
            offered = {g.id: [o.id for o in g.options] for g in item.gaps}
            filled = _slots(item.id, value, offered, "gap")
            return DropdownResponse(filled) if filled else None
        case Ordering():
            return OrderingResponse(tuple(_several(item.id, value, [s.id for s in item.steps], "step")))
        case Numeric():
            number = _number(item.id, value)
            return NumericResponse(number, abs(number - item.key) <= item.tolerance)
        case ShortText():
            if not isinstance(value, str):
                raise ResponseError(f"{item.id}: the response must be text, not {_name(value)}")
            return ShortTextResponse(value, fold_text(value) in {fold_text(form) for form in item.key})


def is_complete(item: ScorableItem, response: Response | None) -> bool:
    """Whether nothing is left to choose: every slot filled, all of choose-N chosen."""
    if response is None:
        return False
    match item:
        case MultipleResponse():
            return len(response.atoms) == item.select
        case YesNoSeries() | Matching() | Dropdown():
            return len(response.atoms) == item.decision_count
        case _:
            return True


def _multiple(item: MultipleResponse, value: Json) -> MultipleResponseResponse:
    chosen = _several(item.id, value, [o.id for o in item.options], "option")
    if len(chosen) > item.select:
        raise ResponseError(f"{item.id}: choose {item.select} options, the response has {len(chosen)}")
    return MultipleResponseResponse(frozenset(chosen))


def _decisions(item: YesNoSeries, value: Json) -> dict[str, bool]:
    known = {s.id for s in item.statements}
    answers: dict[str, bool] = {}
    for name, answer in _object(item.id, value).items():
        if name not in known:
            raise ResponseError(f"{item.id}: there is no statement {name!r}")
        if answer is None:
            continue
        if not isinstance(answer, bool):
            raise ResponseError(f"{item.id}: statement {name!r} takes true or false, not {_name(answer)}")
        answers[name] = answer
    return answers


def _slots(item_id: str, value: Json, offered: Mapping[str, Collection[str]], what: str) -> dict[str, str]:
    filled: dict[str, str] = {}
    for slot, choice in _object(item_id, value).items():
        if slot not in offered:
            raise ResponseError(f"{item_id}: there is no {what} {slot!r}")
        if choice is None:
            continue
        filled[slot] = _one(item_id, choice, offered[slot], f"choice of {what} {slot!r}")
    return filled


def _several(item_id: str, value: Json, known: Collection[str], what: str) -> list[str]:
    if not isinstance(value, list):
        raise ResponseError(f"{item_id}: the response must be a list of {what}s, not {_name(value)}")
    chosen = [_one(item_id, entry, known, what) for entry in value]
    if len(set(chosen)) != len(chosen):
        raise ResponseError(f"{item_id}: the response names a {what} twice")
    return chosen


def _one(item_id: str, value: Json, known: Collection[str], what: str) -> str:
    if not isinstance(value, str) or value not in known:
        raise ResponseError(f"{item_id}: there is no {what} {value!r}")
    return value


def _object(item_id: str, value: Json) -> dict[str, Json]:
    if not isinstance(value, dict):
        raise ResponseError(f"{item_id}: the response must be an object, not {_name(value)}")
    return value


def _number(item_id: str, value: Json) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ResponseError(f"{item_id}: the response must be a number, not {_name(value)}")
    text = ""
    try:
        text = str(value).strip()  # refused by Python itself for an int of thousands of digits
        number = text.replace(",", ".")
        if _NUMBER.fullmatch(number):
            return Fraction(number)
    except (ValueError, ZeroDivisionError):
        pass
    shown = text if len(text) <= 40 else f"{text[:40]}…"
    raise ResponseError(f"{item_id}: {shown!r} is not a number") from None


def _name(value: Json) -> str:
    return {dict: "an object", list: "a list", str: "text", bool: "a truth value"}.get(type(value), "a number")
