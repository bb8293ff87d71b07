"""The engine joined over a real home, as `engine.bootstrap` joins it, with a clock and a disk that tests drive."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from functools import cache
from pathlib import Path
from typing import Literal

import pytest

from engine.banks.bank import Bank
from engine.bootstrap import new_id
from engine.errors import StoreError
from engine.practice.catalogue import Catalogue
from engine.practice.ports import HistoryEntry, Learner, StoredResult, Unit
from engine.practice.review import ReviewSession, due_session
from engine.practice.sit import ExamOptions, ExamRoom, OpenSitting
from engine.settings import Home
from engine.store.database import SqlStore
from engine.store.migration import prepare
from engine.store.writer import StoreWriter
from tests.clocks import HandClock
from tests.small_bank import CODE, write_bank

Failure = Literal["at once", "before commit", "after commit"]


class FlakyStore:
    """A real store whose writing fails while `failing` says how.

    "after commit" is the failure nobody can tell from outside: the rows are there, only the word of it is lost.
    """

    def __init__(self, store: SqlStore) -> None:
        self.real = store
        self.failing: Failure | None = None
        self.before_commit: Callable[[], object] = lambda: None

    def reading(self) -> AbstractContextManager[Unit]:
        return self.real.reading()

    @contextmanager
    def writing(self) -> Iterator[Unit]:
        if self.failing == "at once":
            raise StoreError("the disk is full")
        with self.real.writing() as unit:
            yield unit
            self.before_commit()
            if self.failing == "before commit":
                raise StoreError("the disk is full")
        if self.failing == "after commit":
            raise StoreError("the disk went away")


class Desk:
    """One running program over a home. `crash` ends it without a word and opens the home again."""

    def __init__(self, home: Path, clock: HandClock, learner: str = "Ada", before: Desk | None = None) -> None:
        self.home, self.clock = home, clock
        self._all: list[Desk] = [] if before is None else before._all
        self._all.append(self)
        self.path = Home.at(home).database
        self.store = FlakyStore(SqlStore(self.path))
        self.writer = StoreWriter()
        self.catalogue = Catalogue([*(home / "banks").iterdir()], self.store, self.writer, clock)
        self.room = ExamRoom(self.store, self.writer, clock, new_id)
        self.learner = self.learner_named(learner)

    @property
    def bank(self) -> Bank:
        return self.catalogue.bank(CODE)

    def learner_named(self, name: str) -> Learner:
        with self.store.writing() as unit:
            learner = unit.learners.named(name)
            if learner is None:
                learner = Learner(new_id(), name)
                unit.learners.add(learner, self.clock.now())
        return learner

    def start(self, seed: int = 1, questions: int | None = None, strict_clock: bool = False) -> OpenSitting:
        return self.room.start(self.bank, self.learner, ExamOptions(seed, questions, None, strict_clock))

    def resume(self) -> OpenSitting:
        """Take up the one unfinished sitting there is."""
        (stored,) = self.room.unfinished(self.learner)
        return self.room.resume(self.learner, stored.sitting.id)

    def result(self, sitting: OpenSitting, learner: Learner | None = None) -> StoredResult | None:
        with self.store.reading() as unit:
            return unit.sittings.result((learner or self.learner).id, sitting.sitting.id)

    def history(self, learner: Learner | None = None, code: str | None = None, limit: int = 100) -> list[HistoryEntry]:
        with self.store.reading() as unit:
            return unit.sittings.history((learner or self.learner).id, code, limit)

    def review(self, limit: int | None = None) -> ReviewSession:
        banks = {CODE: self.bank}
        return due_session(banks, self.learner, self.store, self.writer, self.clock, new_id, limit)

    def settle(self) -> None:
        """Wait until everything submitted so far has been tried."""
        self.writer.submit(lambda: None).result()

    def crash(self) -> Desk:
        """The program is gone, nothing closed; what it had not written is lost. Returns the next one."""
        self.settle()
        return Desk(self.home, self.clock, self.learner.name, before=self)

    def close(self) -> None:
        """Let go of the files of this program and of all that crashed."""
        for one in self._all:
            one.writer.close()
            one.store.real.close()


@cache
def _empty_database() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "empty.sqlite3"
        prepare(path)
        return path.read_bytes()


def fresh_home(folder: Path) -> Path:
    """A home with an empty database at today's schema and the small bank; quicker than migrating each time."""
    folder.mkdir(parents=True, exist_ok=True)
    Home.at(folder).database.write_bytes(_empty_database())
    write_bank(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A program over a fresh home; `desk.crash()` returns the next, and all are closed with the test."""
    first = Desk(fresh_home(tmp_path / "home"), HandClock())
    yield first
    first.close()
