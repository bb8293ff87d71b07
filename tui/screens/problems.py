"""Why a bank could not be loaded: every problem with file, line and item."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from engine.errors import BankError
from tui import text


class ProblemsScreen(Screen[None]):
    """Lists refusals, one bank after another."""

    CSS_PATH = "problems.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,q,h", "dismiss", "Home", id="problems.home", tooltip="Back to the home screen"),
    ]

    def __init__(self, refused: Sequence[BankError]) -> None:
        super().__init__()
        self._refused = tuple(refused)

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="problems"):
            for error in self._refused:
                lines = [text.plain(str(error)).stylize("bold"), *(text.plain(str(one)) for one in error.problems)]
                yield Static(Content("\n").join(lines), markup=False)
        yield Footer()
