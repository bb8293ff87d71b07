"""Learner rows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, insert, select

from engine.practice.ports import Learner
from engine.store.tables import LearnerRow


class SqlLearners:
    """Fulfils `ports.Learners`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._table = LearnerRow.__table__  # type: ignore[attr-defined]

    def named(self, name: str) -> Learner | None:
        table = self._table
        row = self._connection.execute(select(table.c.id, table.c.name).where(table.c.name == name)).first()
        return Learner(row.id, row.name) if row else None

    def add(self, learner: Learner, at: datetime) -> None:
        self._connection.execute(insert(self._table).values(id=learner.id, name=learner.name, created_at=at))
