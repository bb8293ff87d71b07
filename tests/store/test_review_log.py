"""Protects the reviews: rows are only added, each chained to the one before, and undo restores bit for bit."""

from __future__ import annotations

import json
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import StoreError
from engine.practice.ports import Learner, ReviewRecord
from engine.reviews.memory import ALGORITHM, RETENTION, parameters
from engine.reviews.queue import FamilyKey
from engine.reviews.rating import Rating
from tests.desk import Desk
from tests.sql import as_text, change, rows
from tests.store.review_rows import KNIVES, WORMS, recomputed, write_review


def _undo(desk: Desk, record: ReviewRecord, owner: Learner | None = None) -> None:
    with desk.store.writing() as unit:
        unit.reviews.undo((owner or desk.learner).id, record, desk.clock.now())


def _shown(desk: Desk, key: FamilyKey, owner: Learner | None = None) -> list[str]:
    with desk.store.reading() as unit:
        return unit.reviews.shown((owner or desk.learner).id, key)


@pytest.mark.parametrize("earlier", [0, 1, 3])
def test_undo_puts_the_memory_back_bit_for_bit_and_only_adds_to_the_log(desk: Desk, earlier: int) -> None:
    for rating in [Rating.GOOD, Rating.AGAIN, Rating.HARD][:earlier]:
        write_review(desk, WORMS, rating)
        desk.clock.go(3 * 86_400)
    write_review(desk, KNIVES, Rating.GOOD)
    memory, log = as_text(desk.path, "memory_state"), as_text(desk.path, "review")
    record = write_review(desk, WORMS, Rating.GOOD)
    assert as_text(desk.path, "memory_state") != memory
    with_review = as_text(desk.path, "review")
    assert with_review[:-1] == log
    desk.clock.go(60)
    _undo(desk, record)
    assert as_text(desk.path, "memory_state") == memory
    assert as_text(desk.path, "review")[:-1] == with_review
    undone = rows(desk.path, "SELECT * FROM review ORDER BY seq")[-1]
    assert (undone["kind"], undone["undoes"], undone["item_id"]) == ("undone", record.id, "worm-1")
    assert (undone["before"], undone["after"]) == tuple(
        rows(desk.path, "SELECT after, before FROM review WHERE id = ? AND kind = 'review'", record.id)[0].values()
    )


def test_what_was_shown_forgets_what_was_undone(desk: Desk) -> None:
    write_review(desk, WORMS, Rating.GOOD, "worm-1")
    taken_back = write_review(desk, WORMS, Rating.GOOD, "worm-2")
    write_review(desk, KNIVES, Rating.GOOD, "knife-1")
    assert _shown(desk, WORMS) == ["worm-1", "worm-2"]
    _undo(desk, taken_back)
    assert _shown(desk, WORMS) == ["worm-1"]
    write_review(desk, WORMS, Rating.AGAIN, "worm-2")
    assert _shown(desk, WORMS) == ["worm-1", "worm-2"]


def test_a_review_can_be_undone_only_while_it_is_the_last_of_its_fact(desk: Desk) -> None:
    """Undone later, it would wipe out what the reviews after it taught; undone twice, it would add nothing true."""
    first = write_review(desk, WORMS, Rating.GOOD)
    second = write_review(desk, WORMS, Rating.HARD)
    log, memory = as_text(desk.path, "review"), as_text(desk.path, "memory_state")
    with pytest.raises(StoreError, match="since"):
        _undo(desk, first)
    assert (as_text(desk.path, "review"), as_text(desk.path, "memory_state")) == (log, memory)
    _undo(desk, second)
    with pytest.raises(StoreError, match="since"):
        _undo(desk, second)
    write_review(desk, KNIVES, Rating.GOOD)
    _undo(desk, first)  # with the second one gone it is the last again, whatever other facts were reviewed
    assert [row["family"] for row in rows(desk.path, "SELECT family FROM memory_state")] == ["knives"]


def test_each_review_stores_what_it_was_judged_by(desk: Desk) -> None:
    write_review(desk, WORMS, Rating.HARD)
    (row,) = rows(desk.path, "SELECT * FROM review")
    assert (row["algorithm"], row["retention"]) == (ALGORITHM, RETENTION)
    assert tuple(json.loads(str(row["parameters"]))) == parameters()
    assert (row["rating"], row["response"], row["duration_ms"]) == (2, '{"s1":true}', 1_500)
    assert (row["learning_day"], row["utc_offset_minutes"], row["cutoff_hour"]) == ("2026-03-02", 0, 4)
    assert (row["before"], row["sitting_id"], row["undoes"]) == (None, None, None)


def test_the_chain_can_be_worked_out_again_from_the_file(desk: Desk) -> None:
    other = desk.learner_named("Bo")
    for rating in Rating:
        desk.clock.go(86_401)
        record = write_review(desk, WORMS, rating)
        write_review(desk, KNIVES, rating, owner=other)
        _undo(desk, record)
    desk.start().finish("submitted").result()
    pairs = recomputed(desk.path)
    assert len(pairs) > 12
    assert [stored for stored, _ in pairs] == [worked_out for _, worked_out in pairs]


@given(data=st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_change_of_any_column_breaks_the_chain(desk: Desk, data: st.DataObject) -> None:
    if not rows(desk.path, "SELECT seq FROM review"):
        for rating in (Rating.GOOD, Rating.AGAIN, Rating.GOOD):
            write_review(desk, WORMS, rating)
        _undo(desk, write_review(desk, KNIVES, Rating.GOOD))
    log = rows(desk.path, "SELECT * FROM review ORDER BY seq")
    row = data.draw(st.sampled_from(log))
    column = data.draw(st.sampled_from(sorted(set(row) - {"learner_id", "seq"})))
    before = row[column]
    after: object = f"{before}x"
    if isinstance(before, int | float):
        after = before + 1
    elif column == "at":
        after = str(datetime.fromisoformat(str(before)) + timedelta(microseconds=1))
    statement = f"UPDATE review SET {column} = ? WHERE seq = ?"
    change(desk.path, statement, after, row["seq"])
    broken = [stored != worked_out for stored, worked_out in recomputed(desk.path)]
    change(desk.path, statement, before, row["seq"])
    assert any(broken)
    assert all(stored == worked_out for stored, worked_out in recomputed(desk.path))


def test_a_row_taken_out_breaks_the_chain(desk: Desk) -> None:
    for rating in (Rating.GOOD, Rating.AGAIN, Rating.GOOD):
        write_review(desk, WORMS, rating)
    change(desk.path, "DELETE FROM review WHERE seq = 2")
    assert [stored == worked_out for stored, worked_out in recomputed(desk.path)] == [True, False]


def test_recording_nothing_writes_nothing(desk: Desk) -> None:
    with desk.store.writing() as unit:
        unit.reviews.record(desk.learner.id, [])
    assert rows(desk.path, "SELECT * FROM review") == []


def test_due_days_and_states_are_those_of_one_bank_where_one_is_named(desk: Desk) -> None:
    elsewhere = FamilyKey("EX-8", "worms")
    write_review(desk, WORMS, Rating.GOOD)
    write_review(desk, elsewhere, Rating.AGAIN)
    with desk.store.reading() as unit:
        everywhere = unit.reviews.states(desk.learner.id)
        assert set(everywhere) == {WORMS, elsewhere}
        assert unit.reviews.states(desk.learner.id, "EX-8") == {elsewhere: everywhere[elsewhere]}
        assert unit.reviews.due_days(desk.learner.id, "EX-9") == [everywhere[WORMS].due_on]
        assert unit.reviews.due_days(desk.learner.id, "EX-8") == [everywhere[elsewhere].due_on]
