"""Opens the database file with the settings our promises rest on, and runs transactions on it."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, event
from sqlalchemy.exc import DatabaseError

from engine.errors import StoreError
from engine.store.migration import prepare
from engine.store.unit import SqlUnit

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    "busy_timeout=5000",
    "trusted_schema=OFF",
    "cell_size_check=ON",
    "mmap_size=0",
    *(("fullfsync=ON", "checkpoint_fullfsync=ON") if sys.platform == "darwin" else ()),
)
"""WAL with FULL kept every acknowledged answer in simulated power cuts; NORMAL did not."""


class SqlStore:
    """The store in one SQLite file."""

    def __init__(self, path: Path) -> None:
        """Open the database at `path`, creating or upgrading it first.

        Raises:
            NewerDatabaseError: a newer Mockdeck wrote it.
            StoreError: it cannot be opened, created or upgraded.
        """
        prepare(path)
        self._engine = _engine(path)

    def close(self) -> None:
        """Let go of the file."""
        self._engine.dispose()

    @contextmanager
    def reading(self) -> Iterator[SqlUnit]:
        """A consistent view; never waits for a writer."""
        with _explained(), self._engine.connect().execution_options(readonly=True) as connection:
            yield SqlUnit(connection)

    @contextmanager
    def writing(self) -> Iterator[SqlUnit]:
        """One BEGIN IMMEDIATE transaction, committed to disk when the block ends without an exception."""
        with _explained(), self._engine.begin() as connection:
            yield SqlUnit(connection)


def _engine(path: Path) -> Engine:
    engine = create_engine(URL.create("sqlite", database=str(path.absolute())))

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # the driver must not begin transactions of its own
        for pragma in PRAGMAS:
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _begun(connection: Connection) -> None:
        readonly = connection.get_execution_options().get("readonly")
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")

    return engine


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except DatabaseError as error:
        raise StoreError(_in_words(str(error.orig))) from error


def _in_words(reason: str) -> str:
    if "full" in reason:
        return "the disk is full; free some space and try again"
    if "readonly" in reason or "read-only" in reason:
        return "the data folder is read-only; allow writing to it and try again"
    if "unable to open" in reason:
        return "the database cannot be opened; its folder is read-only or gone"
    if "locked" in reason:
        return "another program holds the database; close it and try again"
    return f"the database reports: {reason}"
