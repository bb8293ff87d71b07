"""What can be chosen in an item, in the order this sitting shows it, and what a choice does to the response."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.items.base import Option
from engine.items.kinds import Dropdown, Item, MultipleResponse, SingleChoice, YesNoSeries
from engine.items.responses import Json
from engine.items.scoring import maximum_points

YES, NO = "yes", "no"


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing to choose; `rationale` says why it is right or wrong."""

    id: str
    text: str
    rationale: str | None = None


@dataclass(frozen=True, slots=True)
class ChoiceGroup:
    """Choices of which at most `limit` may be chosen: an item's options, a statement, a gap."""

    slot: str
    heading: str | None
    choices: tuple[Choice, ...]
    limit: int = 1
    rationale: str | None = None


def groups_of(item: Item, order: Mapping[str, Sequence[str]]) -> tuple[ChoiceGroup, ...]:
    """The item's groups, options in the given order (slot to option ids)."""
    match item:
        case SingleChoice():
            return (ChoiceGroup("", None, _ordered(item.options, order.get(""))),)
        case MultipleResponse():
            return (ChoiceGroup("", None, _ordered(item.options, order.get("")), limit=item.select),)
        case YesNoSeries():
            yes_no = (Choice(YES, "Yes"), Choice(NO, "No"))
            return tuple(ChoiceGroup(s.id, s.text, yes_no, rationale=s.rationale) for s in item.statements)
        case Dropdown():
            return tuple(
                ChoiceGroup(gap.id, f"Gap {place}", _ordered(gap.options, order.get(gap.id)))
                for place, gap in enumerate(item.gaps, 1)
            )
        case _:
            raise TypeError(f"{item.kind} cannot be shown yet")


def chosen_in(item: Item, response: Json) -> frozenset[tuple[str, str]]:
    """Slot and choice of everything the response has chosen."""
    if response is None:
        return frozenset()
    match item:
        case SingleChoice():
            return frozenset({("", str(response))})
        case MultipleResponse() if isinstance(response, list):
            return frozenset(("", str(name)) for name in response)
        case YesNoSeries() if isinstance(response, dict):
            return frozenset((slot, YES if answer else NO) for slot, answer in response.items() if answer is not None)
        case Dropdown() if isinstance(response, dict):
            return frozenset((slot, str(name)) for slot, name in response.items() if name is not None)
        case _:
            return frozenset()


def key_of(item: Item) -> frozenset[tuple[str, str]]:
    """Slot and choice of everything the key has."""
    return chosen_in(item, item.model_dump(mode="json").get("key"))


def choose(item: Item, response: Json, slot: str, choice: str) -> Json:
    """The response after one choice. Choosing in a full choose-N changes nothing; chosen ones are taken back."""
    match item:
        case SingleChoice():
            return choice
        case MultipleResponse():
            chosen = [str(name) for name in response] if isinstance(response, list) else []
            if choice in chosen:
                left: list[Json] = [name for name in chosen if name != choice]
                return left or None
            return [*sorted([*chosen, choice])] if len(chosen) < item.select else [*chosen]
        case YesNoSeries():
            return {**(response if isinstance(response, dict) else {}), slot: choice == YES}
        case Dropdown():
            return {**(response if isinstance(response, dict) else {}), slot: choice}
        case _:
            raise TypeError(f"{item.kind} cannot be shown yet")


def is_all_chosen(item: Item, response: Json) -> bool:
    """Whether nothing is left to choose."""
    return len(chosen_in(item, response)) == sum(group.limit for group in groups_of(item, {}))


_COUNTS = {2: "two", 3: "three", 4: "four", 5: "five"}


def instruction(item: Item) -> str:
    """What the candidate has to do, and for how many points."""
    match item:
        case SingleChoice():
            task = "Choose one."
        case MultipleResponse():
            task = f"Choose {_COUNTS.get(item.select, item.select)}."
        case YesNoSeries():
            task = "Answer yes or no to each statement."
        case Dropdown():
            task = "Choose a value for each gap."
        case _:
            raise TypeError(f"{item.kind} cannot be shown yet")
    points = maximum_points(item)
    return f"{task} {points} point{'' if points == 1 else 's'}."


def _ordered(options: Sequence[Option], order: Sequence[str] | None) -> tuple[Choice, ...]:
    by_id = {option.id: Choice(option.id, option.text, option.rationale) for option in options}
    return tuple(by_id[name] for name in order) if order else tuple(by_id.values())
