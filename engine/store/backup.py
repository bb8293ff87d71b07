"""Copies a live database so that the copy can be trusted: the backup API, a check, then the name."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from engine.errors import StoreError


def back_up(source: Path, target: Path) -> None:
    """Copy `source` to `target`, replacing what stood there only once the copy is verified.

    Raises:
        StoreError: the source is damaged, or the copy could not be made; `target` is as it was.
    """
    part = target.with_name(f"{target.name}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with closing(sqlite3.connect(f"{source.absolute().as_uri()}?mode=ro", uri=True)) as original:
            original.execute("BEGIN")  # one moment of the source, however much is written to it meanwhile
            _verify(original, source)
            with closing(sqlite3.connect(part)) as copy:
                original.backup(copy)
                copy.execute("PRAGMA journal_mode=DELETE")  # a WAL copy could not be read from a read-only folder
                _verify(copy, part)
                _same(original, copy)
        _sync(part)
        os.replace(part, target)
        _sync(target.parent)
    except (sqlite3.Error, OSError) as error:
        with suppress(OSError):
            part.unlink(missing_ok=True)
        raise StoreError(f"no backup of {source} could be made: {error}") from error


def _verify(connection: sqlite3.Connection, path: Path) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,):
        raise sqlite3.DatabaseError(f"{path} is empty")  # SQLite takes a file of no bytes for a database
    (verdict,) = connection.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok" or connection.execute("PRAGMA foreign_key_check").fetchone():
        raise sqlite3.DatabaseError(f"{path} is damaged ({verdict})")


def _same(original: sqlite3.Connection, copy: sqlite3.Connection) -> None:
    for pragma in ("application_id", "user_version"):
        if original.execute(f"PRAGMA {pragma}").fetchone() != copy.execute(f"PRAGMA {pragma}").fetchone():
            raise sqlite3.DatabaseError(f"the copy has another {pragma}")
    for (name,) in original.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
        count = f'SELECT count(*) FROM "{name}"'
        if original.execute(count).fetchone() != copy.execute(count).fetchone():
            raise sqlite3.DatabaseError(f"the copy lacks rows of {name}")


def _sync(path: Path) -> None:
    if os.name == "nt" and path.is_dir():
        return  # Windows opens no folder
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
