"""Sittings, their events, clocks and results."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from fractions import Fraction

from sqlalchemy import Connection, func, insert, select, update
from sqlalchemy.dialects.sqlite import insert as upsert
from sqlalchemy.engine import Row

from engine.errors import StoreError
from engine.exams.score_report import ScoreReport
from engine.exams.sitting import EventKind, Sitting, SittingEvent
from engine.practice.ports import ClockReading, HistoryEntry, StoredResult, StoredSitting
from engine.store.checksums import canonical, chained
from engine.store.codec import report_from_json, report_to_json, sitting_from_terms, terms_of
from engine.store.tables import (
    ItemVersionRow,
    ResultRow,
    SittingClockRow,
    SittingEventRow,
    SittingItemRow,
    SittingRow,
)


@contextmanager
def _damage_in_words(what: str) -> Iterator[None]:
    """A damaged row may hold anything; what cannot even be read is refused in words."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise StoreError(f"{what} is damaged and cannot be read; put a backup in its place") from error


class SqlSittings:
    """Fulfils `ports.Sittings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._sittings = SittingRow.__table__  # type: ignore[attr-defined]
        self._items = SittingItemRow.__table__  # type: ignore[attr-defined]
        self._events = SittingEventRow.__table__  # type: ignore[attr-defined]
        self._clocks = SittingClockRow.__table__  # type: ignore[attr-defined]
        self._results = ResultRow.__table__  # type: ignore[attr-defined]
        self._versions = ItemVersionRow.__table__  # type: ignore[attr-defined]

    def create(self, sitting: Sitting) -> None:
        fixed = _fixed(sitting)
        row = {**fixed, "state": "open", "ended_at": None, "checksum": chained("", fixed)}
        self._connection.execute(insert(self._sittings).values(row))
        own = {"learner_id": sitting.learner_id, "sitting_id": sitting.id}
        rows = [{**own, "item_id": item_id, "version": version} for item_id, version in sitting.versions.items()]
        self._connection.execute(insert(self._items), rows)
        self.tick(sitting, ClockReading(0, 0, sitting.started_at))

    def append(self, sitting: Sitting, events: Sequence[SittingEvent], clock: ClockReading) -> None:
        if not self._is_open(sitting):
            raise StoreError("this exam has ended meanwhile; nothing can be added to it")
        self._append(sitting, events)
        self.tick(sitting, clock)

    def _append(self, sitting: Sitting, events: Sequence[SittingEvent]) -> None:
        last_seq, checksum = self._last(sitting)
        rows = []
        for event in events:
            if event.seq <= last_seq:
                self._same(sitting, event)
                continue
            if event.seq != last_seq + 1:
                raise StoreError(f"event {last_seq + 1} of the sitting is missing; start Mockdeck again to go on")
            row = _event_row(sitting, event)
            checksum = row["checksum"] = chained(checksum, row)
            rows.append(row)
            last_seq = event.seq
        if rows:
            self._connection.execute(insert(self._events), rows)

    def tick(self, sitting: Sitting, clock: ClockReading) -> None:
        moved = {"used_ms": clock.used_ms, "free_ms": clock.free_ms, "at": clock.at}
        statement = upsert(self._clocks).values(learner_id=sitting.learner_id, sitting_id=sitting.id, **moved)
        self._connection.execute(
            statement.on_conflict_do_update(index_elements=["learner_id", "sitting_id"], set_=moved)
        )

    def finish(
        self, sitting: Sitting, events: Sequence[SittingEvent], clock: ClockReading, report: ScoreReport
    ) -> bool:
        if not self._end(sitting, "finished", clock.at):
            return False
        self._append(sitting, events)
        self.tick(sitting, clock)
        row = {
            "learner_id": sitting.learner_id,
            "sitting_id": sitting.id,
            "finished_at": clock.at,
            "questions": len(report.items),
            "fraction": str(report.fraction),
            "scaled": report.scaled,
            "passed": report.passed,
            "used_ms": report.used_ms,
            "report": canonical(report_to_json(report)),
        }
        row["checksum"] = chained(self._last(sitting)[1], row)
        self._connection.execute(insert(self._results).values(row))
        return True

    def abandon(self, sitting: Sitting, events: Sequence[SittingEvent], clock: ClockReading) -> bool:
        if not self._end(sitting, "abandoned", clock.at):
            return False
        self._append(sitting, events)
        self.tick(sitting, clock)
        return True

    @_damage_in_words("an unfinished exam")
    def open_sittings(self, learner_id: str) -> list[StoredSitting]:
        own = self._sittings.c
        query = (
            select(self._sittings)
            .where(own.learner_id == learner_id, own.state == "open")
            .order_by(own.started_at.desc(), own.id.desc())
        )
        return [self._stored(row) for row in self._connection.execute(query).fetchall()]

    @_damage_in_words("the result of this exam")
    def result(self, learner_id: str, sitting_id: str) -> StoredResult | None:
        result = self._result_row(learner_id, sitting_id)
        own = self._sittings.c
        row = self._connection.execute(
            select(self._sittings).where(own.learner_id == learner_id, own.id == sitting_id)
        ).first()
        if result is None or row is None:
            return None
        report = report_from_json(json.loads(result.report))
        return StoredResult(_sitting(row), result.finished_at, report, self._is_intact(row, result))

    @_damage_in_words("the history")
    def history(self, learner_id: str, bank_code: str | None, limit: int) -> list[HistoryEntry]:
        results, sittings = self._results.c, self._sittings.c
        joined = self._results.join(
            self._sittings, (results.learner_id == sittings.learner_id) & (results.sitting_id == sittings.id)
        )
        query = (
            select(self._results, sittings.bank_code, sittings.mode)
            .select_from(joined)
            .where(results.learner_id == learner_id)
            .order_by(results.finished_at.desc(), results.sitting_id.desc())
            .limit(limit)
        )
        if bank_code is not None:
            query = query.where(sittings.bank_code == bank_code)
        return [
            HistoryEntry(
                row.sitting_id, row.bank_code, row.mode, row.finished_at, row.questions,
                float(Fraction(row.fraction)), row.scaled, row.passed, row.used_ms,
            )
            for row in self._connection.execute(query)
        ]  # fmt: skip

    def met(self, learner_id: str, bank_code: str) -> dict[str, int]:
        items, versions, sittings = self._items.c, self._versions.c, self._sittings.c
        joined = self._items.join(
            self._sittings, (items.learner_id == sittings.learner_id) & (items.sitting_id == sittings.id)
        ).join(
            self._versions,
            (versions.bank_code == sittings.bank_code)
            & (versions.item_id == items.item_id)
            & (versions.version == items.version),
        )
        query = (
            select(versions.family, func.count().label("times"))
            .select_from(joined)
            .where(items.learner_id == learner_id, sittings.bank_code == bank_code)
            .group_by(versions.family)
        )
        return {row.family: row.times for row in self._connection.execute(query)}

    def _same(self, sitting: Sitting, event: SittingEvent) -> None:
        """A repeat changes nothing; another event in its place means two programs write one sitting."""
        row = _event_row(sitting, event)
        own = self._events.c
        stored = self._connection.execute(
            select(self._events).where(
                own.learner_id == sitting.learner_id, own.sitting_id == sitting.id, own.seq == event.seq
            )
        ).one()
        if any(stored._mapping[name] != value for name, value in row.items()):
            raise StoreError("another Mockdeck goes on with this exam; close one of them")

    def _is_open(self, sitting: Sitting) -> bool:
        own = self._sittings.c
        query = select(own.state).where(own.learner_id == sitting.learner_id, own.id == sitting.id)
        return self._connection.execute(query).scalar() == "open"

    def _end(self, sitting: Sitting, state: str, at: datetime) -> bool:
        own = self._sittings.c
        ended = self._connection.execute(
            update(self._sittings)
            .where(own.learner_id == sitting.learner_id, own.id == sitting.id, own.state == "open")
            .values(state=state, ended_at=at)
        )
        return ended.rowcount == 1

    def _last(self, sitting: Sitting) -> tuple[int, str]:
        own = self._events.c
        row = self._connection.execute(
            select(own.seq, own.checksum)
            .where(own.learner_id == sitting.learner_id, own.sitting_id == sitting.id)
            .order_by(own.seq.desc())
            .limit(1)
        ).first()
        if row is not None:
            return row.seq, row.checksum
        stored = self._sittings.c
        first = select(stored.checksum).where(stored.learner_id == sitting.learner_id, stored.id == sitting.id)
        return 0, str(self._connection.execute(first).scalar())

    def _stored(self, row: Row[tuple[object, ...]]) -> StoredSitting:
        clocks = self._clocks.c
        clock = self._connection.execute(
            select(self._clocks).where(clocks.learner_id == row.learner_id, clocks.sitting_id == row.id)
        ).first()
        reading = ClockReading(clock.used_ms, clock.free_ms, clock.at) if clock else ClockReading(0, 0, row.started_at)
        events = tuple(_event(event) for event in self._event_rows(row.learner_id, row.id))
        return StoredSitting(_sitting(row), events, reading)

    def _event_rows(self, learner_id: str, sitting_id: str) -> Sequence[Row[tuple[object, ...]]]:
        own = self._events.c
        query = select(self._events).where(own.learner_id == learner_id, own.sitting_id == sitting_id)
        return self._connection.execute(query.order_by(own.seq)).fetchall()

    def _result_row(self, learner_id: str, sitting_id: str) -> Row[tuple[object, ...]] | None:
        own = self._results.c
        query = select(self._results).where(own.learner_id == learner_id, own.sitting_id == sitting_id)
        return self._connection.execute(query).first()

    def _is_intact(self, sitting: Row[tuple[object, ...]], result: Row[tuple[object, ...]]) -> bool:
        # Over the columns as they stand: what was written stays intact when we learn to write it differently.
        checksum = chained("", {name: sitting._mapping[name] for name in _FIXED})
        if checksum != sitting.checksum or (sitting.state, sitting.ended_at) != ("finished", result.finished_at):
            return False
        for row in self._event_rows(sitting.learner_id, sitting.id):
            checksum = chained(checksum, dict(row._mapping))
            if checksum != row.checksum:
                return False
        return bool(chained(checksum, dict(result._mapping)) == result.checksum)


_FIXED = ("learner_id", "id", "bank_code", "mode", "started_at", "terms")
"""The columns that never change; the others, `state` and `ended_at`, must agree with the result."""


def _fixed(sitting: Sitting) -> dict[str, object]:
    return {
        "learner_id": sitting.learner_id,
        "id": sitting.id,
        "bank_code": sitting.form.code,
        "mode": sitting.mode,
        "started_at": sitting.started_at,
        "terms": canonical(terms_of(sitting)),
    }


def _sitting(row: Row[tuple[object, ...]]) -> Sitting:
    return sitting_from_terms(
        json.loads(row.terms), id=row.id, learner_id=row.learner_id, code=row.bank_code,
        mode=row.mode, started_at=row.started_at,
    )  # fmt: skip


def _event_row(sitting: Sitting, event: SittingEvent) -> dict[str, object]:
    return {
        "learner_id": sitting.learner_id,
        "sitting_id": sitting.id,
        "seq": event.seq,
        "kind": event.kind.value,
        "item_id": event.item_id,
        "payload": canonical(event.payload),
        "used_ms": event.used_ms,
        "at": event.at,
    }


def _event(row: Row[tuple[object, ...]]) -> SittingEvent:
    return SittingEvent(row.seq, EventKind(row.kind), row.used_ms, row.at, row.item_id, json.loads(row.payload))
