"""Protects loading: one run names everything that is wrong, with file, line and item, and a faulty bank is no bank."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from engine.banks import loader
from engine.banks.loader import bank_digest, load_bank, read_bank
from engine.errors import BankError
from tests.engine.banks.folders import MANIFEST, item, items, write_bank

CASE = """\
  - id: case
    kind: case_study
    title: A company
    stimuli: [{{id: t, title: Overview, text: "It sells boats."}}]
    items:
{members}"""

MANY = "\n      ".join(f"- {{id: b{number}, text: T}}" for number in range(26))


def _case(*members: str) -> str:
    indented = "".join(f"    {line}\n" for text in members for line in text.splitlines())
    return CASE.format(members=indented)


def _found(folder: Path) -> list[tuple[str, int | None, str | None, str]]:
    return [(p.file, p.line, p.item, p.message) for p in read_bank(folder).problems]


def test_one_run_reports_every_kind_of_fault_with_file_line_and_item(tmp_path: Path) -> None:
    folder = write_bank(
        tmp_path,
        a=items(item("good"), item("no-key").replace("    key: b\n", ""), item("lost", domain="d9"), item("twin")),
        b=items(item("fine"), item("TWIN")),
        c="items:\n  - id: x\n    kind: [single_choice\n",
    )
    found = _found(folder)
    assert [(file, line, name) for file, line, name, _ in found] == [
        ("a.yaml", 10, "no-key"),
        ("a.yaml", 17, "lost"),
        ("b.yaml", 10, "TWIN"),
        ("c.yaml", 4, None),
    ]
    messages = [message for *_, message in found]
    assert messages[0] == "`key` is missing"
    assert messages[1] == "there is no domain 'd9' in the blueprint; domains are d1, d2"
    assert messages[2] == "the id is already taken on a.yaml:25; ids must differ in more than case"
    assert messages[3].startswith("not valid YAML: ")
    assert read_bank(folder).bank is None


def test_an_id_taken_by_a_faulty_item_is_still_taken(tmp_path: Path) -> None:
    keyless = item("one").replace("    key: b\n", "")
    folder = write_bank(tmp_path, a=items(keyless), b=items(item("ONE")))
    assert [(file, name, message) for file, _, name, message in _found(folder)] == [
        ("a.yaml", "one", "`key` is missing"),
        ("b.yaml", "ONE", "the id is already taken on a.yaml:2; ids must differ in more than case"),
    ]


def test_a_bank_with_errors_is_refused_with_all_of_them(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, a=items(item("one", domain="d9")))
    with pytest.raises(BankError, match="has 1 problem; nothing was loaded") as refusal:
        load_bank(folder)
    assert [str(problem) for problem in refusal.value.problems] == [
        "a.yaml:2, item one: there is no domain 'd9' in the blueprint; domains are d1, d2"
    ]
    write_bank(tmp_path, b=items(item("two", domain="d8")))
    with pytest.raises(BankError, match="has 2 problems"):
        load_bank(folder)


def test_a_sound_bank_loads_whole(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, a=items(item("one"), _case(item("in-1"), item("in-2"))), b=items(item("two", "d2")))
    (folder / "notes.txt").write_text("no item file", encoding="utf-8")
    (folder / "old.yaml.bak").write_text(": : :", encoding="utf-8")
    bank = load_bank(folder)
    assert [*bank.items] == ["one", "in-1", "in-2", "two"]
    assert bank.code == "EX-1"
    assert {name: group.id for name, group in bank.groups.items()} == {"in-1": "case", "in-2": "case"}
    assert [group.id for group in bank.distinct_groups] == ["case"]
    assert set(bank.versions) == set(bank.items)
    assert bank.versions["in-1"] != bank.versions["one"]


@pytest.mark.parametrize(
    ("text", "line", "name", "message"),
    [
        ("  - id: x\n    stem: s\n", 2, "x", "`kind` is missing; kinds are single_choice, multiple_response"),
        ("  - id: x\n\n    kind: essay\n", 4, "x", "there is no kind 'essay'; kinds are single_choice"),
        ("  - id: x\n    kind: [a]\n", 3, "x", "there is no kind ['a']"),
        ("  - id: [x]\n    kind: essay\n", 3, None, "there is no kind 'essay'"),
        ("  - just text\n", 2, None, "an item is a mapping of fields"),
        ("  -\n  - a: b\n", 2, None, "an item is a mapping of fields"),
        (item("x", explanaton="Why"), 10, "x", "unknown field `explanaton`"),
        (item("x").replace("text: Second", "txt: Second"), 8, "x", "`options.1.text` is missing"),
        (item("x").replace("text: Second", "text: Second, why: W"), 8, "x", "unknown field `options.1.why`"),
        (item("x").replace("key: b", "key: z"), 2, "x", "key names 'z', which is no option of this item"),
        (item("x").replace("key: b", "key:"), 9, "x", "`key` is missing"),
        (item("x", difficulty="extreme"), 10, "x", "`difficulty`: input should be 'easy', 'medium' or 'hard'"),
        (item("x").replace("      - {id: b, text: Second}\n", ""), 6, "x", "`options`: needs at least 2"),
        (item("x").replace("- {id: b, text: Second}", MANY), 6, "x", "`options`: takes at most 26 entries"),
        (item("x", volatile="perhaps"), 10, "x", "`volatile` must be true or false"),
        (item("x").replace("Which one?", '"  "'), 5, "x", "`stem`: the text is blank"),
        (item("x", scoring="{rule: guess}"), 10, "x", "`scoring`: input tag 'guess'"),
        (item("x", scoring="{rule: halves, points: 0}"), 10, "x", "`scoring.points`: input should be greater than 0"),
        (item("x", scoring="\n      rule: fractions\n      credit: {b: one}"), 12, "x", "`scoring.credit.b`: input"),
        (item("x", references="[{url: ftp://x, title: T, read_on: soon}]"), 10, "x", "`references.0.url`"),
    ],
)
def test_each_fault_is_named_at_its_line(tmp_path: Path, text: str, line: int, name: str | None, message: str) -> None:
    problems = _found(write_bank(tmp_path, a=items(text), b=items(item("other"))))
    file, found_line, found_name, found_message = problems[0]
    assert (file, found_line, found_name) == ("a.yaml", line, name)
    assert found_message.startswith(message)


@pytest.mark.parametrize(
    "text", ["- a\n- b\n", "just text\n", "items: text\n", "items: {a: b}\n", "items:\n", "a: b\n"]
)
def test_a_file_of_another_shape_is_named(tmp_path: Path, text: str) -> None:
    folder = write_bank(tmp_path, a=text, b=items(item("other")))
    assert _found(folder)[0] == ("a.yaml", 1, None, "an item file is a mapping with one list, `items:`")


def test_a_stray_field_beside_items_is_named_and_an_empty_file_is_none(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, a=items(item("one")) + "author: me\n", b="# nothing yet\n")
    assert _found(folder) == [("a.yaml", 10, None, "unknown field `author`; an item file has only `items`")]


def test_a_group_and_its_members_are_judged_in_the_same_run(tmp_path: Path) -> None:
    text = _case(item("in-1"), item("in-2").replace("    key: b\n", "")).replace("    title: A company\n", "")
    assert _found(write_bank(tmp_path, a=items(text))) == [
        ("a.yaml", 2, "case", "`title` is missing"),
        ("a.yaml", 14, "in-2", "`key` is missing"),
    ]


@pytest.mark.parametrize(
    ("text", "line", "name", "message"),
    [
        (_case(item("in-1")).replace("    stimuli", "    tabs"), 2, "case", "`stimuli` is missing"),
        (_case(item("in-1", domain="d9")), 7, "in-1", "there is no domain 'd9'"),
        (_case("  - text\n"), 7, None, "an item is a mapping of fields"),
        (_case(item("in-1").replace("single_choice", "essay")), 8, "in-1", "there is no kind 'essay'"),
        (_case(item("in-1").replace("single_choice", "case_study")), 8, "in-1", "a group cannot stand in a group"),
        (_case().replace("items:", "items: none"), 6, "case", "`items`: input should be a valid"),
        (_case(item("in-1")).replace("case_study", "problem_series"), 8, "case", "`items.0.kind`: "),
    ],
)
def test_faults_in_groups_are_named_at_their_line(
    tmp_path: Path, text: str, line: int, name: str | None, message: str
) -> None:
    problems = _found(write_bank(tmp_path, a=items(text)))
    assert any(p[:3] == ("a.yaml", line, name) and p[3].startswith(message) for p in problems), problems


@pytest.mark.parametrize("manifest", [None, "", "just text", "a: [", MANIFEST.replace("code: EX-1\n", "")])
def test_without_a_sound_manifest_there_is_no_bank_but_items_are_still_judged(
    tmp_path: Path, manifest: str | None
) -> None:
    reading = read_bank(write_bank(tmp_path, manifest, a=items(item("one").replace("    key: b\n", ""))))
    assert reading.bank is None
    assert reading.problems[-1].file == "bank.yaml"
    if manifest is not None:
        assert [(p.file, p.item) for p in reading.problems] == [("a.yaml", "one"), ("bank.yaml", None)]


def test_a_folder_that_is_not_there_or_holds_no_bank_says_so(tmp_path: Path) -> None:
    (problem,) = read_bank(tmp_path / "nowhere").problems
    assert problem.message == f"{tmp_path / 'nowhere'} holds no bank.yaml, so it is no bank"


def test_a_bank_without_items_is_none(tmp_path: Path) -> None:
    (problem,) = read_bank(write_bank(tmp_path)).problems
    assert (str(problem), problem.severity) == (
        "bank.yaml: the bank has no items; put them into files beside bank.yaml",
        "error",
    )


def test_links_out_of_the_folder_are_not_followed(tmp_path: Path) -> None:
    outside = tmp_path / "outside.yaml"
    outside.write_text(items(item("stranger")), encoding="utf-8")
    folder = write_bank(tmp_path / "bank", a=items(item("one")))
    (folder / "b.yaml").symlink_to(outside)
    (folder / "dir.yaml").mkdir()
    assert [*load_bank(folder).items] == ["one"]


def test_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loader, "MAX_FILES", 1)
    folder = write_bank(tmp_path, a=items(item("one")), b=items(item("two")))
    assert _found(folder) == [("bank.yaml", None, None, "more than 1 item files; join some")]


def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_bank(tmp_path, a=items(item("one")), b=items(item("two")))
    whole = Path.open

    def denied(path: Path, mode: str = "r") -> object:
        if path.name == "a.yaml":
            raise PermissionError(13, "Permission denied")
        return whole(path, mode)

    monkeypatch.setattr(Path, "open", denied)
    assert _found(folder) == [("a.yaml", None, None, "cannot be read: Permission denied")]


def test_a_file_name_of_any_bytes_is_read_and_shown_as_plain_text(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, a=items(item("one")))
    os.rename(folder / "a.yaml", os.fsencode(folder) + b"/a\xff\x1b.yaml")
    assert read_bank(folder).bank is not None
    assert bank_digest(folder)
    with open(os.fsencode(folder) + b"/b\xff\x1b.yaml", "w", encoding="utf-8") as faulty:
        faulty.write("nothing")
    assert [file for file, *_ in _found(folder)] == ["b.yaml"]


def test_a_bank_of_faulty_items_is_not_said_to_have_none(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, a=items(item("one").replace("    key: b\n", "")))
    assert [message for *_, message in _found(folder)] == ["`key` is missing"]


def test_progress_counts_the_files(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    load_bank(write_bank(tmp_path, a=items(item("one")), b=items(item("two"))), lambda *at: seen.append(at))
    assert seen == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_the_digest_is_the_same_without_parsing_and_changes_with_any_file(tmp_path: Path) -> None:
    folder = write_bank(tmp_path, a=items(item("one")), b=items(item("two")))
    before = load_bank(folder).digest
    assert bank_digest(folder) == before
    seen = {before}
    write_bank(folder, a=items(item("one")) + "# a note\n")
    seen.add(bank_digest(folder))
    (folder / "b.yaml").rename(folder / "c.yaml")
    seen.add(bank_digest(folder))
    (folder / "c.yaml").unlink()
    seen.add(bank_digest(folder))
    assert len(seen) == 4
    assert bank_digest(tmp_path / "nowhere") == hashlib.sha256().hexdigest()
