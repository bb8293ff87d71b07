"""Protects form assembly on any bank: what a form may hold, that it is as long as it can be, and that it says so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from engine.banks.bank import Bank, Blueprint
from engine.errors import FormError
from engine.exams.form import CASE_FROM, SHOWABLE_KINDS, assemble
from engine.items.kinds import CaseStudy, Item
from tests.engine.bank_strategies import (
    NOT_SHOWN,
    SHOWN,
    Request,
    blueprints,
    make_bank,
    make_blueprint,
    make_case,
    make_item,
    many,
    requests,
    seeds,
    unhurried,
)


def _singles(bank: Bank) -> list[Item]:
    """Items outside groups that can be shown."""
    return [i for i in bank.items.values() if i.id not in bank.groups and i.kind in SHOWABLE_KINDS]


def _families(items: Iterable[Item]) -> set[str]:
    return {item.family_id for item in items}


def _drawable(request: Request) -> Request:
    assume(_singles(request.bank))
    return request


drawable = requests().map(_drawable)


@given(drawable)
@many
def test_no_item_and_no_family_stands_twice_and_every_kind_can_be_shown(request: Request) -> None:
    form = assemble(request.bank, **request.arguments)
    drawn = [request.bank.items[item_id] for item_id in form.item_ids]
    assert len(_families(drawn)) == len(drawn)
    assert {item.kind for item in drawn} <= SHOWABLE_KINDS


@given(drawable)
@many
def test_a_form_is_a_function_of_its_request(request: Request) -> None:
    form = assemble(request.bank, **request.arguments)
    assert form == assemble(request.bank, **request.arguments)
    assert (form.code, form.seed, form.minutes) == (request.bank.code, request.seed, 100)


@given(drawable)
@many
def test_a_form_is_as_long_as_asked_or_as_the_bank_allows_and_says_so(request: Request) -> None:
    form = assemble(request.bank, **request.arguments)
    case = [request.bank.items[item_id] for item_id in form.item_ids if item_id in request.bank.groups]
    possible = len(case) + len(_families(_singles(request.bank)) - _families(case))
    assert len(form.item_ids) == min(request.questions, possible)
    said = [note for note in form.notes if f"can fill {len(form.item_ids)} of the {request.questions}" in note]
    assert len(said) == (len(form.item_ids) < request.questions)


@given(drawable)
@many
def test_a_case_study_comes_whole_at_the_end_or_not_at_all(request: Request) -> None:
    form = assemble(request.bank, **request.arguments)
    grouped = [item_id for item_id in form.item_ids if item_id in request.bank.groups]
    groups = {request.bank.groups[item_id].id: request.bank.groups[item_id] for item_id in grouped}
    assert len(groups) <= 1
    for group in groups.values():
        assert isinstance(group, CaseStudy)
        assert len(form.item_ids) >= CASE_FROM
        assert [item.id for item in group.items] == grouped == list(form.item_ids[-len(grouped) :])


@given(drawable)
@many
def test_no_family_is_passed_over_for_one_met_more_often_in_its_topic(request: Request) -> None:
    form = assemble(request.bank, **request.arguments)
    singles = _singles(request.bank)
    drawn = [item for item in singles if item.id in form.item_ids]
    families = _families(request.bank.items[item_id] for item_id in form.item_ids)
    passed_over = [item for item in singles if item.family_id not in families]
    for item in drawn:
        for other in passed_over:
            if (other.domain, other.topic) == (item.domain, item.topic):
                assert request.met.get(other.family_id, 0) >= request.met.get(item.family_id, 0)


@given(drawable)
@many
def test_a_domain_below_its_range_is_named_in_a_note(request: Request) -> None:
    form = assemble(request.bank, **request.arguments)
    counts = Counter(request.bank.items[item_id].domain for item_id in form.item_ids)
    for domain in request.bank.manifest.blueprint.domains:
        if counts[domain.id] < len(form.item_ids) * domain.weight[0] // 100:
            assert any(note.startswith(f"{domain.name}: ") for note in form.notes)


@given(drawable)
@many
def test_kinds_that_cannot_be_shown_are_counted_in_a_note(request: Request) -> None:
    bank = request.bank
    hidden: Counter[str] = Counter(
        i.kind for i in bank.items.values() if i.id not in bank.groups and i.kind in NOT_SHOWN
    )
    for group in bank.distinct_groups:
        if group.kind == "problem_series" or any(item.kind in NOT_SHOWN for item in group.items):
            hidden[group.kind] += 1
    notes = [note for note in assemble(bank, **request.arguments).notes if "cannot show" in note]
    assert [note.split(" left out")[0] for note in notes] == [f"{n} of kind {k}" for k, n in sorted(hidden.items())]


@given(blueprints(), st.integers(1, 60), seeds, st.booleans())
@unhurried
def test_with_items_enough_every_domain_keeps_its_published_range(
    blueprint: Blueprint, questions: int, seed: int, with_case: bool
) -> None:
    template = make_item("any")
    items = [
        template.model_copy(update={"id": f"{domain.id}-{n}", "domain": domain.id})
        for domain in blueprint.domains
        for n in range(questions)
    ]
    case = make_case("case", [make_item(f"case-{n}", domain=blueprint.domains[0].id) for n in range(4)])
    bank = make_bank(blueprint, items, [case] if with_case else [])
    form = assemble(bank, questions=questions, minutes=1, seed=seed)
    counts = Counter(bank.items[item_id].domain for item_id in form.item_ids)
    for domain in blueprint.domains:
        low, high = domain.weight
        assert questions * low // 100 <= counts[domain.id] <= -(-questions * high // 100)
    assert form.notes == ()


@pytest.mark.parametrize("questions", [0, -1])
def test_a_form_of_no_questions_is_refused(questions: int) -> None:
    with pytest.raises(FormError, match="at least one question"):
        assemble(make_bank(make_blueprint((100, 100)), [make_item("a")]), questions=questions, minutes=1, seed=1)


@pytest.mark.parametrize("kind", NOT_SHOWN)
def test_a_bank_with_nothing_to_show_is_refused_with_the_kinds_that_can(kind: str) -> None:
    bank = make_bank(make_blueprint((100, 100)), [make_item("a", kind)])
    with pytest.raises(FormError) as refused:
        assemble(bank, questions=1, minutes=1, seed=1)
    assert all(shown in str(refused.value) for shown in SHOWN)


def test_topics_share_their_domain_by_objectives_and_the_case_counts_in() -> None:
    blueprint = make_blueprint((100, 100), objectives=(3, 1, 0))
    items = [make_item(f"{topic}-{n}", topic=f"d0-t{topic}") for topic in range(3) for n in range(40)]
    plain = make_bank(blueprint, items)
    cased = make_bank(blueprint, items, [make_case("c", [make_item(f"c-{n}", topic="d0-t1") for n in range(4)])])
    for bank in (plain, cased):
        form = assemble(bank, questions=40, minutes=1, seed=3)
        assert Counter(bank.items[item_id].topic for item_id in form.item_ids) == {
            "d0-t0": 24, "d0-t1": 8, "d0-t2": 8,
        }  # fmt: skip


@pytest.mark.parametrize("topic", [None, "d0-t1"])
def test_a_case_that_outweighs_its_topic_takes_places_from_the_others_and_adds_none(topic: str | None) -> None:
    blueprint = make_blueprint((50, 50), (50, 50), objectives=(1, 1))
    items = [
        make_item(f"{d}{t}{n}", domain=d, topic=f"{d}-t{t}") for d in ("d0", "d1") for t in (0, 1) for n in range(30)
    ]
    bank = make_bank(blueprint, items, [make_case("c", [make_item(f"c-{n}", topic=topic) for n in range(12)])])
    form = assemble(bank, questions=30, minutes=1, seed=1)
    assert Counter(bank.items[item_id].domain for item_id in form.item_ids) == {"d0": 15, "d1": 15}


def test_the_case_met_least_is_taken() -> None:
    items = [make_item(f"i{n}") for n in range(40)]
    cases = [make_case(f"c{c}", [make_item(f"c{c}-{n}", family=f"fc{c}-{n}") for n in range(2)]) for c in range(3)]
    bank = make_bank(make_blueprint((100, 100)), items, cases)
    for seed in range(20):
        form = assemble(bank, questions=30, minutes=1, seed=seed, met={"fc0-0": 1, "fc2-1": 2})
        assert form.item_ids[-2:] == ("c1-0", "c1-1")


def test_a_case_with_two_items_of_one_family_is_left_out_with_a_note() -> None:
    case = make_case("c", [make_item(f"c-{n}", family="same") for n in range(2)])
    bank = make_bank(make_blueprint((100, 100)), [make_item(f"i{n}") for n in range(40)], [case])
    form = assemble(bank, questions=40, minutes=1, seed=1)
    assert sorted(form.item_ids) == sorted(f"i{n}" for n in range(40))
    assert form.notes == ("the case study 'A case' left out: two of its items are of one family",)


def test_a_bank_too_small_for_a_case_gives_its_single_items_and_says_how_many() -> None:
    case = make_case("c", [make_item(f"c-{n}") for n in range(4)])
    bank = make_bank(make_blueprint((100, 100)), [make_item(f"i{n}") for n in range(25)], [case])
    form = assemble(bank, questions=50, minutes=1, seed=1)
    assert len(form.item_ids) == 25
    assert form.notes == ("EX-1 can fill 25 of the 50 questions asked for",)


def test_a_case_too_long_for_the_form_gives_its_domain_no_places() -> None:
    case = make_case("c", [make_item(f"c-{n}") for n in range(6)])
    items = [make_item(f"d{d}-{n}", domain=f"d{d}") for d, count in enumerate((2, 40, 40)) for n in range(count)]
    bank = make_bank(make_blueprint((34, 34), (33, 33), (33, 33)), items, [case])
    for seed in range(10):
        form = assemble(bank, questions=20, minutes=1, seed=seed)
        assert Counter(bank.items[item_id].domain for item_id in form.item_ids) == {"d0": 2, "d1": 9, "d2": 9}
        assert form.notes == ("Domain 0: 5 short of its share; other domains fill in",)
