"""The exam room: one question at a time, a clock that runs, every answer on disk before it says so."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from textual import work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer

from engine.errors import MockdeckError, SittingError
from engine.exams.exam_clock import warning_passed
from engine.items.kinds import Item
from engine.items.responses import Json
from engine.practice.sit import OpenSitting
from tui.screens.dialog import Dialog
from tui.screens.exam_dialogs import leave_dialog, submit_dialog
from tui.screens.jump import QuestionMapScreen, ReviewScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.choices import choose
from tui.widgets.exam_bar import NOT_SAVED, SAVED, SAVING, ExamBar
from tui.widgets.room import Room

Ended = Literal["finished", "left", "abandoned"]


class ExamScreen(Screen[Ended]):
    """One sitting in progress; dismissed when it ends or the candidate walks out."""

    CSS_PATH = "room.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  (an instance variable in Screen)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,right", "next", "Next", id="exam.next", tooltip="Next question"),
        Binding("p,left", "previous", "Previous", id="exam.previous", tooltip="Previous question"),
        Binding("f", "flag", "Flag", id="exam.flag", tooltip="Flag this question, or take the flag back"),
        Binding("m", "map", "Map", id="exam.map", tooltip="All questions as a map"),
        Binding("r", "review", "Review", id="exam.review", tooltip="All questions with their state"),
        Binding("s", "submit", "Submit", id="exam.submit", tooltip="End the exam and see the score"),
        Binding("x", "case", "Case", id="exam.case", tooltip="Show or hide the case's text; Tab leads into it"),
        Binding("t", "timer", "Timer", show=False, id="exam.timer", tooltip="Hide or show the time left"),
        Binding("delete,backspace", "clear", "Clear", show=False, id="exam.clear", tooltip="Take the answer back"),
        Binding("escape,ctrl+q", "leave", "Leave", id="exam.leave", tooltip="Leave, submit or give up"),
    ]

    @dataclass
    class Saved(Message):
        """The writer committed what waited, or could not."""

        error: Exception | None

    def __init__(self, opened: OpenSitting) -> None:
        super().__init__()
        self._opened = opened
        self._timer_hidden = False
        self._remaining_ms = opened.clock.remaining_ms
        self._ending = False

    def compose(self) -> ComposeResult:
        yield ExamBar()
        yield Room()
        yield Footer()

    def on_mount(self) -> None:
        self._opened.on_saved = self._pass_on
        self._show()
        choices = self.query_one(ChoiceList)
        choices.on_chose = self._chose
        choices.focus(scroll_visible=False)
        self.set_interval(1, self._tick)
        self._tick()
        if self._opened.state.current is None:
            self.call_after_refresh(self.action_review)

    def on_screen_resume(self) -> None:
        self._show_time()

    def _chose(self, slot: str, choice: str) -> None:
        item = self._item
        before = self._opened.state.responses.get(item.id)
        after = choose(item, before, slot, choice)
        if after == before:
            if item.kind == "multiple_response":
                self.notify("That is all you may choose; take one back first.", severity="warning", markup=False)
            return
        self._answer(after)

    def action_clear(self) -> None:
        """Take the answer back."""
        if self._item.id in self._opened.state.responses:
            self._answer(None)

    def action_flag(self) -> None:
        """Flag the question, or take the flag back."""
        item_id = self._item.id
        self._act(lambda: self._opened.flag(item_id, item_id not in self._opened.state.flagged))

    def _answer(self, response: Json) -> None:
        if self._act(lambda: self._opened.answer(self._item.id, response)):
            self.query_one(Room).pane.mark(response)

    def action_next(self) -> None:
        """Go to the next question; after the last one, to the review screen."""
        place = self._opened.state.position + 1
        if place < len(self._ids):
            self._go(place)
        else:
            self.action_review()

    def action_previous(self) -> None:
        """Go to the question before."""
        if self._opened.state.position > 0:
            self._go(self._opened.state.position - 1)

    @work
    async def action_map(self) -> None:
        """Pick a question on the map."""
        picked = await self.app.push_screen_wait(QuestionMapScreen(self._opened))
        if picked is not None:
            self._go(picked)

    @work
    async def action_review(self) -> None:
        """Look through the questions before submitting."""
        item_id = self._item.id
        if not self._act(lambda: self._opened.move(None)):
            return
        picked = await self.app.push_screen_wait(ReviewScreen(self._opened))
        if self._ending:
            return
        if isinstance(picked, int):
            item_id = self._ids[picked]
        self._act(lambda: self._opened.move(item_id))
        self._show()
        if picked == "submit":
            self.action_submit()

    def action_case(self) -> None:
        """Show or hide the case."""
        self.query_one(Room).toggle_case()

    def action_timer(self) -> None:
        """Hide or show the time left; the clock runs on."""
        self._timer_hidden = not self._timer_hidden
        self._show_time()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self._opened.groups.get(self._item.id) is not None if action == "case" else True

    def _go(self, place: int) -> None:
        if self._act(lambda: self._opened.move(self._ids[place])):
            self._show()

    @work
    async def action_submit(self) -> None:
        """End the exam, with a warning where something is open."""
        reply = await self.app.push_screen_wait(submit_dialog(self._opened.state))
        if reply == "submit":
            self._end("submitted")

    @work
    async def action_leave(self) -> None:
        """Ask what leaving should mean; once, whatever stands over the question."""
        if isinstance(self.app.screen, Dialog):
            return
        reply = await self.app.push_screen_wait(leave_dialog())
        match reply:
            case "leave":
                self._see_out(self._opened.leave, "left")
            case "submit":
                self._end("submitted")
            case "abandon":
                self._see_out(self._opened.abandon, "abandoned")

    def _end(self, reason: Literal["submitted", "time_out"]) -> None:
        if self._opened.state.ended == "abandoned":  # given up, and not written yet
            self._see_out(self._opened.abandon, "abandoned")
            return
        told = "Time is up. Your answers are submitted." if reason == "time_out" else None
        self._see_out(lambda: self._opened.finish(reason), "finished", told)

    @work(exclusive=True, group="end")
    async def _see_out(self, ending: Callable[[], Future[Any]], ended: Ended, told: str | None = None) -> None:
        """Leave once the ending is on disk; stay and say so where it cannot be written, or came too late."""
        self._ending = True
        try:
            await asyncio.wrap_future(ending())
        except SittingError as error:
            self._ending = False
            self.notify(str(error), severity="warning", markup=False)
        except MockdeckError as error:
            self._ending = False
            self._show_failure(error, again=told is None)
        else:
            if told is not None:
                self.notify(told, severity="warning", markup=False)
            self._close(ended)

    def _close(self, ended: Ended) -> None:
        """Leave this screen, and whatever dialog stands over it."""
        while self.app.screen is not self:
            self.app.pop_screen()
        self.dismiss(ended)

    def _tick(self) -> None:
        if self._ending or not self.query("#timer"):
            return
        over = self._opened.tick()
        before, self._remaining_ms = self._remaining_ms, self._opened.clock.remaining_ms
        if self.is_current:
            self._show_time()
        mark = warning_passed(before, self._remaining_ms)
        if mark is not None and not over:
            self.notify(f"{mark // 60} minutes left.", severity="warning", markup=False)
        if over:
            self._end("time_out")

    def _pass_on(self, error: Exception | None) -> None:
        self.post_message(self.Saved(error))  # called on the writer's thread

    def on_exam_screen_saved(self, event: Saved) -> None:
        if not self.query("#saved"):  # the app took them down; writer and timer hear of it later
            return
        if event.error is not None:
            self._show_failure(event.error)
        elif self._opened.is_saved:
            self.query_one(ExamBar).show_saved(SAVED)

    def _show_failure(self, error: Exception, *, again: bool = False) -> None:
        """Writing is tried again every second, so what stands in the bar is said once; `again` where someone asked."""
        bar = self.query_one(ExamBar)
        if again or not bar.shows_failure:
            words = f"{error}. Your answers are kept; try again." if again else f"{error}. Trying again."
            self.notify(words, title="Not saved", severity="error", markup=False)
        bar.show_saved(NOT_SAVED)

    @property
    def _ids(self) -> tuple[str, ...]:
        return self._opened.sitting.form.item_ids

    @property
    def _item(self) -> Item:
        return self._opened.items[self._opened.state.last_shown]

    def _act(self, action: Callable[[], None]) -> bool:
        """Do something to the sitting; False where it was too late."""
        try:
            action()
        except SittingError as error:
            self.notify(str(error), severity="warning", markup=False)
            self._tick()
            return False
        bar = self.query_one(ExamBar)
        if not self._opened.is_saved and not bar.shows_failure:
            bar.show_saved(SAVING)
        self._show_place()
        return True

    def _show(self) -> None:
        item, room = self._item, self.query_one(Room)
        room.pane.ask(item, self._opened.options_of(item.id), self._opened.state.responses.get(item.id))
        room.show_case(self._opened.groups.get(item.id))
        self._show_place()

    def _show_place(self) -> None:
        state, code = self._opened.state, self._opened.sitting.form.code
        answered, flagged = len(state.responses), self._item.id in state.flagged
        bar = self.query_one(ExamBar)
        bar.show_place(code, state.position + 1, len(self._ids), answered=answered, flagged=flagged)

    def _show_time(self) -> None:
        self.query_one(ExamBar).show_time(self._remaining_ms, hidden=self._timer_hidden)
