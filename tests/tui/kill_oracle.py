"""What must be on the disk after a kill: everything the screen had shown as saved, and the exam time within a second.

The disk is read from a copy of the files as the kill left them, so that the program itself has to recover the home.
"""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from engine.bootstrap import open_mockdeck
from engine.exams.sitting import EventKind, SittingState, apply, begin
from engine.items.kinds import Item
from engine.practice.ports import StoredResult, StoredSitting
from tests.tui.exam_view import ExamView, ItemRows, place_in
from tui.widgets.choices import chosen_in, groups_of

TICK_MS = 1_000
ANSWERS = (EventKind.ANSWERED, EventKind.CLEARED)
DATABASE = "mockdeck.sqlite3"


class Record:
    """An unfinished sitting as it lies on the disk, with its state after every one of its events."""

    def __init__(self, stored: StoredSitting, items: Mapping[str, Item]) -> None:
        self.id, self.events, self.items = stored.sitting.id, stored.events, items
        orders = stored.sitting.option_orders
        self._rows = {name: ItemRows(item, orders.get(name, {})) for name, item in items.items()}
        self.limit_ms = stored.sitting.limit_ms or 0
        self.used_ms = max(stored.clock.used_ms, stored.events[-1].used_ms if stored.events else 0)
        self.states: list[SittingState] = [begin(stored.sitting)]
        for event in stored.events:
            self.states.append(apply(self.states[-1], event))

    @property
    def state(self) -> SittingState:
        """The state to go on from."""
        return self.states[-1]

    def misplaced(self) -> Iterator[str]:
        """Answers that cannot have been given: to a question not on the screen, or with options it does not have."""
        for event, state in zip(self.events, self.states, strict=False):
            if event.kind in ANSWERS and event.item_id != state.current:
                yield f"event {event.seq} answers {event.item_id} while {state.current} was on the screen"
        for item_id, response in self.state.responses.items():
            item = self.items[item_id]
            offered = {(group.slot, choice.id) for group in groups_of(item, {}) for choice in group.choices}
            for slot, choice in chosen_in(item, response) - offered:
                yield f"the answer to {item_id} has {choice!r} in {slot!r}, which that question does not offer"

    def rows(self, view: ExamView) -> ItemRows:
        """The rows of the question whose number is on the screen."""
        return self._rows[self.state.sitting.form.item_ids[view.number - 1]]

    def is_whole(self, view: ExamView) -> bool:
        """Whether bar and rows show the same question; for a moment between two they need not."""
        return not view.rows or bool(self.rows(view).read(view.rows))

    def claims(self, view: ExamView) -> Iterator[tuple[str, Callable[[SittingState], bool]]]:
        """What the screen says of the sitting, part by part, each to be held against a state."""
        yield "bar", lambda state: view.place == place_in(state)
        rows = self.rows(view)
        readings = rows.read(view.rows) if view.rows else []
        if readings:
            yield "rows", lambda state: rows.agrees(readings, state)

    def shows(self, view: ExamView, state: SittingState) -> bool:
        """Whether bar and rows are what this state looks like."""
        return all(agrees(state) for _, agrees in self.claims(view))


@dataclass(frozen=True, slots=True)
class Evidence:
    """What lay on the disk after a kill."""

    open: dict[str, Record] = field(default_factory=dict)
    finished: dict[str, StoredResult] = field(default_factory=dict)

    @property
    def newest(self) -> Record | None:
        """The sitting that the home screen offers first."""
        return next(iter(self.open.values()), None)


def take_evidence(home: Path, scratch: Path) -> Evidence:
    """Copy the database with its log, and read the copy."""
    shutil.rmtree(scratch, ignore_errors=True)
    scratch.mkdir(parents=True)
    if not (home / DATABASE).exists():
        return Evidence()
    for suffix in ("", "-wal"):
        if (home / f"{DATABASE}{suffix}").exists():
            shutil.copy(home / f"{DATABASE}{suffix}", scratch)
    with open_mockdeck(scratch) as deck:
        records = {}
        for stored in deck.exam_room.unfinished(deck.learner):
            with deck.store.reading() as unit:
                asked = unit.banks.item_versions(stored.sitting.form.code, stored.sitting.versions)
            records[stored.sitting.id] = Record(stored, {name: version.item for name, version in asked.items()})
        with deck.store.reading() as unit:
            results = [unit.sittings.result(deck.learner.id, entry.sitting_id) for entry in deck.history()]
    with closing(sqlite3.connect(scratch / DATABASE)) as connection:
        (health,) = connection.execute("PRAGMA quick_check").fetchone()
    assert health == "ok", f"the database is damaged: {health}"
    return Evidence(records, {result.sitting.id: result for result in results if result is not None})


@dataclass(slots=True)
class Run:
    """What one run of the program showed. Moments are monotonic seconds."""

    frames: list[tuple[float, ExamView]] = field(default_factory=list)
    entered_at: float | None = None
    """When the key was pressed that leads into the exam room; None where it never was."""
    killed_at: float = 0.0
    submitted: bool = False
    """Whether the key was pressed that ends the exam."""
    report_shown: bool = False


@dataclass(slots=True)
class Verdict:
    """What a kill came to."""

    faults: list[str] = field(default_factory=list)
    acknowledged: int = 0
    """Answers, new, changed or taken back, that the screen had shown as saved."""
    lost: int = 0
    """Looks at the screen that showed something as saved which is not on the disk."""
    gap_ms: int = 0
    """Exam time that passed before the kill and is not on the disk."""


def judge(run: Run, before: Evidence, after: Evidence) -> Verdict:
    """Hold what the screen showed against what is on the disk."""
    verdict = Verdict()
    old = before.newest
    verdict.faults += _kept(run, before, after)
    new = after.newest
    if new is None or (old is not None and old.id in after.finished):
        new = old
    if new is None:
        if any(view.saved for _, view in run.frames):
            verdict.faults.append("an exam was shown, and there is none on the disk")
        return verdict
    verdict.faults += new.misplaced()
    started = old if old is not None and old.id == new.id else None
    _judge_answers(run, started, new, verdict)
    if new is not old:
        _judge_time(run, started, new, verdict)
    return verdict


def _kept(run: Run, before: Evidence, after: Evidence) -> Iterable[str]:
    """What was on the disk before stays there, unchanged."""
    for name, old in before.open.items():
        new, result = after.open.get(name), after.finished.get(name)
        if new is not None:
            if new.events[: len(old.events)] != old.events:
                yield f"events of sitting {name} changed or are gone"
            if run.entered_at is None and (new.events, new.used_ms) != (old.events, old.used_ms):
                yield f"sitting {name} changed, though nobody entered it"
            if run.report_shown and old is before.newest:
                yield f"the report of sitting {name} was shown, and it is still open on the disk"
        elif result is None or not run.submitted:
            yield f"sitting {name} is gone" if result is None else f"sitting {name} ended by itself"
        else:
            answers = {item.item_id: item.response for item in result.report.items if item.response is not None}
            if answers != dict(old.state.responses):
                yield f"the result of sitting {name} has other answers than were on the disk"
    for name, result in after.finished.items():
        if not result.intact:
            yield f"the checksums of sitting {name} do not hold"
    for name in before.finished.keys() - after.finished.keys():
        yield f"the result of sitting {name} is gone"


def _judge_answers(run: Run, started: Record | None, new: Record, verdict: Verdict) -> None:
    """Every look at a saved screen must be the sitting at some moment on the disk, and these moments in order.

    Bar and rows are followed apart, for the program may draw one a moment before the other.
    """
    first = len(started.events) if started is not None else 0
    reached = {"bar": first, "rows": first}
    lost: set[tuple[object, ...]] = set()
    for _, view in run.frames:
        if not view.saved:
            continue
        for part, agrees in new.claims(view):
            at = next((at for at in range(reached[part], len(new.states)) if agrees(new.states[at])), None)
            if at is not None:
                reached[part] = at
            else:
                lost.add((part, *view.place, view.rows if part == "rows" else ()))
    verdict.lost = len(lost)
    verdict.faults += [
        f"shown as saved and not on the disk: {' '.join(map(str, look))}" for look in sorted(lost, key=str)
    ]
    verdict.acknowledged = sum(event.kind in ANSWERS for event in new.events[first : max(reached.values())])


def _judge_time(run: Run, started: Record | None, new: Record, verdict: Verdict) -> None:
    """No more than a tick of exam time may be forgotten, and none may be added."""
    base = started.used_ms if started is not None else 0
    faults = verdict.faults
    if run.entered_at is None:
        return
    passed = (run.killed_at - run.entered_at) * 1000
    if not base <= new.used_ms <= base + passed + 1:
        faults.append(f"{new.used_ms} ms are used on the disk after {base} ms and a run of {passed:.0f} ms")
    for when, view in run.frames:
        shown = new.limit_ms - view.left_s * 1000  # the timer rounds the time left up
        if shown > base + (when - run.entered_at) * 1000:
            faults.append(f"the timer took more than had passed: {shown} ms used, at most {base} ms and this run")
        if shown < base - 1000 + 1:
            faults.append(f"the timer gave time back: {shown} ms used, {base} ms were on the disk")
        if new.used_ms < shown - TICK_MS:
            faults.append(f"{new.used_ms} ms are used on the disk, and the screen had shown {shown} ms")
    if run.frames:
        verdict.gap_ms = round(base + (run.killed_at - run.frames[0][0]) * 1000 - new.used_ms)
