"""Protects the settings our promises rest on: in force on every connection, whether it writes or reads."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import Connection

from engine.store.database import SqlStore
from engine.store.migration import APPLICATION_ID, SCHEMA_VERSION
from tests.desk import Desk

IN_FORCE = {
    "journal_mode": "wal",
    "synchronous": 2,
    "foreign_keys": 1,
    "busy_timeout": 5000,
    "trusted_schema": 0,
    "cell_size_check": 1,
    "mmap_size": 0,
    "application_id": APPLICATION_ID,
    "user_version": SCHEMA_VERSION,
}
"""As SQLite reports them: synchronous 2 is FULL."""


@pytest.fixture(params=["writing", "reading", "second reading beside a writing"])
def connection(desk: Desk, request: pytest.FixtureRequest) -> Iterator[Connection]:
    """A connection of the store's own, inside a unit of work."""
    with ExitStack() as stack:
        if str(request.param).startswith("second"):
            stack.enter_context(desk.store.real.writing())
            stack.enter_context(desk.store.real.reading())
        kind = "writing" if request.param == "writing" else "reading"
        unit = stack.enter_context(getattr(desk.store.real, kind)())
        yield unit._connection


@pytest.mark.parametrize("pragma", IN_FORCE)
def test_the_pragma_is_in_force(connection: Connection, pragma: str) -> None:
    assert connection.exec_driver_sql(f"PRAGMA {pragma}").scalar() == IN_FORCE[pragma]


def test_a_connection_opened_later_has_them_too(desk: Desk) -> None:
    desk.store.real.close()  # drops every pooled connection
    with desk.store.real.reading() as unit:
        found = {name: unit._connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in IN_FORCE}
    assert found == IN_FORCE


def test_references_are_enforced(desk: Desk) -> None:
    opened = desk.start()
    stranger = desk.learner_named("Bo")
    with pytest.raises(Exception, match="FOREIGN KEY"), desk.store.real.writing() as unit:
        unit._connection.exec_driver_sql("DELETE FROM learner WHERE id = ?", (opened.sitting.learner_id,))
    with desk.store.real.writing() as unit:
        unit._connection.exec_driver_sql("DELETE FROM learner WHERE id = ?", (stranger.id,))


def test_the_file_says_whose_it_is(desk: Desk) -> None:
    with closing(sqlite3.connect(desk.path)) as connection:
        assert connection.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
        assert connection.execute("PRAGMA user_version").fetchone() == (SCHEMA_VERSION,)
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_closing_folds_the_write_ahead_log_into_the_file(tmp_path: Path, desk: Desk) -> None:
    """A home copied while nothing runs is one whole file."""
    desk.start()
    desk.settle()
    desk.close()
    assert not desk.path.with_name(f"{desk.path.name}-wal").exists()
    store = SqlStore(desk.path)
    with store.reading() as unit:
        assert len(unit.sittings.open_sittings(desk.learner.id)) == 1
    store.close()
