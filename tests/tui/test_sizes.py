"""Every screen at every size a terminal may take, and at each change between them."""

from __future__ import annotations

import pytest
from textual.pilot import Pilot

from tests.tui import banks
from tests.tui.stage import Stage, bar, running, seated, seen, shows, until
from tests.tui.tour import WALK, tour

SIZES = ((120, 40), (60, 16), (40, 12), (10, 4), (1, 1), (200, 60), (80, 24))


@pytest.fixture
def toured(stage: Stage) -> Stage:
    """The stage with a bank that is refused beside the good one."""
    banks.write(stage.home, "BAD-1", banks.RIVER | {"key": "z"})
    return stage


async def test_every_screen_bears_every_size(toured: Stage) -> None:
    borne: set[type] = set()

    async def resize(pilot: Pilot[None]) -> None:
        if type(pilot.app.screen) in borne:
            return
        borne.add(type(pilot.app.screen))
        before = seen(pilot.app)
        for size in SIZES:
            await pilot.resize_terminal(*size)
            assert pilot.app.screen.size == size
        await until(pilot, lambda: seen(pilot.app).split() == before.split(), "what stood there at this size before")

    await tour(toured, (80, 24), resize)
    assert borne == {screen for screen, _ in WALK}


async def test_at_the_smallest_size_question_choices_and_time_are_on_the_screen(empty_stage: Stage) -> None:
    banks.write(empty_stage.home, "EX-1", banks.RIVER, questions=1)
    async with seated(empty_stage, (60, 16)) as pilot:
        for words in ("Question 1 of 1", "0:40:00", "✓ saved"):
            assert words in bar(pilot.app)
        assert "Which river is the longest?" in seen(pilot.app)
        choices = pilot.app.screen.query_one("#choices")
        assert choices.region.bottom <= pilot.app.size.height - 1, "all options above the footer"


async def test_home_keeps_its_menu_in_a_small_terminal(stage: Stage) -> None:
    async with running(stage.app(), (60, 16)) as pilot:
        await shows(pilot, "EX-1 A small exam", "not sat yet")
        assert pilot.app.screen.query_one("#menu").region.height >= 2


async def test_a_long_question_is_scrolled_by_page_and_follows_the_cursor(empty_stage: Stage) -> None:
    stem = "\n\n".join(f"Paragraph {number}." for number in range(40))
    banks.write(
        empty_stage.home, "EX-1", banks.single("long", stem, *("An option that is long. " * 12 for _ in "abcdef"))
    )
    async with seated(empty_stage, (60, 16), questions=1) as pilot:
        pane = pilot.app.screen.query_one("#question")
        assert pane.scroll_offset.y == 0
        await pilot.press("pagedown")
        assert pane.scroll_offset.y > 0
        await pilot.press("pageup", *["down"] * 5)
        choices = pilot.app.screen.query_one("#choices")
        assert choices.region.bottom <= pane.region.bottom, "the last option is in sight"
        await pilot.press(*["up"] * 5)
        assert choices.region.y < pane.region.bottom, "and the first again"
