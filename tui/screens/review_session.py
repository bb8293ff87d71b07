"""A review session: one due item at a time, its reasons after each, the last one undoable."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from engine.errors import MockdeckError
from engine.items.responses import Json
from engine.practice.review import Question, Reviewed, ReviewSession
from tui.screens.answer_review import verdict_text
from tui.widgets.choice_list import ChoiceList
from tui.widgets.choices import choose, is_all_chosen
from tui.widgets.room import Room


class ReviewSessionScreen(Screen[None]):
    """Asks, judges, explains; every review is on disk before its reasons show."""

    CSS_PATH = ["review_session.tcss", "room.tcss"]  # noqa: RUF012  (an instance variable in Screen)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  (an instance variable in Screen)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "check", "Check", id="review.check", tooltip="Check the answer"),
        Binding("w", "give_up", "Don't know", id="review.give_up", tooltip="Show the answer; counts as not remembered"),
        Binding("n,right", "next", "Next", id="review.next", tooltip="Next review"),
        Binding("u", "undo", "Undo", id="review.undo", tooltip="Take the last review back"),
        Binding("x", "case", "Case", id="review.case", tooltip="Show or hide the case's text; Tab leads into it"),
        Binding("escape,q", "dismiss", "Home", id="review.home", tooltip="Stop here; what is reviewed stays"),
    ]

    def __init__(self, session: ReviewSession) -> None:
        super().__init__()
        self._session = session
        self._question: Question | None = None
        self._response: Json = None
        self._reviewed: Reviewed | None = None

    def compose(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Static(id="done", markup=False)
        yield Room()
        yield Footer()

    def on_mount(self) -> None:
        choices = self.query_one(ChoiceList)
        choices.on_chose, choices.takes_enter = self._chose, False
        choices.focus(scroll_visible=False)
        self._ask()

    def _chose(self, slot: str, choice: str) -> None:
        if self._question is None:
            return
        after = choose(self._question.item, self._response, slot, choice)
        if after == self._response and self._question.item.kind == "multiple_response":
            self.notify("That is all you may choose; take one back first.", severity="warning", markup=False)
        self._response = after
        self.query_one(Room).pane.mark(after)

    def action_check(self) -> None:
        """Check the answer; once checked, go on."""
        if self._question is None:
            self.dismiss()
        elif self._reviewed is not None:
            self._ask()
        elif self._response is None:
            self.query_one(ChoiceList).action_select()
        elif not is_all_chosen(self._question.item, self._response):
            self.notify("Not everything is answered yet; w shows the answer.", severity="warning", markup=False)
        else:
            self._judge(self._question)

    def action_give_up(self) -> None:
        """Show the answer without having given one."""
        if self._question is not None and self._reviewed is None:
            self._response = None
            self._judge(self._question)

    def action_next(self) -> None:
        """Go on to the next review."""
        if self._reviewed is not None:
            self._ask()

    def action_undo(self) -> None:
        """Take the last review back and ask it again."""
        try:
            undone = self._session.undo()
        except MockdeckError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        if undone is None:
            self.notify("Nothing to undo.", markup=False)
            return
        self._ask(undone.question)
        self.notify("The review was taken back; it is asked again.", markup=False)

    def action_case(self) -> None:
        """Show or hide the case."""
        self.query_one(Room).toggle_case()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        match action:
            case "case":
                return self.query_one(Room).has_case
            case "next":
                return self._reviewed is not None
            case "give_up":
                return self._question is not None and self._reviewed is None
            case "undo":
                return self._session.done > 0
        return True

    def _ask(self, again: Question | None = None) -> None:
        try:
            self._question = again or self._session.question()
        except MockdeckError as error:
            self.notify(str(error), severity="error", markup=False)
            return
        self._response, self._reviewed = None, None
        room, done = self.query_one(Room), self.query_one("#done", Static)
        room.display, done.display = self._question is not None, self._question is None
        if self._question is None:
            done.update(f"{self._session.done} reviewed; nothing more is due here. Enter: home · u: undo the last.")
        else:
            room.pane.ask(self._question.item, self._question.option_order, None)
        room.show_case(self._question.group if self._question is not None else None)
        self._show_heading("done" if self._question is None else "Choose, then Enter to check")
        self.refresh_bindings()

    def _judge(self, question: Question) -> None:
        try:
            self._reviewed = self._session.answer(question, self._response)
        except MockdeckError as error:
            self.notify(f"{error}. Nothing was recorded; try again.", severity="error", markup=False)
            return
        verdict = verdict_text(self._reviewed.mark)
        self.query_one(Room).pane.reveal(question.item, question.option_order, self._response, verdict)
        due = self._reviewed.record.after.due_on
        self._show_heading(f"{verdict} · again {due:%Y-%m-%d} · ✓ saved")
        self.refresh_bindings()

    def _show_heading(self, words: str) -> None:
        number = self._session.done + (self._reviewed is None and self._question is not None)
        heading = Content(f"Review {number} of {self._session.total}").stylize("bold")
        code = f" · {self._question.key.bank_code}" if self._question is not None else ""
        self.query_one("#heading", Static).update(heading + Content(f"{code} · {words}"))
