"""Protects looking back: results stay readable as they were asked, and what was met steers what comes next."""

from __future__ import annotations

import shutil

from engine.practice.look_back import LookBack, look_back
from engine.practice.overview import Overview, look_over
from engine.practice.sit import ExamOptions, OpenSitting
from tests.desk import Desk
from tests.small_bank import CODE, GARDEN, KEYS, KITCHEN, SLIPS, write_bank


def _back(desk: Desk, opened: OpenSitting) -> LookBack:
    found = look_back(desk.store, desk.learner, opened.sitting.id)
    assert found is not None
    return found


def _over(desk: Desk) -> Overview:
    return look_over(desk.catalogue, desk.store, desk.learner, desk.clock)


def _sat(desk: Desk, seed: int = 1, questions: int | None = None) -> OpenSitting:
    opened = desk.start(seed, questions)
    for place, item_id in enumerate(opened.sitting.form.item_ids):
        opened.answer(item_id, (KEYS, SLIPS, dict.fromkeys(KEYS))[place % 3][item_id])
    opened.finish("submitted").result()
    return opened


def test_every_item_is_shown_as_it_was_asked_with_its_response_and_mark(desk: Desk) -> None:
    opened = _sat(desk)
    found = _back(desk, opened)
    assert found.stored == desk.result(opened)
    assert [one.number for one in found.answered] == list(range(1, 7))
    for one, item_id in zip(found.answered, opened.sitting.form.item_ids, strict=True):
        assert one.item == desk.bank.items[item_id]
        assert one.group is None
        assert one.option_order == opened.options_of(item_id)
        assert one.result.item_id == item_id
        assert one.result.response == opened.state.responses.get(item_id)


def test_a_sitting_without_a_result_cannot_be_looked_back_on(desk: Desk) -> None:
    opened = desk.start()
    assert look_back(desk.store, desk.learner, opened.sitting.id) is None
    assert look_back(desk.store, desk.learner, "no such sitting") is None
    opened.abandon().result()
    assert look_back(desk.store, desk.learner, opened.sitting.id) is None


def test_nobody_looks_back_on_the_sitting_of_another(desk: Desk) -> None:
    assert look_back(desk.store, desk.learner_named("Bo"), _sat(desk).sitting.id) is None


def test_an_old_result_keeps_the_old_items_and_points_when_the_bank_moves_on(desk: Desk) -> None:
    opened = _sat(desk)
    before = _back(desk, opened)
    garden = GARDEN.replace("What do earthworms leave behind?", "What do worms leave?").replace(
        "key: [a, c]", "key: [a, b]"
    )
    write_bank(desk.home, garden=garden, kitchen=KITCHEN.replace("Bread dough", "Pizza dough"))
    later = desk.crash()
    assert later.bank.versions != desk.bank.versions
    assert _back(later, opened) == before
    assert before.stored.intact


def test_an_old_result_stays_readable_when_its_bank_is_gone_or_broken(desk: Desk) -> None:
    opened = _sat(desk)
    before = _back(desk, opened)
    (desk.home / "banks" / "ex-9" / "bank.yaml").write_text("code: [")
    assert _back(desk.crash(), opened) == before
    shutil.rmtree(desk.home / "banks" / "ex-9")
    assert _back(desk.crash(), opened) == before


def test_an_exam_taken_up_after_the_bank_was_edited_asks_what_it_began_with(desk: Desk) -> None:
    opened = desk.start()
    items = {item_id: opened.items[item_id] for item_id in opened.sitting.form.item_ids}
    write_bank(desk.home, kitchen=KITCHEN.replace("key: a", "key: b"), garden=GARDEN.replace("Peelings", "Parings"))
    later = desk.crash()
    resumed = later.resume()
    assert resumed.items == items
    for item_id in items:
        resumed.answer(item_id, KEYS[item_id])
    assert resumed.finish("submitted").result().fraction == 1
    stored = later.result(resumed)
    assert stored is not None
    assert stored.intact
    assert stored.sitting.versions == opened.sitting.versions


def test_an_exam_goes_on_and_is_scored_by_its_own_domains_when_its_bank_is_broken(desk: Desk) -> None:
    opened = desk.start()
    for item_id in opened.sitting.form.item_ids:
        opened.answer(item_id, KEYS[item_id])
    expected = opened.report().domains
    (desk.home / "banks" / "ex-9" / "bank.yaml").write_text("code: [")
    report = desk.crash().resume().finish("submitted").result()
    assert report.fraction == 1
    assert report.domains == expected
    assert [name for _, name in opened.sitting.domains] == [domain.name for domain in expected]


def test_the_next_form_takes_facts_not_met_yet(desk: Desk) -> None:
    met = {desk.bank.items[item_id].family_id for item_id in _sat(desk, questions=3).sitting.form.item_ids}
    for seed in range(5):
        form = desk.room.draw(desk.bank, desk.learner, ExamOptions(seed, 2))
        assert not met & {desk.bank.items[item_id].family_id for item_id in form.item_ids}


def test_met_counts_every_form_of_the_learner_finished_or_not(desk: Desk) -> None:
    forms = [_sat(desk, 1).sitting.form]
    forms.append(desk.start(2, questions=4).sitting.form)
    given_up = desk.start(3, questions=2)
    given_up.abandon().result()
    forms.append(given_up.sitting.form)
    wanted: dict[str, int] = {}
    for form in forms:
        for item_id in form.item_ids:
            family = desk.bank.items[item_id].family_id
            wanted[family] = wanted.get(family, 0) + 1
    with desk.store.reading() as unit:
        assert unit.sittings.met(desk.learner.id, CODE) == wanted
        assert unit.sittings.met(desk.learner.id, "EX-8") == {}


def test_met_counts_a_fact_once_for_a_form_however_often_its_item_was_edited(desk: Desk) -> None:
    _sat(desk)
    for edition in range(3):
        write_bank(desk.home, kitchen=KITCHEN.replace("Once it boils", f"Once it boils ({edition})"))
        desk.crash().catalogue.bank(CODE)
    with desk.store.reading() as unit:
        assert unit.sittings.met(desk.learner.id, CODE)["salt"] == 1


def test_met_follows_a_fact_into_the_family_it_was_given_later(desk: Desk) -> None:
    _sat(desk)
    write_bank(
        desk.home, kitchen=KITCHEN.replace("    stem: When is pasta", "    family: pasta\n    stem: When is pasta")
    )
    later = desk.crash()
    later.catalogue.bank(CODE)
    with later.store.reading() as unit:
        met = unit.sittings.met(later.learner.id, CODE)
    assert met["pasta"] == 1
    assert "salt" not in met


def test_the_overview_of_a_first_run_offers_banks_and_nothing_else(desk: Desk) -> None:
    seen = _over(desk)
    assert seen.is_first_run
    assert [summary.code for summary in seen.listing.summaries] == [CODE]
    assert (seen.unfinished, seen.last, seen.due.today, seen.due_by_bank) == ((), {}, 0, {CODE: 0})


def test_the_overview_shows_the_last_result_what_is_open_and_what_is_due(desk: Desk) -> None:
    _sat(desk, 1)
    desk.clock.go(60)
    last = _sat(desk, 2)
    opened = desk.start(3)
    write_bank(desk.home, "EX-8", garden="items: 3")
    seen = _over(desk.crash())
    assert not seen.is_first_run
    assert seen.last[CODE].sitting_id == last.sitting.id
    assert [stored.sitting.id for stored in seen.unfinished] == [opened.sitting.id]
    assert seen.due.today == seen.due_by_bank[CODE] > 0
    assert len(seen.listing.refused) == 1
    assert not _over(desk).is_first_run
