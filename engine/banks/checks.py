"""What a bank must keep across its items: unique ids, places the blueprint knows, keys that earn full marks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from engine.banks.bank import Blueprint
from engine.banks.problems import Problem
from engine.banks.sanitise import clean_identifier
from engine.items.base import FractionScoring, MappingScoring, Scoring
from engine.items.kinds import Item, ItemGroup, Parametric
from engine.items.parametric import draw
from engine.items.scoring import key_earns_full_marks, offered_atoms


@dataclass(frozen=True, slots=True)
class Located:
    """An item with the place it was read from and the group it stands in."""

    item: Item
    group: ItemGroup | None
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Named:
    """An id as an author gave it to an item, whether or not the item holds up otherwise."""

    id: str
    file: str
    line: int


def check(located: Sequence[Located], named: Sequence[Named], blueprint: Blueprint | None) -> Iterator[Problem]:
    """Every breach; places are not judged where the blueprint itself could not be read."""
    yield from _unique(named)
    yield from _unique_groups(located)
    for one in located:
        messages = list(_scoring(one.item))
        if blueprint is not None:
            messages += _place(one.item, blueprint)
        for message in messages:
            yield Problem("error", one.file, one.line, one.item.id, message)
    if blueprint is not None and not located and not named:
        yield Problem("error", "bank.yaml", None, None, "the bank has no items; put them into files beside bank.yaml")


def _unique(named: Sequence[Named]) -> Iterator[Problem]:
    first: dict[str, Named] = {}
    for one in named:
        other = first.setdefault(clean_identifier(one.id), one)
        if other is not one:
            message = f"the id is already taken on {other.file}:{other.line}; ids must differ in more than case"
            yield Problem("error", one.file, one.line, one.id, message)


def _unique_groups(located: Sequence[Located]) -> Iterator[Problem]:
    """Groups are told apart by id, so of two with one id a bank would lose one."""
    first: dict[str, Located] = {}
    judged: set[int] = set()
    for one in located:
        if one.group is None or id(one.group) in judged:
            continue
        judged.add(id(one.group))
        other = first.setdefault(clean_identifier(one.group.id), one)
        if other is not one:
            message = f"the id is already taken by a group in {other.file}; ids must differ in more than case"
            yield Problem("error", one.file, one.line, one.group.id, message)


def _scoring(item: Item) -> Iterator[str]:
    try:
        concrete = draw(item, seed=0).item if isinstance(item, Parametric) else item
    except ValueError as error:
        yield " ".join(str(error).split())
        return
    for atom in sorted(_scored_atoms(item.scoring) - offered_atoms(concrete)):
        yield f"scoring names {atom!r}, which no response to this item can hold"
    if not key_earns_full_marks(concrete):
        yield "under its scoring rule the key does not earn full marks"


def _scored_atoms(scoring: Scoring | None) -> frozenset[str]:
    match scoring:
        case FractionScoring():
            return frozenset(scoring.credit)
        case MappingScoring():
            return frozenset(scoring.entries)
        case _:
            return frozenset()


def _place(item: Item, blueprint: Blueprint) -> Iterator[str]:
    domain = blueprint.domain(item.domain)
    if domain is None:
        known = ", ".join(domain.id for domain in blueprint.domains)
        yield f"there is no domain {item.domain!r} in the blueprint; domains are {known}"
        return
    if item.topic is not None:
        topic = next((topic for topic in domain.topics if topic.id == item.topic), None)
        if topic is None:
            known = ", ".join(topic.id for topic in domain.topics)
            topics = f"its topics are {known}" if known else "it has none"
            yield f"domain {domain.id} has no topic {item.topic!r}; {topics}"
        elif item.objective is not None and item.objective not in {o.id for o in topic.objectives}:
            known = ", ".join(objective.id for objective in topic.objectives)
            yield f"topic {topic.id} has no objective {item.objective!r}; its objectives are {known}"
    elif item.objective is not None:
        yield "an objective stands in a topic; give the item's topic as well"
    for topic_id in item.also_tests:
        if topic_id not in blueprint.topics:
            yield f"also_tests names {topic_id!r}, which is no topic of the blueprint"
