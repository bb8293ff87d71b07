"""The home a test begins with, and the stage that holds it open until the app is closed."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from textual.message_pump import MessagePump
from textual.timer import Timer

from tests.tui import banks
from tests.tui.stage import MoodyStore, Stage, settle
from tui.screens.exam import ExamScreen


@pytest.fixture(autouse=True)
def _own_banks_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The banks that come with Mockdeck stay out: reading them takes longer than a test."""
    empty = tmp_path / "shipped"
    empty.mkdir()
    monkeypatch.setattr("engine.banks.shelf.SHIPPED", empty)
    monkeypatch.setattr("engine.bootstrap.SqlStore", MoodyStore)


@pytest.fixture(autouse=True)
def _settles_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pilot calls the app idle once its processor time stands still, which takes 40 ms a key.

    That nothing is left to run in the event loop is quicker to see, and true on a busy machine as well.
    """
    for module in ("textual.app", "textual.pilot"):
        monkeypatch.setattr(f"{module}.wait_for_idle", settle)


@pytest.fixture
def empty_stage(tmp_path: Path) -> Iterator[Stage]:
    """A home without a bank."""
    with ExitStack() as stack:
        yield Stage(tmp_path / "home", stack)
    gc.unfreeze()  # an app freezes what it loaded; of one app after another it would never be freed


@pytest.fixture
def stage(empty_stage: Stage) -> Stage:
    """A home with the bank EX-1, one item of each kind."""
    banks.write(empty_stage.home, "EX-1", *banks.ONE_OF_EACH)
    return empty_stage


@pytest.fixture
def quick_ticks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exam room looks at its clock twenty times a second, so that no test waits for it."""

    def set_interval(room: ExamScreen, interval: float, *given: Any, **more: Any) -> Timer:
        return MessagePump.set_interval(room, interval / 20 if interval == 1 else interval, *given, **more)

    monkeypatch.setattr(ExamScreen, "set_interval", set_interval)
