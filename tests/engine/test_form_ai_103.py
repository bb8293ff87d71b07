"""Protects the forms the shipped AI-103 bank gives: parallel, within the published weights, the same everywhere."""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from fractions import Fraction

import pytest

from engine.banks.bank import Bank
from engine.banks.loader import load_bank
from engine.banks.shelf import SHIPPED
from engine.exams.form import Form, assemble, option_order
from engine.items.kinds import Item

QUESTIONS = 50
SEEDS = range(100)


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load_bank(SHIPPED / "ai-103")


@pytest.fixture(scope="module")
def forms(bank: Bank) -> list[Form]:
    return [_draw(bank, seed) for seed in SEEDS]


def _draw(bank: Bank, seed: int, met: dict[str, int] | None = None) -> Form:
    return assemble(bank, questions=QUESTIONS, minutes=100, seed=seed, met=met)


def _items(bank: Bank, form: Form) -> list[Item]:
    return [bank.items[item_id] for item_id in form.item_ids]


def test_every_form_has_fifty_items_of_fifty_families_and_lacks_nothing(bank: Bank, forms: list[Form]) -> None:
    for form in forms:
        assert len(form.item_ids) == len({item.family_id for item in _items(bank, form)}) == QUESTIONS
        assert form.notes == ()


def test_every_domain_keeps_its_published_weight_in_every_form(bank: Bank, forms: list[Form]) -> None:
    for form in forms:
        counts = Counter(item.domain for item in _items(bank, form))
        for domain in bank.manifest.blueprint.domains:
            low, high = (Fraction(end, 100) for end in domain.weight)
            assert low * QUESTIONS <= counts[domain.id] <= high * QUESTIONS


def test_forms_share_domains_and_topics_alike_whatever_the_seed(bank: Bank, forms: list[Form]) -> None:
    shapes = {tuple(sorted(Counter(item.topic or "" for item in _items(bank, form)).items())) for form in forms}
    assert len(shapes) == 1


@pytest.mark.parametrize("trait", ["difficulty", "kind"])
def test_difficulties_and_kinds_stay_near_the_banks_own_shares(bank: Bank, forms: list[Form], trait: str) -> None:
    shares = Counter(getattr(item, trait) for item in bank.items.values())
    for form in forms:
        counts = Counter(getattr(item, trait) for item in _items(bank, form))
        for name, count in shares.items():
            assert abs(counts[name] - QUESTIONS * count / len(bank.items)) <= 4


def test_the_case_study_is_whole_or_absent(bank: Bank, forms: list[Form]) -> None:
    cases = [{item.id for item in group.items} for group in bank.distinct_groups]
    assert cases
    for form in forms:
        assert all(case <= set(form.item_ids) or case.isdisjoint(form.item_ids) for case in cases)


def test_chance_reaches_every_item_and_forces_none(bank: Bank, forms: list[Form]) -> None:
    """But for variants of what the one case study asks, which stands in every form of this length."""
    drawn = Counter(item_id for form in forms for item_id in form.item_ids if item_id not in bank.groups)
    in_case = {bank.items[item_id].family_id for item_id in bank.groups}
    assert drawn.keys() == {item.id for item in bank.items.values() if item.family_id not in in_case}
    assert len(forms) not in drawn.values()
    assert len({form.item_ids for form in forms}) == len(forms)


def test_a_second_form_repeats_a_family_only_where_its_topic_has_no_new_one(bank: Bank, forms: list[Form]) -> None:
    for form in forms[:20]:
        met = {item.family_id: 1 for item in _items(bank, form)}
        second = _items(bank, _draw(bank, form.seed + 1000, met))
        in_second = {item.family_id for item in second}
        left = {(i.domain, i.topic) for i in bank.items.values() if i.family_id not in met.keys() | in_second}
        repeated = {(i.domain, i.topic) for i in second if i.family_id in met and i.id not in bank.groups}
        assert repeated.isdisjoint(left)


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_another_process_draws_the_same_form_and_option_orders(bank: Bank, hash_seed: str) -> None:
    """Python's string hashes differ from process to process; a form must not."""
    program = (
        "from engine.banks.loader import load_bank; from engine.banks.shelf import SHIPPED\n"
        "from engine.exams.form import assemble, option_order\n"
        "bank = load_bank(SHIPPED / 'ai-103'); form = assemble(bank, questions=50, minutes=100, seed=7)\n"
        "print(form, [option_order(bank.items[name], 7) for name in form.item_ids])"
    )
    environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
    other = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=True)
    form = _draw(bank, 7)
    assert other.stdout.strip() == f"{form} {[option_order(bank.items[name], 7) for name in form.item_ids]}"
