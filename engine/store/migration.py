"""Creates the database and brings an older one up to date, never without a verified backup of it."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from engine.errors import NewerDatabaseError, StoreError
from engine.store.backup import back_up

APPLICATION_ID = 0x4D44434B
"""`MDCK`: tells our file from any other SQLite file."""

SCHEMA_VERSION = 1
"""Number of the newest migration; kept in the file's `user_version`."""

SCRIPTS = Path(__file__).parent / "migrations"


def prepare(path: Path, scripts: Path = SCRIPTS, version: int = SCHEMA_VERSION) -> None:
    """See that `path` is our database at `version`: create it, upgrade it, or refuse it in words.

    Raises:
        NewerDatabaseError: a newer Mockdeck wrote it.
        StoreError: it is something else, or the upgrade failed; then the file is as it was.
    """
    try:
        _prepare(path, scripts, version)
    except OSError as error:
        raise StoreError(f"{path} cannot be made or opened: {error}") from error


def _prepare(path: Path, scripts: Path, version: int) -> None:
    if path.exists() and _version(path) == version:
        return
    from filelock import FileLock  # not needed once the database is up to date

    path.parent.mkdir(parents=True, exist_ok=True)
    with FileLock(path.with_name(f"{path.name}.upgrade")):
        if not path.exists():
            _create(path, scripts, version)
            return
        found = _version(path)
        if found > version:
            raise NewerDatabaseError(
                f"{path} was written by a newer Mockdeck (schema {found}, this one knows {version}); upgrade Mockdeck"
            )
        if found < version:
            back_up(path, path.parent / "backups" / f"{path.stem}-before-schema-{version}{path.suffix}")
            _upgrade(path, scripts, version)


def _version(path: Path) -> int:
    if path.stat().st_size == 0:
        raise StoreError(f"{path} is empty; put a backup in its place, or remove it to begin anew")
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as connection:
            (application,) = connection.execute("PRAGMA application_id").fetchone()
            (version,) = connection.execute("PRAGMA user_version").fetchone()
    except sqlite3.Error as error:
        raise StoreError(f"{path} cannot be read as a database: {error}") from error
    if application != APPLICATION_ID:
        raise StoreError(f"{path} is not a Mockdeck database; move it away or choose another --home")
    return int(version)


def _create(path: Path, scripts: Path, version: int) -> None:
    """Build the file under another name, so that a half-made one never stands in its place."""
    part = path.with_name(f"{path.name}.part")
    part.unlink(missing_ok=True)
    _upgrade(part, scripts, version)
    with closing(sqlite3.connect(part)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
    os.replace(part, path)


def _upgrade(path: Path, scripts: Path, version: int) -> None:
    from alembic import command  # a quarter of a second, and only needed here
    from alembic.config import Config
    from sqlalchemy import URL, NullPool, create_engine, event

    engine = create_engine(URL.create("sqlite", database=str(path.absolute())), poolclass=NullPool)

    @event.listens_for(engine, "connect")
    def _connected(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None
        connection.execute("PRAGMA foreign_keys=OFF")  # a table rebuilt with them on loses its child rows

    @event.listens_for(engine, "begin")
    def _begun(connection: object) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")  # type: ignore[attr-defined]

    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    try:
        with engine.begin() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
            broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
            if broken:
                raise StoreError(f"the upgrade of {path} would break references; nothing was changed")
            connection.exec_driver_sql(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.exec_driver_sql(f"PRAGMA user_version = {version}")
    except StoreError:
        raise
    except Exception as error:  # a migration may fail in any way
        raise StoreError(f"the upgrade of {path} failed and nothing was changed: {error}") from error
    finally:
        engine.dispose()
