"""What a finished exam teaches the scheduler: every scored item is a review of its family."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta

import uuid_utils

from engine.exams.score_report import ScoreReport
from engine.exams.sitting import Sitting
from engine.items.kinds import Item
from engine.practice.ports import ReviewRecord
from engine.reviews.learning_day import CUTOFF_HOUR, learning_day
from engine.reviews.memory import MemoryState, after_review
from engine.reviews.queue import FamilyKey
from engine.reviews.rating import Rating, rate


def reviews_of(
    sitting: Sitting, report: ScoreReport, items: Mapping[str, Item],
    states: Mapping[FamilyKey, MemoryState], at: datetime, utc_offset: timedelta,
) -> Iterator[ReviewRecord]:  # fmt: skip
    """One record for each item of the report, in form order."""
    day = learning_day(at, utc_offset)
    for result in report.items:
        key = FamilyKey(sitting.form.code, items[result.item_id].family_id)
        rating = rate(result.mark.outcome, flagged=result.flagged)
        before = states.get(key)
        yield ReviewRecord(
            id=str(uuid_utils.uuid7()),
            kind="exam",
            key=key,
            item_id=result.item_id,
            item_version=sitting.versions[result.item_id],
            rating=rating,
            response=result.response,
            at=at,
            learning_day=day,
            utc_offset_minutes=round(utc_offset.total_seconds() / 60),
            cutoff_hour=CUTOFF_HOUR,
            duration_ms=result.time_ms,
            before=before,
            after=_after_exam(before, rating, day),
            sitting_id=sitting.id,
        )


def _after_exam(before: MemoryState | None, rating: Rating, day: date) -> MemoryState:
    """The memory after an exam item. An exam shows no reasons, so what was missed is due at once, not tomorrow."""
    after = after_review(before, rating, day)
    return replace(after, due_on=day) if rating is Rating.AGAIN else after
