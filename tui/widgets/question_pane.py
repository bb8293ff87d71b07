"""A question on the screen: instruction, stem, body, choices, and afterwards the reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from engine.items.kinds import Dropdown, Item
from engine.items.responses import Json
from tui import text
from tui.widgets.choice_list import ChoiceList
from tui.widgets.choices import chosen_in, groups_of, instruction, key_of


class QuestionPane(VerticalScroll, can_focus=False):
    """Shows one item at a time in widgets that stay; the cheapest way from one question to the next."""

    DEFAULT_CSS = """
    QuestionPane {
        padding: 0 1;
        & > Static { height: auto; }
        & > #instruction { color: $text-muted; }
        & > #stem { margin: 0 0 1 0; }
        & > #body { margin: 0 0 1 0; padding: 0 1; background: $boost; display: none; }
        & > #body.shown { display: block; }
        & > #reasons { margin: 1 0 0 0; padding: 0 1; border-left: thick $accent; display: none; }
        & > #reasons.shown { display: block; }
    }
    """

    def compose(self) -> ComposeResult:
        yield Static(id="instruction", markup=False)
        yield Static(id="stem", markup=False)
        yield Static(id="body", markup=False)
        yield ChoiceList(id="choices")
        yield Static(id="reasons", markup=False)

    def on_mount(self) -> None:
        self._item: Item | None = None

    def ask(self, item: Item, order: Mapping[str, Sequence[str]], response: Json) -> None:
        """Show the item to be answered."""
        self._show(item, order, response, revealed=False)

    def reveal(self, item: Item, order: Mapping[str, Sequence[str]], response: Json, verdict: str) -> None:
        """Show the item with the response, the key and every reason."""
        self._show(item, order, response, revealed=True)
        parts = [Content(verdict).stylize("bold")]
        if item.explanation:
            parts.append(text.rich(item.explanation))
        for reference in item.references:
            section = f" · {reference.section}" if reference.section else ""
            read_on = f" (read {reference.read_on:%Y-%m-%d})"
            parts.append(text.plain(f"{reference.title}{section}{read_on}\n{reference.url}").stylize(text.QUIET))
        self.query_one("#reasons", Static).update(Content("\n\n").join(parts))

    def mark(self, response: Json) -> None:
        """Show another response to the same item."""
        if self._item is not None:
            self.query_one(ChoiceList).mark(chosen_in(self._item, response))
            self._show_body(self._item, response)

    def _show(self, item: Item, order: Mapping[str, Sequence[str]], response: Json, *, revealed: bool) -> None:
        self._item = item
        self.query_one("#instruction", Static).update(Content(instruction(item)))
        self.query_one("#stem", Static).update(text.rich(item.stem))
        self._show_body(item, response)
        choices = self.query_one(ChoiceList)
        choices.show(groups_of(item, order), chosen_in(item, response), key_of(item) if revealed else None)
        reasons = self.query_one("#reasons", Static)
        reasons.set_class(revealed, "shown")
        self.scroll_home(animate=False, immediate=True)

    def _show_body(self, item: Item, response: Json) -> None:
        body = self.query_one("#body", Static)
        body.set_class(isinstance(item, Dropdown), "shown")
        if isinstance(item, Dropdown):
            chosen = response if isinstance(response, dict) else {}
            names = {(gap.id, option.id): option.text for gap in item.gaps for option in gap.options}
            fillings = {
                gap.id: f" {place}: {names.get((gap.id, str(chosen.get(gap.id))), '…')} "
                for place, gap in enumerate(item.gaps, 1)
            }
            body.update(text.gapped(item.body, item.language, fillings))
