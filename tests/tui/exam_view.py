"""What a candidate reads off the exam room: the bar, and the rows to choose from with their marks."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from engine.exams.sitting import SittingState
from engine.items.kinds import Item
from tui import text as bank_text
from tui.widgets.choices import chosen_in, groups_of

BAR = re.compile(
    r" \S+  Question (?P<number>\d+) of (?P<total>\d+)  (?P<answered>\d+) answered(?P<flag>  ⚑ flagged)?"
    r" +(?P<hours>\d+):(?P<minutes>\d\d):(?P<seconds>\d\d) +(?P<saved>✓ saved|… saving|✗ NOT SAVED)"
)
ROW = re.compile(r"(?:^|│) +(?P<mark>[○◉☐☑]) (?P<number>\d)  (?P<words>\S.*)")
HEADING = re.compile(r"(?:^|│) (?P<number>\d+)\. (?P<words>\S.*)")
CHOSEN = "◉☑"
COMPARED = 16
"""So many characters of a row's words are compared; the rest may be wrapped or lie under a notice."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row to choose, or with no mark the heading of a group."""

    mark: str | None
    number: int
    words: str

    @property
    def is_chosen(self) -> bool:
        """Whether it bears the mark of what was chosen."""
        return self.mark is not None and self.mark in CHOSEN


@dataclass(frozen=True, slots=True)
class ExamView:
    """One look at the exam room."""

    number: int
    total: int
    answered: int
    flagged: bool
    left_s: int
    saved: bool
    rows: tuple[Row, ...]

    @property
    def place(self) -> tuple[int, int, bool]:
        """What the bar says of the sitting: question, how many are answered, whether this one is flagged."""
        return self.number, self.answered, self.flagged

    @property
    def choices(self) -> tuple[Row, ...]:
        """The rows that can be chosen."""
        return tuple(row for row in self.rows if row.mark is not None)

    @property
    def is_one_group(self) -> bool:
        """Whether no number stands twice, so that a number key says which row it chooses."""
        numbers = [row.number for row in self.rows]
        return len(set(numbers)) == len(numbers) and all(row.mark is not None for row in self.rows)


def exam_view(text: str) -> ExamView | None:
    """The exam room on the screen; None where something else is there."""
    first, *rest = text.split("\n")
    bar = BAR.match(first)
    if bar is None:
        return None
    left_s = int(bar["hours"]) * 3600 + int(bar["minutes"]) * 60 + int(bar["seconds"])
    rows = tuple(row for line in rest if (row := _row(line)) is not None)
    return ExamView(
        int(bar["number"]), int(bar["total"]), int(bar["answered"]), bar["flag"] is not None, left_s,
        bar["saved"] == "✓ saved", rows,
    )  # fmt: skip


def place_in(state: SittingState) -> tuple[int, int, bool]:
    """What the bar should say in this state; under the review screen it stays at the question before."""
    return state.position + 1, len(state.responses), state.last_shown in state.flagged


class ItemRows:
    """The rows of an item, to be found again on the screen."""

    def __init__(self, item: Item, orders: Mapping[str, Sequence[str]]) -> None:
        self._item = item
        self._rows: list[tuple[Row, tuple[str, str]]] = []
        for place, group in enumerate(groups_of(item, orders), 1):
            if group.heading is not None:
                self._rows.append((Row(None, place, _plain(group.heading)), ("", "")))
            for number, choice in enumerate(group.choices, 1):
                self._rows.append((Row("○", number, _plain(choice.text)), (group.slot, choice.id)))

    def read(self, rows: tuple[Row, ...]) -> list[dict[tuple[str, str], bool]]:
        """What is chosen according to the screen, by slot and choice; a list, for part of a list may stand in several
        places of the whole. Empty where the screen shows other rows than this item's.
        """
        rows = tuple(row for row in rows if row.mark is not None or self._is_heading(row))
        places = range(len(self._rows) - len(rows) + 1)
        return [
            {atom: row.is_chosen for row, (_, atom) in zip(rows, self._rows[at:], strict=False) if row.mark is not None}
            for at in places
            if all(_fits(row, own) for row, (own, _) in zip(rows, self._rows[at:], strict=False))
        ]

    def agrees(self, readings: list[dict[tuple[str, str], bool]], state: SittingState) -> bool:
        """Whether one of the readings is what the state has chosen."""
        chosen = chosen_in(self._item, state.responses.get(self._item.id))
        return any(all((atom in chosen) is marked for atom, marked in reading.items()) for reading in readings)

    def _is_heading(self, row: Row) -> bool:
        return any(_fits(row, own) for own, _ in self._rows)


def _row(line: str) -> Row | None:
    found = ROW.search(line)
    if found is not None:
        return Row(found["mark"], int(found["number"]), _start(found["words"]))
    found = HEADING.search(line)
    return Row(None, int(found["number"]), _start(found["words"])) if found is not None else None


def _fits(seen: Row, own: Row) -> bool:
    same_kind = (seen.mark is None) is (own.mark is None)
    return same_kind and seen.number == own.number and own.words.startswith(seen.words)


def _start(words: str) -> str:
    words = re.sub(r"  .*|[\u2581-\u258f ]+$", "", words)  # what stands far to the right is a scrollbar or a notice
    return "".join(words.split())[:COMPARED]


def _plain(words: str) -> str:
    return "".join(bank_text.rich(words).plain.split())
