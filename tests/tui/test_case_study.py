"""A case study's text: beside the question, or in its place where there is no room; always there to be scrolled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.pilot import Pilot
from textual.widget import Widget

from engine.practice.sit import ExamOptions
from tests.tui import banks
from tests.tui.stage import Stage, bar, click_key, reaches, running, seated, seen, shows, until
from tui.screens.answer_review import AnswerReviewScreen
from tui.screens.history import HistoryScreen
from tui.screens.review_session import ReviewSessionScreen
from tui.screens.score_report import ScoreReportScreen
from tui.widgets.room import Room

TEXT = "\n\n".join(f"Paragraph {number} of the case." for number in range(1, 41))


@pytest.fixture
def cases(empty_stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Stage:
    """A bank of one single question and a case of two, short as it is."""
    monkeypatch.setattr("engine.exams.form.CASE_FROM", 1)
    members = [banks.single(f"case-{number}", f"Question {number} on the case?", "x", "y") for number in (1, 2)]
    banks.write(empty_stage.home, "EX-1", banks.RIVER, banks.case("case", "A firm", TEXT, *members), questions=3)
    return empty_stage


@asynccontextmanager
async def at_the_case(stage: Stage, size: tuple[int, int]) -> AsyncIterator[Pilot[None]]:
    """In the exam, at the first question of the case."""
    async with seated(stage, size) as pilot:
        await pilot.press("n")
        await shows(pilot, "Question 2 of 3", "Question 1 on the case?")
        yield pilot


def is_shown(pilot: Pilot[None], selector: str) -> bool:
    return bool(pilot.app.screen.query_one(selector, Widget).region)


async def test_wide_the_case_stands_beside_its_questions_and_only_those(cases: Stage) -> None:
    async with at_the_case(cases, (120, 30)) as pilot:
        case, question = (pilot.app.screen.query_one(name) for name in ("#case", "#question"))
        assert case.region.right <= question.region.x
        await shows(pilot, "A firm", "Overview", "Paragraph 40 of the case.")
        await pilot.press("x")
        assert (is_shown(pilot, "#case"), is_shown(pilot, "#question")) == (False, True)
        await pilot.press("x", "p")
        assert not is_shown(pilot, "#case"), "the single question has no case"
        assert "x Case" not in seen(pilot.app)


async def test_narrow_x_shows_the_case_instead_of_the_question_and_back(cases: Stage) -> None:
    async with at_the_case(cases, (99, 24)) as pilot:
        assert (is_shown(pilot, "#case"), is_shown(pilot, "#question")) == (False, True)
        await click_key(pilot, "Case")
        assert (is_shown(pilot, "#case"), is_shown(pilot, "#question")) == (True, False)
        await pilot.press("x", "b")
        assert (is_shown(pilot, "#case"), is_shown(pilot, "#question")) == (False, True)
        assert cases.state().responses == {"case-1": "b"}, "the keys are back at the question"


async def test_narrow_the_case_is_scrolled_by_keys_to_its_end(cases: Stage) -> None:
    async with at_the_case(cases, (80, 24)) as pilot:
        await pilot.press("x", "pagedown")
        case = pilot.app.screen.query_one("#case")
        await until(pilot, lambda: case.scroll_offset.y > 0, "the next page")
        await pilot.press("end")
        await until(pilot, lambda: case.scroll_offset.y == case.max_scroll_y > 0, "the end")


async def test_wide_tab_brings_the_keys_to_the_case_and_back_and_a_click_does_not(cases: Stage) -> None:
    async with at_the_case(cases, (120, 30)) as pilot:
        await pilot.press("tab", "pagedown")
        case = pilot.app.screen.query_one("#case")
        await until(pilot, lambda: case.scroll_offset.y > 0, "the next page")
        await pilot.press("tab", "a")
        assert cases.state().responses == {"case-1": "a"}
        await pilot.click("#case")
        await pilot.click("#stem")
        await pilot.press("b")
        assert cases.state().responses == {"case-1": "b"}


async def test_the_terminal_may_change_its_width_in_between(cases: Stage) -> None:
    async with at_the_case(cases, (80, 24)) as pilot:
        await pilot.press("x")
        await pilot.resize_terminal(120, 30)
        await until(pilot, lambda: is_shown(pilot, "#question"))
        await pilot.resize_terminal(80, 24)
        await until(pilot, lambda: is_shown(pilot, "#case"))
        await pilot.press("x", "a")
        assert cases.state().responses == {"case-1": "a"}


async def test_keys_are_passed_on_to_nothing_once_the_room_is_gone(cases: Stage) -> None:
    async with at_the_case(cases, (80, 24)) as pilot:
        room = pilot.app.screen.query_one(Room)
    room._pass_on_keys()


async def test_the_next_question_of_the_case_keeps_the_place_in_its_text(cases: Stage) -> None:
    async with at_the_case(cases, (120, 30)) as pilot:
        case = pilot.app.screen.query_one("#case")
        case.scroll_to(y=20, animate=False)
        await pilot.press("n")
        assert "Question 3 of 3" in bar(pilot.app)
        assert case.scroll_offset.y == 20


async def test_the_case_is_there_when_looking_back_and_when_reviewing(cases: Stage) -> None:
    deck = cases.deck
    deck.exam_room.start(deck.catalogue.bank("EX-1"), deck.learner, ExamOptions(seed=1)).finish("submitted").result()
    async with running(cases.app(), (120, 30)) as pilot:
        await shows(pilot, "History")
        pilot.app.screen.post_message(pilot.app.screen.Picked("review"))  # type: ignore[attr-defined]
        await reaches(pilot, ReviewSessionScreen)
        await pilot.press("w", "n", "w", "n")
        assert is_shown(pilot, "#case") != ("longest" in seen(pilot.app))
        await pilot.press("w", "n")
        await shows(pilot, "nothing more is due here")
        assert "x Case" not in seen(pilot.app)
        await pilot.press("escape", "y")
        await reaches(pilot, HistoryScreen)
        await pilot.press("enter")
        await reaches(pilot, ScoreReportScreen)
        await pilot.press("a")
        await reaches(pilot, AnswerReviewScreen)
        await pilot.press("n")
        await shows(pilot, "Question 2", "A firm")
        assert is_shown(pilot, "#case")
