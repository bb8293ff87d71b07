"""Protects what two programs do at once: nothing is lost, and what may happen once happens once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from engine.exams.score_report import grade
from engine.exams.sitting import EventKind, SittingEvent, fold
from engine.store.database import SqlStore
from tests.desk import Desk
from tests.small_bank import FAMILIES
from tests.sql import count, rows
from tests.store.racers import Ended, create, finish, race, review
from tests.store.review_rows import WORMS, recomputed, write_review

SITTINGS = 15


def test_two_programs_that_make_the_database_at_once_both_succeed(tmp_path: Path) -> None:
    assert race(create, tmp_path, 5) == [5, 5]
    for number in range(5):
        SqlStore(tmp_path / f"home-{number}" / "db.sqlite3").close()


def _every_review_counted(desk: Desk, reviews: int) -> None:
    with desk.store.reading() as unit:
        assert unit.reviews.states(desk.learner.id)[WORMS].reviews == reviews
    assert [row["seq"] for row in rows(desk.path, "SELECT seq FROM review ORDER BY seq")] == list(range(1, reviews + 1))
    assert all(stored == worked_out for stored, worked_out in recomputed(desk.path))


def test_two_programs_that_read_and_write_the_same_memory_lose_nothing(desk: Desk) -> None:
    race(review, desk.home, 60)
    _every_review_counted(desk, 120)


def test_two_threads_that_read_and_write_the_same_memory_lose_nothing(desk: Desk) -> None:
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _: [write_review(desk, WORMS) for _ in range(40)], range(2)))
    _every_review_counted(desk, 80)


@pytest.mark.parametrize("alike", [True, False], ids=["alike", "each in its own way"])
def test_of_two_programs_that_submit_a_sitting_one_does_and_it_is_scored_and_reviewed_once(
    desk: Desk, alike: bool
) -> None:
    """Alike, both are told the one result. Answering differently, only the one whose answers are on disk can submit."""
    begun = {desk.start(seed).sitting.id for seed in range(SITTINGS)}
    desk.settle()
    both: list[Ended] = race(finish, desk.home, alike)
    assert sorted(both[0].won + both[1].won) == sorted(begun)
    assert count(desk.path, "result") == SITTINGS
    assert count(desk.path, "review") == SITTINGS * FAMILIES
    assert all(stored == worked_out for stored, worked_out in recomputed(desk.path))
    if alike:
        assert both[0].points == both[1].points
        assert set(both[0].points) == begun
    for sitting_id in begun:
        _says_what_the_log_says(desk, sitting_id)
        told = {ended.points[sitting_id] for ended in both if sitting_id in ended.points}
        assert len(told) == 1


def _says_what_the_log_says(desk: Desk, sitting_id: str) -> None:
    """The result is of the answers in the log, whoever gave them."""
    with desk.store.reading() as unit:
        stored = unit.sittings.result(desk.learner.id, sitting_id)
    assert stored is not None
    assert stored.intact
    log = rows(desk.path, "SELECT * FROM sitting_event WHERE sitting_id = ? ORDER BY seq", sitting_id)
    events = [
        SittingEvent(
            int(str(row["seq"])), EventKind(str(row["kind"])), int(str(row["used_ms"])), stored.finished_at,
            None if row["item_id"] is None else str(row["item_id"]), json.loads(str(row["payload"])),
        )
        for row in log
    ]  # fmt: skip
    state = fold(stored.sitting, events)
    assert state.ended == "submitted"
    items = [desk.bank.items[item_id] for item_id in stored.sitting.form.item_ids]
    again = grade(items, state.responses, cut=stored.sitting.cut, domains=desk.bank.manifest.blueprint.domain_names)
    assert again.points == stored.report.points
    assert [result.response for result in again.items] == [result.response for result in stored.report.items]
