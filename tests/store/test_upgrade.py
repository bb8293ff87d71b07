"""Protects an upgrade: a verified backup first, every row kept, and after a failure the file is as it was."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from engine.errors import NewerDatabaseError, StoreError
from engine.store.backup import back_up
from engine.store.migration import SCHEMA_VERSION, prepare
from tests.desk import Desk
from tests.small_bank import KEYS
from tests.sql import as_text, count, rows
from tests.store.schemas import BREAKS_REFERENCES, FAILS, NEXT, REBUILDS, REFUSED_BY_SQLITE, dump, scripts_with

CHILDREN = ("sitting_event", "sitting_item", "sitting_clock", "result")


@pytest.fixture
def older(desk: Desk) -> Path:
    """A database at today's schema with a finished sitting and an open one, its program gone."""
    for seed in (1, 2):
        opened = desk.start(seed)
        for item_id in opened.sitting.form.item_ids:
            opened.answer(item_id, KEYS[item_id])
    opened.finish("submitted").result()
    desk.close()
    return desk.path


def _backup(path: Path) -> Path:
    return path.parent / "backups" / f"mockdeck-before-schema-{NEXT}.sqlite3"


def test_an_older_database_is_brought_up_and_keeps_every_row(older: Path, tmp_path: Path) -> None:
    before = {table: as_text(older, table) for table in CHILDREN}
    prepare(older, scripts_with(tmp_path, REBUILDS), NEXT)
    assert {table: as_text(older, table) for table in CHILDREN} == before
    assert all(before.values())
    assert {row["place"] for row in rows(older, "SELECT place FROM sitting")} == {"at home"}
    assert rows(older, "PRAGMA user_version") == [{"user_version": NEXT}]
    assert rows(older, "PRAGMA foreign_key_check") == []
    prepare(older, tmp_path / "migrations", NEXT)  # and only once


def test_a_backup_of_the_old_database_stands_before_anything_is_changed(older: Path, tmp_path: Path) -> None:
    before = dump(older)
    prepare(older, scripts_with(tmp_path, REBUILDS), NEXT)
    assert dump(_backup(older)) == before
    prepare(_backup(older))  # today's program opens it


@pytest.mark.parametrize("body", [FAILS, BREAKS_REFERENCES, REFUSED_BY_SQLITE, "    this is no Python"])
def test_an_upgrade_that_fails_is_refused_in_words_and_leaves_the_file_as_it_was(
    older: Path, tmp_path: Path, body: str
) -> None:
    before = dump(older)
    scripts = scripts_with(tmp_path, body)
    for _ in range(2):  # trying again finds the same, and no leftovers in its way
        with pytest.raises(StoreError, match="nothing was changed"):
            prepare(older, scripts, NEXT)
        assert dump(older) == before
        assert dump(_backup(older)) == before
    prepare(older)
    (scripts / "versions" / f"v{NEXT:04}_more.py").write_text(
        (scripts_with(tmp_path / "mended", REBUILDS) / "versions" / f"v{NEXT:04}_more.py").read_text()
    )
    prepare(older, scripts, NEXT)
    assert count(older, "result") == 1


def test_without_a_backup_there_is_no_upgrade(older: Path, tmp_path: Path) -> None:
    (older.parent / "backups").write_text("no folder")
    before = dump(older)
    with pytest.raises(StoreError, match="backup"):
        prepare(older, scripts_with(tmp_path, REBUILDS), NEXT)
    assert dump(older) == before


def test_a_damaged_database_is_not_upgraded(older: Path, tmp_path: Path) -> None:
    data = bytearray(older.read_bytes())
    data[3 * 4096 : 4 * 4096] = b"\xff" * 4096
    older.write_bytes(data)
    with pytest.raises(StoreError, match=r"damaged|malformed"):
        prepare(older, scripts_with(tmp_path, REBUILDS), NEXT)
    assert older.read_bytes() == bytes(data)
    assert not _backup(older).exists()


def test_an_upgrade_waits_for_nobody_who_reads(older: Path, tmp_path: Path) -> None:
    with closing(sqlite3.connect(older)) as reader:
        reader.execute("BEGIN")
        assert reader.execute("SELECT count(*) FROM result").fetchone() == (1,)
        prepare(older, scripts_with(tmp_path, REBUILDS), NEXT)
        assert reader.execute("SELECT count(*) FROM result").fetchone() == (1,)


def test_todays_program_refuses_what_tomorrows_upgraded(older: Path, tmp_path: Path) -> None:
    prepare(older, scripts_with(tmp_path, REBUILDS), NEXT)
    upgraded = dump(older)
    with pytest.raises(NewerDatabaseError, match=f"knows {SCHEMA_VERSION}"):
        prepare(older)
    assert dump(older) == upgraded
    back_up(older, tmp_path / "copy.sqlite3")
    assert dump(tmp_path / "copy.sqlite3") == upgraded
