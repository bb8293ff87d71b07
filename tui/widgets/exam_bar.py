"""The line above a question: where the candidate is, how much time is left, and whether all is saved."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.content import Content
from textual.widgets import Static

from tui.figures import clock_text

SAVED, SAVING, NOT_SAVED = "✓ saved", "… saving", "✗ NOT SAVED"


class ExamBar(Horizontal):
    """Three labels of their own, so that a tick of the clock repaints only the clock."""

    DEFAULT_CSS = """
    ExamBar {
        height: 1; background: $panel; color: $foreground;
        & > #where { width: 1fr; padding: 0 1; text-wrap: nowrap; text-overflow: ellipsis; }
        & > #timer { width: 10; text-align: right; }
        & > #saved { width: 13; padding: 0 1; text-align: right; }
        & > #timer.-late { color: $text-warning; text-style: bold; }
        & > #saved.-failed { color: $text-error; text-style: bold; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="where", markup=False)
        yield Static(id="timer", markup=False)
        yield Static(SAVED, id="saved", markup=False)

    def show_place(self, code: str, number: int, total: int, *, answered: int, flagged: bool) -> None:
        """The current question, and how many are answered."""
        parts = [Content(f"{code}  "), Content(f"Question {number} of {total}").stylize("bold")]
        parts.append(Content(f"  {answered} answered"))
        if flagged:
            parts.append(Content("  ⚑ flagged").stylize("bold $text-warning"))
        self.query_one("#where", Static).update(Content("").join(parts))

    def show_time(self, remaining_ms: int | None, *, hidden: bool) -> None:
        """The time left."""
        timer = self.query_one("#timer", Static)
        late = remaining_ms is not None and remaining_ms <= 5 * 60_000
        timer.set_class(late, "-late")
        if remaining_ms is None:
            timer.update("no limit")
        else:
            timer.update("hidden" if hidden else clock_text(remaining_ms))

    def show_saved(self, words: str) -> None:
        """Whether everything done so far is on the disk: one of the three words above."""
        label = self.query_one("#saved", Static)
        label.set_class(words == NOT_SAVED, "-failed")
        label.update(words)

    @property
    def shows_failure(self) -> bool:
        """Whether the last word was that something is not on the disk."""
        return self.query_one("#saved").has_class("-failed")
