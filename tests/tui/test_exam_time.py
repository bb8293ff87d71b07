"""Exam time on the screen: it ends by itself whatever stands over the question, warns before, and can be hidden."""

from __future__ import annotations

import pytest
from textual.message_pump import MessagePump

from tests.tui.stage import Stage, bar, notices, reaches, seated, seen, shows, until
from tui.screens.exam import ExamScreen
from tui.screens.home import HomeScreen
from tui.screens.score_report import ScoreReportScreen

pytestmark = pytest.mark.usefixtures("quick_ticks")


@pytest.mark.parametrize(
    "keys",
    [("s",), ("m",), ("r",), ("r", "question_mark")],
    ids=["dialog", "map", "review", "help-on-review"],
)
async def test_the_exam_ends_by_itself_whatever_stands_over_the_question(stage: Stage, keys: tuple[str, ...]) -> None:
    async with seated(stage) as pilot:
        await pilot.press("a", *keys)
        stage.clock.go(40 * 60)
        await reaches(pilot, ScoreReportScreen)
        await notices(pilot, "Time is up. Your answers are submitted.")
        await shows(pilot, "Time: 0:40:00 of 0:40:00", "time ran out; submitted by itself", "3 unanswered")
        await pilot.press("h")
        await reaches(pilot, HomeScreen)
        assert pilot.app.screen_stack == [pilot.app.screen], "nothing is left of the exam"
    assert [entry.used_ms for entry in stage.deck.history()] == [40 * 60_000]


async def test_what_comes_after_the_end_of_time_is_not_taken(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ExamScreen, "set_interval", MessagePump.set_interval)
    async with seated(stage) as pilot:
        stage.clock.go(40 * 60)
        await pilot.press("a")
        await reaches(pilot, ScoreReportScreen)
        await shows(pilot, "4 unanswered")


async def test_where_the_end_cannot_be_written_it_says_so_once_and_goes_on_trying(stage: Stage) -> None:
    async with seated(stage) as pilot:
        stage.drain()
        stage.store.refusal = "the disk is full"
        stage.clock.go(40 * 60)
        await shows(pilot, "✗ NOT SAVED")
        await notices(pilot, "the disk is full")
        for _ in range(10):
            await pilot.pause()
        assert seen(pilot.app).count("the disk is full") == 1
        assert "Time is up" not in seen(pilot.app), "not before it is true"
        stage.store.refusal = None
        await reaches(pilot, ScoreReportScreen)
        await notices(pilot, "Time is up. Your answers are submitted.")


STEPS: tuple[tuple[float, str, list[int]], ...] = (
    (9.9, "0:30:06", []),
    (0.1, "0:30:00", [30]),
    (14.9, "0:15:06", [30]),
    (0.2, "0:14:54", [30, 15]),
    (10, "0:04:54", [30, 15, 5]),
)
"""Minutes that pass, the time shown then, and the warnings given by then."""


async def test_the_candidate_is_warned_at_30_15_and_5_minutes(stage: Stage) -> None:
    async with seated(stage) as pilot:
        for minutes, shown, warned in STEPS:
            stage.clock.go(minutes * 60)
            await shows(pilot, shown, *(f"▌ {left} minutes left." for left in warned))
            assert seen(pilot.app).count("minutes left.") == len(warned)
        await until(pilot, lambda: pilot.app.screen.query_one("#timer").has_class("-late"), "the late style")


async def test_t_hides_the_time_and_the_clock_runs_on(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("t")
        stage.clock.go(60)
        await pilot.pause()
        assert "hidden" in bar(pilot.app)
        assert "0:3" not in bar(pilot.app)
        await pilot.press("t")
        await until(pilot, lambda: "0:39:00" in bar(pilot.app), "the time left")


async def test_the_time_shown_is_true_again_after_the_map_and_the_review_screen(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("r")
        stage.clock.go(61)
        await pilot.press("escape")
        await reaches(pilot, ExamScreen)
        await until(pilot, lambda: "0:38:59" in bar(pilot.app), "the time left")
    assert stage.state().seen
