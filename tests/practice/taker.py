"""A candidate in a process of its own, to be killed: says after every commit how far the disk has it.

Run as `python -m tests.practice.taker HOME`; writes one line `seq used_ms` for each acknowledged event.
"""

from __future__ import annotations

import sys
from pathlib import Path

from engine.bootstrap import open_mockdeck
from engine.practice.sit import ExamOptions
from tests.small_bank import CODE, KEYS


def take(home: Path) -> None:
    """Begin or go on with a sitting and answer until killed."""
    with open_mockdeck(home, "Ada") as mockdeck:
        room, bank = mockdeck.exam_room, mockdeck.catalogue.bank(CODE)
        waiting = room.unfinished(mockdeck.learner)
        if waiting:
            opened = room.resume(mockdeck.learner, waiting[0].sitting.id)
        else:
            opened = room.start(bank, mockdeck.learner, ExamOptions(1))
        turn = 0
        while True:
            turn += 1
            item_id = opened.sitting.form.item_ids[turn % 6]
            opened.answer(item_id, KEYS[item_id] if turn % 3 else None)
            opened.tick()
            mockdeck.writer.submit(lambda: None).result()
            if opened.is_saved:
                print(opened.state.seq, opened.state.used_ms, flush=True)


if __name__ == "__main__":
    take(Path(sys.argv[1]))
