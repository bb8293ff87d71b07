"""The home screen: what to do next, in one list. Its first frame needs nothing of the engine."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from tui.widgets.menu import Menu

if TYPE_CHECKING:
    from engine.practice.overview import Overview


class HomeScreen(Screen[None]):
    """Lists what can be gone on with; each row's id says what it starts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("v", "pick('review')", "Review due", id="home.review", tooltip="Review what is due"),
        Binding("y", "pick('history')", "History", id="home.history", tooltip="Every finished exam"),
        Binding("r", "app.reload", "Refresh", show=False, id="home.refresh", tooltip="Look at banks and reviews again"),
        Binding("q,ctrl+q", "app.quit", "Quit", id="home.quit", tooltip="Close Mockdeck"),
    ]

    _begun_at: str | None = None
    """The row the cursor stood on when something was begun; who moved it since finds it where it was moved to."""

    class Picked(Message):
        """The learner wants `what`: `exam:CODE`, `resume:ID`, `review`, `history` or `problems`."""

        def __init__(self, what: str) -> None:
            super().__init__()
            self.what = what

    def compose(self) -> ComposeResult:
        yield Static(Content("Mockdeck").stylize("bold") + Content("  practice exams that behave like the real one"),
                     id="title")  # fmt: skip
        yield Static("Opening your banks …", id="advice", markup=False)
        yield Menu(id="menu")
        yield Static(id="notice", markup=False)
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Menu).focus()

    def show_progress(self, words: str) -> None:
        """Say what is being read."""
        from engine.banks.sanitise import clean_text  # with the engine behind it

        for line in self.query("#advice").results(Static):  # none where the app was closed meanwhile
            line.update(clean_text(words))  # a folder's name may be anybody's

    def show_notice(self, words: str) -> None:
        """Say something that stays, such as why this app may only read."""
        for line in self.query("#notice").results(Static):
            line.update(words)

    def show_overview(self, overview: Overview) -> None:
        """Fill the list."""
        from tui.screens.home_rows import advice, rows  # with the engine behind it

        if not (self.query("#advice") and self.query("#menu")):  # the app was closed while the overview was made
            return
        self.query_one("#advice", Static).update(advice(overview))
        menu = self.query_one(Menu)
        at, was_at = self._row(), self._begun_at
        menu.set_options([Option(line, id=what) for what, line in rows(overview)])
        menu.highlighted = 0 if menu.option_count else None
        self._begun_at = self._row()
        if at is not None and at != was_at and any(option.id == at for option in menu.options):
            menu.highlighted = menu.get_option_index(at)

    def _row(self) -> str | None:
        option = self.query_one(Menu).highlighted_option
        return option.id if option is not None else None

    def action_pick(self, what: str) -> None:
        """Start something by its key."""
        self.post_message(self.Picked(what))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self._begun_at = event.option.id
            self.post_message(self.Picked(event.option.id))
