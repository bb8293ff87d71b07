"""Looking through the answers of a finished sitting: yours, the key, the reasons, the reference."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Footer, Static

from engine.items.scoring import Mark, Outcome
from engine.practice.look_back import AnsweredItem, LookBack
from tui.figures import clock_text, points_text
from tui.widgets.choice_list import ChoiceList
from tui.widgets.room import Room

VERDICTS = {
    Outcome.RIGHT: "✓ Right",
    Outcome.PARTLY_RIGHT: "◐ Partly right",
    Outcome.WRONG: "✗ Wrong",
    Outcome.UNANSWERED: "○ Unanswered",
}


def verdict_text(mark: Mark) -> str:
    """The outcome in words with its points."""
    return f"{VERDICTS[mark.outcome]}: {points_text(mark.points)} of {points_text(mark.maximum)} points"


class AnswerReviewScreen(Screen[None]):
    """One answered item at a time, filtered by all, wrong or flagged."""

    CSS_PATH = ["answer_review.tcss", "room.tcss"]  # noqa: RUF012  (an instance variable in Screen)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide")]  # noqa: RUF012  (an instance variable in Screen)
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n,right,enter", "step(1)", "Next", id="answers.next", tooltip="Next answer"),
        Binding("p,left", "step(-1)", "Previous", id="answers.previous", tooltip="Answer before"),
        Binding("a", "show('all')", "All", id="answers.all", tooltip="Every question"),
        Binding("w", "show('wrong')", "Wrong", id="answers.wrong", tooltip="What was not fully right"),
        Binding("f", "show('flagged')", "Flagged", id="answers.flagged", tooltip="What you had flagged"),
        Binding("x", "case", "Case", id="answers.case", tooltip="Show or hide the case's text; Tab leads into it"),
        Binding("escape,q", "dismiss", "Back", id="answers.back", tooltip="Back to the report"),
    ]

    def __init__(self, looked: LookBack, which: str) -> None:
        super().__init__()
        self._looked, self._which = looked, which
        self._shown: list[AnsweredItem] = []
        self._place = 0

    def compose(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Static("Nothing here: choose another filter below.", id="nothing", markup=False)
        yield Room()
        yield Footer()

    def on_mount(self) -> None:
        self.query_one(ChoiceList).focus(scroll_visible=False)
        self.action_show(self._which)

    def action_show(self, which: str) -> None:
        """Filter the answers."""
        self._which, self._place = which, 0
        self._shown = [answered for answered in self._looked.answered if self._keeps(answered)]
        self._show()

    def action_step(self, by: int) -> None:
        """Go on to another answer."""
        if 0 <= self._place + by < len(self._shown):
            self._place += by
            self._show()

    def action_case(self) -> None:
        """Show or hide the case."""
        self.query_one(Room).toggle_case()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return self.query_one(Room).has_case if action == "case" else True

    def _keeps(self, answered: AnsweredItem) -> bool:
        match self._which:
            case "wrong":
                return answered.result.mark.outcome is not Outcome.RIGHT
            case "flagged":
                return answered.result.flagged
            case _:
                return True

    def _show(self) -> None:
        room = self.query_one(Room)
        self.query_one("#nothing").display = not self._shown
        room.display = bool(self._shown)
        heading = self.query_one("#heading", Static)
        if not self._shown:
            heading.update(f"Answers · {self._which}: none")
            return
        answered = self._shown[self._place]
        result = answered.result
        flag = " · ⚑ flagged" if result.flagged else ""
        place = f"{self._place + 1} of {len(self._shown)} ({self._which})"
        heading.update(
            Content(f"Question {answered.number}").stylize("bold")
            + Content(f" · {place} · {verdict_text(result.mark)} · {clock_text(result.time_ms)}{flag}")
        )
        room.pane.reveal(answered.item, answered.option_order, result.response, verdict_text(result.mark))
        room.show_case(answered.group)
