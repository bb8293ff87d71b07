"""What choosing does to a response, for every item a bank can hold."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exams.form import SHOWABLE_KINDS, option_order
from engine.items.responses import Json, is_complete, parse_response
from engine.items.scoring import Outcome, score
from tests.engine import strategies as items
from tui.widgets.choices import Choice, choose, chosen_in, groups_of, instruction, is_all_chosen, key_of

KINDS = tuple(sorted(SHOWABLE_KINDS))
shown_items = items.items(KINDS)


def test_all_kinds_the_exam_room_shows_are_meant_here() -> None:
    assert set(KINDS) <= set(items.SCORABLE_KINDS)


@given(shown_items, st.data())
def test_whatever_is_chosen_in_whatever_order_is_a_response_the_engine_takes(item: Any, data: st.DataObject) -> None:
    offered = [(group.slot, choice.id) for group in groups_of(item, {}) for choice in group.choices]
    response: Json = None
    for slot, choice in data.draw(st.lists(st.sampled_from(offered), max_size=12)):
        response = choose(item, response, slot, choice)
        parsed = parse_response(item, response)
        assert len(parsed.atoms if parsed else ()) == len(chosen_in(item, response))
        for group in groups_of(item, {}):
            assert sum(place == group.slot for place, _ in chosen_in(item, response)) <= group.limit


@given(shown_items, st.data())
def test_choosing_all_of_the_key_gives_the_key_and_full_marks(item: Any, data: st.DataObject) -> None:
    response: Json = None
    for slot, choice in data.draw(st.permutations(sorted(key_of(item)))):
        response = choose(item, response, slot, choice)
    assert chosen_in(item, response) == key_of(item)
    assert score(item, parse_response(item, response)).outcome is Outcome.RIGHT


@given(shown_items, st.data())
def test_what_is_chosen_is_what_the_response_says(item: Any, data: st.DataObject) -> None:
    response = data.draw(items.responses(item))
    offered = {(group.slot, choice.id) for group in groups_of(item, {}) for choice in group.choices}
    chosen = chosen_in(item, response)
    assert chosen <= offered
    again: Json = None
    for slot, choice in sorted(chosen):
        again = choose(item, again, slot, choice)
    assert parse_response(item, again) == parse_response(item, response)


@given(shown_items, st.data())
def test_all_is_chosen_exactly_where_the_engine_calls_it_complete(item: Any, data: st.DataObject) -> None:
    response = data.draw(items.responses(item))
    assert is_all_chosen(item, response) == is_complete(item, parse_response(item, response))


@given(items.items(("multiple_response",)), st.data())
def test_a_full_choose_n_takes_no_more_and_gives_back_what_was_chosen(item: Any, data: st.DataObject) -> None:
    (group,) = groups_of(item, {})
    full = data.draw(st.permutations([choice.id for choice in group.choices]))[: group.limit]
    response: Json = None
    for choice in full:
        response = choose(item, response, "", choice)
    for other in {choice.id for choice in group.choices} - {*full}:
        assert choose(item, response, "", other) == response
    without = choose(item, response, "", full[0])
    assert chosen_in(item, without) == {("", name) for name in full[1:]}
    assert choose(item, without, "", full[0]) == response


@given(shown_items, st.integers(0, 99))
def test_groups_offer_every_option_once_in_the_order_of_the_sitting(item: Any, seed: int) -> None:
    order = option_order(item, seed)
    for group in groups_of(item, order):
        names = [choice.id for choice in group.choices]
        assert len(names) == len(set(names))
        assert order.get(group.slot, tuple(names)) == tuple(names)
    assert [len(group.choices) for group in groups_of(item, order)] == [len(g.choices) for g in groups_of(item, {})]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"kind": "single_choice", "key": "a"}, "Choose one. 1 point."),
        ({"kind": "multiple_response", "key": ["a", "b"]}, "Choose two. 2 points."),
        (
            {"kind": "multiple_response", "key": ["a", "b"], "scoring": {"rule": "halves", "points": 1}},
            "Choose two. 1 point.",
        ),
        ({"kind": "multiple_response", "key": [*"abcdef"]}, "Choose 6. 6 points."),
    ],
)
def test_the_instruction_says_what_to_do_and_for_how_much(fields: items.Fields, words: str) -> None:
    options = [{"id": name, "text": name} for name in "abcdefg"]
    assert instruction(items.build({"id": "x", "domain": "d1", "stem": "?", "options": options, **fields})) == words


def test_statements_are_answered_yes_or_no_and_keep_their_reasons() -> None:
    statement = {"id": "s1", "text": "It rains.", "rationale": "Look outside."}
    fields = {"kind": "yes_no_series", "statements": [statement], "key": {"s1": True}}
    (group,) = groups_of(items.build({"id": "x", "domain": "d1", "stem": "?", **fields}), {})
    assert (group.heading, group.rationale) == ("It rains.", "Look outside.")
    assert group.choices == (Choice("yes", "Yes"), Choice("no", "No"))


@pytest.mark.parametrize("kind", sorted(set(items.SCORABLE_KINDS) - SHOWABLE_KINDS))
def test_kinds_that_cannot_be_shown_are_refused_and_not_shown_wrongly(kind: str) -> None:
    item = items.build(_example(kind))
    for call in (lambda: groups_of(item, {}), lambda: choose(item, None, "", "a"), lambda: instruction(item)):
        with pytest.raises(TypeError, match=f"{kind} cannot be shown yet"):
            call()


def _example(kind: str) -> items.Fields:
    two = [{"id": "a", "text": "A"}, {"id": "b", "text": "B"}]
    more: dict[str, items.Fields] = {
        "matching": {"sources": two, "targets": two, "key": {"a": "a", "b": "b"}},
        "ordering": {"steps": two, "key": ["a", "b"]},
        "numeric": {"key": "1"},
        "short_text": {"key": ["one"]},
    }
    return {"id": "x", "domain": "d1", "stem": "?", "kind": kind} | more[kind]
