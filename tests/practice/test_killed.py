"""Protects the promise of the saved mark: an answer said to be saved survives the program being killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from engine.exams.sitting import EventKind, fold
from tests.clocks import HandClock
from tests.desk import Desk, fresh_home
from tests.sql import rows

KILLS = 4
ROOT = Path(__file__).parents[2]


def test_killed_again_and_again_a_sitting_loses_nothing_it_called_saved(tmp_path: Path) -> None:
    home = fresh_home(tmp_path / "home")
    used_before = 0
    for kill in range(KILLS):
        seq, used_ms = _take_and_kill(home, lines=5 + 17 * kill)
        desk = Desk(home, HandClock())
        (stored,) = desk.room.unfinished(desk.learner)
        assert stored.events[-1].seq >= seq
        assert [event.seq for event in stored.events] == list(range(1, len(stored.events) + 1))
        assert max(stored.clock.used_ms, stored.events[-1].used_ms) >= used_ms >= used_before
        assert fold(stored.sitting, stored.events).is_open
        assert rows(desk.path, "PRAGMA quick_check") == [{"quick_check": "ok"}]
        assert sum(event.kind is EventKind.RESUMED for event in stored.events) == kill
        used_before = used_ms
        desk.close()
    desk = Desk(home, HandClock())
    opened = desk.resume()
    opened.finish("submitted").result()
    result = desk.result(opened)
    assert result is not None
    assert result.intact
    desk.close()


def _take_and_kill(home: Path, lines: int) -> tuple[int, int]:
    """Let a candidate answer until so many lines came, then kill; the last event it called saved, and the time used."""
    command = [sys.executable, "-m", "tests.practice.taker", str(home)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as taker:
        assert taker.stdout is not None
        heard = [taker.stdout.readline() for _ in range(lines)]
        taker.kill()
        heard += taker.stdout.readlines()
    whole = [line.split() for line in heard if line.endswith("\n")]
    assert len(whole) >= lines
    return int(whole[-1][0]), int(whole[-1][1])
