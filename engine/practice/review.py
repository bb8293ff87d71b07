"""Reviewing what is due: one item at a time, its reasons after each, the last one undoable."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.banks.bank import Bank
from engine.clock import Clock
from engine.exams.form import SHOWABLE_KINDS, option_order
from engine.items.kinds import Item, ItemGroup, Parametric
from engine.items.responses import Json, parse_response
from engine.items.scoring import Mark, score
from engine.practice.ports import Learner, ReviewRecord, Store, Writer
from engine.reviews.learning_day import CUTOFF_HOUR, learning_day
from engine.reviews.memory import after_review
from engine.reviews.queue import FamilyKey, choose_variant, due_by_day, due_queue
from engine.reviews.rating import rate


@dataclass(frozen=True, slots=True)
class Question:
    """An item to be reviewed now."""

    key: FamilyKey
    item: Item
    group: ItemGroup | None
    item_version: str
    option_order: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A review just made."""

    question: Question
    mark: Mark
    record: ReviewRecord


@dataclass(frozen=True, slots=True)
class DueCount:
    """Reviews due: by today, and on each day that has any."""

    today: int
    by_day: tuple[tuple[date, int], ...]


def count_due(store: Store, learner: Learner, clock: Clock, codes: Iterable[str]) -> DueCount:
    """What waits for the learner in the banks of these codes."""
    now = clock.now()
    today = learning_day(now, clock.utc_offset(now))
    with store.reading() as unit:
        days = due_by_day([day for code in codes for day in unit.reviews.due_days(learner.id, code)], today)
    return DueCount(next((count for day, count in days if day == today), 0), tuple(days))


class ReviewSession:
    """Goes through the due queue. Every review is on disk when `answer` returns."""

    def __init__(
        self, queue: Sequence[FamilyKey], banks: Mapping[str, Bank],
        learner: Learner, store: Store, writer: Writer, clock: Clock, new_id: Callable[[], str],
    ) -> None:  # fmt: skip
        self._queue, self._banks, self._learner = list(queue), banks, learner
        self._store, self._writer, self._clock, self._new_id = store, writer, clock, new_id
        self._done: list[Reviewed] = []
        self._asked_at = clock.monotonic()

    @property
    def done(self) -> int:
        """Reviews made in this session, undone ones left out."""
        return len(self._done)

    @property
    def total(self) -> int:
        """Reviews this session holds."""
        return len(self._queue)

    def question(self) -> Question | None:
        """The item to ask now; None when the queue is empty."""
        if self.done >= len(self._queue):
            return None
        key = self._queue[self.done]
        bank = self._banks[key.bank_code]
        variants = _variants(bank, key.family)
        with self._store.reading() as unit:
            shown = unit.reviews.shown(self._learner.id, key)
        counts = {item_id: shown.count(item_id) for item_id in variants}
        item = bank.items[choose_variant(variants, counts, shown[-1] if shown else None)]
        self._asked_at = self._clock.monotonic()
        order = option_order(item, len(shown))
        return Question(key, item, bank.groups.get(item.id), bank.versions[item.id], order)

    def answer(self, question: Question, response: Json) -> Reviewed:
        """Judge the response, write the review down and set when the fact comes again.

        Raises:
            ResponseError: the response does not fit the item.
            StoreError: it could not be written; nothing changed.
        """
        item = question.item
        if isinstance(item, Parametric):
            raise TypeError("a parametric item must be drawn before it is reviewed")
        mark = score(item, parse_response(item, response))
        record = self._writer.submit(lambda: self._write(question, response, mark)).result()
        reviewed = Reviewed(question, mark, record)
        self._done.append(reviewed)
        return reviewed

    def undo(self) -> Reviewed | None:
        """Take the last review back; its item is asked again. None where there is none."""
        if not self._done:
            return None
        reviewed = self._done[-1]
        self._writer.submit(lambda: self._take_back(reviewed.record)).result()
        return self._done.pop()

    def _write(self, question: Question, response: Json, mark: Mark) -> ReviewRecord:
        now = self._clock.now()
        offset = self._clock.utc_offset(now)
        rating, day = rate(mark.outcome, flagged=False), learning_day(now, offset)
        with self._store.writing() as unit:
            before = unit.reviews.states(self._learner.id, question.key.bank_code).get(question.key)
            record = ReviewRecord(
                id=self._new_id(),
                kind="review",
                key=question.key,
                item_id=question.item.id,
                item_version=question.item_version,
                rating=rating,
                response=response,
                at=now,
                learning_day=day,
                utc_offset_minutes=round(offset.total_seconds() / 60),
                cutoff_hour=CUTOFF_HOUR,
                duration_ms=max(0, round((self._clock.monotonic() - self._asked_at) * 1000)),
                before=before,
                after=after_review(before, rating, day),
            )
            unit.reviews.record(self._learner.id, [record])
        return record

    def _take_back(self, record: ReviewRecord) -> None:
        with self._store.writing() as unit:
            unit.reviews.undo(self._learner.id, record, self._clock.now())


def due_session(
    banks: Mapping[str, Bank], learner: Learner, store: Store, writer: Writer, clock: Clock,
    new_id: Callable[[], str], limit: int | None = None,
) -> ReviewSession:  # fmt: skip
    """A session over what is due today in these banks, the most likely forgotten first."""
    now = clock.now()
    today = learning_day(now, clock.utc_offset(now))
    with store.reading() as unit:
        states = {
            key: state
            for code in banks
            for key, state in unit.reviews.states(learner.id, code).items()
            if _variants(banks[code], key.family)
        }
    return ReviewSession(due_queue(states, today, limit), banks, learner, store, writer, clock, new_id)


def _variants(bank: Bank, family: str) -> list[str]:
    return sorted(item.id for item in bank.items.values() if item.family_id == family and item.kind in SHOWABLE_KINDS)
