"""All questions of a sitting as a grid: answered, partly answered, unanswered, flagged, and where one stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region, Size
from textual.message import Message
from textual.widget import Widget

CELL = 6
"""Columns a question takes."""

ANSWERED, PARTLY, UNANSWERED = "●", "◐", "○"


@dataclass(frozen=True, slots=True)
class Place:
    """One question's state; `mark` is one of the three signs above."""

    mark: str
    flagged: bool


class QuestionMap(Widget, can_focus=True):
    """A grid drawn as one widget: fifty buttons would take longer to mount than a question to answer."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left,h", "step(-1)", "Left", show=False, id="map.left", tooltip="Previous question"),
        Binding("right,l", "step(1)", "Right", show=False, id="map.right", tooltip="Next question"),
        Binding("up,k", "row(-1)", "Up", show=False, id="map.up", tooltip="One row up"),
        Binding("down,j", "row(1)", "Down", show=False, id="map.down", tooltip="One row down"),
        Binding("enter,space", "jump", "Go there", id="map.jump", tooltip="Go to the question at the cursor"),
    ]

    DEFAULT_CSS = "QuestionMap { height: auto; width: 1fr; }"

    @dataclass
    class Jumped(Message):
        """The candidate picked a question, counted from 0."""

        place: int

    def __init__(self, places: Sequence[Place], cursor: int) -> None:
        super().__init__()
        self._places, self._cursor = tuple(places), cursor

    @property
    def _columns(self) -> int:
        return max(1, self.size.width // CELL)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        columns = max(1, width // CELL)
        return -(-len(self._places) // columns)

    def render(self) -> Content:
        cells = []
        for number, place in enumerate(self._places, 1):
            text = f"{number:>3}{place.mark}{'⚑' if place.flagged else ' '}"
            style = "reverse bold" if number - 1 == self._cursor else ("$text-warning" if place.flagged else "")
            cells.append(Content(text).stylize(style) + Content(" "))
        columns = self._columns
        rows = [Content("").join(cells[start : start + columns]) for start in range(0, len(cells), columns)]
        return Content("\n").join(rows)

    def on_click(self, event: events.Click) -> None:
        place = event.y * self._columns + event.x // CELL
        if event.x // CELL < self._columns and 0 <= place < len(self._places):
            self._cursor = place
            self.action_jump()

    def action_step(self, by: int) -> None:
        """Move the cursor along the questions."""
        self._move_to(self._cursor + by)

    def action_row(self, by: int) -> None:
        """Move the cursor by rows."""
        self._move_to(self._cursor + by * self._columns)

    def action_jump(self) -> None:
        """Go to the question at the cursor."""
        self.post_message(self.Jumped(self._cursor))

    def _move_to(self, place: int) -> None:
        if 0 <= place < len(self._places):
            self._cursor = place
            self.refresh()
            row = Region(0, place // self._columns, self.size.width, 1)
            self.parent_scroll(row)

    def parent_scroll(self, row: Region) -> None:
        """Keep the cursor's row in sight."""
        if isinstance(self.parent, Widget):
            self.parent.scroll_to_region(row.translate(self.virtual_region.offset), animate=False)
