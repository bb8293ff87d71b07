"""A bank whose every text is hostile: on every screen it shows as plain text, and nothing of it can be clicked.

Once as the loader lets it in, and once with the loader's cleaning switched off, as rows written by an older version
might hold it: the way out has to hold by itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.content import Content
from textual.pilot import Pilot
from textual.widgets._toast import Toast

from tests.tui import banks
from tests.tui.hostility import HOSTILE, forbidden
from tests.tui.stage import Stage, notices, reaches, running, seated, seen, shows, strips
from tests.tui.tour import tour
from tui.screens.dialog import Dialog
from tui.screens.help import HelpScreen
from tui.screens.history import HistoryScreen
from tui.screens.home import HomeScreen
from tui.screens.jump import QuestionMapScreen

LONG = "W" * 2_000
WITHOUT_BANK_TEXT = (Dialog, HelpScreen, HistoryScreen, QuestionMapScreen)


def hostile_bank(home: Path) -> None:
    """Every text a candidate may get to see."""
    reasons: dict[str, Any] = {
        "explanation": HOSTILE,
        "references": [
            {"url": "https://a.example/[/nope]", "title": HOSTILE, "section": HOSTILE, "read_on": "2026-01-05"}
        ],
    }
    one = banks.single("one", f"{HOSTILE}\n\n{LONG}\n\n```python\n{HOSTILE}\n```", HOSTILE, LONG, HOSTILE, **reasons)
    many = banks.multiple("many", f"- {HOSTILE}\n- {LONG}", HOSTILE, LONG, "c", "d", **reasons)
    yes_no = banks.yes_no("statements", HOSTILE, (HOSTILE, True), (LONG, False), **reasons)
    gaps = banks.dropdown(
        "gaps", HOSTILE, f"{HOSTILE} [[g1]]", (HOSTILE, LONG), key={"g1": "a"}, language="python", **reasons
    )
    for option in (*one["options"], *many["options"], *gaps["gaps"][0]["options"], *yes_no["statements"]):
        option["rationale"] = HOSTILE
    case = banks.case("case", HOSTILE, f"{HOSTILE}\n\n{LONG}\n\n| a | b |\n|---|---|\n| {HOSTILE} | c |", many, yes_no)
    case["stimuli"][0]["title"] = HOSTILE
    blueprint = {"domains": [{"id": "d1", "name": HOSTILE, "weight": [100, 100]}]}
    banks.write(home, "EX-1", one, gaps, case, title=f"{HOSTILE} title", blueprint=blueprint)
    bad = banks.write(home, "BAD-1", banks.RIVER | {"key": "z"})
    named = bad / "\x1b[2J[@click=app.quit]\u202e.yaml"
    named.write_text(banks.as_yaml({"items": [banks.MOON | {HOSTILE: HOSTILE, "kind": HOSTILE}]}), encoding="utf-8")


@pytest.fixture
def hostile(empty_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A home with the hostile bank."""
    monkeypatch.setattr("engine.exams.form.CASE_FROM", 1)
    hostile_bank(empty_stage.home)
    return empty_stage


@pytest.fixture
def raw(hostile: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """The same, read without the loader's cleaning."""
    monkeypatch.setattr("engine.banks.yaml_reader.clean_text", lambda text: text)
    return hostile


def assert_harmless(app: App[None]) -> None:
    """No control character on the screen, and nothing to click but what Mockdeck put there."""
    for strip in strips(app):
        for segment in strip:
            assert not forbidden(segment.text), repr(segment.text)
            assert segment.style is None or "@click" not in segment.style.meta
            assert segment.style is None or segment.style.link is None
    for toast in app.screen.query(Toast):
        content = toast.render()
        assert isinstance(content, Content)
        assert not forbidden(content.plain)
        assert not any("@click" in str(span.style) for span in content.spans)


async def look(pilot: Pilot[None]) -> None:
    """Look over one screen."""
    assert_harmless(pilot.app)
    if not isinstance(pilot.app.screen, WITHOUT_BANK_TEXT):
        assert "[/nope]" in seen(pilot.app)
        assert "[@click=app.quit]press[/]" in seen(pilot.app)


async def test_hostile_text_is_plain_text_on_every_screen(hostile: Stage) -> None:
    await tour(hostile, (110, 40), look)


async def test_text_that_was_never_cleaned_is_plain_text_on_every_screen(raw: Stage) -> None:
    await tour(raw, (110, 40), look)


async def test_hostile_text_is_plain_text_where_there_is_hardly_any_room(raw: Stage) -> None:
    async with seated(raw, (30, 10)) as pilot:
        for _ in range(4):
            await pilot.press("a", "n")
            assert_harmless(pilot.app)


async def test_the_title_of_an_exam_is_plain_text_where_it_is_offered(raw: Stage) -> None:
    async with running(raw.app(), (110, 40)) as pilot:
        await shows(pilot, "Welcome")
        await pilot.press("enter")
        await reaches(pilot, Dialog)
        assert "[/nope]" in seen(pilot.app)
        assert_harmless(pilot.app)


async def test_clicks_on_hostile_text_do_nothing(raw: Stage) -> None:
    async with seated(raw, (110, 40)) as pilot:
        stem = pilot.app.screen.query_one("#stem")
        for x in range(0, min(60, stem.region.width), 6):
            await pilot.click(stem, offset=(x, 0))
        assert pilot.app.is_running


async def test_hostile_names_of_folders_are_plain_text_while_reading_and_in_refusals(empty_stage: Stage) -> None:
    name = "ex\x1b[2j\x9b[@click=app.quit]x\u202e"
    folder = banks.write(empty_stage.home, name, banks.RIVER, title="t")
    async with running(empty_stage.app()) as pilot:
        await shows(pilot, "1 bank could not be loaded")
        assert_harmless(pilot.app)
        assert isinstance(pilot.app.screen, HomeScreen)
        pilot.app.screen.show_progress(f"Reading the bank {folder.name} for the first time")
        await shows(pilot, "Reading the bank ex[2j[@click=app.quit]x for the first time")
        assert_harmless(pilot.app)


async def test_notices_are_plain_text(stage: Stage) -> None:
    async with running(stage.app()) as pilot:
        await shows(pilot, "Welcome")
        pilot.app.notify(HOSTILE, title=HOSTILE)
        await notices(pilot, "[/nope]")
        assert_harmless(pilot.app)


def test_the_text_of_this_module_is_hostile() -> None:
    assert {"\x1b", "\x07", "\x9b", "\u202e", "\u2028"} <= forbidden(HOSTILE)
