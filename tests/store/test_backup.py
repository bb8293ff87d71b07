"""Protects backups: a copy is whole and checked before it bears the name, and a damaged file makes none."""

from __future__ import annotations

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import pytest

from engine.errors import StoreError
from engine.store import backup
from engine.store.backup import back_up
from engine.store.database import SqlStore
from tests.desk import Desk
from tests.small_bank import KEYS
from tests.sql import change, count
from tests.store.schemas import dump


@pytest.fixture
def used(desk: Desk) -> Desk:
    """A desk with a finished sitting; its program runs on."""
    opened = desk.start()
    for item_id in opened.sitting.form.item_ids:
        opened.answer(item_id, KEYS[item_id])
    opened.finish("submitted").result()
    return desk


def test_a_backup_of_a_running_program_holds_all_that_was_committed(used: Desk, tmp_path: Path) -> None:
    assert used.path.with_name(f"{used.path.name}-wal").stat().st_size > 0  # much of it is not in the main file yet
    target = tmp_path / "deep" / "copy.sqlite3"
    back_up(used.path, target)
    assert dump(target) == dump(used.path)
    assert [path.name for path in target.parent.iterdir()] == ["copy.sqlite3"]


def test_a_backup_is_one_file_that_can_be_read_where_nothing_can_be_written(used: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(used.path, target)
    assert target.read_bytes()[18:20] == b"\x01\x01"  # the file format's mark of a database without a write-ahead log
    with closing(sqlite3.connect(f"{target.as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
        assert connection.execute("SELECT count(*) FROM result").fetchone() == (1,)


def test_a_backup_put_in_the_place_of_the_database_is_a_database(used: Desk, tmp_path: Path) -> None:
    back_up(used.path, tmp_path / "elsewhere" / "mockdeck.sqlite3")
    store = SqlStore(tmp_path / "elsewhere" / "mockdeck.sqlite3")
    with store.reading() as unit:
        (line,) = unit.sittings.history(used.learner.id, None, 10)
        stored = unit.sittings.result(used.learner.id, line.sitting_id)
    store.close()
    assert stored is not None
    assert stored.intact


def test_a_backup_replaces_the_one_before(used: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(used.path, target)
    used.learner_named("Bo")
    back_up(used.path, target)
    assert dump(target) == dump(used.path)


@pytest.mark.parametrize("name", ["50% off", "a#b", "a?mode=memory", "%41"])
def test_a_backup_may_lie_in_a_folder_of_any_name(used: Desk, tmp_path: Path, name: str) -> None:
    back_up(used.path, tmp_path / name / "one.sqlite3")
    back_up(tmp_path / name / "one.sqlite3", tmp_path / name / "two.sqlite3")
    assert dump(tmp_path / name / "two.sqlite3") == dump(used.path)


def test_a_backup_beside_a_running_writer_is_made_and_is_of_one_moment(used: Desk, tmp_path: Path) -> None:
    """The writer adds a row to two tables at once, as fast as it can; copies hold as many of one as of the other."""
    stop, rounds = threading.Event(), 0
    change(used.path, "CREATE TABLE left_hand (n)")
    change(used.path, "CREATE TABLE right_hand (n)")

    def write() -> None:
        with closing(sqlite3.connect(used.path, isolation_level=None)) as connection:
            connection.execute("PRAGMA synchronous = OFF")
            while not stop.is_set():
                connection.execute("BEGIN IMMEDIATE")
                connection.execute("INSERT INTO left_hand VALUES (1)")
                connection.execute("INSERT INTO right_hand VALUES (1)")
                connection.execute("COMMIT")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        last = -1
        while last < 200:
            back_up(used.path, tmp_path / "copy.sqlite3")
            last = count(tmp_path / "copy.sqlite3", "left_hand")
            assert count(tmp_path / "copy.sqlite3", "right_hand") == last
            rounds += 1
    finally:
        stop.set()
        writer.join()
    assert rounds


def _damaged(path: Path) -> None:
    """One page lost."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    data = bytearray(path.read_bytes())
    data[5 * 4096 : 6 * 4096] = b"\x5a" * 4096
    path.write_bytes(data)


def test_of_a_damaged_file_no_backup_is_made_and_the_good_one_before_stays(used: Desk, tmp_path: Path) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(used.path, target)
    good = target.read_bytes()
    used.close()
    _damaged(used.path)
    with pytest.raises(StoreError, match="no backup"):
        back_up(used.path, target)
    assert target.read_bytes() == good
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["copy.sqlite3"]


def test_of_a_file_with_broken_references_no_backup_is_made(used: Desk, tmp_path: Path) -> None:
    used.close()
    change(used.path, "DELETE FROM learner")
    with pytest.raises(StoreError, match="damaged"):
        back_up(used.path, tmp_path / "copy.sqlite3")
    assert not (tmp_path / "copy.sqlite3").exists()


@pytest.mark.parametrize("content", [None, b"", b"no database"])
def test_of_what_is_no_database_no_backup_is_made(tmp_path: Path, content: bytes | None) -> None:
    source = tmp_path / "source.sqlite3"
    if content is not None:
        source.write_bytes(content)
    with pytest.raises(StoreError, match="no backup"):
        back_up(source, tmp_path / "copy.sqlite3")
    assert not (tmp_path / "copy.sqlite3").exists()
    assert source.exists() == (content is not None)


def test_where_no_copy_can_be_written_it_is_said_in_words(used: Desk, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="no backup"):
        back_up(used.path, tmp_path / "file" / "copy.sqlite3")


def test_a_copy_that_cannot_be_made_durable_does_not_take_the_name(
    used: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "copy.sqlite3"
    back_up(used.path, target)
    good = target.read_bytes()
    used.learner_named("Bo")
    with monkeypatch.context() as patch:
        patch.setattr("os.fsync", _broken_disk)
        with pytest.raises(StoreError, match="Input/output"):
            back_up(used.path, target)
    assert target.read_bytes() == good
    assert not target.with_name("copy.sqlite3.part").exists()


def _broken_disk(*_: object) -> None:
    raise OSError(5, "Input/output error")


@pytest.mark.parametrize(
    "loss", ["DELETE FROM review WHERE seq = 1", "PRAGMA user_version = 7", "PRAGMA application_id = 7"]
)
def test_a_copy_that_lacks_something_does_not_take_the_name(
    used: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, loss: str
) -> None:
    real, checked = backup._verify, []

    def lossy(connection: sqlite3.Connection, path: Path) -> None:
        real(connection, path)
        checked.append(path)
        if path.suffix == ".part":
            connection.execute(loss)

    monkeypatch.setattr(backup, "_verify", lossy)
    with pytest.raises(StoreError, match="the copy"):
        back_up(used.path, tmp_path / "copy.sqlite3")
    assert len(checked) == 2
    assert not (tmp_path / "copy.sqlite3").exists()
