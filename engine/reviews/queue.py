"""What to review today, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from engine.reviews.memory import MemoryState, retrievability


@dataclass(frozen=True, slots=True)
class FamilyKey:
    """A fact: a family of one bank."""

    bank_code: str
    family: str


def due_queue(states: Mapping[FamilyKey, MemoryState], today: date, limit: int | None = None) -> list[FamilyKey]:
    """Families due by `today`, those most likely forgotten first."""
    due = [key for key, state in states.items() if state.due_on <= today]
    due.sort(key=lambda key: (retrievability(states[key], today), key.bank_code, key.family))
    return due[:limit]


def due_by_day(due_days: Iterable[date], today: date) -> list[tuple[date, int]]:
    """How many reviews fall on each day from `today` on; what is overdue counts for today."""
    return sorted(Counter(max(day, today) for day in due_days).items())


def choose_variant(variants: Sequence[str], times_shown: Mapping[str, int], last_shown: str | None) -> str:
    """Which item of a family to show: the least shown, and not the last one where there is another."""
    fresh = [item_id for item_id in variants if item_id != last_shown] or list(variants)
    return min(fresh, key=lambda item_id: (times_shown.get(item_id, 0), item_id))
