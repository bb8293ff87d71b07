"""After the exam: the report, every answer with its reasons, and the history."""

from __future__ import annotations

from textual.pilot import Pilot

from engine.items.responses import Json
from tests.tui import banks
from tests.tui.stage import Stage, click_key, heading, reaches, running, seen, shows, until
from tui.screens.answer_review import AnswerReviewScreen
from tui.screens.history import HistoryScreen
from tui.screens.home import HomeScreen
from tui.screens.score_report import ScoreReportScreen

MIXED: dict[str, Json] = {"river": "b", "primes": ["a", "c"], "moon": {"s1": False, "s2": True}}
"""Wrong, partly right, right; the dropdown is left out: 3 of 7 points."""


async def to_report(pilot: Pilot[None]) -> None:
    """From home through the history to the newest report."""
    await shows(pilot, "History: every finished exam")
    await pilot.press("y")
    await reaches(pilot, HistoryScreen)
    await pilot.press("enter")
    await reaches(pilot, ScoreReportScreen)


async def at_answer(pilot: Pilot[None], words: str) -> None:
    """Wait until the answer with these words is on the screen."""
    await reaches(pilot, AnswerReviewScreen)
    await shows(pilot, words)


async def test_the_report_says_score_domains_counts_and_time_and_leads_home(stage: Stage) -> None:
    stage.sit(MIXED, flagged=("river",))
    async with running(stage.app()) as pilot:
        await to_report(pilot)
        await shows(
            pilot,
            "EX-1 · A small exam · ",
            "✗ NOT PASSED   428 of 1000   pass mark 700",
            "3 of 7 points, 42.8 %; 70.0 % passes here",
            "700 is not 70 %",
            "Everything ████████░░░░░░░░░░░░ 42.8 % 3/7 points, 4 questions",
            "1 right, 1 partly right, 1 wrong, 1 unanswered; 1 flagged",
            "submitted",
        )
        await pilot.press("h")
        await reaches(pilot, HomeScreen)


async def test_an_answer_shows_what_was_chosen_the_key_the_reasons_and_the_reference(stage: Stage) -> None:
    stage.sit(MIXED)
    async with running(stage.app(), size=(80, 30)) as pilot:
        await to_report(pilot)
        await pilot.press("a")
        while "Which river" not in seen(pilot.app):
            await pilot.press("n")
        assert "✗ Wrong: 0 of 1 points" in heading(pilot.app)
        await shows(
            pilot,
            "✓○ 1  The Danube  (right answer)",
            "✗◉ 2  The Rhine  (your answer, wrong)",
            "The Rhine is the second of these.",
            "The Danube is longer by far.",
            "Rivers · Length (read 2026-01-05)",
            "https://example.org/rivers",
        )


async def test_answers_are_stepped_through_and_filtered(stage: Stage) -> None:
    stage.sit(MIXED, flagged=("moon",))
    async with running(stage.app()) as pilot:
        await to_report(pilot)
        await pilot.press("w")
        await at_answer(pilot, "1 of 3 (wrong)")
        await pilot.press("enter", "right")
        await at_answer(pilot, "3 of 3 (wrong)")
        await pilot.press("n", "p", "left")
        await at_answer(pilot, "1 of 3 (wrong)")
        await pilot.press("f")
        await at_answer(pilot, "1 of 1 (flagged) · ✓ Right: 2 of 2 points · 0:00:00 · ⚑ flagged")
        await pilot.press("a")
        await at_answer(pilot, "1 of 4 (all)")
        await pilot.press("escape")
        await reaches(pilot, ScoreReportScreen)


async def test_answers_are_looked_through_with_the_mouse(stage: Stage) -> None:
    stage.sit(MIXED)
    async with running(stage.app(), size=(100, 30)) as pilot:
        await to_report(pilot)
        await click_key(pilot, "Wrong")
        await at_answer(pilot, "1 of 3 (wrong)")
        await click_key(pilot, "All")
        await at_answer(pilot, "1 of 4 (all)")
        await click_key(pilot, "Next")
        await at_answer(pilot, "2 of 4 (all)")
        before = seen(pilot.app)
        await pilot.click("ChoiceList", offset=(4, 1))
        assert seen(pilot.app) == before, "nothing is chosen any more"


async def test_a_filter_without_answers_says_so_and_gives_the_keys_back_after_it(stage: Stage) -> None:
    stage.sit(banks.KEYS)
    async with running(stage.app()) as pilot:
        await to_report(pilot)
        await pilot.press("w")
        await at_answer(pilot, "Nothing here: choose another filter below.")
        assert heading(pilot.app) == "Answers · wrong: none"
        await pilot.press("enter", "f", "a")
        await at_answer(pilot, "1 of 4 (all)")
        await until(pilot, lambda: pilot.app.screen.focused is not None, "the keys")


async def test_the_history_lists_the_newest_first_and_opens_each(stage: Stage) -> None:
    stage.sit(banks.KEYS)
    stage.clock.go(86_400)
    stage.sit({})
    async with running(stage.app()) as pilot:
        await to_report(pilot)
        await shows(pilot, "✗ NOT PASSED   1 of 1000")
        await pilot.press("q")
        await shows(pilot, "History: every finished exam")
        await pilot.press("y")
        await reaches(pilot, HistoryScreen)
        lines = [line for line in seen(pilot.app).splitlines() if "questions" in line]
        assert ["not passed" in line for line in lines] == [True, False]
        await pilot.press("j", "enter")
        await shows(pilot, "✓ PASSED   1000 of 1000")


async def test_the_history_of_someone_new_is_empty_and_leads_home(stage: Stage) -> None:
    async with running(stage.app()) as pilot:
        await shows(pilot, "Welcome")
        await pilot.press("y")
        await shows(pilot, "No exam finished yet.")
        await pilot.press("enter", "escape")
        await reaches(pilot, HomeScreen)
