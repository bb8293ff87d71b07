"""A short question over the screen below, answered by a button, its key, or Escape."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar, Literal

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.screen import ModalScreen
from textual.widgets import Button, Static

from tui import text


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer: what it returns, its label, and the key that gives it."""

    value: str
    label: str
    key: str
    variant: Literal["default", "primary", "warning", "error"] = "default"


class Dialog(ModalScreen[str | None]):
    """Asks and returns the chosen reply's value; None where the learner backed out."""

    CSS_PATH = "dialog.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "dismiss(None)", "Back", id="dialog.back", tooltip="Change nothing"),
        Binding("left,h", "app.focus_previous", "Previous", show=False, id="dialog.left", tooltip="Previous button"),
        Binding("right,l", "app.focus_next", "Next", show=False, id="dialog.right", tooltip="Next button"),
    ]

    def __init__(self, title: str, message: str, replies: Sequence[Reply]) -> None:
        super().__init__()
        self._title, self._message, self._replies = title, message, tuple(replies)

    def compose(self) -> ComposeResult:
        with Vertical(id="dialog"):
            yield Static(text.plain(self._title), id="title", markup=False)
            yield Static(text.plain(self._message), id="message", markup=False)
            with Horizontal(id="replies"):
                for reply in self._replies:
                    label = text.plain(f"{reply.label} ({reply.key})")
                    yield Button(label, id=f"reply-{reply.value}", variant=reply.variant, compact=True)

    def on_mount(self) -> None:
        self.query(Button).first().focus()

    def on_key(self, event: events.Key) -> None:
        for reply in self._replies:
            if event.key == reply.key:
                event.stop()
                self.dismiss(reply.value)

    def on_button_pressed(self, event: Button.Pressed) -> None:
        self.dismiss((event.button.id or "").removeprefix("reply-"))
