"""A walk through every screen of the app, for tests that hold of all of them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from textual.pilot import Pilot
from textual.screen import Screen

from engine.practice.sit import ExamOptions
from tests.tui.stage import Stage, reaches, running, shows
from tui.screens.answer_review import AnswerReviewScreen
from tui.screens.dialog import Dialog
from tui.screens.exam import ExamScreen
from tui.screens.help import HelpScreen
from tui.screens.history import HistoryScreen
from tui.screens.home import HomeScreen
from tui.screens.jump import QuestionMapScreen, ReviewScreen
from tui.screens.problems import ProblemsScreen
from tui.screens.review_session import ReviewSessionScreen
from tui.screens.score_report import ScoreReportScreen

Step = tuple[type[Screen[Any]], tuple[str, ...]]

WALK: tuple[Step, ...] = (
    (HelpScreen, ("question_mark",)),
    (HomeScreen, ("escape",)),
    (ExamScreen, ("enter",)),
    (ExamScreen, ("a", "n", "a")),
    (ExamScreen, ("n", "a", "f")),
    (ExamScreen, ("n", "a", "b")),
    (QuestionMapScreen, ("m",)),
    (ReviewScreen, ("escape", "r")),
    (HelpScreen, ("question_mark",)),
    (Dialog, ("escape", "s")),
    (ScoreReportScreen, ("s",)),
    (AnswerReviewScreen, ("a",)),
    (AnswerReviewScreen, ("n",)),
    (AnswerReviewScreen, ("n",)),
    (AnswerReviewScreen, ("n",)),
    (HistoryScreen, ("escape", "escape", "y")),
    (ReviewSessionScreen, ("escape", "v")),
    (ReviewSessionScreen, ("w",)),
    (ProblemsScreen, ("escape", "end", "enter")),
)
"""Screens in the order they are reached, each with the keys that lead there from the one before."""


async def tour(stage: Stage, size: tuple[int, int], visit: Callable[[Pilot[None]], Awaitable[None]]) -> None:
    """Visit every screen. The stage needs a bank of at least four questions, and one that is refused."""
    deck = stage.deck
    bank = next(summary.code for summary in deck.overview().listing.summaries)
    deck.exam_room.start(deck.catalogue.bank(bank), deck.learner, ExamOptions(seed=1)).leave()
    async with running(stage.app(), size) as pilot:
        await shows(pilot, "Resume")
        await visit(pilot)
        for screen, keys in WALK:
            await pilot.press(*keys)
            await reaches(pilot, screen)
            await visit(pilot)
