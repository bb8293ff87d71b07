"""Protects the manifest and the blueprint: what they must say, and what they may not."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.banks.bank import Bank
from engine.banks.loader import load_bank, read_bank
from tests.engine.banks.folders import MANIFEST, item, items, write_bank


def _bank(folder: Path, manifest: str = MANIFEST) -> Bank:
    return load_bank(write_bank(folder, manifest, a=items(item("one"))))


def test_the_manifest_is_read_exactly(tmp_path: Path) -> None:
    manifest = _bank(tmp_path).manifest
    assert (manifest.title, manifest.exam.questions, manifest.exam.minutes) == ("An example exam", 5, 10)
    assert manifest.exam.cut * 10 == 7
    assert str(manifest.exam.outline) == "2026-01-31"
    assert [domain.weight for domain in manifest.blueprint.domains] == [(40, 60), (40, 60)]


def test_an_exam_that_says_nothing_of_itself_has_sober_defaults(tmp_path: Path) -> None:
    lines = [line for line in MANIFEST.splitlines(keepends=True) if not line.startswith("exam:")]
    exam = _bank(tmp_path, "".join(lines)).manifest.exam
    assert (exam.questions, exam.minutes, exam.open_book) == (50, 100, False)
    assert exam.cut * 10 == 7


def test_topics_and_domains_are_found_by_id(tmp_path: Path) -> None:
    blueprint = _bank(tmp_path).manifest.blueprint
    domain, topic = blueprint.topics["d1-t1"]
    assert (domain.id, topic.name) == ("d1", "A topic")
    assert blueprint.domain("d2") is blueprint.domains[1]
    assert blueprint.domain("d3") is None


@pytest.mark.parametrize(
    ("written", "instead", "line", "message"),
    [
        ("version: 1", "version: 2", 2, "`version`: input should be '1'"),
        ("format: mockdeck-bank", "format: other", 1, "`format`: input should be 'mockdeck-bank'"),
        ("code: EX-1", "code: ex 1", 3, "`code`: string should match pattern"),
        ("status: live", "status: planned", 5, "`status`: input should be 'live' or 'retired'"),
        ("licence: MIT\n", "", 1, "`licence` is missing"),
        ("licence: MIT", "license: MIT", 7, "unknown field `license`"),
        ('cut: "0.7"', "cut: 1", 8, "`exam.cut`: input should be less than 1"),
        ("questions: 5", "questions: 0", 8, "`exam.questions`: input should be greater than or equal to 1"),
        ("minutes: 10", "minutes: ten", 8, "`exam.minutes`: input should be a valid integer"),
        ("outline: 2026-01-31", "outline: 31 January", 8, "`exam.outline`: input should be a valid date"),
        ("[40, 60]", "[60, 40]", 11, "`blueprint.domains.0`: weight [60, 40] is no range"),
        ("[40, 60]", "[40, 101]", 11, "`blueprint.domains.0`: weight [40, 101] is no range"),
        ("[40, 60]", "[10, 20]", 9, "`blueprint`: the domains' weights span 20 to 40 per cent"),
        ("[40, 60]", "[60, 70]", 9, "`blueprint`: the domains' weights span 120 to 140 per cent"),
        ("id: d2", "id: D1", 9, "`blueprint`: two domains share the id 'D1'"),
        ("    - id: d2\n      name: Second domain\n", "    - name: Second domain\n", 18, "`blueprint.domains.1.id` is"),
        ("{id: d1-t1-o1, name: An objective}", "{id: o, name: A}, {id: o, name: B}", 9, "`blueprint`: two objectives"),
    ],
)
def test_a_wrong_manifest_is_refused_at_its_line(
    tmp_path: Path, written: str, instead: str, line: int, message: str
) -> None:
    assert written in MANIFEST
    folder = write_bank(tmp_path, MANIFEST.replace(written, instead), a=items(item("one")))
    problems = [problem for problem in read_bank(folder).problems if problem.message.startswith(message)]
    assert [(problem.file, problem.item) for problem in problems[:1]] == [("bank.yaml", None)]
    assert problems[0].line == line


def test_two_topics_of_one_id_are_refused_wherever_they_stand(tmp_path: Path) -> None:
    twin = MANIFEST + "      topics: [{id: d1-t1, name: Again}]\n"
    folder = write_bank(tmp_path, twin, a=items(item("one")))
    assert [p.message for p in read_bank(folder).problems] == [
        "`blueprint`: two topics share the id 'd1-t1'; give each its own"
    ]
