"""The list a candidate chooses from: one group of options, or one group for every statement or gap."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.geometry import Region
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from tui import text
from tui.widgets.choices import Choice, ChoiceGroup
from tui.widgets.hanging import Hanging

Chosen = frozenset[tuple[str, str]]

RIGHT_MARK, WRONG_MARK = "✓", "✗"


@dataclass(frozen=True, slots=True)
class _Row:
    """A choice's place in the list."""

    group: ChoiceGroup
    choice: Choice
    number: int


class ChoiceList(OptionList):
    """Rows to choose from. Keys 1-9 choose by number within the group the cursor stands in.

    It is as tall as its rows; the pane around it scrolls.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        *(
            Binding(f"{number},{letter}" if letter != "f" else str(number), f"choose({number})", f"Choose {number}",
                    show=False, id=f"choose.{number}", tooltip=f"Choose option {number}")
            for number, letter in enumerate("abcdefghi", 1)
        ),
        Binding("space", "select", "Choose", show=False, id="choose.here", tooltip="Choose at the cursor"),
        Binding("enter", "confirm", "Choose", show=False, id="choose.enter", tooltip="Choose at the cursor"),
        Binding("down,j", "cursor_down", "Next option", show=False, id="choice.down", tooltip="Next option"),
        Binding("up,k", "cursor_up", "Option above", show=False, id="choice.up", tooltip="Option above"),
        Binding("pagedown", "page(1)", "Scroll down", show=False, id="choice.page_down", tooltip="Scroll down a page"),
        Binding("pageup", "page(-1)", "Scroll up", show=False, id="choice.page_up", tooltip="Scroll up a page"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ChoiceList {
        height: auto; max-height: 1000; min-width: 12; border: none; padding: 0; background: transparent;
        overflow: hidden;
        &:focus { border: none; background: transparent; background-tint: transparent; }
        & > .option-list--option-disabled { color: $foreground; }
        & > .option-list--option-highlighted { background: $primary 20%; color: $foreground; text-style: none; }
        &:focus > .option-list--option-highlighted {
            background: $primary 35%; color: $foreground; text-style: none;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id, markup=False)
        self._groups: tuple[ChoiceGroup, ...] = ()
        self._rows: dict[int, _Row] = {}
        self._chosen: Chosen = frozenset()
        self._key: Chosen | None = None
        self._follows = False
        self.on_chose: Callable[[str, str], None] = lambda _slot, _choice: None
        """Called with slot and choice at once: a message would arrive after the next key, at another question."""
        self.takes_enter = True
        """Whether Enter chooses; else it is the screen's."""

    def show(self, groups: Sequence[ChoiceGroup], chosen: Chosen, key: Chosen | None = None) -> None:
        """Show the groups with what is chosen; with a `key`, also what would have been right, and why."""
        self._groups, self._chosen, self._key = tuple(groups), chosen, key
        self._follows = False
        self._rows = {}
        options: list[Option] = []
        for place, group in enumerate(self._groups, 1):
            if group.heading is not None:
                options.append(Option(self._heading(place, group), disabled=True))
            for number, choice in enumerate(group.choices, 1):
                self._rows[len(options)] = _Row(group, choice, number)
                options.append(Option(self._line(self._rows[len(options)])))
        self.set_options(options)
        self.highlighted = next(iter(self._rows), None)

    def mark(self, chosen: Chosen) -> None:
        """Show another state of the same choices."""
        changed = self._chosen ^ chosen
        self._chosen = chosen
        for index, row in self._rows.items():
            if (row.group.slot, row.choice.id) in changed:
                self.replace_option_prompt_at_index(index, self._line(row))

    def on_show(self) -> None:
        """Take the keys when the list comes into sight and nothing has them."""
        if self.screen.focused is None:
            self.focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Where nothing can be chosen, the keys for it mean what the screen says."""
        if action == "confirm" and not self.takes_enter:
            return False
        return bool(self._rows) and self._key is None if action in ("choose", "confirm", "select") else True

    def scroll_to_highlight(self, top: bool = False) -> None:
        """Bring the cursor's row into view of the pane, which is what scrolls here; not before the cursor moves."""
        pane = self.parent
        if self.highlighted is None or not self._follows or not isinstance(pane, VerticalScroll):
            return
        self._update_lines()
        line = self._index_to_line.get(self.highlighted)
        if line is None:
            return
        first = line == min(self._index_to_line[index] for index in self._rows)
        rows = Region(0, line, self.size.width, self._heights[self.highlighted])
        target = rows.translate(self.virtual_region.offset)
        if first and target.bottom <= pane.size.height:
            pane.scroll_home(animate=False, immediate=True)
        else:
            pane.scroll_to_region(target, animate=False, immediate=True, force=True)

    def action_cursor_down(self) -> None:
        """Go to the next option."""
        self._follows = True
        super().action_cursor_down()

    def action_cursor_up(self) -> None:
        """Go to the option above."""
        self._follows = True
        super().action_cursor_up()

    def action_select(self) -> None:
        """Choose at the cursor."""
        row = self._rows.get(self.highlighted if self.highlighted is not None else -1)
        if row is not None:
            self._choose(row)

    def action_confirm(self) -> None:
        """Choose at the cursor."""
        self.action_select()

    def action_page(self, by: int) -> None:
        """Scroll the pane; the cursor stays on its row."""
        if isinstance(self.parent, VerticalScroll):
            self.parent.scroll_relative(y=by * max(1, self.parent.size.height - 2), animate=False)

    def action_choose(self, number: int) -> None:
        """Choose by number in the group at the cursor, and go on to the next group."""
        here = self._rows.get(self.highlighted if self.highlighted is not None else -1)
        if here is None:
            return
        self._follows = True
        for index, row in self._rows.items():
            if row.group is here.group and row.number == number:
                self.highlighted = index
                self._choose(row)
                self._go_on_from(index)
                return

    def _choose(self, row: _Row) -> None:
        if self._key is None:
            self.on_chose(row.group.slot, row.choice.id)

    def _go_on_from(self, index: int) -> None:
        here = self._rows[index].group
        later = [other for other, row in self._rows.items() if other > index and row.group is not here]
        if later:
            self.highlighted = later[0]

    def _heading(self, place: int, group: ChoiceGroup) -> Hanging:
        body = text.rich(group.heading or "").stylize("bold")
        if self._key is not None and group.rationale:
            body = Content("\n").join([body, text.rich(group.rationale).stylize(text.QUIET)])
        return Hanging(Content(f"{place}. "), body)

    def _line(self, row: _Row) -> Hanging:
        atom = (row.group.slot, row.choice.id)
        is_chosen = atom in self._chosen
        mark = ("○◉" if row.group.limit == 1 else "☐☑")[is_chosen]
        body = text.rich(row.choice.text)
        if self._key is None:
            lead = Content(f" {mark} {row.number}  ")
            return Hanging(lead.stylize("bold") if is_chosen else lead, body.stylize("bold") if is_chosen else body)
        return self._judged(row, mark, body, is_chosen=is_chosen, is_key=atom in self._key)

    def _judged(self, row: _Row, mark: str, body: Content, *, is_chosen: bool, is_key: bool) -> Hanging:
        verdict, style = " ", ""
        if is_key:
            verdict, style = RIGHT_MARK, "$text-success"
        elif is_chosen:
            verdict, style = WRONG_MARK, "$text-error"
        words = {(True, True): "your answer, right", (True, False): "your answer, wrong", (False, True): "right answer"}
        said = words.get((is_chosen, is_key))
        parts = [body + Content(f"  ({said})").stylize(f"bold {style}") if said else body]
        if row.choice.rationale:
            parts.append(text.rich(row.choice.rationale).stylize(text.QUIET))
        return Hanging(Content(f"{verdict}{mark} {row.number}  ").stylize(f"bold {style}"), Content("\n").join(parts))
