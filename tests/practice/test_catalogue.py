"""Protects the shelf: good banks are listed at once, bad ones refused whole, edited ones read again."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from engine.errors import BankError
from engine.items import version
from engine.practice.catalogue import Catalogue
from tests.desk import Desk
from tests.small_bank import CODE, GARDEN, KITCHEN, write_bank
from tests.sql import as_text, count, rows


def _opened(desk: Desk) -> Catalogue:
    """The catalogue of the next program over this home."""
    return Catalogue([*(desk.home / "banks").iterdir()], desk.store, desk.writer, desk.clock)


def test_a_bank_is_read_once_and_listed_from_its_summary_then(desk: Desk) -> None:
    heard: list[tuple[str, int, int]] = []
    first = _opened(desk).listing(lambda *progress: heard.append(progress))
    assert heard == [("ex-9", done, 3) for done in range(4)]
    again = _opened(desk).listing(lambda *progress: heard.append(progress))
    assert len(heard) == 4
    assert again == first
    assert first.refused == ()
    assert [summary.code for summary in first.summaries] == [CODE]


@pytest.mark.parametrize("code", ["EX-9", "ex-9", "Ex-9"])
def test_a_bank_is_found_by_its_code_in_any_case(desk: Desk, code: str) -> None:
    assert desk.catalogue.bank(code) is desk.catalogue.bank(CODE)
    assert desk.catalogue.folder(code) == desk.home / "banks" / "ex-9"


def test_a_code_nobody_has_is_refused_with_the_codes_there_are(desk: Desk) -> None:
    for ask in (desk.catalogue.bank, desk.catalogue.folder):
        with pytest.raises(BankError, match=r"'EX-1'.*EX-9"):
            ask("EX-1")
    with pytest.raises(BankError, match="none"):
        Catalogue([], desk.store, desk.writer, desk.clock).bank("EX-1")


def test_a_bank_with_problems_is_listed_as_refused_and_nothing_of_it_is_stored(desk: Desk) -> None:
    write_bank(desk.home, "EX-8", kitchen=KITCHEN.replace("key: a\n", "key: q\n", 1))
    catalogue = _opened(desk)
    listing = catalogue.listing()
    assert [summary.code for summary in listing.summaries] == [CODE]
    (refused,) = listing.refused
    assert "ex-8" in str(refused)
    assert [problem.item for problem in refused.problems] == ["salt"]
    with pytest.raises(BankError, match="problem"):
        catalogue.bank("EX-8")
    assert rows(desk.path, "SELECT code FROM bank") == [{"code": CODE}]
    assert {row["bank_code"] for row in rows(desk.path, "SELECT bank_code FROM item_version")} == {CODE}


def test_a_bank_that_comes_to_have_problems_is_refused_and_what_was_stored_of_it_stays(desk: Desk) -> None:
    _opened(desk).listing()
    before = as_text(desk.path, "item_version")
    write_bank(desk.home, garden=GARDEN.replace("family: worms", "famly: worms", 1))
    listing = _opened(desk).listing()
    assert listing.summaries == ()
    assert len(listing.refused) == 1
    assert as_text(desk.path, "item_version") == before


def test_an_edited_bank_is_read_again_and_its_new_versions_stand_beside_the_old(desk: Desk) -> None:
    old = desk.bank
    write_bank(desk.home, title="A second edition", kitchen=KITCHEN.replace("Once it boils", "When it boils"))
    catalogue = _opened(desk)
    (summary,) = catalogue.listing().summaries
    new = catalogue.bank(CODE)
    assert summary.title == "A second edition"
    assert summary.digest == new.digest != old.digest
    changed = {item_id for item_id in old.items if old.versions[item_id] != new.versions[item_id]}
    assert changed == {"salt"}
    assert count(desk.path, "item_version") == len(old.items) + 1


def test_a_bank_edited_while_the_program_runs_is_seen_by_the_next_listing(desk: Desk) -> None:
    assert desk.bank.manifest.title == "An example exam"
    write_bank(desk.home, title="A second edition")
    assert [summary.title for summary in desk.catalogue.listing().summaries] == ["A second edition"]
    assert desk.bank.manifest.title == "A second edition"


def test_a_folder_named_after_another_exam_is_refused(desk: Desk) -> None:
    shutil.copytree(desk.home / "banks" / "ex-9", desk.home / "banks" / "ex-7")
    listing = _opened(desk).listing()
    assert [summary.code for summary in listing.summaries] == [CODE]
    (refused,) = listing.refused
    assert "name the folder ex-9" in str(refused)


def test_a_bank_taken_away_while_the_program_runs_is_refused(desk: Desk) -> None:
    shutil.rmtree(desk.home / "banks" / "ex-9")
    assert len(desk.catalogue.listing().refused) == 1


@pytest.mark.skipif(not os.path.exists("/proc/self/mem"), reason="needs a file that can be opened and not read")
def test_a_bank_that_cannot_be_read_is_refused_and_hides_no_other(desk: Desk) -> None:
    folder = write_bank(desk.home, "EX-8")
    assert len(_opened(desk).listing().summaries) == 2
    (folder / "bank.yaml").unlink()
    (folder / "bank.yaml").symlink_to("/proc/self/mem")
    listing = _opened(desk).listing()
    assert [summary.code for summary in listing.summaries] == [CODE]
    (refused,) = listing.refused
    assert "cannot be read" in str(refused.problems)


def test_live_exams_come_before_retired_ones_and_then_by_code(desk: Desk) -> None:
    for code in ("EX-1", "EX-2"):
        folder = write_bank(desk.home, code)
        if code == "EX-1":
            manifest = folder / "bank.yaml"
            manifest.write_text(manifest.read_text().replace("status: live", "status: retired"))
    assert [summary.code for summary in _opened(desk).listing().summaries] == ["EX-2", "EX-9", "EX-1"]


def test_every_version_a_sitting_can_ask_is_stored_even_where_the_bank_is_not_new(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A newer Mockdeck may see another version in the same text; an exam begun with it must be found again."""
    before = desk.bank.versions
    monkeypatch.setattr(version, "WITHOUT_MEANING", version.WITHOUT_MEANING | {"body"})
    newer = desk.crash()
    assert newer.bank.digest == desk.bank.digest
    assert newer.bank.versions["dough"] != before["dough"]
    opened = newer.start()
    resumed = newer.crash().resume()
    assert resumed.items == {item_id: newer.bank.items[item_id] for item_id in opened.sitting.form.item_ids}


def test_reading_a_bank_a_second_time_writes_no_item_again(desk: Desk, tmp_path: Path) -> None:
    desk.catalogue.bank(CODE)
    before = as_text(desk.path, "item_version")
    desk.crash().catalogue.bank(CODE)
    assert as_text(desk.path, "item_version") == before
