"""Moving about an exam: next and previous, the map, the review screen; by keys and by mouse."""

from __future__ import annotations

from textual.pilot import Pilot
from textual.widgets import OptionList

from tests.tui import banks
from tests.tui.stage import Stage, bar, click_key, heading, reaches, seated, seen, strips_of, until
from tui.screens.dialog import Dialog
from tui.screens.exam import ExamScreen
from tui.screens.jump import QuestionMapScreen, ReviewScreen
from tui.widgets.question_map import CELL, QuestionMap


async def at_question(pilot: Pilot[None], number: int) -> None:
    """Wait until that question is on the screen."""
    await reaches(pilot, ExamScreen)
    await until(pilot, lambda: f"Question {number} of " in bar(pilot.app), f"question {number}")


async def test_n_p_and_the_arrows_move_and_p_stops_at_the_first(stage: Stage) -> None:
    async with seated(stage) as pilot:
        for keys, number in ((("n", "right"), 3), (("left",), 2), (("p", "p", "p"), 1)):
            await pilot.press(*keys)
            assert f"Question {number} of 4" in bar(pilot.app)


async def test_next_after_the_last_question_is_the_review_screen(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press(*"nnnn")
        await reaches(pilot, ReviewScreen)
        assert stage.state().current is None
        await pilot.press("escape")
        await at_question(pilot, 4)


async def test_the_map_shows_each_state_and_jumps_by_keys(stage: Stage) -> None:
    order = ["moon", "river", "primes", "loop"]
    async with seated(stage) as pilot:
        form = stage.unfinished().sitting.form.item_ids
        for item_id in order[:3]:
            await pilot.press(*(["n"] * form.index(item_id)), "a", *(["p"] * 3))
        await pilot.press(*(["n"] * form.index("loop")), "f", "m")
        await reaches(pilot, QuestionMapScreen)
        marks = {"moon": "◐", "river": "●", "primes": "◐", "loop": "○⚑"}
        drawn = "".join(strip.text for strip in strips_of(pilot.app.screen.query_one(QuestionMap)))
        assert drawn.split() == [part for n, name in enumerate(form, 1) for part in [f"{n}{marks[name]}"]]
        here = form.index("loop")
        await pilot.press(*(["h"] * here), "l", "right", "enter")
        await at_question(pilot, 3)


async def test_the_map_jumps_by_mouse_and_escape_changes_nothing(stage: Stage) -> None:
    async with seated(stage, size=(100, 30)) as pilot:
        await click_key(pilot, "Map")
        await reaches(pilot, QuestionMapScreen)
        assert await pilot.click(QuestionMap, offset=(CELL * 2 + 1, 0))
        await at_question(pilot, 3)
        await pilot.press("m", "right", "escape")
        await at_question(pilot, 3)


async def test_the_maps_cursor_moves_by_rows_and_stays_in_sight(empty_stage: Stage) -> None:
    items = [banks.single(f"q{number}", f"Question {number}?", "x", "y") for number in range(60)]
    banks.write(empty_stage.home, "EX-1", *items, questions=60)
    async with seated(empty_stage, size=(40, 12)) as pilot:
        await pilot.press("m", "down", "enter")
        columns = empty_stage.unfinished().sitting.form.item_ids.index(empty_stage.state().current or "")
        assert 2 <= columns <= 6
        await pilot.press("m")
        await reaches(pilot, QuestionMapScreen)
        for _ in range(25):
            pilot.app.screen.query_one(QuestionMap).action_row(1)
        await pilot.pause()
        shown = pilot.app.screen.query_one(QuestionMap).region
        assert shown.bottom <= pilot.app.size.height, "the last row is in sight"


async def test_the_review_screen_filters_and_jumps_by_keys(stage: Stage) -> None:
    async with seated(stage) as pilot:
        form = stage.unfinished().sitting.form.item_ids
        await pilot.press(*(["n"] * form.index("river")), "a", "f", "r")
        await reaches(pilot, ReviewScreen)
        assert heading(pilot.app) == "Review: 4 questions, 3 not fully answered, 1 flagged · showing all"
        assert f"  {form.index('river') + 1} ● ⚑ Which river is the longest?" in seen(pilot.app)
        await pilot.press("u")
        assert "river" not in seen(pilot.app)
        assert pilot.app.screen.query_one(OptionList).option_count == 3
        await pilot.press("f")
        assert pilot.app.screen.query_one(OptionList).option_count == 1
        await pilot.press("a", "j", "j", "k", "enter")
        await at_question(pilot, 2)


async def test_the_review_screen_jumps_by_mouse(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("r")
        await reaches(pilot, ReviewScreen)
        assert await pilot.click("#questions", offset=(8, 3))
        await at_question(pilot, 4)


async def test_a_filter_that_keeps_nothing_says_so_and_leads_nowhere(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("r", "f", "enter")
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert "Nothing here." in seen(pilot.app)
        await pilot.press("s")
        await reaches(pilot, Dialog)
        assert "Submit the exam?" in seen(pilot.app)


async def test_back_from_the_review_screen_is_the_question_one_came_from(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("n", "n", "r")
        await reaches(pilot, ReviewScreen)
        await pilot.press("r")
        await at_question(pilot, 3)
