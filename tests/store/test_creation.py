"""Protects opening a home: the database is made whole or not at all, and anything that is not ours is refused."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from sqlmodel import SQLModel

from engine.errors import NewerDatabaseError, StoreError
from engine.practice.ports import Learner
from engine.store import migration, tables
from engine.store.database import SqlStore
from engine.store.migration import APPLICATION_ID, SCHEMA_VERSION, prepare
from tests.clocks import MORNING
from tests.store.schemas import dump

NAMES = ["50% off", "a#b", "a?mode=memory", "%41", "ein Ordner für Ä", "semi;colon", "quo'te\"s", "‮rtl", ":memory:"]


def _foreign(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE note (text)")
        connection.execute("PRAGMA user_version = 1")
        connection.commit()


def test_a_database_is_made_where_there_is_none_and_left_alone_where_there_is(tmp_path: Path) -> None:
    path = tmp_path / "new" / "home" / "db.sqlite3"
    prepare(path)
    made = path.read_bytes()
    for _ in range(3):
        prepare(path)
    assert path.read_bytes() == made
    assert dump(path)[:2] == [f"({APPLICATION_ID},)", f"({SCHEMA_VERSION},)"]
    assert not list(path.parent.glob("*.part*"))


def test_the_newest_migration_is_the_version_the_program_knows() -> None:
    """Whoever adds a migration raises the version, or databases would never be brought up to it."""
    scripts = sorted(path.name for path in (migration.SCRIPTS / "versions").glob("v*.py"))
    assert scripts[-1].startswith(f"v{SCHEMA_VERSION:04}_")
    assert len(scripts) == SCHEMA_VERSION


def test_the_migrations_make_exactly_the_tables_the_program_uses(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    prepare(path)
    assert tables.LearnerRow.__tablename__ in SQLModel.metadata.tables
    engine = create_engine(f"sqlite:///{path}")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, SQLModel.metadata) == []
        made = _checks(
            connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        )
    engine.dispose()
    fresh = create_engine("sqlite://")
    with fresh.connect() as connection:
        SQLModel.metadata.create_all(connection)
        meant = _checks(
            connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'table'").fetchall()
        )
    fresh.dispose()
    assert {name: checks for name, checks in made.items() if name != "alembic_version"} == meant


def _checks(tables: object) -> dict[str, list[str]]:
    """What autogenerate does not compare: the checks of each table."""
    assert isinstance(tables, list)
    return {name: sorted(line.strip(" ,\t") for line in sql.splitlines() if "CHECK" in line) for name, sql in tables}


@pytest.mark.parametrize("name", NAMES)
def test_a_home_may_have_any_name(tmp_path: Path, name: str) -> None:
    path = tmp_path / name / "db.sqlite3"
    for opening in range(2):
        store = SqlStore(path)
        with store.writing() as unit:
            unit.learners.add(Learner(f"id-{opening}", f"name-{opening}"), MORNING)
        store.close()
    assert sorted(one.name for one in tmp_path.iterdir()) == [name]
    assert path.stat().st_size > 0


def test_a_path_from_where_one_stands_will_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for _ in range(2):
        SqlStore(Path("db.sqlite3")).close()
    assert (tmp_path / "db.sqlite3").exists()


def test_an_empty_file_is_refused_though_sqlite_would_take_it(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    path.touch()
    with pytest.raises(StoreError, match="empty"):
        prepare(path)
    assert path.stat().st_size == 0


@pytest.mark.parametrize(
    "content", [b"not a database at all, though long enough " * 40, b"SQLite format 3\0", b"\0" * 4096]
)
def test_a_file_that_is_no_database_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "db.sqlite3"
    path.write_bytes(content)
    with pytest.raises(StoreError, match=str(path)):
        prepare(path)
    assert path.read_bytes() == content


def test_the_database_of_another_program_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    _foreign(path)
    before = path.read_bytes()
    with pytest.raises(StoreError, match="not a Mockdeck database"):
        prepare(path)
    assert path.read_bytes() == before


def test_a_newer_database_is_refused_in_words_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "db.sqlite3"
    prepare(path)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        connection.commit()
    before = dump(path)
    with pytest.raises(NewerDatabaseError, match=f"newer Mockdeck.*{SCHEMA_VERSION + 1}.*upgrade"):
        SqlStore(path)
    assert dump(path) == before
    assert not (tmp_path / "backups").exists()


def test_a_creation_cut_short_leaves_no_database_and_the_next_one_begins_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "db.sqlite3"
    part = path.with_name(f"{path.name}.part")
    part.write_bytes(b"half a database")
    with monkeypatch.context() as patch:
        patch.setattr("os.replace", _no_space)
        with pytest.raises(StoreError, match="No space left"):
            prepare(path)
    assert not path.exists()
    prepare(path)
    SqlStore(path).close()
    assert not part.exists()


def _no_space(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_folder_in_the_place_of_the_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").mkdir()
    with pytest.raises(StoreError, match="cannot be read"):
        prepare(tmp_path / "db.sqlite3")
