"""Protects where things lie: all in one folder where a home is given, else in the platform's own place."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.settings import Home


def test_a_given_home_holds_everything(tmp_path: Path) -> None:
    home = Home.at(tmp_path)
    assert home.data == tmp_path
    assert home.database.parent == home.lock.parent == tmp_path
    assert home.database != home.lock


def test_a_home_may_be_given_from_the_users_folder_or_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert Home.at(Path("~/exams")).data == tmp_path / "exams"
    monkeypatch.chdir(tmp_path)
    home = Home.at(Path("exams"))
    assert home.data.is_absolute()
    assert home.data.resolve() == (tmp_path / "exams").resolve()


def test_without_a_home_it_is_the_platforms_data_folder_and_nothing_is_made_by_asking(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    home = Home.at(None)
    assert home.data.name == "mockdeck"
    assert tmp_path in home.data.parents
    assert list(tmp_path.iterdir()) == []
