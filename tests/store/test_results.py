"""Protects results: exact both ways, newest first, counted once, and seen by nobody but their learner."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from engine.errors import FormError, StoreError
from engine.exams.form import assemble, option_order
from engine.exams.score_report import grade
from engine.exams.sitting import EventKind, Sitting, SittingEvent
from engine.items.kinds import Parametric
from engine.practice.ports import ClockReading
from engine.store import tables
from engine.store.checksums import canonical
from engine.store.codec import report_from_json, report_to_json, sitting_from_terms, terms_of
from tests.desk import Desk
from tests.engine.bank_strategies import Request, cuts, requests, seeds
from tests.engine.strategies import responses
from tests.small_bank import FAMILIES, KEYS
from tests.sql import as_text, count


def _through_json(value: dict[str, Any]) -> dict[str, Any]:
    found = json.loads(canonical(value))
    assert isinstance(found, dict)
    return found


@given(requests(), cuts, st.data())
@settings(max_examples=60)
def test_a_report_read_back_is_the_report_written(request: Request, cut: Fraction, data: st.DataObject) -> None:
    items = [item for item in request.bank.items.values() if not isinstance(item, Parametric)]
    given_ones = {item.id: data.draw(responses(item)) for item in items}
    report = grade(
        items,
        {item_id: response for item_id, response in given_ones.items() if response is not None},
        cut=cut,
        domains=request.bank.manifest.blueprint.domain_names,
        flagged=frozenset(data.draw(st.sets(st.sampled_from([item.id for item in items])))) if items else frozenset(),
        time_on_ms={item.id: place * 17 for place, item in enumerate(items)},
    )
    again = report_from_json(_through_json(report_to_json(report)))
    assert canonical(report_to_json(again)) == canonical(report_to_json(report))
    assert (again.points, again.maximum, again.cut, again.items, again.domains) == (
        report.points, report.maximum, report.cut, report.items, report.domains,
    )  # fmt: skip
    assert (again.fraction, again.scaled, again.passed) == (report.fraction, report.scaled, report.passed)


@given(requests(), cuts, seeds, st.booleans(), st.none() | st.integers(1, 1_000))
@settings(max_examples=60)
def test_a_sitting_read_back_is_the_sitting_written(
    request: Request, cut: Fraction, seed: int, strict: bool, minutes: int | None
) -> None:
    bank = request.bank
    try:
        form = assemble(bank, **request.arguments)
    except FormError:
        reject()
    sitting = Sitting(
        "s", "a", form, "An exam \u202e", bank.manifest.blueprint.domain_names, "exam", minutes, cut, strict,
        datetime(2026, 3, 1, tzinfo=UTC),
        {item_id: bank.versions[item_id] for item_id in form.item_ids},
        {item_id: option_order(bank.items[item_id], seed) for item_id in form.item_ids}, bank.digest,
    )  # fmt: skip
    again = sitting_from_terms(
        _through_json(terms_of(sitting)), id="s", learner_id="a", code=form.code, mode="exam",
        started_at=sitting.started_at,
    )  # fmt: skip
    assert again == sitting


def _finish(desk: Desk, seed: int, right: int = 0) -> str:
    opened = desk.start(seed)
    for item_id in opened.sitting.form.item_ids[:right]:
        opened.answer(item_id, KEYS[item_id])
    desk.clock.go(30)
    opened.finish("submitted").result()
    return opened.sitting.id


def test_the_history_is_newest_first_and_says_what_the_results_say(desk: Desk) -> None:
    done = [_finish(desk, seed, right=seed) for seed in range(4)]
    desk.start(9)
    desk.start(10).abandon().result()
    lines = desk.history()
    assert [line.sitting_id for line in lines] == done[::-1]
    for line in lines:
        with desk.store.reading() as unit:
            stored = unit.sittings.result(desk.learner.id, line.sitting_id)
        assert stored is not None
        report = stored.report
        assert (line.bank_code, line.mode, line.finished_at) == ("EX-9", "exam", stored.finished_at)
        assert (line.questions, line.scaled, line.passed, line.used_ms) == (
            FAMILIES, report.scaled, report.passed, report.used_ms,
        )  # fmt: skip
        assert line.fraction == float(report.fraction)
    assert [line.sitting_id for line in desk.history(limit=2)] == done[:1:-1]
    assert desk.history(code="EX-8") == []
    assert desk.history(code="EX-9") == lines


def test_finishing_needs_the_very_sitting(desk: Desk) -> None:
    opened = desk.start()
    report, end = opened.report(), SittingEvent(1, EventKind.FINISHED, 0, desk.clock.now(), None, "submitted")
    reading = ClockReading(0, 0, desk.clock.now())
    with desk.store.writing() as unit:
        assert unit.sittings.finish(opened.sitting, [end], reading, report)
    with desk.store.writing() as unit:
        assert not unit.sittings.finish(opened.sitting, [end], reading, report)
    assert count(desk.path, "result") == count(desk.path, "sitting_event") == 1


@pytest.mark.parametrize("wrong", ["gap", "other event"])
def test_finishing_with_a_log_that_does_not_fit_finishes_nothing(desk: Desk, wrong: str) -> None:
    opened = desk.start()
    opened.flag(opened.sitting.form.item_ids[0], True)
    desk.settle()
    tables = ("sitting", "sitting_event", "sitting_clock", "result", "review")
    before = [as_text(desk.path, table) for table in tables]
    end = SittingEvent(3 if wrong == "gap" else 1, EventKind.FINISHED, 0, desk.clock.now(), None, "submitted")
    with pytest.raises(StoreError), desk.store.writing() as unit:
        unit.sittings.finish(opened.sitting, [end], ClockReading(0, 0, desk.clock.now()), opened.report())
    assert [as_text(desk.path, table) for table in tables] == before


def test_learners_see_only_their_own_rows(desk: Desk) -> None:
    mine = _finish(desk, 1, right=2)
    desk.start(2)
    bo = desk.learner_named("Bo")
    assert desk.history(bo) == []
    assert desk.room.unfinished(bo) == []
    with desk.store.reading() as unit:
        assert unit.sittings.result(bo.id, mine) is None
        assert unit.sittings.met(bo.id, "EX-9") == {}
        assert unit.reviews.states(bo.id) == {}
        assert unit.reviews.due_days(bo.id, "EX-9") == []
        assert all(unit.reviews.shown(bo.id, key) == [] for key in unit.reviews.states(desk.learner.id))


def test_what_one_learner_does_leaves_the_rows_of_another_as_they_were(desk: Desk) -> None:
    tables = ("sitting", "sitting_event", "sitting_clock", "sitting_item", "result", "review", "memory_state")
    _finish(desk, 1, right=2)
    ada, before = desk.learner, {table: as_text(desk.path, table) for table in tables}
    desk.learner = desk.learner_named("Bo")
    _finish(desk, 1, right=4)
    session = desk.review()
    question = session.question()
    assert question is not None
    session.answer(question, None)
    session.undo()
    for table in tables:
        assert [text for text in as_text(desk.path, table) if text.startswith(f"'{ada.id}'")] == before[table]


def test_ids_lead_with_their_learner(desk: Desk) -> None:
    """So that the rows of a class can be spread over machines: the first column of every key is the learner."""
    shared = {"learner", "bank", "item_version"}
    for name, table in tables.LearnerRow.metadata.tables.items():
        assert name in shared or next(iter(table.primary_key.columns)).name == "learner_id", name


def test_a_value_without_a_canonical_form_is_refused() -> None:
    """A checksum over something spelled by chance would break by chance."""
    with pytest.raises(TypeError, match="canonical"):
        canonical({"set": {1, 2}})
