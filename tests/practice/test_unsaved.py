"""Protects what the disk refused: it is kept, said to be unsaved, and written by whatever is done next, once."""

from __future__ import annotations

import threading

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from engine.errors import SittingError, StoreError
from engine.practice.sit import OpenSitting
from tests.desk import Desk, Failure
from tests.small_bank import KEYS, SLIPS
from tests.sql import count

FAILURES: list[Failure] = ["at once", "before commit", "after commit"]


def _heard(opened: OpenSitting) -> list[str]:
    """What `on_saved` says from here on."""
    words: list[str] = []
    opened.on_saved = lambda error: words.append("saved" if error is None else str(error))
    return words


def test_on_saved_speaks_after_the_commit_and_not_before(desk: Desk) -> None:
    opened = desk.start()
    first = opened.sitting.form.item_ids[0]
    on_disk: list[int] = []
    opened.on_saved = lambda error: on_disk.append(count(desk.path, "sitting_event"))
    opened.answer(first, KEYS[first])
    opened.flag(first, True)
    desk.settle()
    assert on_disk in ([1, 2], [2])  # both may go in one commit, where the writer came late
    assert opened.is_saved


def test_an_answer_given_while_another_is_being_committed_is_not_taken_for_saved(desk: Desk) -> None:
    opened = desk.start()
    first, second, *_ = opened.sitting.form.item_ids
    committing, may_go = threading.Event(), threading.Event()

    def hold() -> None:
        committing.set()
        may_go.wait(20)

    desk.store.before_commit = hold
    opened.answer(first, KEYS[first])
    assert committing.wait(20)
    opened.answer(second, KEYS[second])
    assert not opened.is_saved
    may_go.set()
    desk.settle()
    assert opened.is_saved
    assert count(desk.path, "sitting_event") == 2


def test_a_tick_says_nothing_where_nothing_waited(desk: Desk) -> None:
    opened = desk.start()
    words = _heard(opened)
    opened.tick()
    desk.settle()
    assert words == []


@pytest.mark.parametrize("failure", FAILURES)
def test_an_answer_that_could_not_be_written_is_kept_and_written_by_the_next_one(desk: Desk, failure: Failure) -> None:
    opened = desk.start()
    first, second, *_ = opened.sitting.form.item_ids
    words = _heard(opened)
    desk.store.failing = failure
    opened.answer(first, KEYS[first])
    desk.settle()
    assert not opened.is_saved
    assert len(words) == 1
    assert "disk" in words[0]
    assert opened.state.responses == {first: KEYS[first]}
    desk.store.failing = None
    opened.answer(second, SLIPS[second])
    desk.settle()
    assert opened.is_saved
    assert words[1:] == ["saved"]
    (stored,) = desk.room.unfinished(desk.learner)
    assert [(e.seq, e.item_id, e.payload) for e in stored.events] == [
        (1, first, KEYS[first]),
        (2, second, SLIPS[second]),
    ]


@pytest.mark.parametrize("failure", FAILURES)
def test_a_tick_alone_writes_what_waited(desk: Desk, failure: Failure) -> None:
    opened = desk.start()
    first = opened.sitting.form.item_ids[0]
    desk.store.failing = failure
    opened.answer(first, KEYS[first])
    opened.tick()
    desk.settle()
    desk.store.failing = None
    opened.tick()
    desk.settle()
    assert opened.is_saved
    assert count(desk.path, "sitting_event") == 1


@pytest.mark.parametrize("failure", FAILURES)
def test_submitting_that_could_not_be_written_can_be_tried_again(desk: Desk, failure: Failure) -> None:
    opened = desk.start()
    first = opened.sitting.form.item_ids[0]
    opened.answer(first, KEYS[first])
    desk.settle()
    desk.store.failing = failure
    desk.clock.go(30)
    with pytest.raises(StoreError, match="disk"):
        opened.finish("submitted").result()
    assert not opened.is_saved
    assert (desk.result(opened) is None) == (failure != "after commit")
    desk.store.failing = None
    desk.clock.go(30)  # thinking time after submitting is no exam time
    report = opened.finish("submitted").result()
    assert report.used_ms == 30_000
    assert opened.is_saved
    stored = desk.result(opened)
    assert stored is not None
    assert stored.intact
    assert stored.report == report
    assert count(desk.path, "result") == 1
    assert count(desk.path, "review") == len(report.items)


@pytest.mark.parametrize("failure", FAILURES)
def test_giving_up_that_could_not_be_written_can_be_tried_again(desk: Desk, failure: Failure) -> None:
    opened = desk.start()
    desk.store.failing = failure
    with pytest.raises(StoreError, match="disk"):
        opened.abandon().result()
    desk.store.failing = None
    opened.abandon().result()
    assert opened.is_saved
    assert desk.room.unfinished(desk.learner) == []
    assert count(desk.path, "sitting_event") == 1


def test_an_exam_given_up_gets_no_result_when_its_time_runs_out_before_that_is_written(desk: Desk) -> None:
    opened = desk.start()
    desk.store.failing = "before commit"
    with pytest.raises(StoreError, match="disk"):
        opened.abandon().result()
    desk.store.failing = None
    desk.clock.go((opened.sitting.limit_ms or 0) / 1000)
    with pytest.raises(SittingError, match="given up"):
        opened.finish("time_out")
    opened.abandon().result()
    assert desk.result(opened) is None


def test_a_sitting_that_could_not_be_begun_leaves_nothing(desk: Desk) -> None:
    desk.store.failing = "before commit"
    with pytest.raises(StoreError, match="disk"):
        desk.start()
    assert count(desk.path, "sitting") == count(desk.path, "sitting_item") == count(desk.path, "sitting_clock") == 0


steps = st.lists(st.tuples(st.sampled_from([None, *FAILURES]), st.integers(0, 3)), min_size=1, max_size=8)
"""For each action how the disk behaves, and which of three answers or a tick it is."""


@given(steps)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_however_the_disk_fails_the_log_ends_as_if_it_never_had(
    desk: Desk, steps: list[tuple[Failure | None, int]]
) -> None:
    opened = desk.start()
    for failure, act in steps:
        desk.store.failing = failure
        desk.clock.go(1)
        if act == 3:
            opened.tick()
        else:
            item_id = opened.sitting.form.item_ids[act]
            opened.answer(item_id, KEYS[item_id])
        desk.settle()
    desk.store.failing = None
    opened.tick()
    desk.settle()
    assert opened.is_saved
    stored = desk.room.unfinished(desk.learner)[0]
    done = [(1_000 * place, opened.sitting.form.item_ids[act]) for place, (_, act) in enumerate(steps, 1) if act != 3]
    assert [(event.seq, event.used_ms, event.item_id) for event in stored.events] == [
        (seq, used_ms, item_id) for seq, (used_ms, item_id) in enumerate(done, 1)
    ]
    assert stored.clock.used_ms == 1_000 * len(steps)
    opened.abandon().result()
