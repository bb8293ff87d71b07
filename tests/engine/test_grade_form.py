"""Protects grading a printed form: keys earn 1000, nothing earns 1, and a document that does not fit is refused."""

from __future__ import annotations

import json
from typing import cast

import pytest
from hypothesis import assume, given

from engine.banks.bank import Bank
from engine.banks.loader import load_bank
from engine.banks.shelf import SHIPPED
from engine.errors import FormError, ResponseError
from engine.exams.form import assemble
from engine.items.responses import Json
from engine.practice.grade_form import grade_form
from tests.engine.bank_strategies import (
    CODE,
    SHOWN,
    Request,
    key_response,
    make_bank,
    make_blueprint,
    make_item,
    requests,
    unhurried,
    wrong_response,
)


def _printed(bank: Bank, item_ids: tuple[str, ...]) -> Json:
    """The document `mockdeck form --json` prints, after a round through JSON."""
    entries = [
        {"id": item.id, "kind": item.kind, "domain": item.domain, "topic": item.topic}
        for item in (bank.items[item_id] for item_id in item_ids)
    ]
    text = json.dumps({"code": bank.code, "seed": 1, "minutes": 100, "items": entries})
    return cast(Json, json.loads(text))


@given(requests())
@unhurried
def test_all_keys_earn_1000_and_nothing_earns_1(request: Request) -> None:
    bank = request.bank
    assume(any(item.kind in SHOWN and item.id not in bank.groups for item in bank.items.values()))
    form = assemble(bank, **request.arguments)
    printed = _printed(bank, form.item_ids)
    best = grade_form(bank, printed, {item_id: key_response(bank.items[item_id]) for item_id in form.item_ids})
    assert (best.scaled, best.passed) == (1000, True)
    worst = grade_form(bank, printed, {item_id: wrong_response(bank.items[item_id]) for item_id in form.item_ids})
    for report in (worst, grade_form(bank, printed, {}), grade_form(bank, printed, dict.fromkeys(form.item_ids))):
        assert (report.scaled, report.passed) == (1, False)
        assert [result.item_id for result in report.items] == list(form.item_ids)


def test_the_shipped_bank_is_graded_by_its_own_keys() -> None:
    bank = load_bank(SHIPPED / "ai-103")
    printed = _printed(bank, tuple(bank.items))
    best = grade_form(bank, printed, {item.id: key_response(item) for item in bank.items.values()})
    assert (best.scaled, best.passed) == (1000, True)
    worst = grade_form(bank, printed, {item.id: wrong_response(item) for item in bank.items.values()})
    assert (worst.scaled, worst.passed) == (1, False)


def test_the_banks_own_cut_decides() -> None:
    items = [make_item(f"i{n}") for n in range(4)]
    half: Json = {"i0": "o0", "i1": "o0"}
    for cut, passed in (("0.5", True), ("0.51", False)):
        bank = make_bank(make_blueprint((100, 100)), items, cut=cut)
        assert grade_form(bank, _printed(bank, ("i0", "i1", "i2", "i3")), half).passed is passed


@pytest.fixture
def bank() -> Bank:
    return make_bank(make_blueprint((100, 100)), [make_item("a"), make_item("b"), make_item("p", "parametric")])


def test_a_plain_list_of_ids_will_do(bank: Bank) -> None:
    assert grade_form(bank, {"code": CODE, "items": ["a", "b"]}, {"a": "o0"}).points == 1


NO_FORM = "must be the JSON document"


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (None, NO_FORM),
        ("a", NO_FORM),
        (["a"], NO_FORM),
        ({}, NO_FORM),
        ({"code": CODE}, NO_FORM),
        ({"code": CODE, "items": []}, NO_FORM),
        ({"code": CODE, "items": {"id": "a"}}, NO_FORM),
        ({"code": CODE, "items": "ab"}, NO_FORM),
        ({"items": [{"id": "a"}]}, f"not of {CODE}"),
        ({"code": "EX-2", "items": [{"id": "a"}]}, f"is of EX-2, not of {CODE}"),
        ({"code": CODE, "items": [{"id": "a"}, {"id": "z"}]}, "item 2 of the form, 'z', is not in the bank"),
        ({"code": CODE, "items": [{"kind": "single_choice"}]}, "item 1 of the form, None, is not"),
        ({"code": CODE, "items": [{"id": ["a"]}]}, "item 1 of the form"),
        ({"code": CODE, "items": [["a"]]}, "item 1 of the form"),
        ({"code": CODE, "items": [None]}, "item 1 of the form, None"),
        ({"code": CODE, "items": [{"id": "a"}, {"id": "a"}]}, "names 'a' twice"),
    ],
)
def test_a_form_that_is_none_or_of_another_bank_is_refused(bank: Bank, form: Json, message: str) -> None:
    with pytest.raises(FormError) as refused:
        grade_form(bank, form, {})
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("responses", "message"),
    [
        (None, "one JSON object"),
        (["o0"], "one JSON object"),
        ("o0", "one JSON object"),
        ({"b": "o0"}, "b: the form has no such item"),
        ({"a": "o9"}, "a: there is no option 'o9'"),
        ({"a": ["o0"]}, "a: there is no option"),
        ({"a": True}, "a: there is no option"),
    ],
)
def test_responses_that_do_not_fit_the_form_are_refused(bank: Bank, responses: Json, message: str) -> None:
    with pytest.raises(ResponseError) as refused:
        grade_form(bank, {"code": CODE, "items": ["a"]}, responses)
    assert message in str(refused.value)


def test_a_parametric_item_is_refused_for_it_was_never_drawn(bank: Bank) -> None:
    with pytest.raises(ResponseError, match="p: a parametric item must be drawn"):
        grade_form(bank, {"code": CODE, "items": ["p"]}, {})
