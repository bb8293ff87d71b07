"""Straight into the database file with the standard module: what lies there, and changing it behind our back."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path


def rows(path: Path, query: str, *values: object) -> list[dict[str, object]]:
    """What a query finds."""
    with closing(sqlite3.connect(path)) as connection:
        connection.row_factory = sqlite3.Row
        return [dict(row) for row in connection.execute(query, values)]


def count(path: Path, table: str) -> int:
    """How many rows a table has."""
    (row,) = rows(path, f"SELECT count(*) AS n FROM {table}")
    return int(str(row["n"]))


def as_text(path: Path, table: str) -> list[str]:
    """Every row as SQL literals, in the order of the primary key: equal texts are equal bit for bit."""
    with closing(sqlite3.connect(path)) as connection:
        columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        quoted = " || ', ' || ".join(f"quote({name})" for name in columns)
        keys = [row[1] for row in connection.execute(f"PRAGMA table_info({table})") if row[5]]
        return [row[0] for row in connection.execute(f"SELECT {quoted} FROM {table} ORDER BY {', '.join(keys)}")]


def change(path: Path, statement: str, *values: object) -> int:
    """Run a statement with no constraint in force; returns the rows it touched."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA ignore_check_constraints = ON")
        connection.execute("PRAGMA synchronous = OFF")
        touched = connection.execute(statement, values).rowcount
        connection.commit()
        return touched
