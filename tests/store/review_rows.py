"""Reviews written straight into the store, and their chain worked out again from the file."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from pathlib import Path

from engine.bootstrap import new_id
from engine.practice.ports import Learner, ReviewRecord
from engine.reviews.learning_day import CUTOFF_HOUR, learning_day
from engine.reviews.memory import after_review
from engine.reviews.queue import FamilyKey
from engine.reviews.rating import Rating
from tests.desk import Desk
from tests.sql import rows

WORMS = FamilyKey("EX-9", "worms")
KNIVES = FamilyKey("EX-9", "knives")


def write_review(
    desk: Desk, key: FamilyKey, rating: Rating = Rating.GOOD, item_id: str = "worm-1", owner: Learner | None = None
) -> ReviewRecord:
    """One review now: the memory is read and written in one unit, as a session does it."""
    learner, at = owner or desk.learner, desk.clock.now()
    day = learning_day(at, desk.clock.offset)
    with desk.store.writing() as unit:
        before = unit.reviews.states(learner.id).get(key)
        record = ReviewRecord(
            new_id(), "review", key, item_id, "0" * 64, rating, {"s1": True}, at, day, 0, CUTOFF_HOUR, 1_500,
            before, after_review(before, rating, day),
        )  # fmt: skip
        unit.reviews.record(learner.id, [record])
    return record


def recomputed(path: Path) -> list[tuple[object, str]]:
    """The checksums stored and, beside each, the one worked out here from the columns as they lie in the file."""
    pairs: list[tuple[object, str]] = []
    last = {str(row["learner_id"]): "" for row in rows(path, "SELECT learner_id FROM review")}
    for row in rows(path, "SELECT * FROM review ORDER BY learner_id, seq"):
        content = {name: value for name, value in row.items() if name != "checksum" and value is not None}
        content["at"] = datetime.fromisoformat(str(row["at"])).replace(tzinfo=UTC).isoformat()
        text = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        learner = str(row["learner_id"])
        last[learner] = hashlib.sha256(f"{last[learner]}\n{text}".encode()).hexdigest()
        pairs.append((row["checksum"], last[learner]))
    return pairs
