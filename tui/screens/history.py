"""Every finished sitting, newest first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from engine.practice.ports import HistoryEntry
from tui import text
from tui.figures import clock_text, moment_text

SHOWN = 200
"""Sittings on the screen; the command line lists more."""


class HistoryScreen(Screen[str | None]):
    """Returns the sitting whose report the learner wants to see."""

    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h", "dismiss(None)", "Home", id="history.home", tooltip="Back to the home screen"),
        Binding("j", "down", "Down", show=False, id="history.down", tooltip="Next line"),
        Binding("k", "up", "Up", show=False, id="history.up", tooltip="Line above"),
    ]

    def __init__(self, entries: Sequence[HistoryEntry]) -> None:
        super().__init__()
        self._entries = tuple(entries)

    def compose(self) -> ComposeResult:
        yield Static(Content("History").stylize("bold") + Content(" · Enter opens a report"), id="heading")
        yield OptionList(*(Option(entry_line(entry), id=entry.sitting_id) for entry in self._entries), markup=False)
        if not self._entries:
            yield Static("No exam finished yet.", id="nothing")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(OptionList).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)

    def action_down(self) -> None:
        """Move down."""
        self.query_one(OptionList).action_cursor_down()

    def action_up(self) -> None:
        """Move up."""
        self.query_one(OptionList).action_cursor_up()


def entry_line(entry: HistoryEntry) -> Content:
    """One sitting on one line."""
    verdict, style = ("✓ passed    ", "$text-success") if entry.passed else ("✗ not passed", "$text-error")
    start = text.plain(f"{moment_text(entry.finished_at)}  {entry.bank_code:<8} ")
    end = f"  {entry.scaled:>4}  {entry.questions} questions  {clock_text(entry.used_ms)}"
    return start + Content(verdict).stylize(f"bold {style}") + Content(end)
