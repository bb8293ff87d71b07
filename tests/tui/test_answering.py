"""Answering each kind by keys and by mouse: what stands on the screen is what gets into the store."""

from __future__ import annotations

from fractions import Fraction

from engine.exams.score_report import grade
from tests.tui import banks
from tests.tui.stage import Stage, bar, click_key, click_row, notices, reaches, seated, seen, shows, strips_of
from tui.screens.score_report import ScoreReportScreen
from tui.widgets.choice_list import ChoiceList

LETTERS = {"river": ["a"], "primes": ["a", "b"], "moon": ["b", "a"], "loop": ["a", "b"]}
ROWS = {
    "river": [("The Danube", 0)],
    "primes": [("Two", 0), ("Three", 0)],
    "moon": [("No", 0), ("Yes", 1)],
    "loop": [("range(3)", 0), ("print", 0)],
}


def test_the_keys_of_this_module_are_right_throughout(stage: Stage) -> None:
    bank = stage.deck.catalogue.bank("EX-1")
    report = grade([*bank.items.values()], banks.KEYS, cut=Fraction(1, 2), domains=bank.manifest.blueprint.domain_names)
    assert report.points == report.maximum == 7


async def test_every_kind_is_answered_by_letters(stage: Stage) -> None:
    async with seated(stage) as pilot:
        order = stage.unfinished().sitting.form.item_ids
        await pilot.press(*(key for item_id in order for key in [*LETTERS[item_id], "n"]))
        assert stage.state().responses == banks.KEYS


async def test_every_kind_is_answered_and_submitted_with_the_mouse_alone(stage: Stage) -> None:
    async with seated(stage, size=(100, 30)) as pilot:
        for place, item_id in enumerate(stage.unfinished().sitting.form.item_ids):
            for words, nth in ROWS[item_id]:
                await click_row(pilot, words, nth)
            if place < 3:
                await click_key(pilot, "Next")
        assert stage.state().responses == banks.KEYS
        await click_key(pilot, "Submit")
        await shows(pilot, "Everything is answered.")
        await pilot.click("#reply-submit")
        await reaches(pilot, ScoreReportScreen)
        await shows(pilot, "✓ PASSED   1000 of 1000")


async def test_the_choice_shows_in_the_row_and_in_the_body(empty_stage: Stage) -> None:
    banks.write(empty_stage.home, "EX-1", banks.LOOP)
    async with seated(empty_stage) as pilot:
        assert "for n in  1: … :" in seen(pilot.app)
        await pilot.press("a")
        assert "for n in  1: range(3) :" in seen(pilot.app)
        assert "     2: … (n)" in seen(pilot.app)
        assert "◉ 1  range(3)" in seen(pilot.app)
        assert "○ 2  3" in seen(pilot.app)


async def test_arrows_walk_the_rows_and_enter_or_space_chooses(empty_stage: Stage) -> None:
    banks.write(empty_stage.home, "EX-1", banks.PRIMES)
    async with seated(empty_stage) as pilot:
        await pilot.press("down", "enter", "j", "space", "up")
        assert empty_stage.state().responses == {"primes": ["b", "c"]}
        await pilot.press("enter")
        assert empty_stage.state().responses == {"primes": ["c"]}


async def test_letters_to_e_choose_and_f_flags(empty_stage: Stage) -> None:
    banks.write(empty_stage.home, "EX-1", banks.single("seven", "Which?", *"tuvwxyz"))
    async with seated(empty_stage) as pilot:
        await pilot.press("e", "f")
        assert empty_stage.state().responses == {"seven": "e"}
        assert empty_stage.state().flagged == {"seven"}
        assert "⚑ flagged" in bar(pilot.app)
        await pilot.press("6", "f")
        assert empty_stage.state().responses == {"seven": "f"}
        assert empty_stage.state().flagged == frozenset()
        assert "⚑" not in bar(pilot.app)


async def test_a_key_chooses_what_stands_beside_it_however_the_options_are_shuffled(empty_stage: Stage) -> None:
    item = banks.single("mixed", "Which?", "alpha", "beta", "gamma", "delta", "epsilon", key="c", shuffle=True)
    banks.write(empty_stage.home, "EX-1", item)
    async with seated(empty_stage, seed=5) as pilot:
        rows = [strip.text.split()[1:] for strip in strips_of(pilot.app.screen.query_one(ChoiceList))]
        (number,) = (number for number, words in rows if words == "gamma")
        assert [words for _, words in rows] != ["alpha", "beta", "gamma", "delta", "epsilon"]
        await pilot.press("abcde"[int(number) - 1])
        assert empty_stage.state().responses == {"mixed": "c"}


async def test_choose_two_stops_at_two_with_a_notice_and_takes_one_back(empty_stage: Stage) -> None:
    banks.write(empty_stage.home, "EX-1", banks.PRIMES)
    async with seated(empty_stage) as pilot:
        await pilot.press("a", "b", "c")
        await notices(pilot, "That is all you may choose; take one back first.")
        await shows(pilot, "☑ 1  Two", "☑ 2  Three", "☐ 3  Four")
        assert empty_stage.state().responses == {"primes": ["a", "b"]}
        await pilot.press("a", "c")
        assert empty_stage.state().responses == {"primes": ["b", "c"]}


async def test_delete_or_backspace_takes_the_answer_back(empty_stage: Stage) -> None:
    banks.write(empty_stage.home, "EX-1", banks.MOON)
    async with seated(empty_stage) as pilot:
        for key in ("delete", "backspace"):
            await pilot.press("a", "b", key)
            assert empty_stage.state().responses == {}
            assert "◉" not in seen(pilot.app)
            assert "0 answered" in bar(pilot.app)
