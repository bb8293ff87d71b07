"""Protects the joining: a home is made on first use, one app holds it, and all that was given is written at the end."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from engine.bootstrap import DEFAULT_LEARNER, new_id, only_app, open_mockdeck
from engine.errors import StoreError
from engine.practice.ports import Learner
from engine.practice.sit import ExamOptions
from engine.settings import Home
from tests.clocks import HandClock
from tests.small_bank import CODE, KEYS, write_bank
from tests.sql import count, rows


@pytest.fixture
def home(tmp_path: Path) -> Path:
    write_bank(tmp_path / "home")
    return tmp_path / "home"


def test_a_home_is_made_on_first_use_and_found_again(tmp_path: Path) -> None:
    home = tmp_path / "deep" / "home"
    with open_mockdeck(home) as first:
        assert first.home == Home(home)
        assert first.learner.name == DEFAULT_LEARNER
        assert first.history() == []
        assert first.due().today == 0
    with open_mockdeck(home) as again:
        assert again.learner == first.learner
    assert count(Home(home).database, "learner") == 1


def test_each_name_is_a_learner_of_its_own(home: Path) -> None:
    ids = set()
    for name in ("Ada", "Bo", "Ada", "ada", "Zoë"):
        with open_mockdeck(home, name) as mockdeck:
            assert mockdeck.learner.name == name
            ids.add(mockdeck.learner.id)
    assert len(ids) == 4


def test_from_exam_to_review_through_the_joined_engine(home: Path) -> None:
    clock = HandClock()
    with open_mockdeck(home, "Ada", clock) as mockdeck:
        opened = mockdeck.exam_room.start(mockdeck.catalogue.bank(CODE), mockdeck.learner, ExamOptions(1))
        for item_id in opened.sitting.form.item_ids[:4]:
            opened.answer(item_id, KEYS[item_id])
        clock.go(30)
        opened.finish("submitted").result()
    with open_mockdeck(home, "Ada", clock) as mockdeck:
        (line,) = mockdeck.history(CODE)
        assert (line.sitting_id, line.used_ms) == (opened.sitting.id, 30_000)
        assert mockdeck.due(CODE).today == mockdeck.due().today == 2
        session = mockdeck.review_session([CODE], limit=1)
        question = session.question()
        assert question is not None
        session.answer(question, KEYS[question.item.id])
        assert mockdeck.due().today == 1
        shown = mockdeck.overview()
        assert CODE in {summary.code for summary in shown.listing.summaries}
        assert len(shown.listing.summaries) > 1  # the banks that come with Mockdeck are there too


@pytest.mark.parametrize("ends", ["well", "with an exception"])
def test_all_that_was_given_to_the_writer_is_written_before_the_program_ends(home: Path, ends: str) -> None:
    may_go = threading.Event()
    try:
        with open_mockdeck(home) as mockdeck:
            opened = mockdeck.exam_room.start(mockdeck.catalogue.bank(CODE), mockdeck.learner, ExamOptions(1))
            mockdeck.writer.submit(lambda: may_go.wait(20))
            for flagged in (True, False) * 20:
                opened.flag(opened.sitting.form.item_ids[0], flagged)
            assert count(mockdeck.home.database, "sitting_event") == 0
            may_go.set()
            if ends != "well":
                raise RuntimeError
    except RuntimeError:
        pass
    assert count(Home(home).database, "sitting_event") == 40


def test_a_home_that_cannot_hold_a_database_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(StoreError, match="file"), open_mockdeck(tmp_path / "file" / "home"):
        raise AssertionError


def test_the_second_app_of_a_home_is_told_so_until_the_first_is_gone(home: Path) -> None:
    with only_app(home) as first:
        assert first
        with only_app(home) as second, only_app(home) as third:
            assert not second
            assert not third
    with only_app(home) as later:
        assert later


def test_the_lock_is_let_go_when_the_app_ends_with_an_exception(home: Path) -> None:
    with pytest.raises(RuntimeError), only_app(home):
        raise RuntimeError
    with only_app(home) as later:
        assert later


def test_homes_do_not_lock_each_other(tmp_path: Path) -> None:
    with only_app(tmp_path / "one") as one, only_app(tmp_path / "two") as two:
        assert one
        assert two


def test_commands_run_beside_the_app(home: Path) -> None:
    with only_app(home), open_mockdeck(home, "Ada") as app, open_mockdeck(home, "Ada") as command:
        assert command.learner == app.learner
        opened = app.exam_room.start(app.catalogue.bank(CODE), app.learner, ExamOptions(1))
        assert [stored.sitting.id for stored in command.exam_room.unfinished(command.learner)] == [opened.sitting.id]


def test_ids_are_new_and_in_the_order_they_were_made() -> None:
    ids = [new_id() for _ in range(1_000)]
    assert len(set(ids)) == 1_000
    assert ids == sorted(ids)
    assert {len(one) for one in ids} == {36}
    assert {one[14] for one in ids} == {"7"}


def test_a_learner_made_by_another_program_meanwhile_is_taken(home: Path) -> None:
    with open_mockdeck(home, "Ada") as mockdeck:
        found = Learner(str(rows(mockdeck.home.database, "SELECT id FROM learner")[0]["id"]), "Ada")
        assert mockdeck.learner == found
