"""Protects what a bank keeps across its items: places, ids and scoring that can be trusted."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.banks.loader import read_bank
from tests.engine.banks.folders import MANIFEST, item, items, write_bank

OBJECTIVES = "its objectives are d1-t1-o1"


def _messages(folder: Path) -> list[str]:
    return [f"{problem.item}: {problem.message}" for problem in read_bank(folder).problems]


@pytest.mark.parametrize(
    ("place", "message"),
    [
        ({"domain": "d3"}, "there is no domain 'd3' in the blueprint; domains are d1, d2"),
        ({"topic": "d1-t9"}, "domain d1 has no topic 'd1-t9'; its topics are d1-t1"),
        ({"domain": "d2", "topic": "d1-t1"}, "domain d2 has no topic 'd1-t1'; it has none"),
        ({"topic": "d1-t1", "objective": "o9"}, f"topic d1-t1 has no objective 'o9'; {OBJECTIVES}"),
        ({"objective": "o9"}, "an objective stands in a topic; give the item's topic as well"),
        ({"also_tests": "[d1-t1, d9-t9]"}, "also_tests names 'd9-t9', which is no topic of the blueprint"),
    ],
)
def test_an_item_stands_where_the_blueprint_has_a_place(tmp_path: Path, place: dict[str, str], message: str) -> None:
    assert _messages(write_bank(tmp_path, a=items(item("x", **place)))) == [f"x: {message}"]


@pytest.mark.parametrize(
    "place",
    [{}, {"domain": "d2"}, {"topic": "d1-t1"}, {"topic": "d1-t1", "objective": "d1-t1-o1"}, {"also_tests": "[d1-t1]"}],
)
def test_a_place_that_exists_is_taken(tmp_path: Path, place: dict[str, str]) -> None:
    assert read_bank(write_bank(tmp_path, a=items(item("x", **place)))).bank is not None


def test_places_are_not_judged_without_a_blueprint(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, MANIFEST.replace("weight: [40, 60]", "weight: [0, 0]"), a=items(item("x", "d9")))
    assert _messages(folder) == [
        "None: `blueprint`: the domains' weights span 0 to 0 per cent, which cannot add up to 100"
    ]


@pytest.mark.parametrize("other", ["one", "ONE", "One"])
def test_an_id_is_taken_once_in_whatever_case(tmp_path: Path, other: str) -> None:
    folder = write_bank(tmp_path, a=items(item("one"), item(other)), b=items(item("One")))
    taken = "the id is already taken on a.yaml:2; ids must differ in more than case"
    assert _messages(folder) == [f"{other}: {taken}", f"One: {taken}"]


def _case(name: str, member: str) -> str:
    tab = "[{id: t, title: Overview, text: It sells boats.}]"
    inner = "".join(f"    {line}\n" for line in item(member).splitlines())
    return f"  - id: {name}\n    kind: case_study\n    title: C\n    stimuli: {tab}\n    items:\n{inner}"


def test_a_group_id_is_taken_once_as_well(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, a=items(_case("case", "in-1")), b=items(_case("CASE", "in-2")))
    (problem,) = read_bank(folder).problems
    assert (problem.file, problem.item) == ("b.yaml", "CASE")
    assert problem.message == "the id is already taken by a group in a.yaml; ids must differ in more than case"


def test_members_of_one_group_share_it_in_peace(tmp_path: Path) -> None:
    both = _case("case", "in-1") + "".join(f"    {line}\n" for line in item("in-2").splitlines())
    bank = read_bank(write_bank(tmp_path, a=items(both))).bank
    assert bank is not None
    assert [group.id for group in bank.distinct_groups] == ["case"]


@pytest.mark.parametrize(
    ("scoring", "message"),
    [
        ("{rule: fractions, credit: {b: 0.5}}", "under its scoring rule the key does not earn full marks"),
        ("{rule: mapping, entries: {b: 1}, upper: 2}", "under its scoring rule the key does not earn full marks"),
        ("{rule: mapping, entries: {b: 0}}", "under its scoring rule the key does not earn full marks"),
        ("{rule: mapping, entries: {b: 1, c: -1}}", "scoring names 'c', which no response to this item can hold"),
        ("{rule: fractions, credit: {b: 1, A: -1}}", "scoring names 'A', which no response to this item can hold"),
    ],
)
def test_scoring_must_be_able_to_reward_the_key_and_names_what_exists(
    tmp_path: Path, scoring: str, message: str
) -> None:
    assert _messages(write_bank(tmp_path, a=items(item("x", scoring=scoring)))) == [f"x: {message}"]


def _drawn(generator: str, more: str = "") -> str:
    return f"  - id: p\n    kind: parametric\n    domain: d1\n    stem: Compute.\n    generator: {generator}\n{more}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (_drawn("luck"), "there is no generator 'luck'; there are confusion_matrix, token_allowance"),
        (_drawn("confusion_matrix"), "confusion_matrix takes one parameter, measure: precision, recall, accuracy, f1"),
        (_drawn("token_allowance", "    parameters: {a: b}\n"), "token_allowance takes no parameters"),
        (
            _drawn("token_allowance", "    scoring: {rule: fractions, credit: {wrong: 1}}\n"),
            "under its scoring rule the key does not earn full marks",
        ),
        (
            _drawn("token_allowance", "    scoring: {rule: mapping, entries: {right: 1, rihgt: 1}, upper: 1}\n"),
            "scoring names 'rihgt', which no response to this item can hold",
        ),
    ],
)
def test_a_drawn_item_names_what_can_be_drawn_and_scored(tmp_path: Path, text: str, message: str) -> None:
    assert _messages(write_bank(tmp_path, a=items(text))) == [f"p: {message}"]


def test_a_drawn_item_that_can_be_drawn_is_welcome(tmp_path: Path) -> None:
    text = _drawn("confusion_matrix", "    parameters: {measure: recall}\n")
    assert read_bank(write_bank(tmp_path, a=items(text))).bank is not None
