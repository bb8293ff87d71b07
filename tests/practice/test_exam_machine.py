"""Protects the promise of the exam room as a whole: whatever happens in whatever order, the file agrees with a
simple account of what was done, to the millisecond, and exam time never falls.

A machine answers, flags, moves, waits, sleeps, sets clocks, breaks the disk, leaves, crashes and submits on a real
file. Beside it runs the account: the time used and free, the responses, and what of it the disk must hold.
"""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.errors import SittingError
from engine.items.responses import Json
from engine.practice.sit import OpenSitting
from engine.reviews.rating import Rating
from tests.clocks import HandClock
from tests.desk import Desk, Failure, fresh_home
from tests.small_bank import FAMILIES, KEYS, SLIPS
from tests.sql import count, rows

LIMIT_MS = 600_000
places = st.integers(0, FAMILIES - 1)
waits = st.integers(0, 5_000) | st.integers(0, 300_000)
"""Milliseconds."""
jumps = st.sampled_from([timedelta(days=1), timedelta(days=-1), timedelta(hours=1), timedelta(hours=-1)])
offsets = st.sampled_from([timedelta(0), timedelta(hours=1), timedelta(hours=2), timedelta(hours=-11, minutes=30)])
failures: st.SearchStrategy[Failure | None] = st.sampled_from([None, "at once", "before commit", "after commit"])


@dataclass(frozen=True)
class Account:
    """What was done and how long it took; `at` is the wall clock when it was last written down."""

    at: datetime
    used_ms: int = 0
    free_ms: int = 0
    current: str | None = None
    responses: dict[str, Json] = field(default_factory=dict)
    flagged: frozenset[str] = frozenset()

    @property
    def shown_ms(self) -> int:
        return min(self.used_ms, LIMIT_MS)

    @property
    def is_over(self) -> bool:
        return self.used_ms >= LIMIT_MS


class ExamRoomMachine(RuleBasedStateMachine):
    """The rules are what can happen to a candidate."""

    opened: OpenSitting
    now: Account
    on_disk: Account

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.clock = HandClock()
        self.desk = Desk(fresh_home(self.folder), self.clock)
        self.unsaved = self.ended = self.strict = self.slept = False
        self.shown_ms = 0

    @initialize(strict=st.booleans(), seed=st.integers(0, 3))
    def start(self, strict: bool, seed: int) -> None:
        self.opened = self.desk.start(seed, strict_clock=strict)
        self.strict = strict
        self.ids = self.opened.sitting.form.item_ids
        self.now = self.on_disk = Account(self.clock.now(), current=self.ids[0])

    # -- what the candidate does ------------------------------------------------------------------------------

    @precondition(lambda self: not self.ended)
    @rule(place=places, answers=st.sampled_from([KEYS, SLIPS, dict.fromkeys(KEYS)]))
    def answer(self, place: int, answers: dict[str, Json]) -> None:
        item_id = self.ids[place]
        if self._too_late(lambda: self.opened.answer(item_id, answers[item_id])):
            return
        others = {name: response for name, response in self.now.responses.items() if name != item_id}
        given = {} if answers[item_id] is None else {item_id: answers[item_id]}
        self._done(replace(self.now, responses={**others, **given}))

    @precondition(lambda self: not self.ended)
    @rule(place=places, flagged=st.booleans())
    def flag(self, place: int, flagged: bool) -> None:
        item_id = self.ids[place]
        if not self._too_late(lambda: self.opened.flag(item_id, flagged)):
            marks = self.now.flagged - {item_id}
            self._done(replace(self.now, flagged=marks | {item_id} if flagged else marks))

    @precondition(lambda self: not self.ended)
    @rule(place=places | st.none())
    def move(self, place: int | None) -> None:
        item_id = None if place is None else self.ids[place]
        if item_id == self.now.current:
            self.opened.move(item_id)
        elif not self._too_late(lambda: self.opened.move(item_id)):
            self._done(replace(self.now, current=item_id))

    @precondition(lambda self: not self.ended and not self.now.is_over and self.desk.store.failing is None)
    @rule(away_ms=waits, booted=st.booleans())
    def leave_and_come_back(self, away_ms: int, booted: bool) -> None:
        self.opened.leave().result()
        self._done(self.now)
        self._away(away_ms, booted, counted=True)

    @precondition(lambda self: not self.ended and self.desk.store.failing is None)
    @rule()
    def submit(self) -> None:
        report = self.opened.finish("submitted").result()
        assert report.ended == ("time_out" if self.now.is_over else "submitted")
        assert (report.used_ms, report.free_ms) == (self.now.shown_ms, self.now.free_ms)
        right = {name for name, response in self.now.responses.items() if response == KEYS[name]}
        assert {r.item_id for r in report.items if r.mark.points == r.mark.maximum} == right
        assert {r.item_id: r.response for r in report.items if r.response is not None} == self.now.responses
        stored = self.desk.result(self.opened)
        assert stored is not None
        assert stored.intact
        assert stored.report == report == self.opened.finish("submitted").result()
        assert count(self.desk.path, "result") == 1
        ratings = {row["item_id"]: row["rating"] for row in rows(self.desk.path, "SELECT item_id, rating FROM review")}
        assert ratings == {
            name: (Rating.HARD if name in self.now.flagged else Rating.GOOD) if name in right else Rating.AGAIN
            for name in self.ids
        }
        self.ended = True

    # -- what the world does ----------------------------------------------------------------------------------

    @precondition(lambda self: not self.ended)
    @rule(wait_ms=waits)
    def wait(self, wait_ms: int) -> None:
        self.clock.go(wait_ms / 1000)
        self.now = replace(self.now, used_ms=self.now.used_ms + wait_ms)

    @precondition(lambda self: not self.ended)
    @rule()
    def tick(self) -> None:
        assert self.opened.tick() == self.now.is_over
        self._done(self.now, event=self.slept)
        self.slept = False

    @precondition(lambda self: not self.ended)
    @rule(seconds=st.integers(1, 400))
    def machine_sleeps(self, seconds: int) -> None:
        self.clock.sleep(seconds)
        self.slept = True  # the next tick puts it into the log
        self._passed_unseen(seconds * 1000, counted=self.strict)

    @rule(by=jumps)
    def wall_clock_is_set(self, by: timedelta) -> None:
        self.clock.jump(by)

    @rule(offset=offsets)
    def summer_time_begins_or_ends(self, offset: timedelta) -> None:
        self.clock.offset = offset

    @precondition(lambda self: not self.ended)
    @rule(failure=failures)
    def disk_fails_or_heals(self, failure: Failure | None) -> None:
        self.desk.store.failing = failure

    @precondition(lambda self: not self.ended)
    @rule(away_ms=waits, booted=st.booleans())
    def crash_and_come_back(self, away_ms: int, booted: bool) -> None:
        self._away(away_ms, booted, counted=self.strict)

    # -- the account ------------------------------------------------------------------------------------------

    def _too_late(self, act: Callable[[], object]) -> bool:
        """Do it; True where time is up, and then it must have been refused."""
        if self.now.is_over:
            with pytest.raises(SittingError, match="time is up"):
                act()
        else:
            act()
        return self.now.is_over

    def _done(self, now: Account, event: bool = True) -> None:
        self.desk.settle()
        self.now = replace(now, at=self.clock.now())
        if self.desk.store.failing is None:
            self.unsaved = False
        elif event:
            self.unsaved = True
        if self.desk.store.failing in (None, "after commit"):
            self.on_disk = replace(self.now, used_ms=self.now.shown_ms)

    def _passed_unseen(self, lost_ms: int, counted: bool) -> None:
        used, free = (lost_ms, 0) if counted else (0, lost_ms)
        self.now = replace(self.now, used_ms=self.now.used_ms + used, free_ms=self.now.free_ms + free)

    def _away(self, away_ms: int, booted: bool, counted: bool) -> None:
        self.desk = self.desk.crash()
        self.slept = False
        if booted:
            self.clock.restart()
        self.clock.go(away_ms / 1000)
        self.opened = self.desk.resume()
        self.now, self.shown_ms = self.on_disk, self.on_disk.used_ms
        lost = round((self.clock.now() - self.on_disk.at).total_seconds() * 1000)
        self._passed_unseen(max(0, lost), counted)
        self._done(self.now)

    @invariant()
    def the_room_shows_what_was_done(self) -> None:
        if self.ended:
            return
        clock, state = self.opened.clock, self.opened.state
        assert (clock.account_ms, clock.free_ms) == (self.now.shown_ms, self.now.free_ms)
        assert (state.responses, state.flagged, state.current) == (
            self.now.responses, self.now.flagged, self.now.current,
        )  # fmt: skip
        assert self.opened.is_saved == (not self.unsaved)

    @invariant()
    def exam_time_never_falls(self) -> None:
        shown = self.opened.clock.account_ms
        assert shown >= self.shown_ms
        self.shown_ms = shown

    def teardown(self) -> None:
        self.desk.close()
        shutil.rmtree(self.folder)


TestExamRoom = ExamRoomMachine.TestCase
TestExamRoom.settings = settings(max_examples=30, stateful_step_count=30)
