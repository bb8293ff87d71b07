"""Joins the use cases, the store, the clock and the home: the only module that knows them all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import uuid_utils
from filelock import FileLock, Timeout

from engine.banks.shelf import bank_folders
from engine.clock import Clock, SystemClock
from engine.practice.catalogue import Catalogue, Progress
from engine.practice.overview import Overview, look_over
from engine.practice.ports import HistoryEntry, Learner, Store, Writer
from engine.practice.review import DueCount, ReviewSession, count_due, due_session
from engine.practice.sit import ExamRoom
from engine.settings import Home
from engine.store.database import SqlStore
from engine.store.writer import StoreWriter

DEFAULT_LEARNER = "learner"


@dataclass(frozen=True, slots=True)
class Mockdeck:
    """Everything a front needs, joined."""

    home: Home
    learner: Learner
    store: Store
    writer: Writer
    clock: Clock
    catalogue: Catalogue
    exam_room: ExamRoom

    def overview(self, progress: Progress | None = None) -> Overview:
        """What the home screen shows."""
        return look_over(self.catalogue, self.store, self.learner, self.clock, progress)

    def history(self, bank_code: str | None = None, limit: int = 1_000) -> list[HistoryEntry]:
        """Finished sittings, newest first."""
        with self.store.reading() as unit:
            return unit.sittings.history(self.learner.id, bank_code, limit)

    def due(self, bank_code: str | None = None) -> DueCount:
        """Reviews waiting in one bank, or in all that are at hand."""
        codes = [bank_code] if bank_code else [summary.code for summary in self.catalogue.listing().summaries]
        return count_due(self.store, self.learner, self.clock, codes)

    def review_session(self, codes: list[str], limit: int | None = None) -> ReviewSession:
        """A session over what is due in these banks."""
        banks = {code: self.catalogue.bank(code) for code in codes}
        return due_session(banks, self.learner, self.store, self.writer, self.clock, new_id, limit)


def new_id() -> str:
    """A time-ordered unique id (UUIDv7)."""
    return str(uuid_utils.uuid7())


@contextmanager
def open_mockdeck(
    home: Path | None = None, learner: str | None = None, clock: Clock | None = None
) -> Iterator[Mockdeck]:
    """Open the home; everything submitted is written before this returns.

    Raises:
        StoreError: the database cannot be opened.
    """
    place, clock = Home.at(home), clock or SystemClock()
    store = SqlStore(place.database)
    writer = StoreWriter()
    try:
        owner = writer.submit(lambda: _learner(store, learner or DEFAULT_LEARNER, clock)).result()
        catalogue = Catalogue(bank_folders(place.data), store, writer, clock)
        room = ExamRoom(store, writer, clock, new_id)
        yield Mockdeck(place, owner, store, writer, clock, catalogue, room)
    finally:
        writer.close()
        store.close()


@contextmanager
def only_app(home: Path | None) -> Iterator[bool]:
    """Hold the home's app lock; False where another app holds it, and this one must not write."""
    place = Home.at(home)
    place.data.mkdir(parents=True, exist_ok=True)
    lock = FileLock(place.lock)
    try:
        lock.acquire(timeout=0)
    except Timeout:
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def _learner(store: Store, name: str, clock: Clock) -> Learner:
    with store.reading() as unit:
        known = unit.learners.named(name)
    if known is not None:
        return known
    with store.writing() as unit:
        known = unit.learners.named(name)
        if known is None:
            known = Learner(new_id(), name)
            unit.learners.add(known, clock.now())
    return known
