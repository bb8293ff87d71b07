"""`mockdeck lint`: every fault of a bank in one run, and nothing stored."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tui import banks
from tests.tui.hostility import forbidden
from tests.tui.shell import Shell


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_all_faults_are_told_in_one_run_with_file_line_and_item_and_nothing_is_stored(shell: Shell) -> None:
    keyless = banks.single("keyless", "Which?", "x", "y")
    del keyless["key"]
    lost = banks.single("lost", "Which?", "x", "y", domain="d9")
    folder = banks.write(shell.folder, "BAD-1", banks.RIVER, keyless, lost, banks.PRIMES | {"id": "River"})
    (folder / "broken.yaml").write_text("items:\n  - id: 'open\n", encoding="utf-8")
    report = shell.json("lint", folder, code=1)
    told = {(fault["file"], fault["item"]): fault["reason"] for fault in report["errors"]}
    assert len(report["errors"]) == 4
    assert told["items.yaml", "keyless"] == "`key` is missing"
    assert "there is no domain 'd9' in the blueprint" in told["items.yaml", "lost"]
    assert "the id is already taken" in told["items.yaml", "River"]
    assert "not valid YAML" in told["broken.yaml", None]
    assert all(fault["line"] for fault in report["errors"])
    assert report["bank"] == {}
    assert not (shell.home / "mockdeck.sqlite3").exists()


def test_a_good_bank_has_no_errors_by_path_and_by_code(shell: Shell) -> None:
    for which in (shell.home / "banks" / "ten-1", "TEN-1"):
        report = shell.json("lint", which)
        assert report["errors"] == []
        assert report["bank"] == {"code": "TEN-1", "items": 10, "kinds": {"single_choice": 10}}


def test_names_of_files_cannot_drive_the_terminal(shell: Shell) -> None:
    folder = banks.write(shell.home, "BAD-1", banks.RIVER)
    (folder / "\x1b[2J\x9b\u202eevil.yaml").write_text("items: 3\n", encoding="utf-8")
    for words in (("lint", folder), ("banks",), ("form", "BAD-1")):
        done = shell(*words)
        assert done.returncode in (1, 3)
        assert "evil.yaml" in done.stdout + done.stderr
        assert not forbidden(done.stdout + done.stderr)


def test_the_words_of_lint_name_the_place_and_count(shell: Shell) -> None:
    folder = banks.write(shell.folder, "BAD-1", banks.PRIMES, banks.RIVER | {"key": "z"})
    done = shell("lint", folder)
    first, last = done.stdout.splitlines()
    assert first.startswith("error: items.yaml:")
    assert first.endswith("item river: key names 'z', which is no option of this item")
    assert last == f"{folder}: 1 error, 0 warnings"
    assert done.returncode == 1
