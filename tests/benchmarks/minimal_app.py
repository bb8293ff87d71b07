"""The least a Textual app can be: the yardstick for start-up and keys."""

from __future__ import annotations

from typing import ClassVar

from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Footer, Static


class MinimalApp(App[None]):
    """Counts presses of x."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("x", "count", "Count")]

    def compose(self) -> ComposeResult:
        self.pressed = 0
        yield Static("COUNT-0000", id="count")
        yield Footer()

    def action_count(self) -> None:
        """Show one more."""
        self.pressed += 1
        self.query_one("#count", Static).update(f"COUNT-{self.pressed:04}")


if __name__ == "__main__":
    MinimalApp().run()
