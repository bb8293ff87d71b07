"""A list of lines to pick from, with the keys that vi has for it beside the arrows."""

from __future__ import annotations

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import OptionList
from textual.widgets.option_list import Option


class Menu(OptionList):
    """Lines are plain text or `Content`, never markup."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,j", "cursor_down", "Next line", show=False, id="menu.down", tooltip="Next line"),
        Binding("up,k", "cursor_up", "Line above", show=False, id="menu.up", tooltip="Line above"),
        Binding("enter", "select", "Pick", show=False, id="menu.pick", tooltip="Pick the line at the cursor"),
    ]

    def __init__(self, *lines: Option, id: str | None = None) -> None:
        super().__init__(*lines, id=id, markup=False)
