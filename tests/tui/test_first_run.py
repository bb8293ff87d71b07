"""From the start into an exam: what the first screen says and leads to, and what a second app on the home may do."""

from __future__ import annotations

from contextlib import ExitStack

from textual.widgets import OptionList

from engine.practice.sit import ExamOptions
from tests.tui import banks
from tests.tui.stage import Stage, bar, notices, reaches, running, shows, until
from tui.app import Request
from tui.screens.dialog import Dialog
from tui.screens.exam import ExamScreen
from tui.screens.history import HistoryScreen
from tui.screens.home import HomeScreen


async def test_two_keys_lead_from_the_first_start_into_an_exam(stage: Stage) -> None:
    async with running(stage.app()) as pilot:
        await shows(pilot, "Welcome. Press Enter to sit your first mock exam: EX-1, 4 questions in 40", "not sat yet")
        await pilot.press("enter", "enter")
        await reaches(pilot, ExamScreen)
        assert "Question 1 of 4" in bar(pilot.app)
        assert "0:40:00" in bar(pilot.app)
    assert stage.state().current == stage.unfinished().sitting.form.item_ids[0]


async def test_the_clock_starts_only_after_the_exam_was_explained(stage: Stage) -> None:
    async with running(stage.app()) as pilot:
        await shows(pilot, "Welcome")
        await pilot.press("enter")
        await shows(pilot, "4 questions, 40 minutes. The clock starts at once")
        await pilot.press("escape")
        await reaches(pilot, HomeScreen)
    with stage.deck.store.reading() as unit:
        assert unit.sittings.open_sittings(stage.deck.learner.id) == []


async def test_home_leads_on_with_what_is_most_useful(stage: Stage) -> None:
    stage.sit(banks.KEYS)
    async with running(stage.app()) as pilot:
        await shows(pilot, "Nothing is due today. The next reviews: 4 on 2026-03-", "last 1000 ✓ passed", "History")
        stage.sit({})
        await pilot.press("r")
        await shows(pilot, "Next: 4 reviews are waiting", "Review what is due: 4", "last 1 ✗ not passed", "4 due")


async def test_a_home_without_banks_says_so(empty_stage: Stage) -> None:
    async with running(empty_stage.app()) as pilot:
        await shows(pilot, "There is no bank to practise with yet.")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_an_exam_left_unfinished_is_offered_first_and_another_begun_only_when_asked_for(stage: Stage) -> None:
    deck = stage.deck
    deck.exam_room.start(deck.catalogue.bank("EX-1"), deck.learner, ExamOptions(seed=1)).leave()
    async with running(stage.app()) as pilot:
        await shows(pilot, "Resume EX-1: begun ", "Next: go on with the exam you left unfinished.")
        await pilot.press("down", "enter")
        await shows(pilot, "You left an exam of this bank unfinished; a new one leaves it waiting")
        await pilot.press("s")
        await reaches(pilot, ExamScreen)
        stage.drain()
        with deck.store.reading() as unit:
            assert len(unit.sittings.open_sittings(deck.learner.id)) == 2


async def test_the_command_without_options_goes_on_with_the_exam_left_unfinished(stage: Stage) -> None:
    deck = stage.deck
    opened = deck.exam_room.start(deck.catalogue.bank("EX-1"), deck.learner, ExamOptions(seed=1))
    opened.move(opened.sitting.form.item_ids[2])
    opened.leave()
    async with running(stage.app(Request("exam", "ex-1"))) as pilot:
        await reaches(pilot, ExamScreen)
        assert "Question 3 of 4" in bar(pilot.app)
    assert stage.unfinished().sitting.id == opened.sitting.id


async def test_a_second_app_on_the_home_only_reads_and_says_so(stage: Stage) -> None:
    stage.sit(banks.KEYS)
    assert stage.may_write
    with ExitStack() as stack:
        second = Stage(stage.home, stack)
        async with running(second.app()) as pilot:
            await shows(pilot, "Another Mockdeck is open on this home, so this one only reads", "last 1000")
            await pilot.press("enter")
            await reaches(pilot, Dialog)
            await pilot.press("s")
            await notices(pilot, "so this one only reads: close the other to sit or review.")
            assert isinstance(pilot.app.screen, HomeScreen)
            await pilot.press("y")
            await reaches(pilot, HistoryScreen)
            await shows(pilot, "✓ passed      1000  4 questions")
    with stage.deck.store.reading() as unit:
        assert unit.sittings.open_sittings(stage.deck.learner.id) == []


async def test_what_is_read_anew_leaves_the_cursor_where_it_was_moved_and_else_begins_at_the_top(stage: Stage) -> None:
    stage.sit(banks.KEYS)
    async with running(stage.app()) as pilot:
        menu = pilot.app.screen.query_one(OptionList)

        def row() -> str | None:
            return menu.highlighted_option.id if menu.highlighted_option else None

        await shows(pilot, "History: every finished exam")
        assert row() == "exam:EX-1"
        await pilot.press("down", "y")
        await reaches(pilot, HistoryScreen)
        stage.sit({})
        await pilot.press("escape", "r")
        await shows(pilot, "Review what is due: 4")
        assert row() == "history", "the learner had moved there"
        await pilot.press("enter")
        await reaches(pilot, HistoryScreen)
        await pilot.press("escape", "r")
        await until(pilot, lambda: row() == "review", "the row that is most useful")
