"""The ways out of an exam: submit, leave and come back, give up."""

from __future__ import annotations

import pytest

from tests.tui.stage import Stage, bar, notices, reaches, running, seated, seen, shows
from tui.screens.dialog import Dialog
from tui.screens.exam import ExamScreen
from tui.screens.home import HomeScreen
from tui.screens.jump import QuestionMapScreen, ReviewScreen
from tui.screens.score_report import ScoreReportScreen

pytestmark = pytest.mark.usefixtures("quick_ticks")


async def test_submit_warns_of_what_is_open_and_leads_to_the_report(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("a", "f", "s")
        await shows(pilot, "Submit the exam?", "3 of 4 questions are unanswered. 1 flagged. You cannot come back")
        await pilot.press("g")
        await reaches(pilot, ExamScreen)
        assert stage.state().is_open
        await pilot.press("s", "s")
        await reaches(pilot, ScoreReportScreen)
        await shows(pilot, "✗ NOT PASSED", "3 unanswered; 1 flagged", "submitted")
    (entry,) = stage.deck.history()
    assert (entry.questions, entry.passed) == (4, False)


async def test_leaving_keeps_the_sitting_and_its_clock_and_resume_comes_back_to_the_question(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("n", "n", "a", "escape")
        await shows(pilot, "The clock does not stop when you leave")
        await pilot.press("l")
        await shows(pilot, "▶ Resume EX-1: begun ", "Next: go on with the exam you left unfinished.")
        left = stage.state()
        stage.clock.go(11 * 60)
        await pilot.press("r")
        await shows(pilot, "0:29:00 left and running")
        await pilot.press("enter")
        await reaches(pilot, ExamScreen)
        assert "Question 3 of 4  1 answered" in bar(pilot.app)
        assert "0:29:00" in bar(pilot.app)
        back = stage.state()
        assert (back.current, back.responses) == (left.current, left.responses)
        assert back.free_ms == 0


async def test_who_comes_back_too_late_gets_the_report(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("escape", "l")
        await shows(pilot, "Resume EX-1")
        stage.clock.go(41 * 60)
        await pilot.press("enter")
        await reaches(pilot, ScoreReportScreen)
        await shows(pilot, "0:40:00 of 0:40:00", "time ran out; submitted by itself")


async def test_who_leaves_when_the_time_is_already_up_gets_the_report(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("escape")
        await reaches(pilot, Dialog)
        stage.clock.go(40 * 60)
        await pilot.press("l")
        await reaches(pilot, ScoreReportScreen)
    assert len(stage.deck.history()) == 1


async def test_giving_up_leaves_no_result_and_nothing_to_resume(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("a", "escape", "u")
        await reaches(pilot, HomeScreen)
        await shows(pilot, "Welcome")
        assert "Resume" not in seen(pilot.app)
    assert stage.deck.history() == []
    assert stage.deck.due().today == 0


async def test_the_buttons_of_a_dialog_are_walked_by_arrows(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("escape", "right", "right", "left", "enter")
        await shows(pilot, "▶ Resume EX-1")


async def test_ctrl_q_asks_like_escape_from_wherever_in_the_exam(stage: Stage) -> None:
    """Closing the app unasked would stop the clock as a crash does."""
    async with seated(stage) as pilot:
        for keys in ((), ("m",), ("r",)):
            await pilot.press(*keys, "ctrl+q")
            await reaches(pilot, Dialog)
            assert "Leave the exam room?" in seen(pilot.app)
            await pilot.press("ctrl+q")
            assert isinstance(pilot.app.screen, Dialog), "asked once, not twice"
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, ExamScreen | QuestionMapScreen | ReviewScreen)
            assert stage.state().left_at is None
        await pilot.press("ctrl+q", "l")
        await reaches(pilot, HomeScreen)
        assert stage.state().left_at is not None
        await pilot.press("ctrl+q")
    assert pilot.app.return_code == 0


async def test_a_submission_that_cannot_be_written_is_told_and_can_be_repeated(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("a")
        stage.drain()
        stage.store.refusal = "the disk is full"
        await pilot.press("s", "s")
        await notices(pilot, "the disk is full")
        assert isinstance(pilot.app.screen, ExamScreen)
        await pilot.press("escape", "u")
        await notices(pilot, "the sitting is over")
        stage.store.refusal = None
        await pilot.press("s", "s")
        await reaches(pilot, ScoreReportScreen)
    assert len(stage.deck.history()) == 1


async def test_what_is_missed_waits_for_review_after_the_report(stage: Stage) -> None:
    async with running(stage.exam()) as pilot:
        await reaches(pilot, ExamScreen)
        await pilot.press("s", "s")
        await reaches(pilot, ScoreReportScreen)
        assert "4 reviews wait for you now" in seen(pilot.app)
        await pilot.press("h")
        await shows(pilot, "Review what is due: 4", "Next: 4 reviews are waiting")
