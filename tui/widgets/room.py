"""A question with its case beside it, or instead of it where the terminal is narrow."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from engine.items.kinds import ItemGroup
from tui import text
from tui.widgets.question_pane import QuestionPane


class CasePane(VerticalScroll):
    """The text of the case. It takes the keys where it stands instead of the question, and by Tab beside it."""

    FOCUS_ON_CLICK = False


class Room(Horizontal):
    """Lays out by `room.tcss`; the screen it stands on declares the breakpoints `-narrow` and `-wide`."""

    def __init__(self) -> None:
        super().__init__(id="room")
        self._group: ItemGroup | None = None

    def compose(self) -> ComposeResult:
        with CasePane(id="case"):
            yield Static(id="case-text", markup=False)
        yield QuestionPane(id="question")

    def on_descendant_blur(self) -> None:
        self.call_after_refresh(self._pass_on_keys)

    def _pass_on_keys(self) -> None:
        """Where what had the keys went out of sight, what is in sight takes them."""
        if self.is_attached and self.screen.focused is None and self.screen.focus_chain:
            self.screen.focus_chain[-1].focus()

    @property
    def pane(self) -> QuestionPane:
        """Where the question stands."""
        return self.query_one(QuestionPane)

    @property
    def has_case(self) -> bool:
        """Whether the question belongs to a case."""
        return self._group is not None

    def show_case(self, group: ItemGroup | None) -> None:
        """Show the case of the question, or none."""
        if group is self._group:
            return
        self._group = group
        self.set_class(group is not None, "has-case")
        self.remove_class("case-first")
        if group is not None:
            self.query_one("#case-text", Static).update(_case_content(group))
            self.query_one("#case").scroll_home(animate=False)
        self.screen.refresh_bindings()  # remakes the footer, so only where a key comes or goes

    def toggle_case(self) -> None:
        """Show or hide the case."""
        self.toggle_class("case-first")


def _case_content(group: ItemGroup) -> Content:
    parts = [text.plain(group.title).stylize("bold underline")]
    for stimulus in group.stimuli:
        parts += [text.plain(stimulus.title).stylize("bold"), text.rich(stimulus.text)]
    return Content("\n\n").join(parts)
