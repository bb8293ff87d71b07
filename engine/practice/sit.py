"""Sitting an exam: draw the form, take every action as an event, keep the clock, finish exactly once."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass, replace
from typing import Literal

from engine.banks.bank import Bank
from engine.clock import Clock
from engine.errors import SittingError
from engine.exams.exam_clock import ExamClock
from engine.exams.form import Form, assemble, option_order
from engine.exams.score_report import ScoreReport, grade
from engine.exams.sitting import EventKind, Sitting, SittingEvent, SittingState, apply, fold
from engine.items.kinds import Item, ItemGroup
from engine.items.responses import Json
from engine.practice.exam_reviews import reviews_of
from engine.practice.ports import ClockReading, Learner, Store, StoredSitting, Unit, Writer


@dataclass(frozen=True, slots=True)
class ExamOptions:
    """What the candidate asked for; None takes the bank's own figure."""

    seed: int
    questions: int | None = None
    minutes: int | None = None
    strict_clock: bool = False


def draw_form(bank: Bank, options: ExamOptions, met: Mapping[str, int]) -> Form:
    """The form these options give, for someone who has met these families before."""
    exam = bank.manifest.exam
    return assemble(
        bank,
        questions=options.questions or exam.questions,
        minutes=options.minutes or exam.minutes,
        seed=options.seed,
        met=met,
    )


class OpenSitting:
    """A sitting in progress. Actions change the state at once and reach the disk through the writer, in order.

    `is_saved` tells whether everything done so far is committed; `on_saved` is called on the writer's thread
    after each commit, and after each failure with its error. What could not be written is kept and tried again
    with the next action or tick.
    """

    def __init__(
        self, stored: StoredSitting, items: Mapping[str, Item], groups: Mapping[str, ItemGroup],
        store: Store, writer: Writer, clock: Clock,
    ) -> None:  # fmt: skip
        self.sitting = stored.sitting
        self.state: SittingState = fold(stored.sitting, stored.events)
        self.items, self.groups = items, groups
        self.on_saved: Callable[[Exception | None], None] = lambda _error: None
        self._store, self._writer, self._clock = store, writer, clock
        self._unsaved: deque[SittingEvent] = deque()
        self._failing = False
        self._last: SittingEvent | None = None
        self._lock = threading.Lock()
        self._slept_ms = 0
        used = max(stored.clock.used_ms, self.state.used_ms)
        self._exam_clock = ExamClock(
            self.sitting.limit_ms, used, stored.clock.free_ms, strict=self.sitting.strict_clock
        ).started(clock.monotonic(), clock.asleep())

    # -- what can be asked ------------------------------------------------------------------------------------

    @property
    def is_saved(self) -> bool:
        """Whether every event so far is committed to disk."""
        with self._lock:
            return not self._unsaved and self._last is None

    @property
    def clock(self) -> ExamClock:
        """The exam clock, read now."""
        before, self._exam_clock = self._exam_clock, self._exam_clock.at(self._clock.monotonic(), self._clock.asleep())
        self._slept_ms += round((self._exam_clock.asleep_at - before.asleep_at) * 1000)
        return self._exam_clock

    def options_of(self, item_id: str) -> Mapping[str, tuple[str, ...]]:
        """The order in which this sitting shows the item's options, by slot."""
        return self.sitting.option_orders.get(item_id, {})

    # -- what can be done -------------------------------------------------------------------------------------

    def answer(self, item_id: str, response: Json) -> None:
        """Take a response in place of any before; None clears it."""
        if response is None:
            self._record(EventKind.CLEARED, item_id)
        else:
            self._record(EventKind.ANSWERED, item_id, response)

    def flag(self, item_id: str, flagged: bool) -> None:
        """Mark the item for review, or take the mark back."""
        self._record(EventKind.FLAGGED, item_id, flagged)

    def move(self, item_id: str | None) -> None:
        """Bring an item onto the screen; None is the review screen."""
        if item_id != self.state.current:
            self._record(EventKind.MOVED, item_id)

    def leave(self) -> Future[None]:
        """Walk out deliberately: in an exam the clock runs on until the candidate is back.

        Done when everything is on disk; the future holds the StoreError where it could not be written.
        """
        self._record(EventKind.LEFT)
        reading = self._reading(self._exam_clock)
        return self._writer.submit(lambda: self._last_words(reading))

    def come_back(self, away_ms: int, *, counted: bool) -> None:
        """Account for the time between the last word of this sitting and now."""
        self._exam_clock = self._exam_clock.away(away_ms / 1000, counted=counted)
        self._append(EventKind.RESUMED, None, {"away_ms": away_ms, "counted": counted})

    def tick(self) -> bool:
        """Write the clock down; True when time is up and the sitting must be finished."""
        clock = self.clock
        if self._slept_ms and self.state.is_open:
            slept, self._slept_ms = self._slept_ms, 0
            self._append(EventKind.INTERRUPTED, None, {"away_ms": slept, "counted": self.sitting.strict_clock})
        if self.state.is_open:
            reading = self._reading(clock)  # now, not when the writer comes to it
            self._write(lambda unit: unit.sittings.tick(self.sitting, reading))
        return clock.is_over

    def finish(self, reason: Literal["submitted", "time_out"]) -> Future[ScoreReport]:
        """End the sitting, score it and schedule the reviews, all in one transaction.

        A sitting that ran out of time finishes at its limit, whatever was asked. Finishing again returns the
        result of the first time.

        Raises:
            SittingError: the sitting was given up.
        """
        if self.state.ended == "abandoned":
            raise SittingError("this exam was given up; it has no result")
        reason = "time_out" if self.clock.is_over else reason
        if self.state.is_open:
            self._end(EventKind.FINISHED, reason)
        report, reading = self.report(), self._reading(self._exam_clock)
        return self._writer.submit(lambda: self._finish(report, reading))

    def abandon(self) -> Future[None]:
        """End the sitting without a result; what could not be written can be tried again."""
        if self.state.ended != "abandoned":
            self._end(EventKind.ABANDONED, None)
        reading = self._reading(self._exam_clock)
        return self._writer.submit(lambda: self._abandon(reading))

    def report(self) -> ScoreReport:
        """The score report of the state as it is."""
        state, form = self.state, self.sitting.form
        graded = grade(
            [self.items[item_id] for item_id in form.item_ids],
            state.responses,
            cut=self.sitting.cut,
            domains=self.sitting.domains,
            flagged=state.flagged,
            time_on_ms=state.time_on_ms,
        )
        free = max(state.free_ms, self._exam_clock.free_ms)
        ended = state.ended or "submitted"
        return replace(graded, used_ms=state.used_ms, free_ms=free, limit_ms=self.sitting.limit_ms, ended=ended)

    # -- how it is written ------------------------------------------------------------------------------------

    def _record(self, kind: EventKind, item_id: str | None = None, payload: Json = None) -> None:
        if self.clock.is_over:
            raise SittingError("time is up")
        self._append(kind, item_id, payload)

    def _append(self, kind: EventKind, item_id: str | None, payload: Json) -> None:
        event = self._happen(kind, item_id, payload)
        with self._lock:
            self._unsaved.append(event)
        self._write(None)

    def _end(self, kind: EventKind, payload: Json) -> None:
        """Keep the last event back for the transaction that ends the sitting.

        On disk without it, the event would say that a sitting is over which has no result and still counts as open.
        """
        event = self._happen(kind, None, payload)
        with self._lock:
            self._last = event

    def _happen(self, kind: EventKind, item_id: str | None, payload: Json) -> SittingEvent:
        clock = self.clock
        event = SittingEvent(self.state.seq + 1, kind, clock.account_ms, self._clock.now(), item_id, payload)
        self.state = apply(self.state, event)
        return event

    def _reading(self, clock: ExamClock) -> ClockReading:
        return ClockReading(clock.account_ms, clock.free_ms, self._clock.now())

    def _write(self, more: Callable[[Unit], None] | None) -> None:
        reading = self._reading(self._exam_clock)
        self._writer.submit(lambda: self._flush(reading, more))

    def _flush(self, reading: ClockReading, more: Callable[[Unit], None] | None) -> None:
        """On the writer's thread: commit what waits; a failure keeps it for the next time."""
        with self._lock:
            waiting = tuple(self._unsaved)
        if not waiting and more is None:
            return
        try:
            with self._store.writing() as unit:
                if waiting:
                    unit.sittings.append(self.sitting, waiting, reading)
                if more is not None:
                    more(unit)
        except Exception as error:
            self._failing = True
            self.on_saved(error)
            return
        with self._lock:
            for _ in waiting:
                self._unsaved.popleft()
        if waiting or self._failing:
            self._failing = False
            self.on_saved(None)

    def _last_words(self, reading: ClockReading) -> None:
        with self._lock:
            waiting = tuple(self._unsaved)
        with self._store.writing() as unit:
            unit.sittings.append(self.sitting, waiting, reading)
        self._forget_unsaved()

    def _finish(self, report: ScoreReport, reading: ClockReading) -> ScoreReport:
        learner_id = self.sitting.learner_id
        with self._store.writing() as unit:
            if unit.sittings.finish(self.sitting, self._all_unsaved(), reading, report):
                states = unit.reviews.states(learner_id, self.sitting.form.code)
                offset = self._clock.utc_offset(reading.at)
                unit.reviews.record(
                    learner_id, reviews_of(self.sitting, report, self.items, states, reading.at, offset)
                )
        self._forget_unsaved()
        with self._store.reading() as unit:
            result = unit.sittings.result(learner_id, self.sitting.id)
        if result is None:
            raise SittingError("the sitting was given up; it has no result")
        return result.report

    def _abandon(self, reading: ClockReading) -> None:
        with self._store.writing() as unit:
            unit.sittings.abandon(self.sitting, self._all_unsaved(), reading)
        self._forget_unsaved()

    def _all_unsaved(self) -> tuple[SittingEvent, ...]:
        with self._lock:
            return tuple(self._unsaved) if self._last is None else (*self._unsaved, self._last)

    def _forget_unsaved(self) -> None:
        with self._lock:
            self._unsaved.clear()
            self._last = None


class ExamRoom:
    """Starts sittings and takes unfinished ones up again."""

    def __init__(self, store: Store, writer: Writer, clock: Clock, new_id: Callable[[], str]) -> None:
        self._store, self._writer, self._clock, self._new_id = store, writer, clock, new_id

    def draw(self, bank: Bank, learner: Learner, options: ExamOptions) -> Form:
        """The form that would be drawn now for this learner."""
        with self._store.reading() as unit:
            met = unit.sittings.met(learner.id, bank.code)
        return draw_form(bank, options, met)

    def start(self, bank: Bank, learner: Learner, options: ExamOptions) -> OpenSitting:
        """Draw a form and begin; the sitting is on disk when this returns."""
        form = self.draw(bank, learner, options)
        now = self._clock.now()
        sitting = Sitting(
            id=self._new_id(),
            learner_id=learner.id,
            form=form,
            title=bank.manifest.title,
            domains=bank.manifest.blueprint.domain_names,
            mode="exam",
            minutes=form.minutes,
            cut=bank.manifest.exam.cut,
            strict_clock=options.strict_clock,
            started_at=now,
            versions={item_id: bank.versions[item_id] for item_id in form.item_ids},
            option_orders={item_id: option_order(bank.items[item_id], options.seed) for item_id in form.item_ids},
            bank_digest=bank.digest,
        )
        stored = StoredSitting(sitting, (), ClockReading(0, 0, now))
        self._writer.submit(lambda: self._create(sitting)).result()
        return self._open(stored, bank.items, bank.groups)

    def unfinished(self, learner: Learner) -> list[StoredSitting]:
        """Sittings begun and not ended, newest first."""
        with self._store.reading() as unit:
            return unit.sittings.open_sittings(learner.id)

    def resume(self, learner: Learner, sitting_id: str) -> OpenSitting:
        """Take a sitting up where it stopped, with the items as they were when it began.

        After a crash the time away is free, unless the sitting has a strict clock; after leaving deliberately it
        counts. Where it used up the time limit, `tick` says so at once.

        Raises:
            SittingError: the sitting has ended meanwhile.
        """
        # Read behind everything still to be written, or the sitting would go on from an older state.
        waiting = self._writer.submit(lambda: self.unfinished(learner)).result()
        stored = next((one for one in waiting if one.sitting.id == sitting_id), None)
        if stored is None:
            raise SittingError("this exam has ended; its result, if it has one, is in the history")
        sitting, now = stored.sitting, self._clock.now()
        with self._store.reading() as unit:
            asked = unit.banks.item_versions(sitting.form.code, sitting.versions)
        items = {item_id: version.item for item_id, version in asked.items()}
        groups = {item_id: version.group for item_id, version in asked.items() if version.group is not None}
        opened = self._open(stored, items, groups)
        state = opened.state
        counted = state.left_at is not None or sitting.strict_clock
        # From the last time written down: after leaving, the room may have ticked on until the program ended.
        away_ms = max(0, round((now - stored.clock.at).total_seconds() * 1000))
        opened.come_back(away_ms, counted=counted)
        return opened

    def _create(self, sitting: Sitting) -> None:
        with self._store.writing() as unit:
            unit.sittings.create(sitting)

    def _open(self, stored: StoredSitting, items: Mapping[str, Item], groups: Mapping[str, ItemGroup]) -> OpenSitting:
        return OpenSitting(stored, items, groups, self._store, self._writer, self._clock)
