"""Protects items as they were asked: every version kept, its meaning for good, its place and its reasons up to date."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings

from engine.banks.bank import Bank
from engine.banks.loader import load_bank
from engine.items.kinds import SingleChoice
from tests.desk import Desk
from tests.engine.bank_strategies import CODE as EXAMPLE
from tests.engine.bank_strategies import Request, requests
from tests.small_bank import CODE, GARDEN, KITCHEN, write_bank
from tests.sql import as_text, count, rows


def _edited(folder: Path, garden: str = GARDEN, kitchen: str = KITCHEN, title: str = "An example exam") -> Bank:
    return load_bank(write_bank(folder, garden=garden, kitchen=kitchen, title=title))


def _save(desk: Desk, bank: Bank) -> None:
    with desk.store.writing() as unit:
        unit.banks.save(bank, desk.clock.now())


@given(requests())
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_every_item_and_group_comes_back_equal(desk: Desk, request: Request) -> None:
    bank = replace(request.bank, digest="1" * 64)
    _save(desk, bank)
    with desk.store.reading() as unit:
        found = unit.banks.item_versions(EXAMPLE, bank.versions)
        assert {item_id: version.item for item_id, version in found.items()} == bank.items
        assert {item_id: version.group for item_id, version in found.items() if version.group} == bank.groups
        for item_id, version in list(bank.versions.items())[:3]:
            assert unit.banks.item_version(EXAMPLE, item_id, version) == found[item_id]


def test_more_versions_than_fit_into_one_lookup_are_all_found(desk: Desk) -> None:
    bank = desk.bank
    item = bank.items["salt"]
    assert isinstance(item, SingleChoice)
    names = [f"salt-{n}" for n in range(1_203)]
    many = replace(bank, items={name: item.model_copy(update={"id": name}) for name in names}, groups={})
    _save(desk, many)
    with desk.store.reading() as unit:
        assert set(unit.banks.item_versions(CODE, many.versions)) == set(names)
        assert unit.banks.item_versions(CODE, {}) == {}


def test_a_version_nobody_stored_is_not_there(desk: Desk) -> None:
    version = desk.bank.versions["salt"]
    with desk.store.reading() as unit:
        assert unit.banks.item_version(CODE, "salt", version) is not None
        assert unit.banks.item_version(CODE, "salt", "0" * 64) is None
        assert unit.banks.item_version(CODE, "pepper", version) is None
        assert unit.banks.item_version("EX-8", "salt", version) is None
        assert unit.banks.summary("EX-8") is None


def test_saving_again_changes_nothing_but_the_day_it_was_read(desk: Desk) -> None:
    desk.catalogue.bank(CODE)
    versions, (before,) = as_text(desk.path, "item_version"), rows(desk.path, "SELECT * FROM bank")
    desk.clock.go(60)
    _save(desk, desk.bank)
    (after,) = rows(desk.path, "SELECT * FROM bank")
    assert as_text(desk.path, "item_version") == versions
    assert {name for name in after if after[name] != before[name]} == {"read_at"}


def test_an_item_that_means_something_else_is_stored_beside_what_it_was(desk: Desk) -> None:
    old = desk.bank
    new = _edited(desk.home, kitchen=KITCHEN.replace("Once it boils", "Only when it boils hard"))
    _save(desk, new)
    assert old.versions["salt"] != new.versions["salt"]
    assert count(desk.path, "item_version") == len(old.items) + 1
    with desk.store.reading() as unit:
        for bank in (old, new):
            found = unit.banks.item_version(CODE, "salt", bank.versions["salt"])
            assert found is not None
            assert found.item == bank.items["salt"]


def test_a_new_reason_or_family_of_the_same_question_replaces_the_old_one(desk: Desk) -> None:
    """They are not part of what is asked: a wrong reason must not be shown for ever, nor an old family counted."""
    desk.catalogue.bank(CODE)
    kitchen = KITCHEN.replace(
        "    stem: When is pasta", "    family: pasta\n    explanation: Salt late.\n    stem: When is pasta"
    )
    new = _edited(desk.home, kitchen=kitchen)
    assert new.versions == desk.bank.versions
    _save(desk, new)
    with desk.store.reading() as unit:
        found = unit.banks.item_version(CODE, "salt", new.versions["salt"])
    assert found is not None
    assert found.item == new.items["salt"]
    assert rows(desk.path, "SELECT family FROM item_version WHERE item_id = 'salt'") == [{"family": "pasta"}]
    assert count(desk.path, "item_version") == len(new.items)


def test_the_summary_says_what_the_bank_says(desk: Desk) -> None:
    bank = _edited(desk.home, title="Gärten ‮ und Küchen")
    with desk.store.writing() as unit:
        saved = unit.banks.save(bank, desk.clock.now())
    with desk.store.reading() as unit:
        found = unit.banks.summary(CODE)
    assert found == saved
    assert (found.code, found.title, found.items, found.questions, found.minutes) == (
        CODE, bank.manifest.title, 8, 6, 10,
    )  # fmt: skip
    assert found.domains == (("garden", "The garden", 40, 60, 4), ("kitchen", "The kitchen", 40, 60, 4))
    assert (found.status, found.retired_on, found.successor, found.digest) == ("live", None, None, bank.digest)
