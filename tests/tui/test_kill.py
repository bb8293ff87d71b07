"""The program is killed in the middle of an exam: nothing it had shown as saved may be lost, and no exam time.

The harness is tested as well: it must find the faults planted in `tests/tui/variant.py`.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

pytest.importorskip("termios")  # the taker needs a pseudo-terminal

from tests.tui.kill_loop import KillLoop

pytestmark = pytest.mark.pty


def variant(name: str) -> tuple[str, ...]:
    return (sys.executable, "-m", "tests.tui.variant", name)


def kill_until_fault(loop: KillLoop, plans: tuple[str, ...]) -> list[str]:
    for plan in plans:
        loop.kill_once(plan)
        if loop.tally.faults:
            break
    return loop.tally.faults


def test_kills_lose_no_acknowledged_answer_and_no_exam_time(tmp_path: Path) -> None:
    loop = KillLoop(tmp_path, seed=103)
    loop.kill_first_start()
    plans = ("burst", "entering", "trickle", "at start", "one key", "burst", "lingering")
    assert kill_until_fault(loop, plans) == []
    assert loop.tally.acknowledged > 0


def test_a_disk_that_commits_slowly_is_waited_for_before_an_answer_shows_as_saved(tmp_path: Path) -> None:
    loop = KillLoop(tmp_path, seed=7, program=variant("slow-disk"))
    assert kill_until_fault(loop, ("burst", "one key", "one key", "trickle")) == []
    assert loop.tally.acknowledged > 0


def test_an_answer_shown_as_saved_before_its_commit_is_found(tmp_path: Path) -> None:
    loop = KillLoop(tmp_path, seed=11, program=variant("early-mark"))
    faults = kill_until_fault(loop, ("one key", "trickle", "one key", "trickle", "one key", "trickle"))
    assert any("shown as saved and not on the disk" in fault for fault in faults)
    assert loop.tally.lost > 0


def test_exam_time_written_down_too_late_is_found(tmp_path: Path) -> None:
    loop = KillLoop(tmp_path, seed=13, program=variant("late-clock"))
    faults = kill_until_fault(loop, ("lingering",) * 6)
    assert any("the screen had shown" in fault for fault in faults)
