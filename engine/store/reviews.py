"""Reviews and the memory states they lead to."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, insert, select
from sqlalchemy.dialects.sqlite import insert as upsert

from engine.errors import StoreError
from engine.practice.ports import ReviewRecord
from engine.reviews.memory import ALGORITHM, RETENTION, MemoryState, parameters
from engine.reviews.queue import FamilyKey
from engine.store.checksums import canonical, chained
from engine.store.tables import MemoryStateRow, ReviewRow


class SqlReviews:
    """Fulfils `ports.Reviews`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._reviews = ReviewRow.__table__  # type: ignore[attr-defined]
        self._memory = MemoryStateRow.__table__  # type: ignore[attr-defined]

    def states(self, learner_id: str, bank_code: str | None = None) -> dict[FamilyKey, MemoryState]:
        own = self._memory.c
        query = select(self._memory).where(own.learner_id == learner_id)
        if bank_code is not None:
            query = query.where(own.bank_code == bank_code)
        return {
            FamilyKey(row.bank_code, row.family): MemoryState(
                row.stability, row.difficulty, row.reviewed_on, row.due_on, row.reviews, row.lapses
            )
            for row in self._connection.execute(query)
        }

    def due_days(self, learner_id: str, bank_code: str) -> list[date]:
        own = self._memory.c
        query = select(own.due_on).where(own.learner_id == learner_id, own.bank_code == bank_code)
        return [row.due_on for row in self._connection.execute(query)]

    def record(self, learner_id: str, records: Iterable[ReviewRecord]) -> None:
        rows = []
        seq, checksum = self._last(learner_id)
        for record in records:
            seq += 1
            row = {**_row(learner_id, record), "seq": seq, "id": record.id, "kind": record.kind, "undoes": None}
            checksum = row["checksum"] = chained(checksum, row)
            rows.append(row)
            self._remember(learner_id, record.key, record.after)
        if rows:
            self._connection.execute(insert(self._reviews), rows)

    def undo(self, learner_id: str, record: ReviewRecord, at: datetime) -> None:
        standing = self._standing(learner_id, record.key)
        if not standing or standing[-1][0] != record.id:
            # The memory before this review is not the memory to go back to any more.
            raise StoreError("this fact was reviewed again since, or the review is undone already; nothing was changed")
        seq, checksum = self._last(learner_id)
        row = {**_row(learner_id, record), "seq": seq + 1, "id": record.id, "kind": "undone", "undoes": record.id}
        row |= {"at": at, "before": _state_json(record.after), "after": _state_json(record.before)}
        row["checksum"] = chained(checksum, row)
        self._connection.execute(insert(self._reviews).values(row))
        self._remember(learner_id, record.key, record.before)

    def shown(self, learner_id: str, key: FamilyKey) -> list[str]:
        return [item_id for _, item_id in self._standing(learner_id, key)]

    def _standing(self, learner_id: str, key: FamilyKey) -> list[tuple[str, str]]:
        """Id and item of every review of the family that was not undone, oldest first."""
        own = self._reviews.c
        query = (
            select(own.item_id, own.kind, own.id, own.undoes)
            .where(own.learner_id == learner_id, own.bank_code == key.bank_code, own.family == key.family)
            .order_by(own.seq)
        )
        rows = self._connection.execute(query).fetchall()
        undone = {row.undoes for row in rows}
        return [(row.id, row.item_id) for row in rows if row.kind != "undone" and row.id not in undone]

    def _last(self, learner_id: str) -> tuple[int, str]:
        own = self._reviews.c
        query = select(own.seq, own.checksum).where(own.learner_id == learner_id).order_by(own.seq.desc()).limit(1)
        row = self._connection.execute(query).first()
        return (row.seq, row.checksum) if row is not None else (0, "")

    def _remember(self, learner_id: str, key: FamilyKey, state: MemoryState | None) -> None:
        own = self._memory.c
        if state is None:
            self._connection.execute(
                delete(self._memory).where(
                    own.learner_id == learner_id, own.bank_code == key.bank_code, own.family == key.family
                )
            )
            return
        fields = asdict(state)
        statement = upsert(self._memory).values(
            learner_id=learner_id, bank_code=key.bank_code, family=key.family, **fields
        )
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["learner_id", "bank_code", "family"], set_=fields)
        )


def _row(learner_id: str, record: ReviewRecord) -> dict[str, Any]:
    return {
        "learner_id": learner_id,
        "bank_code": record.key.bank_code,
        "family": record.key.family,
        "item_id": record.item_id,
        "item_version": record.item_version,
        "sitting_id": record.sitting_id,
        "rating": int(record.rating),
        "response": canonical(record.response),
        "at": record.at,
        "learning_day": record.learning_day,
        "utc_offset_minutes": record.utc_offset_minutes,
        "cutoff_hour": record.cutoff_hour,
        "duration_ms": record.duration_ms,
        "algorithm": ALGORITHM,
        "parameters": json.dumps(parameters()),
        "retention": RETENTION,
        "before": _state_json(record.before),
        "after": _state_json(record.after),
    }


def _state_json(state: MemoryState | None) -> str | None:
    return canonical(asdict(state)) if state is not None else None
