"""`✓ saved` is a promise: it stands on the screen only while everything done so far is on disk."""

from __future__ import annotations

import pytest

from engine.practice.sit import ExamOptions
from tests.tui.stage import Stage, bar, notices, reaches, running, seated, seen, until
from tui.screens.exam import ExamScreen

pytestmark = pytest.mark.usefixtures("quick_ticks")


async def test_saving_shows_until_the_commit_and_saved_only_after_it(stage: Stage) -> None:
    async with seated(stage) as pilot:
        with stage.blocked_writer():
            await pilot.press("a")
            assert "… saving" in bar(pilot.app)
            await pilot.press("n")
            assert "… saving" in bar(pilot.app)
            with stage.deck.store.reading() as unit:
                (stored,) = unit.sittings.open_sittings(stage.deck.learner.id)
            assert stored.events == ()
        await until(pilot, lambda: "✓ saved" in bar(pilot.app), "the mark")
        assert len(stage.state().responses) == 1


async def test_the_late_word_of_an_earlier_commit_does_not_speak_for_what_came_after_it(stage: Stage) -> None:
    async with seated(stage) as pilot:
        await pilot.press("a")
        with stage.blocked_writer():
            await pilot.press("n")
            pilot.app.screen.post_message(ExamScreen.Saved(None))
            await pilot.pause()
            assert "… saving" in bar(pilot.app)
        await until(pilot, lambda: "✓ saved" in bar(pilot.app), "the mark")
        assert stage.state().seq == 2


async def test_an_exam_taken_up_again_is_not_called_saved_while_its_return_is_not(stage: Stage) -> None:
    bank = stage.deck.catalogue.bank("EX-1")
    stage.deck.exam_room.start(bank, stage.deck.learner, ExamOptions(seed=1)).leave()
    async with running(stage.app()) as pilot:
        await until(pilot, lambda: "Resume" in seen(pilot.app))
        stage.store.refusal = "the disk is full"
        await pilot.press("enter")
        await reaches(pilot, ExamScreen)
        await until(pilot, lambda: "✗ NOT SAVED" in bar(pilot.app), "the mark")
        stage.store.refusal = None
        await until(pilot, lambda: "✓ saved" in bar(pilot.app), "the mark")
        assert stage.state().left_at is None


async def test_a_refusal_of_the_store_shows_and_is_told_once_and_what_waited_is_written_after_it(stage: Stage) -> None:
    async with seated(stage) as pilot:
        stage.drain()
        stage.store.refusal = "the disk is full"
        await pilot.press("a")
        await until(pilot, lambda: "✗ NOT SAVED" in bar(pilot.app), "the mark")
        await notices(pilot, "the disk is full. Trying again.")
        await pilot.press("n", "a")
        await until(pilot, lambda: "✗ NOT SAVED" in bar(pilot.app), "the mark")
        assert seen(pilot.app).count("the disk is full") == 1
        assert stage.state().responses == {}
        stage.store.refusal = None
        await until(pilot, lambda: "✓ saved" in bar(pilot.app), "the mark")
        assert len(stage.state().responses) == 2


async def test_a_refusal_does_not_keep_the_candidate_from_leaving_later(stage: Stage) -> None:
    async with seated(stage) as pilot:
        stage.drain()
        stage.store.refusal = "the disk is full"
        await pilot.press("escape", "l")
        await notices(pilot, "the disk is full")
        await reaches(pilot, ExamScreen)
        stage.store.refusal = None
        await pilot.press("escape", "l")
        await until(pilot, lambda: "Resume EX-1" in seen(pilot.app), "home")
    assert stage.state().left_at is not None


async def test_what_is_told_after_the_room_was_closed_is_let_go(stage: Stage) -> None:
    async with seated(stage) as pilot:
        room = pilot.app.screen
    assert isinstance(room, ExamScreen)
    room.on_exam_screen_saved(ExamScreen.Saved(None))
    room.on_exam_screen_saved(ExamScreen.Saved(OSError("no space")))
    room._tick()
