"""Protects the banks that come with Mockdeck: every one keeps the rules for items that a machine can check.

The rules are about form and cues, so they hold while items are still being edited; whether a key is
true is for readers to judge.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from engine.banks.bank import Bank
from engine.banks.loader import read_bank
from engine.banks.shelf import SHIPPED
from engine.items.base import Option
from engine.items.kinds import Choice, Dropdown, Item, Matching, MultipleResponse, Ordering, SingleChoice, YesNoSeries

FOLDERS = sorted(manifest.parent for manifest in SHIPPED.glob("*/bank.yaml"))
each_bank = pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: folder.name)

CRITICAL_AT_ONE_PERCENT = {1: 6.635, 2: 9.210, 3: 11.345, 4: 13.277, 5: 15.086, 6: 16.812, 7: 18.475, 8: 20.090}
"""Upper critical values of the chi-square distribution at .01 by degrees of freedom, from printed tables."""

LETTERED = re.compile(r"\b(?:options?|answers?|choices?) [A-H]\b")
CATCH_ALL = re.compile(
    r"\b(?:all|none|both|neither) of (?:the (?:above|following|other\w*|options)|these)\b", re.IGNORECASE
)
NEGATIVE = re.compile(
    r"\b(?:NOT|EXCEPT|LEAST)\b|\b(?:[Ww]hich|[Ww]hat)\b[^.?]*\b(?:is|are|do|does|would|should) not\b[^.]*\?"
)


@cache
def _bank(folder: Path) -> Bank:
    bank = read_bank(folder).bank
    assert bank is not None
    return bank


def _items(folder: Path) -> list[Item]:
    return [*_bank(folder).items.values()]


def _share(part: float, whole: int) -> float:
    assert whole > 0
    return part / whole


def test_there_is_a_bank() -> None:
    assert FOLDERS


@each_bank
def test_it_loads_without_any_problem(folder: Path) -> None:
    assert [str(problem) for problem in read_bank(folder).problems] == []


@each_bank
def test_it_is_large_enough_and_covers_every_topic(folder: Path) -> None:
    bank = _bank(folder)
    assert len(bank.items) >= 60
    assert set(bank.manifest.blueprint.topics) - {item.topic for item in bank.items.values()} == set()


def _missing(item: Item) -> Iterator[str]:
    for field in ("explanation", "topic", "objective", "family"):
        if not getattr(item, field):
            yield f"{item.id}: no {field}"
    if not any(reference.url.startswith("https://learn.microsoft.com/") for reference in item.references):
        yield f"{item.id}: no reference on learn.microsoft.com"
    for name, rationale in _rationales(item):
        if not rationale:
            yield f"{item.id}: {name} has no rationale"


def _rationales(item: Item) -> Iterator[tuple[str, str | None]]:
    match item:
        case SingleChoice() | MultipleResponse():
            yield from ((option.id, option.rationale) for option in item.options)
        case YesNoSeries():
            yield from ((statement.id, statement.rationale) for statement in item.statements)
        case Matching():
            yield from ((source.id, source.rationale) for source in item.sources)
        case Ordering():
            yield from ((step.id, step.rationale) for step in item.steps)
        case Dropdown():
            yield from ((f"{gap.id}={option.id}", option.rationale) for gap in item.gaps for option in gap.options)


@each_bank
def test_every_item_teaches_and_names_its_source(folder: Path) -> None:
    assert [line for item in _items(folder) for line in _missing(item)] == []


@each_bank
def test_the_place_of_the_key_says_nothing(folder: Path) -> None:
    places: dict[int, Counter[int]] = defaultdict(Counter)
    for item in _items(folder):
        if isinstance(item, SingleChoice):
            ids = [option.id for option in item.options]
            places[len(ids)][ids.index(item.key)] += 1
    assert places
    assert {count: dict(at) for count, at in places.items() if not _is_balanced(at, count)} == {}


def _is_balanced(places: Counter[int], options: int) -> bool:
    total = places.total()
    if all(0.20 <= places[place] / total <= 0.30 for place in range(options)):
        return True
    expected = total / options
    chi_square = sum((places[place] - expected) ** 2 / expected for place in range(options))
    return chi_square <= CRITICAL_AT_ONE_PERCENT[options - 1]


@pytest.mark.parametrize(
    ("places", "balanced"),
    [
        ([10, 10, 10, 10], True),
        ([14, 9, 8, 9], True),
        ([40, 0, 0, 0], False),
        ([18, 6, 8, 8], True),
        ([21, 7, 6, 6], False),
        ([260, 300, 240, 200], True),
        ([300, 260, 250, 190], False),
        ([5, 5, 5], True),
        ([12, 1, 2], False),
        ([2, 0], True),
    ],
)
def test_the_yardstick_for_places_tells_even_from_uneven(places: list[int], balanced: bool) -> None:
    assert _is_balanced(Counter(dict(enumerate(places))), len(places)) is balanced


@each_bank
def test_the_key_is_not_given_away_by_its_length(folder: Path) -> None:
    single = [item for item in _items(folder) if isinstance(item, SingleChoice)]
    assert _share(sum(map(_key_is_longest, single)), len(single)) <= 0.35


def _key_is_longest(item: SingleChoice) -> bool:
    lengths = {option.id: len(option.text) for option in item.options}
    return all(length < lengths[item.key] for name, length in lengths.items() if name != item.key)


@each_bank
def test_yes_and_no_are_about_even(folder: Path) -> None:
    answers = [answer for item in _items(folder) if isinstance(item, YesNoSeries) for answer in item.key.values()]
    assert 0.40 <= _share(sum(answers), len(answers)) <= 0.60


@each_bank
def test_few_stems_are_negative(folder: Path) -> None:
    negative = [item.id for item in _items(folder) if NEGATIVE.search(item.stem)]
    assert len(negative) <= 0.05 * len(_items(folder)), negative


@pytest.mark.parametrize(
    ("stem", "negative"),
    [
        ("Which service should you NOT use?", True),
        ("Which of these is not supported?", True),
        ("All of these help EXCEPT one.", True),
        ("Which role meets the requirement for least privilege?", False),
        ("The app must not keep secrets. Which setting do you change?", False),
    ],
)
def test_the_yardstick_for_negative_stems(stem: str, negative: bool) -> None:
    assert bool(NEGATIVE.search(stem)) is negative


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            yield from (text for entry in value.values() for text in _texts(entry))
        case list() | tuple():
            yield from (text for entry in value for text in _texts(entry))


def _matching(items: Iterable[Item], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{item.id}: {text[:80]}"
        for item in items
        for text in _texts(item.model_dump(exclude={"references"}))
        if pattern.search(text)
    ]


@each_bank
def test_no_option_is_named_by_a_letter_it_will_not_keep(folder: Path) -> None:
    assert _matching(_items(folder), LETTERED) == []


@each_bank
def test_no_option_stands_for_all_or_none_of_the_others(folder: Path) -> None:
    options = [option.text for item in _items(folder) for option in _options(item)]
    assert [text for text in options if CATCH_ALL.search(text)] == []


def _options(item: Item) -> Iterator[Option | Choice]:
    match item:
        case SingleChoice() | MultipleResponse():
            yield from item.options
        case Matching():
            yield from item.targets
        case Ordering():
            yield from item.steps
        case Dropdown():
            yield from (option for gap in item.gaps for option in gap.options)
