"""Protects against the disk: full, read-only or gone bad, it is said in words and nothing acknowledged is lost."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import event

from engine.errors import StoreError
from engine.practice.ports import Learner
from engine.practice.sit import OpenSitting
from engine.store.backup import back_up
from engine.store.database import SqlStore
from tests.clocks import HandClock
from tests.desk import Desk, fresh_home
from tests.small_bank import KEYS
from tests.sql import count, rows


class Limit:
    """Holds the database to the pages it has, as a full disk does, until it is lifted."""

    def __init__(self, store: SqlStore) -> None:
        self.pages = 0
        event.listen(store._engine, "connect", self._connected)
        store.close()  # no connection from before stays

    def _connected(self, connection: object, _record: object) -> None:
        connection.execute(f"PRAGMA max_page_count = {self.pages or 2**30}")  # type: ignore[attr-defined]


def _answer_until_refused(desk: Desk, opened: OpenSitting, most: int) -> int:
    """Flag to and fro until the disk refuses; the number of the last event that was acknowledged."""
    words: list[str] = []
    opened.on_saved = lambda error: words.append("" if error is None else str(error))
    acknowledged = 0
    for turn in range(most):
        opened.flag(opened.sitting.form.item_ids[turn % 6], turn % 12 < 6)
        desk.settle()
        if not opened.is_saved:
            assert "disk is full" in words[-1]
            assert "free some space" in words[-1]
            return acknowledged
        acknowledged = opened.state.seq
    raise AssertionError("the disk never became full")


def _nothing_lost_and_goes_on(desk: Desk, opened: OpenSitting, acknowledged: int) -> None:
    assert acknowledged > 0
    assert count(desk.path, "sitting_event") == acknowledged
    assert rows(desk.path, "PRAGMA quick_check") == [{"quick_check": "ok"}]
    with pytest.raises(StoreError, match="disk is full"):
        opened.finish("submitted").result()
    assert desk.result(opened) is None
    assert [stored.sitting.id for stored in desk.room.unfinished(desk.learner)] == [opened.sitting.id]


def _ends_well(desk: Desk, opened: OpenSitting) -> None:
    report = opened.finish("submitted").result()
    stored = desk.result(opened)
    assert stored is not None
    assert stored.intact
    assert stored.report == report
    assert count(desk.path, "sitting_event") == opened.state.seq


def test_on_a_full_disk_nothing_acknowledged_is_lost_and_with_room_again_all_is_written(desk: Desk) -> None:
    limit = Limit(desk.store.real)
    opened = desk.start()
    opened.answer(opened.sitting.form.item_ids[0], KEYS[opened.sitting.form.item_ids[0]])
    desk.settle()
    limit.pages = int(str(rows(desk.path, "PRAGMA page_count")[0]["page_count"]))
    desk.store.real.close()
    acknowledged = _answer_until_refused(desk, opened, 500)
    _nothing_lost_and_goes_on(desk, opened, acknowledged)
    limit.pages = 0
    desk.store.real.close()
    _ends_well(desk, opened)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of its own with room for little more than an empty home."""
    place = tmp_path / "disk"
    place.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("NOT TESTED: a real full or read-only disk needs root on Linux")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(place)], capture_output=True)
    if mounted.returncode:
        pytest.skip(f"NOT TESTED: a small disk cannot be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], check=True)


def test_the_same_on_a_disk_that_is_really_full(small_disk: Path) -> None:
    desk = Desk(fresh_home(small_disk / "home"), HandClock())
    opened = desk.start()
    ballast = small_disk / "ballast"
    free = os.statvfs(small_disk)
    ballast.write_bytes(b"x" * max(0, free.f_bavail * free.f_frsize - 120_000))
    acknowledged = _answer_until_refused(desk, opened, 500)
    _nothing_lost_and_goes_on(desk, opened, acknowledged)
    with pytest.raises(StoreError, match="no backup"):
        back_up(desk.path, small_disk / "backups" / "copy.sqlite3")
    assert list((small_disk / "backups").glob("*")) == []
    ballast.unlink()
    _ends_well(desk, opened)
    desk.close()


def test_a_home_on_a_full_disk_is_refused_in_words_and_no_half_database_stays(small_disk: Path) -> None:
    (small_disk / "ballast").write_bytes(b"x" * 1_040_000)
    with pytest.raises(StoreError, match=r"full|space"):
        SqlStore(small_disk / "home" / "db.sqlite3")
    (small_disk / "ballast").unlink()
    SqlStore(small_disk / "home" / "db.sqlite3").close()


def test_a_read_only_home_is_refused_in_words(small_disk: Path) -> None:
    desk = Desk(fresh_home(small_disk / "home"), HandClock())
    opened = desk.start()
    desk.store.real.close()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for unit_of in (desk.store.real.writing, desk.store.real.reading):
        with pytest.raises(StoreError, match="read-only"), unit_of() as unit:
            unit.learners.add(Learner("b", "Bo"), desk.clock.now())
    for path in (desk.path, small_disk / "other" / "db.sqlite3"):
        with pytest.raises(StoreError, match=r"read-only|Read-only|cannot be read"):
            SqlStore(path).reading().__enter__()
    with pytest.raises(StoreError, match=r"no backup.*Read-only"):
        back_up(desk.path, small_disk / "copy.sqlite3")
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    _ends_well(desk, opened)
    desk.close()


def test_a_database_that_goes_bad_while_the_program_runs_is_a_store_error(desk: Desk) -> None:
    desk.store.real.close()
    desk.path.write_bytes(b"scribbled over " * 4_000)
    for unit_of in (desk.store.real.reading, desk.store.real.writing):
        with pytest.raises(StoreError, match="the database reports"), unit_of() as unit:
            unit.learners.named("Ada")


def test_a_write_the_file_system_forbids_is_explained(desk: Desk) -> None:
    event.listen(desk.store.real._engine, "connect", lambda raw, _: raw.execute("PRAGMA query_only = ON"))
    desk.store.real.close()
    with pytest.raises(StoreError, match="allow writing to it"), desk.store.real.writing() as unit:
        unit.learners.add(Learner("b", "Bo"), desk.clock.now())


def test_another_program_that_holds_the_database_is_named(desk: Desk) -> None:
    """After five seconds of waiting; here the waiting is cut short."""
    event.listen(desk.store.real._engine, "connect", lambda raw, _: raw.execute("PRAGMA busy_timeout = 1"))
    desk.store.real.close()
    other = SqlStore(desk.path)
    with other.writing(), pytest.raises(StoreError, match="another program holds"), desk.store.real.writing():
        raise AssertionError
    other.close()
