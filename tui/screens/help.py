"""Every key of the screen below, made from its bindings."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Static

NAMES = {"left": "←", "right": "→", "up": "↑", "down": "↓", "escape": "Esc", "question_mark": "?", "space": "Space"}


class HelpScreen(ModalScreen[None]):
    """Lists keys and what they do, the focused widget's first."""

    CSS_PATH = "help.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,question_mark,q", "dismiss", "Back", id="help.back", tooltip="Back"),
        Binding("down,j", "scroll_keys(1)", "Down", show=False, id="help.down", tooltip="Scroll down"),
        Binding("up,k", "scroll_keys(-1)", "Up", show=False, id="help.up", tooltip="Scroll up"),
    ]

    def __init__(self, below: Screen[object]) -> None:
        super().__init__()
        self._below = below

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="help"):
            yield Static(Content("Keys").stylize("bold"), markup=False)
            yield Static(self._keys(), id="keys", markup=False)

    def action_scroll_keys(self, by: int) -> None:
        """Scroll the list."""
        self.query_one("#help").scroll_relative(y=by, animate=False)

    def _keys(self) -> Content:
        lines: dict[str, list[str]] = {}
        nodes = [self._below.focused, self._below, self.app] if self._below.focused else [self._below, self.app]
        for node in nodes:
            for key, bindings in node._bindings.key_to_bindings.items():
                for binding in bindings:
                    words = binding.tooltip or binding.description
                    if words and binding.id:
                        lines.setdefault(words, []).append(NAMES.get(key, key))
        width = max(len(" ".join(keys)) for keys in lines.values())
        rows = [
            Content(f"{' '.join(keys):<{width}}  ").stylize("bold") + Content(words) for words, keys in lines.items()
        ]
        return Content("\n").join(rows)
