"""What the use cases need from the outside; `engine.store` fulfils it, tests fulfil it with fakes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal, Protocol, TypeVar

from engine.banks.bank import Bank
from engine.exams.score_report import ScoreReport
from engine.exams.sitting import Sitting, SittingEvent
from engine.items.kinds import Item, ItemGroup
from engine.items.responses import Json
from engine.reviews.memory import MemoryState
from engine.reviews.queue import FamilyKey
from engine.reviews.rating import Rating

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Learner:
    """Whose answers these are."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class BankSummary:
    """What the home screen says of a bank, without reading it."""

    code: str
    title: str
    status: str
    retired_on: date | None
    successor: str | None
    items: int
    questions: int
    minutes: int
    domains: tuple[tuple[str, str, int, int, int], ...]
    """Id, name, lowest and highest weight in per cent, items."""
    digest: str


@dataclass(frozen=True, slots=True)
class ClockReading:
    """The exam time last written down, in milliseconds, and when (aware UTC)."""

    used_ms: int
    free_ms: int
    at: datetime


@dataclass(frozen=True, slots=True)
class StoredSitting:
    """A sitting as the store has it."""

    sitting: Sitting
    events: tuple[SittingEvent, ...]
    clock: ClockReading


@dataclass(frozen=True, slots=True)
class StoredResult:
    """A finished sitting."""

    sitting: Sitting
    finished_at: datetime
    report: ScoreReport
    intact: bool
    """Whether every checksum of the sitting's record still holds."""


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the history."""

    sitting_id: str
    bank_code: str
    mode: str
    finished_at: datetime
    questions: int
    fraction: float
    scaled: int
    passed: bool
    used_ms: int


@dataclass(frozen=True, slots=True)
class ReviewRecord:
    """One review as it is written down, never to change."""

    id: str
    kind: Literal["exam", "review"]
    key: FamilyKey
    item_id: str
    item_version: str
    rating: Rating
    response: Json
    at: datetime
    learning_day: date
    utc_offset_minutes: int
    cutoff_hour: int
    duration_ms: int
    before: MemoryState | None
    after: MemoryState
    sitting_id: str | None = None


@dataclass(frozen=True, slots=True)
class ItemVersion:
    """An item as it was when it was asked, with its group's stimuli."""

    item: Item
    group: ItemGroup | None


class Learners(Protocol):
    def named(self, name: str) -> Learner | None: ...

    def add(self, learner: Learner, at: datetime) -> None: ...


class Banks(Protocol):
    def summary(self, code: str) -> BankSummary | None: ...

    def save(self, bank: Bank, at: datetime) -> BankSummary:
        """Store the bank's summary and every item version not stored yet."""

    def item_version(self, bank_code: str, item_id: str, version: str) -> ItemVersion | None: ...

    def item_versions(self, bank_code: str, versions: Mapping[str, str]) -> dict[str, ItemVersion]: ...


class Sittings(Protocol):
    def create(self, sitting: Sitting) -> None: ...

    def append(self, sitting: Sitting, events: Sequence[SittingEvent], clock: ClockReading) -> None:
        """Write events and the clock; an event whose sequence number is already there changes nothing."""

    def tick(self, sitting: Sitting, clock: ClockReading) -> None: ...

    def finish(
        self, sitting: Sitting, events: Sequence[SittingEvent], clock: ClockReading, report: ScoreReport
    ) -> bool:
        """Compare-and-set from open to finished, with the last events and the result.

        False, and nothing written, where it was not open any more.
        """

    def abandon(self, sitting: Sitting, events: Sequence[SittingEvent], clock: ClockReading) -> bool:
        """Compare-and-set from open to abandoned; False, and nothing written, where it was not open any more."""

    def open_sittings(self, learner_id: str) -> list[StoredSitting]: ...

    def result(self, learner_id: str, sitting_id: str) -> StoredResult | None: ...

    def history(self, learner_id: str, bank_code: str | None, limit: int) -> list[HistoryEntry]: ...

    def met(self, learner_id: str, bank_code: str) -> dict[str, int]:
        """How often each family of the bank stood in a form of this learner's."""


class Reviews(Protocol):
    def states(self, learner_id: str, bank_code: str | None = None) -> dict[FamilyKey, MemoryState]: ...

    def due_days(self, learner_id: str, bank_code: str) -> list[date]: ...

    def record(self, learner_id: str, records: Iterable[ReviewRecord]) -> None:
        """Append the reviews and set the memory states they lead to."""

    def undo(self, learner_id: str, record: ReviewRecord, at: datetime) -> None:
        """Append an `undone` row and put the memory state back as it was before the record.

        Raises:
            StoreError: the fact was reviewed again since, or the record is undone already.
        """

    def shown(self, learner_id: str, key: FamilyKey) -> list[str]:
        """Items of the family shown so far, oldest first, undone ones left out."""


class Unit(Protocol):
    """One transaction."""

    @property
    def learners(self) -> Learners: ...

    @property
    def banks(self) -> Banks: ...

    @property
    def sittings(self) -> Sittings: ...

    @property
    def reviews(self) -> Reviews: ...


class Store(Protocol):
    def reading(self) -> AbstractContextManager[Unit]:
        """A consistent view; never waits for a writer."""

    def writing(self) -> AbstractContextManager[Unit]:
        """All or nothing; committed to disk when the block ends without an exception."""


class Writer(Protocol):
    """Runs jobs one after another, in the order given, and all of them before the program ends."""

    def submit(self, job: Callable[[], T]) -> Future[T]: ...
