"""Protects how options are shown: a permutation fixed by seed and item, with locked options where they were written."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exams.form import option_order
from engine.items.kinds import Dropdown, MultipleResponse, SingleChoice
from tests.engine.bank_strategies import NOT_SHOWN, make_item, seeds, unhurried

locks = st.lists(st.booleans(), min_size=3, max_size=8)


def _options(locked: Sequence[bool]) -> list[dict[str, object]]:
    return [{"id": f"o{n}", "text": f"option {n}", "locked": lock} for n, lock in enumerate(locked)]


def _keeps(order: Sequence[str], locked: Sequence[bool]) -> bool:
    """Whether it is a permutation that moved no locked option."""
    whole = sorted(order) == sorted(f"o{n}" for n in range(len(locked)))
    return whole and all(order[n] == f"o{n}" for n, lock in enumerate(locked) if lock)


@given(st.sampled_from(["single_choice", "multiple_response"]), locks, seeds)
@unhurried
def test_the_order_is_a_permutation_that_moves_no_locked_option(kind: str, locked: list[bool], seed: int) -> None:
    key: object = "o0" if kind == "single_choice" else ["o0", "o1"]
    item = make_item("i", kind, options=_options(locked), key=key)
    assert isinstance(item, SingleChoice | MultipleResponse)
    orders = option_order(item, seed)
    assert list(orders) == [""]
    assert _keeps(orders[""], locked)
    assert option_order(item, seed) == orders


@given(st.lists(st.tuples(locks, st.booleans()), min_size=1, max_size=4), seeds)
@unhurried
def test_every_shuffled_gap_has_an_order_of_its_own(gaps: list[tuple[list[bool], bool]], seed: int) -> None:
    item = make_item(
        "i", "dropdown",
        body=" ".join(f"[[g{n}]]" for n in range(len(gaps))),
        gaps=[{"id": f"g{n}", "options": _options(lock), "shuffle": shuffle} for n, (lock, shuffle) in enumerate(gaps)],
        key={f"g{n}": "o0" for n in range(len(gaps))},
    )  # fmt: skip
    assert isinstance(item, Dropdown)
    orders = option_order(item, seed)
    assert list(orders) == [f"g{n}" for n, (_, shuffle) in enumerate(gaps) if shuffle]
    assert all(_keeps(order, gaps[int(gap[1:])][0]) for gap, order in orders.items())


def test_over_many_seeds_every_place_is_taken_by_every_option() -> None:
    item = make_item("i", size=4)
    orders = [option_order(item, seed)[""] for seed in range(200)]
    assert {(place, name) for order in orders for place, name in enumerate(order)} == {
        (place, f"o{n}") for place in range(4) for n in range(4)
    }


def test_two_items_of_a_sitting_are_shuffled_apart() -> None:
    orders = {tuple(option_order(make_item(f"i{n}", size=6), 5)[""]) for n in range(10)}
    assert len(orders) > 1


@pytest.mark.parametrize("kind", ["yes_no_series", *NOT_SHOWN])
def test_kinds_without_shuffled_options_have_no_order(kind: str) -> None:
    assert option_order(make_item("i", kind), 1) == {}


def test_an_item_that_is_not_to_be_shuffled_has_no_order() -> None:
    assert option_order(make_item("i", shuffle=False), 1) == {}
