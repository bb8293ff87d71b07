"""Migration scripts of our own: today's, copied, and one more revision behind them."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

from engine.store.migration import SCHEMA_VERSION, SCRIPTS

NEXT = SCHEMA_VERSION + 1

REBUILDS = """
    with op.batch_alter_table("sitting", recreate="always") as batch:
        batch.add_column(sa.Column("place", sa.Text(), nullable=False, server_default="at home"))
"""
"""Rebuilds a table that others refer to: with references enforced its child rows would go."""

FAILS = f"""{REBUILDS}
    op.execute("DELETE FROM sitting_clock")
    raise RuntimeError("this revision does not work")
"""
BREAKS_REFERENCES = """
    op.execute("DELETE FROM sitting")
"""
REFUSED_BY_SQLITE = """
    op.execute("ALTER TABLE sitting RENAME TO result")
"""

_REVISION = '''"""One more."""

import sqlalchemy as sa
from alembic import op

revision = "{version:04}"
down_revision = "{before:04}"


def upgrade() -> None:
    assert sa
{body}
'''


def scripts_with(folder: Path, body: str) -> Path:
    """Today's migrations and one whose upgrade is `body`."""
    scripts = folder / "migrations"
    shutil.copytree(SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    text = _REVISION.format(version=NEXT, before=SCHEMA_VERSION, body=body)
    (scripts / "versions" / f"v{NEXT:04}_more.py").write_text(text)
    return scripts


def dump(path: Path) -> list[str]:
    """The whole database as SQL, with whose it is and which version."""
    with closing(sqlite3.connect(path)) as connection:
        marks = [str(connection.execute(f"PRAGMA {name}").fetchone()) for name in ("application_id", "user_version")]
        return [*marks, *connection.iterdump()]
