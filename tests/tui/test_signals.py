"""The program ends when it is told to, and when its terminal is gone; it leaves nothing behind that blocks the next."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from tests.tui.taker import Taker

pytestmark = pytest.mark.pty


def sit(home: Path) -> Taker:
    taker = Taker(home, "exam", "AI-103", "--seed", "7")
    taker.wait_for("Question 1 of 50")
    taker.press("n")
    taker.wait_until(lambda text: "Question 2 of 50" in text and "✓ saved" in text)
    return taker


def test_told_to_end_it_gives_the_terminal_back(tmp_path: Path) -> None:
    with sit(tmp_path) as taker:
        assert taker.end(signal.SIGTERM) == 0
        assert b"\x1b[?1049l" in taker.raw


def test_with_its_terminal_gone_it_ends_at_once_and_the_exam_goes_on_later(tmp_path: Path) -> None:
    with sit(tmp_path) as taker:
        assert taker.end(signal.SIGHUP) == -signal.SIGHUP
    with Taker(tmp_path, "exam", "AI-103") as taker:
        taker.wait_for("Question 2 of 50")
        assert "only reads" not in taker.text
