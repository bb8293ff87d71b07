"""Protects the record of a finished sitting: whatever is changed in it behind our back no longer passes as intact."""

from __future__ import annotations

import json
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from engine.errors import StoreError
from engine.practice.ports import StoredResult
from engine.store.checksums import chained
from tests.clocks import HandClock
from tests.desk import Desk, fresh_home
from tests.small_bank import KEYS, SLIPS
from tests.sql import as_text, change, rows

KEY_COLUMNS = {"learner_id", "sitting_id", "id", "seq"}
INSTANTS = {"started_at", "ended_at", "at", "finished_at"}
Cell = tuple[str, int, str]
"""Table, rowid and column."""


class Finished:
    """A desk with one finished sitting, tampered with and mended again by each example."""

    def __init__(self, folder: Path) -> None:
        self.desk = Desk(fresh_home(folder), HandClock())
        opened = self.desk.start()
        for place, item_id in enumerate(opened.sitting.form.item_ids):
            opened.move(item_id)
            self.desk.clock.go(7)
            opened.answer(item_id, (KEYS if place % 2 else SLIPS)[item_id])
        opened.flag(opened.sitting.form.item_ids[0], True)
        opened.finish("submitted").result()
        self.opened = opened
        self.cells: list[Cell] = [
            (table, int(str(row["rowid"])), column)
            for table in ("sitting", "sitting_event", "result")
            for row in rows(self.desk.path, f"SELECT rowid, * FROM {table}")
            for column in row
            if column != "rowid"
        ]

    def value(self, cell: Cell) -> object:
        table, rowid, column = cell
        (row,) = rows(self.desk.path, f"SELECT {column} AS value FROM {table} WHERE rowid = ?", rowid)
        return row["value"]

    @contextmanager
    def tampered(self, cell: Cell, value: object) -> Iterator[None]:
        table, rowid, column = cell
        before = self.value(cell)
        statement = f"UPDATE {table} SET {column} = ? WHERE rowid = ?"
        change(self.desk.path, statement, value, rowid)
        try:
            yield
        finally:
            change(self.desk.path, statement, before, rowid)

    def result(self) -> StoredResult | None:
        return self.desk.result(self.opened)

    def passes(self) -> bool:
        """Whether the record is shown as a good one: not missing, not refused as unreadable, not marked."""
        try:
            stored = self.result()
        except StoreError:
            return False
        return stored is not None and stored.intact


@pytest.fixture(scope="module")
def finished() -> Iterator[Finished]:
    with tempfile.TemporaryDirectory() as folder:
        one = Finished(Path(folder))
        yield one
        one.desk.close()


def test_an_untouched_record_is_intact_however_often_it_is_read(finished: Finished) -> None:
    assert finished.passes()
    assert finished.passes()
    later = finished.desk.crash()
    assert later.result(finished.opened) == finished.result()


def test_a_value_put_back_is_intact_again(finished: Finished) -> None:
    with finished.tampered(("result", 1, "scaled"), 1000):
        assert not finished.passes()
    assert finished.passes()


@given(data=st.data())
@settings(max_examples=150)
def test_whatever_one_column_of_one_row_is_changed_to_it_does_not_pass(finished: Finished, data: st.DataObject) -> None:
    cell = data.draw(st.sampled_from(finished.cells))
    before = finished.value(cell)
    text = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="\0"), max_size=20)
    other: st.SearchStrategy[object] = text
    if isinstance(before, int):
        other = st.integers(0, 1) if cell[2] == "passed" else st.integers(-(2**62), 2**62)
    elif isinstance(before, str) and before:
        flips = st.integers(0, len(before) - 1).map(
            lambda at: before[:at] + chr(ord(before[at]) ^ 1) + before[at + 1 :]
        )
        other = text | flips
    after = data.draw(other)
    assume(after != before)
    assume(cell[2] not in INSTANTS or re.findall(r"\d+", str(after)) != re.findall(r"\d+", str(before)))
    with finished.tampered(cell, after):
        assert not finished.passes(), f"{cell}: {before!r} became {after!r}"


@pytest.mark.parametrize("table", ["sitting", "sitting_event", "result"])
def test_a_plausible_change_of_any_column_leaves_the_result_readable_and_marked(finished: Finished, table: str) -> None:
    """The learner sees what is there, and that it is not what was written."""
    tried = 0
    for cell in finished.cells:
        if cell[0] != table or cell[2] in KEY_COLUMNS:
            continue
        before = finished.value(cell)
        with finished.tampered(cell, _plausible(cell[2], before)):
            stored = finished.result()
            assert stored is not None, cell
            assert stored.intact is False, cell
        tried += 1
    assert tried
    assert finished.passes()


def _plausible(column: str, before: object) -> object:
    """Another value of the same shape."""
    match before:
        case int():
            return 1 - before if column == "passed" else before + 1
        case str() if column in INSTANTS:
            return before.replace("2026", "2025")
        case str() if column == "report":
            return json.dumps({**json.loads(before), "used_ms": 1}, sort_keys=True, separators=(",", ":"))
        case str() if column == "terms":
            return json.dumps({**json.loads(before), "minutes": 11}, sort_keys=True, separators=(",", ":"))
    return {
        "mode": "practice", "state": "open", "kind": "cleared", "fraction": "1/3", "payload": '"z"',
        "bank_code": "EX-8", "item_id": "salt" if before != "salt" else "frost", "checksum": "0" * 64,
    }[column]  # fmt: skip


def test_terms_with_something_added_do_not_pass(finished: Finished) -> None:
    terms = json.loads(str(finished.value(("sitting", 1, "terms"))))
    for more in ({"helper": "Bo"}, {"form": {**terms["form"], "helper": "Bo"}}):
        spelled = json.dumps({**terms, **more}, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        with finished.tampered(("sitting", 1, "terms"), spelled):
            assert not finished.passes()
    with finished.tampered(("sitting", 1, "terms"), json.dumps(terms)):  # the same, spelled with spaces
        assert not finished.passes()


def test_a_row_taken_out_or_put_in_shows(finished: Finished) -> None:
    path, own = finished.desk.path, finished.opened.sitting.id
    events = rows(path, "SELECT rowid, * FROM sitting_event ORDER BY seq")
    names = ", ".join(events[0])
    insert = f"INSERT INTO sitting_event ({names}) VALUES ({', '.join('?' * len(events[0]))})"
    for event in events:
        change(path, "DELETE FROM sitting_event WHERE seq = ?", event["seq"])
        assert not finished.passes()
        change(path, insert, *event.values())
        assert finished.passes()
    more = {**events[-1], "seq": len(events) + 1, "rowid": len(events) + 1}
    change(path, insert, *more.values())
    assert not finished.passes()
    change(path, "DELETE FROM sitting_event WHERE sitting_id = ? AND seq = ?", own, more["seq"])
    assert finished.passes()


def test_damage_that_leaves_nothing_to_show_is_said_in_words(finished: Finished) -> None:
    for cell, value in [
        (("result", 1, "report"), "{"), (("result", 1, "report"), "{}"), (("result", 1, "finished_at"), "yesterday"),
        (("sitting", 1, "terms"), "null"), (("sitting", 1, "terms"), '{"form": []}'),
        (("sitting", 1, "started_at"), ""), (("sitting_event", 1, "at"), "7"),
    ]:  # fmt: skip
        with finished.tampered(cell, value), pytest.raises(StoreError, match="damaged"):
            finished.result()
    with finished.tampered(("result", 1, "fraction"), "1/0"), pytest.raises(StoreError, match="damaged"):
        finished.desk.history()
    with (
        finished.tampered(("sitting", 1, "terms"), "[]"),
        finished.tampered(("sitting", 1, "state"), "open"),
        pytest.raises(StoreError, match="damaged"),
    ):
        finished.desk.room.unfinished(finished.desk.learner)


def test_what_a_sitting_was_judged_by_is_in_its_record(finished: Finished) -> None:
    sitting = finished.opened.sitting
    text = "\n".join(as_text(finished.desk.path, "sitting"))
    for version in sitting.versions.values():
        assert version in text
    assert sitting.bank_digest in text
    assert sitting.started_at + timedelta(seconds=42) == finished.desk.clock.now()


def test_a_column_that_a_later_schema_adds_breaks_no_older_row() -> None:
    row = {"a": 1, "b": "x", "checksum": ""}
    assert chained("before", row) == chained("before", {**row, "added_later": None})
    assert chained("before", row) != chained("before", {**row, "added_later": 0})
