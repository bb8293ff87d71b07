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
from tui.widgets.menu import Menu

SHOWN = 200
"""Sittings on the screen; the command line lists more."""


class HistoryScreen(Screen[str | None]):
    """Returns the sitting whose report the learner wants to see."""

    CSS_PATH = "history.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h", "dismiss(None)", "Home", id="history.home", tooltip="Back to the home screen"),
    ]

    def __init__(self, entries: Sequence[HistoryEntry]) -> None:
        super().__init__()
        self._entries = tuple(entries)

    def compose(self) -> ComposeResult:
        yield Static(Content("History").stylize("bold") + Content(" · Enter opens a report"), id="heading")
        yield Menu(*(Option(entry_line(entry), id=entry.sitting_id) for entry in self._entries))
        if not self._entries:
            yield Static("No exam finished yet.", id="nothing")
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(Menu).focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        self.dismiss(event.option.id)


def entry_line(entry: HistoryEntry) -> Content:
    """One sitting on one line."""
    verdict, style = ("✓ passed    ", "$text-success") if entry.passed else ("✗ not passed", "$text-error")
    start = text.plain(f"{moment_text(entry.finished_at)}  {entry.bank_code:<8} ")
    end = f"  {entry.scaled:>4}  {entry.questions} questions  {clock_text(entry.used_ms)}"
    return start + Content(verdict).stylize(f"bold {style}") + Content(end)
