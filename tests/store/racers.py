"""What two programs do at the same moment; each function runs in a process of its own."""

from __future__ import annotations

import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing import get_context
from multiprocessing.process import BaseProcess
from multiprocessing.queues import Queue
from multiprocessing.synchronize import Barrier
from pathlib import Path
from typing import Any

from engine.errors import StoreError
from engine.exams.sitting import Sitting
from engine.practice.sit import OpenSitting
from engine.store.migration import prepare
from engine.store.sittings import SqlSittings
from tests.clocks import HandClock
from tests.desk import Desk
from tests.small_bank import KEYS, SLIPS
from tests.store.review_rows import WORMS, write_review

PATIENCE = 60


@dataclass
class Ended:
    """What one program says of the sittings it raced for."""

    won: list[str] = field(default_factory=list)
    points: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)


def race(target: Callable[..., Any], *arguments: object) -> list[Any]:
    """Run `target(barrier, place, *arguments)` in two new processes; what each returned."""
    context = get_context("spawn")
    barrier, answers = context.Barrier(2), context.Queue()
    runners: list[BaseProcess] = [
        context.Process(target=_run, args=(target, barrier, answers, place, arguments)) for place in range(2)
    ]
    for runner in runners:
        runner.start()
    found = dict(answers.get(timeout=PATIENCE) for _ in runners)
    for runner in runners:
        runner.join(PATIENCE)
    for place in range(2):
        assert not isinstance(found[place], str), found[place]
    return [found[place] for place in range(2)]


def _run(
    target: Callable[..., Any], barrier: Barrier, answers: Queue[Any], place: int, arguments: tuple[object, ...]
) -> None:
    try:
        answers.put((place, target(barrier, place, *arguments)))
    except BaseException:
        barrier.abort()
        answers.put((place, traceback.format_exc()))


def create(barrier: Barrier, _place: int, folder: Path, homes: int) -> int:
    """Make each home's database in the same moment as the other program."""
    for number in range(homes):
        barrier.wait(PATIENCE)
        prepare(folder / f"home-{number}" / "db.sqlite3")
    return homes


def review(barrier: Barrier, place: int, home: Path, times: int) -> int:
    """Read the memory of a fact and write what a review makes of it, over and over."""
    desk = Desk(home, HandClock())
    barrier.wait(PATIENCE)
    for _ in range(times):
        write_review(desk, WORMS)
    desk.close()
    return place


def finish(barrier: Barrier, place: int, home: Path, alike: bool) -> Ended:
    """Answer one item of every open sitting and submit it; where not `alike`, each program answers in its own way."""
    ended, real = Ended(), SqlSittings.finish

    def noted(self: SqlSittings, sitting: Sitting, *rest: Any) -> bool:
        done = real(self, sitting, *rest)
        if done:
            ended.won.append(sitting.id)
        return done

    SqlSittings.finish = noted  # type: ignore[assignment, method-assign]
    desk = Desk(home, HandClock())
    bank = desk.bank
    opened = [
        OpenSitting(stored, bank.items, bank.groups, desk.store, desk.writer, desk.clock)
        for stored in desk.room.unfinished(desk.learner)
    ]
    for one in opened:
        barrier.wait(PATIENCE)
        answers = KEYS if alike or place == 0 else SLIPS
        item_id = one.sitting.form.item_ids[0]
        one.answer(item_id, answers[item_id])
        try:
            ended.points[one.sitting.id] = str(one.finish("submitted").result().points)
        except StoreError as error:
            ended.refused.append(str(error))
    desk.close()
    return ended
