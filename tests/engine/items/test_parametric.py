"""Protects drawn items: the same seed gives the same question, and its key is what an own calculation gives."""

from __future__ import annotations

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.items.kinds import Parametric
from engine.items.parametric import GENERATORS, draw, generator_of, restore
from engine.items.responses import parse_response
from engine.items.scoring import Outcome, score

seeds = st.integers(0, 2**63)
MEASURES = ("precision", "recall", "accuracy", "f1")


def _item(generator: str, **parameters: str) -> Parametric:
    return Parametric(
        id="drawn-1",
        kind="parametric",
        domain="d1",
        topic="t1",
        family="f1",
        stem="A model was tested.",
        explanation="Read the table by rows.",
        generator=generator,
        parameters=parameters,
    )


EVERY = [*(_item("confusion_matrix", measure=measure) for measure in MEASURES), _item("token_allowance")]
any_item = st.sampled_from(EVERY)


def _numbers(text: str) -> list[int]:
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]


def test_every_generator_is_tried_here() -> None:
    assert set(GENERATORS) == {item.generator for item in EVERY}
    assert all(GENERATORS[name].name == name for name in GENERATORS)


@given(any_item, seeds)
def test_the_same_seed_gives_the_same_item(item: Parametric, seed: int) -> None:
    assert draw(item, seed) == draw(item, seed)


@given(any_item, seeds)
def test_stored_values_restore_the_item(item: Parametric, seed: int) -> None:
    drawn = draw(item, seed)
    assert restore(item, drawn.values) == drawn
    assert (drawn.generator, drawn.generator_version) == (item.generator, GENERATORS[item.generator].version)


def test_other_seeds_and_other_items_give_other_values() -> None:
    for item in EVERY:
        assert len({tuple(draw(item, seed).values.items()) for seed in range(30)}) > 20
        renamed = item.model_copy(update={"id": "drawn-2"})
        assert any(draw(item, seed).values != draw(renamed, seed).values for seed in range(5))


def test_a_seed_keeps_its_values_for_good() -> None:
    allowance, matrix = draw(_item("token_allowance"), 1), draw(_item("confusion_matrix", measure="f1"), 1)
    assert allowance.values == {"prompt": 1600, "completion": 600, "allowance": 90000}
    assert matrix.values == {"tp": 147, "fp": 45, "fn": 18, "tn": 745}


@given(st.sampled_from(MEASURES), seeds)
def test_the_measure_is_what_counting_the_cases_gives(measure: str, seed: int) -> None:
    """Recomputed from the table the candidate sees, case by case."""
    drawn = draw(_item("confusion_matrix", measure=measure), seed)
    tp, fn, fp, tn = _numbers(drawn.item.stem)[:4]
    cases = [(1, 1)] * tp + [(1, 0)] * fn + [(0, 1)] * fp + [(0, 0)] * tn
    found = [actual for actual, predicted in cases if predicted]
    wanted = [predicted for actual, predicted in cases if actual]
    precision, recall = Fraction(sum(found), len(found)), Fraction(sum(wanted), len(wanted))
    by_hand = {
        "precision": precision,
        "recall": recall,
        "accuracy": Fraction(sum(actual == predicted for actual, predicted in cases), len(cases)),
        "f1": 2 / (1 / precision + 1 / recall),
    }
    assert drawn.item.key == by_hand[measure]
    assert 0 < drawn.item.key < 1


@given(seeds)
def test_the_allowance_carries_the_last_whole_request_and_not_one_more(seed: int) -> None:
    item = draw(_item("token_allowance"), seed).item
    allowance, prompt, completion = _numbers(item.stem)[:3]
    spent = item.key * (prompt + completion)
    assert spent <= allowance < spent + prompt + completion
    assert item.key.denominator == 1
    assert item.key >= 1
    assert item.tolerance == 0


@given(any_item, seeds)
def test_the_answer_rounded_as_asked_is_right(item: Parametric, seed: int) -> None:
    drawn = draw(item, seed).item
    exact = Decimal(drawn.key.numerator) / Decimal(drawn.key.denominator)
    typed = str(round(exact, 2 if drawn.tolerance else 0))
    assert score(drawn, parse_response(drawn, typed)).outcome is Outcome.RIGHT
    off = str(round(exact, 2) + Decimal("0.02") if drawn.tolerance else exact + 1)
    assert score(drawn, parse_response(drawn, off)).outcome is Outcome.WRONG


@given(any_item, seeds)
def test_the_drawn_item_keeps_its_place_and_the_authors_words(item: Parametric, seed: int) -> None:
    drawn = draw(item, seed).item
    for field in ("id", "domain", "topic", "family", "difficulty", "scoring", "references", "tags"):
        assert getattr(drawn, field) == getattr(item, field)
    assert drawn.stem.startswith("A model was tested.\n\n")
    assert drawn.explanation is not None
    assert drawn.explanation.startswith("Read the table by rows.\n\n")


@given(any_item, seeds)
def test_the_calculation_stands_alone_where_the_author_explained_nothing(item: Parametric, seed: int) -> None:
    bare = item.model_copy(update={"explanation": None})
    explained = draw(item, seed).item.explanation or ""
    assert explained == f"Read the table by rows.\n\n{draw(bare, seed).item.explanation}"


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        (_item("python_code"), "there is no generator 'python_code'; there are confusion_matrix, token_allowance"),
        (_item("confusion_matrix"), "confusion_matrix takes one parameter, measure"),
        (_item("confusion_matrix", measure="recall", extra="1"), "takes one parameter"),
        (_item("confusion_matrix", measure="luck"), "precision, recall, accuracy, f1"),
        (_item("token_allowance", size="big"), "takes no parameters"),
    ],
)
def test_an_unknown_generator_or_parameter_is_refused_with_what_there_is(item: Parametric, reason: str) -> None:
    for attempt in (lambda: generator_of(item), lambda: draw(item, 1), lambda: restore(item, {})):
        with pytest.raises(ValueError, match=reason):
            attempt()
