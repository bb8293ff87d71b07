"""The ways from screen to screen: into an exam and out of it, to reports, history and reviews."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from textual import work
from textual.app import App
from textual.message import Message

if TYPE_CHECKING:
    from engine.bootstrap import Mockdeck
    from engine.practice.overview import Overview
    from engine.practice.ports import StoredSitting
    from engine.practice.sit import ExamOptions, OpenSitting

Result = TypeVar("Result")

READ_ONLY = "Another Mockdeck is open on this home, so this one only reads: close the other to sit or review."


@dataclass(frozen=True, slots=True)
class Opened:
    """The home, opened; without the app lock it may only be read."""

    mockdeck: Mockdeck
    may_write: bool


class Journeys(App[None]):
    """What the app can lead to once its home is open; the engine loads with the first step."""

    class Returned(Message):
        """A journey ended, and what the home screen says may be out of date."""

    def __init__(self) -> None:
        super().__init__()
        self._opened: Opened | None = None
        self._overview: Overview | None = None

    # -- sitting ----------------------------------------------------------------------------------------------

    @work
    async def offer(self, code: str) -> None:
        """Say what the exam is before its clock starts; where one is unfinished, offer to go on with it."""
        from tui.screens.dialog import Dialog, Reply

        summary = next(one for one in self._seen.listing.summaries if one.code == code)
        unfinished = self._unfinished(code)
        message = (
            f"{summary.title}\n\n{summary.questions} questions, {summary.minutes} minutes. The clock starts at once "
            "and does not stop when you leave. No feedback until the end."
        )
        replies = [Reply("start", "Start", "s", "primary"), Reply("back", "Back", "b")]
        if unfinished is not None:
            message += "\n\nYou left an exam of this bank unfinished; a new one leaves it waiting on the home screen."
            replies = [Reply("resume", "Resume", "r", "primary"), Reply("start", "Start a new one", "s"), replies[1]]
        reply = await self.push_screen_wait(Dialog(f"Mock exam {code}", message, replies))
        if reply == "start":
            self.sit(code, None)
        elif reply == "resume" and unfinished is not None:
            self.resume(unfinished)

    def go_on_or_sit(self, code: str) -> None:
        """Take up the exam of this bank that was left unfinished, or start one where there is none."""
        unfinished = self._unfinished(code)
        if unfinished is None:
            self.sit(code, None)
        else:
            self.notify("This is the exam you left unfinished. To begin anew, leave it and give it up.", markup=False)
            self.resume(unfinished)

    @work(exclusive=True, group="sitting")
    async def sit(self, code: str, options: ExamOptions | None) -> None:
        """Start an exam; without options, one the bank's own size, drawn by chance."""
        from engine.practice.sit import ExamOptions

        deck = self._deck
        chosen = options or ExamOptions(seed=secrets.randbelow(1_000_000_000))
        await self._take_seat(lambda: deck.exam_room.start(deck.catalogue.bank(code), deck.learner, chosen))

    @work(exclusive=True, group="sitting")
    async def resume(self, stored: StoredSitting) -> None:
        """Take an unfinished exam up where it stopped."""
        deck, sitting = self._deck, stored.sitting
        await self._take_seat(lambda: deck.exam_room.resume(deck.learner, sitting.id))

    async def _take_seat(self, opening: Callable[[], OpenSitting]) -> None:
        from engine.errors import MockdeckError
        from tui.screens.exam import ExamScreen

        if not self._may_write():
            return
        try:
            opened = await asyncio.to_thread(opening)
        except MockdeckError as error:
            self.notify(str(error), title="The exam cannot start", severity="error", markup=False, timeout=10)
            return
        for note in opened.sitting.form.notes:
            self.notify(note, title="About this form", markup=False)
        ended = await self.push_screen_wait(ExamScreen(opened))
        if ended == "finished":
            self.show_report(opened.sitting.id)
        self.post_message(self.Returned())

    # -- looking back -----------------------------------------------------------------------------------------

    @work
    async def show_report(self, sitting_id: str) -> None:
        """Show a finished exam's score report."""
        from engine.practice.look_back import look_back
        from tui.screens.score_report import ScoreReportScreen

        deck = self._deck
        looked = await self._read(lambda: look_back(deck.store, deck.learner, sitting_id))
        if looked is not None:
            due = await self._read(lambda: deck.due(looked.stored.sitting.form.code))
            await self.push_screen_wait(ScoreReportScreen(looked, due.today if due is not None else 0))
            self.post_message(self.Returned())

    @work
    async def look_at_history(self) -> None:
        """List finished exams, and show the one picked."""
        from tui.screens.history import SHOWN, HistoryScreen

        deck = self._deck
        entries = await self._read(lambda: deck.history(None, SHOWN))
        if entries is not None:
            picked = await self.push_screen_wait(HistoryScreen(entries))
            if picked is not None:
                self.show_report(picked)

    @work
    async def review(self, code: str | None, limit: int | None) -> None:
        """Review what is due, in one bank or in all."""
        from tui.screens.review_session import ReviewSessionScreen

        if not self._may_write():
            return
        deck, codes = self._deck, [code] if code else [summary.code for summary in self._seen.listing.summaries]
        session = await self._read(lambda: deck.review_session(codes, limit))
        if session is None:
            return
        await self.push_screen_wait(ReviewSessionScreen(session))
        self.post_message(self.Returned())

    async def _read(self, reading: Callable[[], Result]) -> Result | None:
        """Read on a thread; None, and a word about it, where that cannot be done."""
        from engine.errors import MockdeckError

        try:
            return await asyncio.to_thread(reading)
        except MockdeckError as error:
            self.notify(str(error), severity="error", markup=False)
            return None

    # -- what is open -----------------------------------------------------------------------------------------

    @property
    def _deck(self) -> Mockdeck:
        if self._opened is None:
            raise RuntimeError("the home is not open yet")
        return self._opened.mockdeck

    @property
    def _seen(self) -> Overview:
        if self._overview is None:
            raise RuntimeError("the home is not looked over yet")
        return self._overview

    def _unfinished(self, code: str) -> StoredSitting | None:
        return next((one for one in self._seen.unfinished if one.sitting.form.code.casefold() == code.casefold()), None)

    def _may_write(self) -> bool:
        may = self._opened is not None and self._opened.may_write
        if not may:
            self.notify(READ_ONLY, severity="warning", markup=False)
        return may
