"""Points for a response, exactly, with every component's own mark."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from engine.items import rules
from engine.items.base import FractionScoring, MappingScoring, RuleScoring, Scoring
from engine.items.kinds import (
    RIGHT,
    Dropdown,
    Matching,
    MultipleResponse,
    Ordering,
    ScorableItem,
    SingleChoice,
    YesNoSeries,
    slot_atom,
    yes_no,
)
from engine.items.responses import WRONG, Response


class Outcome(StrEnum):
    """How an item went; unanswered is a state of its own although it scores like wrong."""

    UNANSWERED = "unanswered"
    WRONG = "wrong"
    PARTLY_RIGHT = "partly_right"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class ComponentMark:
    """One component of the key: whether the response has it."""

    atom: str
    right: bool


@dataclass(frozen=True, slots=True)
class Mark:
    """An item's score in exact points."""

    points: Fraction
    maximum: Fraction
    outcome: Outcome
    components: tuple[ComponentMark, ...]


def scoring_of(item: ScorableItem) -> Scoring:
    """The item's own scoring, or the default of its kind."""
    return item.scoring or RuleScoring(rule=item.default_rule)


def maximum_points(item: ScorableItem) -> Fraction:
    """One point a scored component, unless the bank says otherwise."""
    scoring = scoring_of(item)
    if scoring.points is not None:
        return scoring.points
    match scoring:
        case MappingScoring():
            return _upper(scoring)
        case RuleScoring(rule="per_component" | "plus_minus"):
            return Fraction(len(item.key_atoms))
        case RuleScoring(rule="every_decision"):
            return Fraction(item.decision_count)
        case _:
            return Fraction(1)


def score(item: ScorableItem, response: Response | None) -> Mark:
    """Judge a response, read by `parse_response` for this very item."""
    key, maximum = item.key_atoms, maximum_points(item)
    chosen: frozenset[str] = response.atoms if response is not None else frozenset()
    components = tuple(ComponentMark(atom, atom in chosen) for atom in sorted(key))
    if not chosen:
        return Mark(Fraction(0), maximum, Outcome.UNANSWERED, components)
    points = _fraction(item, chosen) * maximum
    return Mark(points, maximum, _outcome(points, maximum), components)


def _outcome(points: Fraction, maximum: Fraction) -> Outcome:
    if points == maximum:
        return Outcome.RIGHT
    return Outcome.PARTLY_RIGHT if points > 0 else Outcome.WRONG


def key_earns_full_marks(item: ScorableItem) -> bool:
    """Whether the key reaches the maximum under the item's rule; a bank that fails this is refused."""
    return _fraction(item, item.key_atoms) == 1


def offered_atoms(item: ScorableItem) -> frozenset[str]:
    """Every atom a response to the item can hold; a rule that names another has a slip of the pen."""
    match item:
        case SingleChoice() | MultipleResponse():
            return frozenset(option.id for option in item.options)
        case YesNoSeries():
            return frozenset(slot_atom(s.id, yes_no(answer)) for s in item.statements for answer in (True, False))
        case Matching():
            return frozenset(slot_atom(source.id, target.id) for source in item.sources for target in item.targets)
        case Ordering():
            places = range(1, len(item.steps) + 1)
            return frozenset(slot_atom(str(place), step.id) for place in places for step in item.steps)
        case Dropdown():
            return frozenset(slot_atom(gap.id, option.id) for gap in item.gaps for option in gap.options)
        case _:
            return frozenset({RIGHT, WRONG})


def _fraction(item: ScorableItem, chosen: frozenset[str]) -> Fraction:
    key, scoring = item.key_atoms, scoring_of(item)
    match scoring:
        case FractionScoring():
            return rules.fractions(chosen, scoring.credit)
        case MappingScoring():
            upper = _upper(scoring)
            got = rules.mapped(chosen, scoring.entries, scoring.default, scoring.lower, upper)
            return max(Fraction(0), got / upper) if upper > 0 else Fraction(0)
        case RuleScoring(rule="all_or_nothing"):
            return rules.all_or_nothing(chosen, key)
        case RuleScoring(rule="per_component"):
            return rules.per_component(chosen, key)
        case RuleScoring(rule="plus_minus"):
            return rules.plus_minus(chosen, key)
    wrong = rules.errors(chosen, key, slots=not isinstance(item, MultipleResponse))
    if scoring.rule == "halves":
        return rules.halves(wrong, item.decision_count)
    return rules.every_decision(wrong, item.decision_count)


def _upper(scoring: MappingScoring) -> Fraction:
    """The most a mapping can give: its upper bound, or all its positive entries."""
    if scoring.upper is not None:
        return scoring.upper
    return sum((value for value in scoring.entries.values() if value > 0), Fraction(0))
