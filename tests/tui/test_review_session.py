"""A review session: ask, check, explain, undo; and what of it gets into the store."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.tui import banks
from tests.tui.stage import Stage, heading, notices, reaches, running, seen, shows, until
from tui.screens.home import HomeScreen
from tui.screens.review_session import ReviewSessionScreen


async def begin(pilot: Pilot[None]) -> None:
    """From home into the session."""
    await shows(pilot, "Review what is due")
    await pilot.press("enter")
    await reaches(pilot, ReviewSessionScreen)


def missed(stage: Stage, *missing: str) -> None:
    """An exam in which everything but these was right."""
    stage.sit({name: key for name, key in banks.KEYS.items() if name not in missing})


async def test_a_right_answer_is_judged_explained_and_comes_again_later(stage: Stage) -> None:
    missed(stage, "river")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        assert heading(pilot.app) == "Review 1 of 1 · EX-1 · Choose, then Enter to check"
        await pilot.press("a", "enter")
        await shows(pilot, "✓ Right: 1 of 1 points · again 2026-03-", "✓ saved", "The Danube is longer by far.")
        assert stage.deck.due().today == 0
        await pilot.press("n")
        await shows(pilot, "1 reviewed; nothing more is due here.")
        assert heading(pilot.app) == "Review 1 of 1 · done"
        await pilot.press("enter")
        await reaches(pilot, HomeScreen)
        await shows(pilot, "Nothing is due today.")


async def test_a_wrong_answer_shows_both_and_comes_again_soon(stage: Stage) -> None:
    missed(stage, "river")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        await pilot.press("b", "enter")
        await shows(pilot, "✗ Wrong: 0 of 1 points · again 2026-03-0", "(your answer, wrong)", "(right answer)")


async def test_who_does_not_know_sees_the_answer(stage: Stage) -> None:
    missed(stage, "river", "moon")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        await pilot.press("w")
        await shows(pilot, "Review 1 of 2", "○ Unanswered: 0 of", "(right answer)")
        assert stage.deck.due().today == 1
        await pilot.press("enter")
        await shows(pilot, "Review 2 of 2 · EX-1 · Choose, then Enter to check")


async def test_undo_takes_the_last_review_back_and_asks_it_again(stage: Stage) -> None:
    missed(stage, "river")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        await pilot.press("u")
        assert "taken back" not in seen(pilot.app)
        await pilot.press("b", "enter")
        await shows(pilot, "✗ Wrong")
        await pilot.press("u")
        await notices(pilot, "The review was taken back; it is asked again.")
        await shows(pilot, "Choose, then Enter to check", "○ 2  The Rhine")
        assert stage.deck.due().today == 1
        await pilot.press("a", "enter")
        await shows(pilot, "✓ Right")
        assert stage.deck.due().today == 0


async def test_undo_at_the_end_asks_again_and_takes_keys(stage: Stage) -> None:
    missed(stage, "river")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        await pilot.press("b", "enter", "enter")
        await shows(pilot, "nothing more is due here")
        await pilot.press("u")
        await shows(pilot, "Choose, then Enter to check")
        await until(pilot, lambda: pilot.app.screen.focused is not None, "the keys")
        await pilot.press("a")
        await shows(pilot, "◉ 1  The Danube")


async def test_enter_chooses_first_and_checks_only_what_is_answered_in_full(stage: Stage) -> None:
    missed(stage, "moon")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        await pilot.press("enter")
        await shows(pilot, "◉ 1  Yes")
        await pilot.press("enter")
        assert "points ·" not in heading(pilot.app), "the second statement is still open"


async def test_each_question_begins_unanswered(stage: Stage) -> None:
    missed(stage, "primes", "river")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        await pilot.press("a", "b", "enter")
        await shows(pilot, "✓ Right: 2 of 2 points")
        await pilot.press("n")
        await shows(pilot, "Review 2 of 2 · EX-1 · Choose, then Enter to check", "○ 1  The Danube")
        await pilot.press("enter")
        await shows(pilot, "Choose, then Enter to check", "◉ 1  The Danube")


async def test_a_review_that_cannot_be_written_is_told_and_not_counted(stage: Stage) -> None:
    missed(stage, "river")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        stage.store.refusal = "the disk is full"
        await pilot.press("a", "enter")
        await notices(pilot, "the disk is full. Nothing was recorded; try again.")
        assert "✓ saved" not in heading(pilot.app)
        stage.store.refusal = None
        await pilot.press("enter")
        await shows(pilot, "✓ Right", "✓ saved")


async def test_choose_two_stops_at_two_here_as_well(stage: Stage) -> None:
    missed(stage, "primes")
    async with running(stage.app()) as pilot:
        await begin(pilot)
        await pilot.press("a", "b", "c")
        await notices(pilot, "That is all you may choose; take one back first.")
        await shows(pilot, "☐ 3  Four")


async def test_a_session_with_nothing_due_says_so(stage: Stage) -> None:
    async with running(stage.app()) as pilot:
        await shows(pilot, "Welcome")
        await pilot.press("v")
        await shows(pilot, "0 reviewed; nothing more is due here.")
        assert "Review 0 of 0" in seen(pilot.app)
