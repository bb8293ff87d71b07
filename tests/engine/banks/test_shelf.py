"""Protects where banks are looked for: those that come with Mockdeck first, the learner's own in their place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.banks import shelf
from engine.banks.problems import Problem
from engine.banks.shelf import SHIPPED, bank_folders
from tests.engine.banks.folders import write_bank


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "shipped"
    monkeypatch.setattr(shelf, "SHIPPED", folder)
    for name in ("b-2", "a-1"):
        write_bank(folder / name)
    (folder / "no-bank").mkdir()
    (folder / "file.txt").write_text("x", encoding="utf-8")
    return folder


def test_shipped_banks_come_first_and_in_order(shipped: Path, tmp_path: Path) -> None:
    own = write_bank(tmp_path / "home" / "banks" / "0-mine")
    assert bank_folders(tmp_path / "home") == [shipped / "a-1", shipped / "b-2", own]


def test_a_bank_in_the_home_takes_the_place_of_a_shipped_one(shipped: Path, tmp_path: Path) -> None:
    own = write_bank(tmp_path / "home" / "banks" / "A-1")
    assert bank_folders(tmp_path / "home") == [own, shipped / "b-2"]


def test_a_home_without_banks_is_no_fault(shipped: Path, tmp_path: Path) -> None:
    assert bank_folders(tmp_path / "nowhere") == [shipped / "a-1", shipped / "b-2"]


def test_our_banks_come_along() -> None:
    assert SHIPPED / "ai-103" in bank_folders(Path("nowhere"))


@pytest.mark.parametrize(
    ("line", "item", "where"),
    [(None, None, "f.yaml"), (3, None, "f.yaml:3"), (3, "x", "f.yaml:3, item x"), (None, "x", "f.yaml, item x")],
)
def test_a_problem_says_where_as_far_as_known(line: int | None, item: str | None, where: str) -> None:
    assert str(Problem("warning", "f.yaml", line, item, "odd")) == f"{where}: odd"
