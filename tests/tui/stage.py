"""A stage for the app: a real home in a temporary folder, a clock moved by hand, a store that can be told to refuse."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import ExitStack, asynccontextmanager, contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

from textual._context import active_app
from textual.app import App
from textual.geometry import Region
from textual.pilot import Pilot
from textual.screen import Screen
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Static
from textual.widgets._footer import FooterKey
from textual.widgets._toast import Toast

from engine.bootstrap import Mockdeck, only_app, open_mockdeck
from engine.errors import StoreError
from engine.exams.score_report import ScoreReport
from engine.exams.sitting import SittingState, fold
from engine.items.responses import Json
from engine.practice.ports import StoredSitting
from engine.practice.sit import ExamOptions
from engine.store.database import SqlStore
from engine.store.unit import SqlUnit
from tests.clocks import HandClock
from tui.app import MockdeckApp, Request
from tui.journeys import Opened
from tui.screens.exam import ExamScreen
from tui.widgets.choice_list import ChoiceList
from tui.widgets.exam_bar import ExamBar

DEADLINE = 8.0
"""Seconds after which a thing awaited is taken not to come; nothing waits that long where all is well."""


class MoodyStore(SqlStore):
    """The real store; while `refusal` is set, no writing transaction begins."""

    refusal: str | None = None

    @contextmanager
    def writing(self) -> Iterator[SqlUnit]:
        if self.refusal is not None:
            raise StoreError(self.refusal)
        with super().writing() as unit:
            yield unit


class Stage:
    """One home, and the apps opened on it."""

    def __init__(self, home: Path, stack: ExitStack) -> None:
        self.home, self.clock, self._stack = home, HandClock(), stack

    @cached_property
    def deck(self) -> Mockdeck:
        """The home, opened when first asked for; it stays open until after the app is closed."""
        return self._stack.enter_context(open_mockdeck(self.home, None, self.clock))

    @cached_property
    def may_write(self) -> bool:
        """Whether this stage got the home's app lock."""
        return self._stack.enter_context(only_app(self.home))

    def app(self, request: Request | None = None) -> MockdeckApp:
        """The app on this home."""
        app = MockdeckApp(lambda: Opened(self.deck, self.may_write), request)
        app.animation_level = "none"
        return app

    def exam(self, code: str = "EX-1", **options: Any) -> MockdeckApp:
        """The app, asked by the command line to begin an exam."""
        return self.app(Request("exam", code, ExamOptions(**{"seed": 1, **options})))

    @property
    def store(self) -> MoodyStore:
        """The store, which can be told to refuse."""
        assert isinstance(self.deck.store, MoodyStore)
        return self.deck.store

    def drain(self) -> None:
        """Wait until all that was submitted so far is written."""
        self.deck.writer.submit(lambda: None).result()

    @contextmanager
    def blocked_writer(self) -> Iterator[None]:
        """While inside, the writer's thread stands still."""
        gate = threading.Event()
        self.deck.writer.submit(gate.wait)
        try:
            yield
        finally:
            gate.set()

    def unfinished(self) -> StoredSitting:
        """The one sitting on disk that has not ended."""
        self.drain()
        with self.deck.store.reading() as unit:
            (stored,) = unit.sittings.open_sittings(self.deck.learner.id)
        return stored

    def state(self) -> SittingState:
        """What the disk says of the unfinished sitting."""
        stored = self.unfinished()
        return fold(stored.sitting, stored.events)

    def sit(self, responses: Mapping[str, Json], code: str = "EX-1", flagged: tuple[str, ...] = ()) -> ScoreReport:
        """Sit an exam without a screen: what is given is answered, the rest is left, all is submitted."""
        deck = self.deck
        opened = deck.exam_room.start(deck.catalogue.bank(code), deck.learner, ExamOptions(seed=1))
        for item_id in flagged:
            opened.flag(item_id, True)
        for item_id, response in responses.items():
            opened.answer(item_id, response)
        return opened.finish("submitted").result()


@asynccontextmanager
async def running(app: MockdeckApp, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Pilot[None]]:
    """The app, running, its notices shown."""
    async with app.run_test(size=size, notifications=True) as pilot:
        yield pilot


@asynccontextmanager
async def seated(stage: Stage, size: tuple[int, int] = (80, 24), **options: Any) -> AsyncIterator[Pilot[None]]:
    """The app, running, with an exam just begun."""
    async with running(stage.exam(**options), size) as pilot:
        await reaches(pilot, ExamScreen)
        yield pilot


async def settle(*_seconds: float) -> None:
    """Return when nothing is left to run, drawn as the screen's own timer would draw it a moment later."""
    ready = asyncio.get_running_loop()._ready  # type: ignore[attr-defined]
    for _ in range(2):
        for _ in range(10_000):
            if not ready:
                break
            await asyncio.sleep(0)
        active_app.get().screen._on_timer_update()


async def until(pilot: Pilot[None], holds: Callable[[], object], what: str = "what was awaited") -> None:
    """Let the app work until `holds`; fail where it does not within the deadline."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + DEADLINE
    while not holds():
        if loop.time() > deadline or pilot.app.return_code:
            raise AssertionError(f"{what} did not come; on the screen:\n{seen(pilot.app)}")
        await pilot.pause(0.02)


async def shows(pilot: Pilot[None], *words: str) -> None:
    """Let the app work until all the words stand on the screen, on whichever lines."""
    await until(
        pilot, lambda: all(" ".join(one.split()) in " ".join(seen(pilot.app).split()) for one in words), f"{words}"
    )


async def reaches(pilot: Pilot[None], screen: type[Screen[Any]]) -> None:
    """Let the app work until a screen of that class is the one on top, and drawn."""
    await until(pilot, lambda: isinstance(pilot.app.screen, screen) and pilot.app.screen.is_mounted, screen.__name__)
    await pilot.pause()


def strips(app: App[None]) -> list[Strip]:
    """What every visible widget of the top screen draws, scrolled out of sight or not."""
    found: list[Strip] = []
    for widget in app.screen.walk_children(Widget):
        if not widget.children and widget.region:
            found += strips_of(widget)
    return found


def strips_of(widget: Widget) -> list[Strip]:
    """Everything one widget draws."""
    return widget.render_lines(Region(0, 0, *widget.outer_size)) if widget.outer_size else []


def seen(app: App[None]) -> str:
    """The text of the top screen, widget under widget."""
    return "\n".join(strip.text.rstrip() for strip in strips(app))


def bar(app: App[None]) -> str:
    """The exam's top line."""
    labels = app.screen.query_one(ExamBar).query(Static)
    return " ".join(strip.text for label in labels for strip in strips_of(label))


def heading(app: App[None]) -> str:
    """The line above a list or a reviewed question."""
    return "".join(strip.text for strip in strips_of(app.screen.query_one("#heading", Static))).strip()


async def notices(pilot: Pilot[None], words: str) -> None:
    """Let the app work until a notice with the words stands on the screen."""

    def stands() -> bool:
        return any(words in str(toast.render()) for toast in pilot.app.screen.query(Toast) if toast.region)

    await until(pilot, stands, f"the notice {words!r}")


async def click_row(pilot: Pilot[None], words: str, nth: int = 0) -> None:
    """Click the nth row of the choices that holds the words."""
    choices = pilot.app.screen.query_one(ChoiceList)
    rows = [y for y, strip in enumerate(strips_of(choices)) if words in strip.text]
    assert await pilot.click(choices, offset=(1, rows[nth]))


async def click_key(pilot: Pilot[None], description: str) -> None:
    """Click a key in the footer."""
    (key,) = (key for key in pilot.app.screen.query(FooterKey) if key.description == description)
    assert await pilot.click(key)
