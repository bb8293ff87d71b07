"""What is wrong with a bank is told with file, line and item; what each key does is told on every screen."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from textual.binding import Binding
from textual.screen import Screen
from textual.widget import Widget

import tui
from tests.tui import banks
from tests.tui.stage import Stage, click_key, reaches, running, seated, seen, shows
from tui.app import MockdeckApp
from tui.screens.exam import ExamScreen
from tui.screens.help import HelpScreen
from tui.screens.home import HomeScreen
from tui.screens.problems import ProblemsScreen


async def test_a_bad_bank_is_named_with_file_line_and_item_beside_the_good_one(stage: Stage) -> None:
    folder = banks.write(stage.home, "BAD-1", banks.RIVER, banks.single("keyless", "Which?", "x", "y", key="z"))
    line = (folder / "items.yaml").read_text(encoding="utf-8").split('"keyless"')[0].count("\n")
    async with running(stage.app()) as pilot:
        await shows(pilot, "EX-1  A small exam", "! 1 bank could not be loaded: see why")
        await pilot.press("down", "enter")
        await reaches(pilot, ProblemsScreen)
        where = f"items.yaml:{line}, item keyless: key names 'z', which is no option of this item"
        await shows(pilot, "has 1 problem; nothing was loaded", where)
        await pilot.press("escape")
        await reaches(pilot, HomeScreen)


async def test_every_problem_of_every_bank_is_listed(empty_stage: Stage) -> None:
    banks.write(empty_stage.home, "BAD-1", banks.RIVER, banks.RIVER | {"id": "RIVER", "domain": "d9"})
    broken = banks.write(empty_stage.home, "BAD-2", banks.RIVER)
    (broken / "items.yaml").write_text("items:\n  - id: [", encoding="utf-8")
    async with running(empty_stage.app()) as pilot:
        await shows(pilot, "! 2 banks could not be loaded: see why")
        await pilot.press("enter")
        await reaches(pilot, ProblemsScreen)
        await shows(pilot, "there is no domain 'd9' in the blueprint", "the id is already taken on", "not valid YAML")


async def test_a_mended_bank_is_there_after_a_refresh(empty_stage: Stage) -> None:
    banks.write(empty_stage.home, "BAD-1", banks.RIVER | {"key": "z"})
    async with running(empty_stage.app()) as pilot:
        await shows(pilot, "could not be loaded")
        banks.write(empty_stage.home, "BAD-1", banks.RIVER)
        await pilot.press("r")
        await shows(pilot, "BAD-1  A small exam")
        assert "could not be loaded" not in seen(pilot.app)


async def test_a_bank_that_broke_in_between_is_refused_in_words(stage: Stage) -> None:
    async with running(stage.app()) as pilot:
        await shows(pilot, "Welcome")
        stage.deck.catalogue._banks.clear()
        banks.write(stage.home, "EX-1", banks.RIVER | {"key": "z"})
        await pilot.press("enter", "s")
        await shows(pilot, "The exam cannot start", "nothing was")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_an_opening_that_fails_says_why_and_does_not_hang(stage: Stage, tmp_path: Path) -> None:
    for error in (OSError("no space left on device"), RuntimeError("something nobody thought of")):

        def opening(error: Exception = error) -> Any:
            raise error

        async with running(MockdeckApp(opening)) as pilot:
            await shows(pilot, f"Mockdeck cannot start: {error}")


async def test_help_lists_the_keys_of_the_screen_and_of_the_choices(stage: Stage) -> None:
    async with seated(stage, size=(80, 60)) as pilot:
        await click_key(pilot, "Keys")
        await reaches(pilot, HelpScreen)
        listed = " ".join(seen(pilot.app).split())
        for binding in (*ExamScreen.BINDINGS, *MockdeckApp.BINDINGS):
            assert isinstance(binding, Binding)
            assert binding.tooltip in listed
        for words in ("1 a Choose option 1", "6 Choose option 6", "n → Next question", "delete backspace", "t Hide or"):
            assert words in listed
        await pilot.press("question_mark")
        await reaches(pilot, ExamScreen)


async def test_help_opens_over_each_screen_scrolls_and_goes(stage: Stage) -> None:
    async with running(stage.app(), size=(60, 16)) as pilot:
        await shows(pilot, "Welcome")
        await pilot.press("question_mark", "j", "down", "k", "up")
        await reaches(pilot, HelpScreen)
        await shows(pilot, "Every finished exam", "Close Mockdeck")
        await pilot.press("q")
        await reaches(pilot, HomeScreen)


def own_bindings() -> list[tuple[str, Binding]]:
    """Every binding our own screens and widgets declare."""
    found = []
    folder = Path(tui.__file__).parent
    for path in sorted(folder.rglob("*.py")):
        if path.stem in ("__main__", "__init__"):
            continue
        module = import_module(".".join(("tui", *path.relative_to(folder).with_suffix("").parts)))
        for owner in vars(module).values():
            if (
                isinstance(owner, type)
                and owner.__module__ == module.__name__
                and issubclass(owner, Widget | MockdeckApp)
            ):
                found += [(owner.__name__, one) for one in vars(owner).get("BINDINGS", ()) if isinstance(one, Binding)]
    return found


@pytest.mark.parametrize(
    ("owner", "binding"), own_bindings(), ids=lambda value: getattr(value, "id", None) or str(value)
)
def test_every_key_says_what_it_does_and_can_be_remapped(owner: str, binding: Binding) -> None:
    assert binding.tooltip, owner
    assert binding.id, owner


def test_no_two_bindings_share_an_id_and_no_screen_binds_a_key_twice() -> None:
    found = own_bindings()
    ids = [binding.id for _, binding in found]
    assert len(ids) == len(set(ids))
    keys = [(owner, key) for owner, binding in found for key in binding.key.split(",")]
    assert len(keys) == len(set(keys))
    assert issubclass(ExamScreen, Screen)


async def test_what_is_read_after_the_app_was_closed_is_let_go(stage: Stage) -> None:
    app = stage.app()
    async with running(app) as pilot:
        await shows(pilot, "Welcome")
        home = app.screen
    assert isinstance(home, HomeScreen)
    home.show_overview(stage.deck.overview())
    home.show_progress("Reading the bank")
    home.show_notice("This one only reads")
