"""The day a review counts for: it turns at four in the morning, local time, not at midnight."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

CUTOFF_HOUR = 4


def learning_day(at: datetime, utc_offset: timedelta, cutoff_hour: int = CUTOFF_HOUR) -> date:
    """The learning day of the aware instant `at` for someone `utc_offset` from UTC at that instant."""
    local = at.astimezone(UTC) + utc_offset
    return local.date() if local.hour >= cutoff_hour else local.date() - timedelta(days=1)
