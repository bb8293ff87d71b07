"""The question map, and the review screen: the two ways to any question of a sitting."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen, Screen
from textual.widgets import Footer, OptionList, Static
from textual.widgets.option_list import Option

from engine.items.responses import is_complete, parse_response
from engine.practice.sit import OpenSitting
from tui import text
from tui.widgets.menu import Menu
from tui.widgets.question_map import ANSWERED, PARTLY, UNANSWERED, Place, QuestionMap

LEGEND = f"{ANSWERED} answered   {PARTLY} partly   {UNANSWERED} unanswered   ⚑ flagged"


def places_of(opened: OpenSitting) -> list[Place]:
    """Every question's state, in form order."""
    places = []
    for item_id in opened.sitting.form.item_ids:
        item, state = opened.items[item_id], opened.state
        response = state.responses.get(item_id)
        if response is None or item.kind == "parametric":
            mark = UNANSWERED
        else:
            mark = ANSWERED if is_complete(item, parse_response(item, response)) else PARTLY
        places.append(Place(mark, item_id in state.flagged))
    return places


class QuestionMapScreen(ModalScreen[int | None]):
    """The map over the question; returns the question picked, counted from 0."""

    CSS_PATH = "jump.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,m", "dismiss(None)", "Back", id="map.back", tooltip="Back to the question"),
    ]

    def __init__(self, opened: OpenSitting) -> None:
        super().__init__()
        self._opened = opened

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="map"):
            yield Static(Content("Question map").stylize("bold"), markup=False)
            yield QuestionMap(places_of(self._opened), self._opened.state.position)
            yield Static(LEGEND, id="legend", markup=False)
            yield Static("Enter or click: go there · Esc: back", id="keys", markup=False)

    def on_mount(self) -> None:
        self.query_one(QuestionMap).focus()

    def on_question_map_jumped(self, event: QuestionMap.Jumped) -> None:
        self.dismiss(event.place)


class ReviewScreen(Screen[int | str | None]):
    """Every question with its state, before submitting; returns a question, `submit`, or None for back."""

    CSS_PATH = "jump.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape,r", "dismiss(None)", "Back", id="review_screen.back", tooltip="Back to the question"),
        Binding("u", "show('unanswered')", "Unanswered", id="review_screen.unanswered", tooltip="Show what is open"),
        Binding("f", "show('flagged')", "Flagged", id="review_screen.flagged", tooltip="Show what is flagged"),
        Binding("a", "show('all')", "All", id="review_screen.all", tooltip="Show every question"),
        Binding("s", "dismiss('submit')", "Submit", id="review_screen.submit", tooltip="End the exam"),
    ]

    def __init__(self, opened: OpenSitting) -> None:
        super().__init__()
        self._opened, self._filter = opened, "all"

    def compose(self) -> ComposeResult:
        yield Static(id="heading", markup=False)
        yield Menu(id="questions")
        yield Footer()

    def on_mount(self) -> None:
        self.action_show("all")
        self.query_one(Menu).focus()

    def action_show(self, which: str) -> None:
        """Show all questions, the unanswered ones or the flagged ones."""
        self._filter = which
        places = places_of(self._opened)
        open_count = sum(place.mark != ANSWERED for place in places)
        flagged = sum(place.flagged for place in places)
        counts = f"{len(places)} questions, {open_count} not fully answered, {flagged} flagged"
        heading = f"Review: {counts} · showing {which}"
        self.query_one("#heading", Static).update(Content(heading).stylize("bold"))
        rows = self.query_one(Menu)
        rows.clear_options()
        for number, (item_id, place) in enumerate(zip(self._opened.sitting.form.item_ids, places, strict=True)):
            if self._keeps(place):
                flag = "⚑" if place.flagged else " "
                stem = text.rich(self._opened.items[item_id].stem).plain.split("\n")[0][:200]
                line = Content(f"{number + 1:>3} {place.mark} {flag} ") + text.plain(stem)
                rows.add_option(Option(line, id=str(number)))
        if rows.option_count == 0:
            rows.add_option(Option(Content("Nothing here."), disabled=True))
        rows.highlighted = 0

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        if event.option.id is not None:
            self.dismiss(int(event.option.id))

    def _keeps(self, place: Place) -> bool:
        match self._filter:
            case "unanswered":
                return place.mark != ANSWERED
            case "flagged":
                return place.flagged
            case _:
                return True
