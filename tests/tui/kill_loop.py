"""Sits exams and is killed, over and over: the driver of the kill tests and of the soak."""

from __future__ import annotations

import random
import shutil
import time
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.tui.exam_view import ExamView, exam_view
from tests.tui.kill_oracle import Evidence, Run, Verdict, judge, take_evidence
from tests.tui.taker import PROGRAM, Taker
from tui.figures import clock_text

OFFER, BANK, REVIEW, REPORT = "Start (s)", "● AI-103", "Review: ", "passes here"
RESUME = "▶ Resume AI-103"
DELAY = 0.15
"""Longest time between the last key and the kill, in seconds."""
BURST_KEYS = "1112223334456" + "nnnnn" + "ppf"

Plan = Callable[[Taker], None]


@dataclass(slots=True)
class Tally:
    """What all kills so far came to."""

    kills: Counter[str] = field(default_factory=Counter)
    acknowledged: int = 0
    lost: int = 0
    exams: int = 0
    worst_gap_ms: int = 0
    worst_back_s: int = 0
    faults: list[str] = field(default_factory=list)

    def add(self, verdict: Verdict) -> None:
        """Count one kill's verdict."""
        self.acknowledged += verdict.acknowledged
        self.lost += verdict.lost
        self.worst_gap_ms = max(self.worst_gap_ms, verdict.gap_ms)
        self.faults += verdict.faults


class KillLoop:
    """One candidate at one home, whose program is killed again and again."""

    def __init__(self, folder: Path, seed: int, program: Sequence[str] = PROGRAM) -> None:
        self.tally = Tally()
        self._home, self._scratch = folder / "home", folder / "scratch"
        self._random, self._program = random.Random(seed), program
        self._evidence = Evidence()
        self._left_s: int | None = None
        self._fresh = 0
        self._run = Run()
        self._plans: dict[str, tuple[int, Plan]] = {
            "at start": (10, self._at_start),
            "entering": (15, self._entering),
            "one key": (20, self._one_key),
            "burst": (25, self._burst),
            "trickle": (20, self._trickle),
            "lingering": (10, self._lingering),
        }

    def kill_once(self, name: str | None = None) -> None:
        """One run of the program, one kill, one verdict."""
        if name is None:
            weights = [weight for weight, _ in self._plans.values()]
            (name,) = self._random.choices(list(self._plans), weights)
        run = self._run = Run()
        with Taker(self._home, program=self._program) as taker:
            taker.on_frame = lambda: self._see(taker)
            self._plans[name][1](taker)
            run.killed_at = time.monotonic()
            taker.kill()
            run.report_shown = REPORT in taker.text
        after = take_evidence(self._home, self._scratch)
        self.tally.kills["submitting" if run.submitted else name] += 1
        self.tally.exams += len(after.finished) - len(self._evidence.finished)
        self.tally.add(judge(run, self._evidence, after))
        self._evidence = after
        if run.frames:
            self._left_s = run.frames[-1][1].left_s

    def kill_first_start(self) -> None:
        """A kill while the program makes a new home, which must not keep it from making it the next time."""
        self._fresh += 1
        home = self._home.with_name(f"fresh-{self._fresh}")
        with Taker(home, program=self._program) as taker:
            taker.watch(self._random.uniform(0.1, 1.5))
        with Taker(home, program=self._program) as taker:
            taker.wait_for(BANK)
        take_evidence(home, self._scratch)
        shutil.rmtree(home)
        self.tally.kills["first start"] += 1

    # -- the plans ----------------------------------------------------------------------------------------------

    def _at_start(self, taker: Taker) -> None:
        taker.watch(self._random.uniform(0, 1.5))

    def _entering(self, taker: Taker) -> None:
        self._reach_home(taker)
        self._press_enter(taker)
        taker.watch(self._random.uniform(0, 3 * DELAY))

    def _one_key(self, taker: Taker) -> None:
        if self._enter(taker):
            self._steps(taker)
            taker.press(self._random.choice(BURST_KEYS))
        taker.watch(self._random.uniform(0, DELAY))

    def _burst(self, taker: Taker) -> None:
        if self._enter(taker):
            self._steps(taker)
            taker.press(*self._random.choices(BURST_KEYS, k=self._random.randint(2, 12)))
        taker.watch(self._random.uniform(0, DELAY))

    def _trickle(self, taker: Taker) -> None:
        if self._enter(taker):
            self._steps(taker)
            for key in self._random.choices(BURST_KEYS, k=self._random.randint(3, 15)):
                taker.press(key)
                taker.watch(self._random.uniform(0, 0.04))
        taker.watch(self._random.uniform(0, DELAY))

    def _lingering(self, taker: Taker) -> None:
        if self._enter(taker):
            self._steps(taker)
        taker.watch(self._random.uniform(2, 3.2))

    # -- into the exam room -------------------------------------------------------------------------------------

    def _reach_home(self, taker: Taker) -> None:
        """See the home screen with its list; where an exam is unfinished, with the time left that is on the disk."""
        taker.wait_for(BANK)
        record = self._evidence.newest
        if record is not None:
            left = clock_text(record.limit_ms - record.used_ms)
            row = next((line for line in taker.lines if RESUME in line), "")
            assert f"{left} left" in row, f"the unfinished exam is not offered with {left} left:\n{taker.text}"
            return
        self._left_s = None
        taker.click_on(BANK)
        taker.wait_for(OFFER)

    def _press_enter(self, taker: Taker) -> None:
        self._run.entered_at = time.monotonic()
        taker.press("enter")

    def _enter(self, taker: Taker) -> bool:
        """Into the exam room, which must look as it was left; False where the form was at its end and is submitted."""
        self._reach_home(taker)
        self._press_enter(taker)
        record = self._evidence.newest
        if record is None:
            taker.wait_until(lambda text: (view := exam_view(text)) is not None and bool(view.saved and view.rows))
            return True
        if record.state.current is None:
            taker.wait_for(REVIEW)
            self._submit(taker)
            return False
        taker.wait_until(lambda text: (view := exam_view(text)) is not None and view.saved and record.is_whole(view))
        view = self._view(taker)
        if not record.shows(view, record.state):
            self.tally.faults.append(f"came back to another screen than was left:\n{taker.text}")
        if self._left_s is not None:
            back_s = view.left_s - self._left_s
            self.tally.worst_back_s = max(self.tally.worst_back_s, back_s)
            if back_s > 1:
                self.tally.faults.append(f"the timer on the screen went back by {back_s} s")
        return True

    def _submit(self, taker: Taker) -> None:
        taker.press("s")
        taker.wait_for("Submit (s)")
        self._run.submitted = True
        taker.press("s")
        if self._random.random() < 0.5:
            taker.wait_for(REPORT)

    # -- in the exam room ---------------------------------------------------------------------------------------

    def _steps(self, taker: Taker) -> None:
        """A few actions, each seen to take effect and to be saved before the next."""
        for _ in range(self._random.randint(0, 5)):
            view = self._view(taker)
            step = self._random.choices([self._answer, self._next, self._previous, self._flag], [55, 30, 5, 10])[0]
            if not step(taker, view):
                return

    def _answer(self, taker: Taker, view: ExamView) -> bool:
        if not view.choices or not view.is_one_group:
            taker.press(str(self._random.randint(1, 3)))  # which group it goes to is the program's business
            taker.watch(0.3, lambda text: (now := exam_view(text)) is not None and now.saved and now.rows != view.rows)
            return True
        may_add = view.choices[0].mark in ("○", "◉") or sum(row.is_chosen for row in view.choices) < 2
        row = self._random.choice([row for row in view.choices if row.is_chosen is not may_add])
        taker.press(str(row.number))
        self._until(
            taker, lambda now: any(one.number == row.number and one.is_chosen is may_add for one in now.choices)
        )
        return True

    def _next(self, taker: Taker, view: ExamView) -> bool:
        taker.press("n")
        if view.number == view.total:
            taker.wait_for(REVIEW)
            return False
        self._until(taker, lambda now: now.number == view.number + 1)
        return True

    def _previous(self, taker: Taker, view: ExamView) -> bool:
        taker.press("p")
        self._until(taker, lambda now: now.number == max(1, view.number - 1))
        return True

    def _flag(self, taker: Taker, view: ExamView) -> bool:
        taker.press("f")
        self._until(taker, lambda now: now.flagged is not view.flagged)
        return True

    def _until(self, taker: Taker, holds: Callable[[ExamView], bool]) -> None:
        """Wait until the screen shows the effect as saved."""
        taker.wait_until(lambda text: (view := exam_view(text)) is not None and view.saved and holds(view))

    def _view(self, taker: Taker) -> ExamView:
        view = exam_view(taker.text)
        assert view is not None, f"this is not the exam room:\n{taker.text}"
        return view

    def _see(self, taker: Taker) -> None:
        view = exam_view(taker.text)
        if view is not None:
            self._run.frames.append((time.monotonic(), view))
