"""The home a test begins with, and the stage that holds it open until the app is closed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.tui import banks
from tests.tui.stage import MoodyStore, Stage


@pytest.fixture(autouse=True)
def _own_banks_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The banks that come with Mockdeck stay out: reading them takes longer than a test."""
    empty = tmp_path / "shipped"
    empty.mkdir()
    monkeypatch.setattr("engine.banks.shelf.SHIPPED", empty)
    monkeypatch.setattr("engine.bootstrap.SqlStore", MoodyStore)


@pytest.fixture
def empty_stage(tmp_path: Path) -> Iterator[Stage]:
    """A home without a bank."""
    with ExitStack() as stack:
        yield Stage(tmp_path / "home", stack)


@pytest.fixture
def stage(empty_stage: Stage) -> Stage:
    """A home with the bank EX-1, one item of each kind."""
    banks.write(empty_stage.home, "EX-1", *banks.ONE_OF_EACH)
    return empty_stage
