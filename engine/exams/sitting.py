"""The sitting: one candidate taking one form, as the fold of its append-only events."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Literal

from engine.errors import SittingError
from engine.exams.form import Form
from engine.items.responses import Json


class EventKind(StrEnum):
    """What can happen in a sitting."""

    ANSWERED = "answered"
    CLEARED = "cleared"
    FLAGGED = "flagged"
    MOVED = "moved"
    LEFT = "left"
    INTERRUPTED = "interrupted"
    RESUMED = "resumed"
    FINISHED = "finished"
    ABANDONED = "abandoned"


@dataclass(frozen=True, slots=True)
class SittingEvent:
    """One thing that happened. `used_ms` is exam time used, `at` an aware UTC instant, `payload` JSON by kind:

    answered: the response · flagged: true or false · interrupted, resumed: `{"away_ms", "counted"}` ·
    finished: `"submitted"` or `"time_out"` · others: None.
    """

    seq: int
    kind: EventKind
    used_ms: int
    at: datetime
    item_id: str | None = None
    payload: Json = None


@dataclass(frozen=True, slots=True)
class Sitting:
    """What was fixed when the sitting began; it is judged by this and nothing later."""

    id: str
    learner_id: str
    form: Form
    title: str
    domains: tuple[tuple[str, str], ...]
    """Id and name of every domain of the blueprint."""
    mode: Literal["exam", "practice"]
    minutes: int | None
    cut: Fraction
    strict_clock: bool
    started_at: datetime
    versions: Mapping[str, str]
    """Content version of every item of the form."""
    option_orders: Mapping[str, Mapping[str, tuple[str, ...]]]
    bank_digest: str

    @property
    def limit_ms(self) -> int | None:
        """The time limit in milliseconds."""
        return None if self.minutes is None else self.minutes * 60_000


@dataclass(frozen=True, slots=True)
class SittingState:
    """The fold of a sitting's events so far."""

    sitting: Sitting
    seq: int = 0
    used_ms: int = 0
    current: str | None = None
    """The item on the screen; None on the review screen."""
    last_shown: str = ""
    """The item on the screen, or the one before the review screen."""
    responses: Mapping[str, Json] = field(default_factory=dict)
    flagged: frozenset[str] = frozenset()
    seen: frozenset[str] = frozenset()
    time_on_ms: Mapping[str, int] = field(default_factory=dict)
    free_ms: int = 0
    left_at: datetime | None = None
    """When the candidate walked out deliberately, until they are back."""
    ended: Literal["submitted", "time_out", "abandoned"] | None = None

    @property
    def is_open(self) -> bool:
        """Whether the sitting still takes answers."""
        return self.ended is None

    @property
    def unanswered(self) -> tuple[str, ...]:
        """Items without a response, in form order."""
        return tuple(item_id for item_id in self.sitting.form.item_ids if item_id not in self.responses)

    @property
    def position(self) -> int:
        """Place in the form, from 0, of the item last on the screen."""
        return self.sitting.form.item_ids.index(self.last_shown)


def begin(sitting: Sitting) -> SittingState:
    """The state before the first event: the first item on the screen."""
    first = sitting.form.item_ids[0]
    return SittingState(sitting, current=first, last_shown=first, seen=frozenset({first}))


def fold(sitting: Sitting, events: Iterable[SittingEvent]) -> SittingState:
    """The state after all events.

    Raises:
        SittingError: the events do not follow one another.
    """
    state = begin(sitting)
    for event in events:
        state = apply(state, event)
    return state


def apply(state: SittingState, event: SittingEvent) -> SittingState:
    """The state after one more event.

    Raises:
        SittingError: the event is out of order, goes back in time, comes after the end, or names no item of the form.
    """
    if event.seq != state.seq + 1:
        raise SittingError(f"event {event.seq} cannot follow event {state.seq}")
    if not state.is_open:
        raise SittingError("the sitting is over; nothing in it can change")
    if event.used_ms < state.used_ms:
        raise SittingError("exam time cannot go back")
    if event.item_id is not None and event.item_id not in state.sitting.versions:
        raise SittingError(f"the form has no item {event.item_id!r}")
    return _changed(_timed(state, event), event)


def _timed(state: SittingState, event: SittingEvent) -> SittingState:
    """Count the exam time since the last event to the item that was on the screen."""
    spent = state.time_on_ms
    if state.current is not None and event.kind is not EventKind.RESUMED:
        spent = {**spent, state.current: spent.get(state.current, 0) + event.used_ms - state.used_ms}
    return replace(state, seq=event.seq, used_ms=event.used_ms, time_on_ms=spent)


def _changed(state: SittingState, event: SittingEvent) -> SittingState:
    item_id, payload = event.item_id, event.payload
    match event.kind:
        case EventKind.ANSWERED if item_id is not None and payload is not None:
            return replace(state, responses={**state.responses, item_id: payload})
        case EventKind.CLEARED if item_id is not None:
            return replace(state, responses={k: v for k, v in state.responses.items() if k != item_id})
        case EventKind.FLAGGED if item_id is not None:
            return replace(state, flagged=state.flagged | {item_id} if payload else state.flagged - {item_id})
        case EventKind.MOVED:
            if item_id is None:
                return replace(state, current=None)
            return replace(state, current=item_id, last_shown=item_id, seen=state.seen | {item_id})
        case EventKind.LEFT:
            return replace(state, left_at=event.at)
        case EventKind.INTERRUPTED | EventKind.RESUMED if isinstance(payload, dict):
            away = payload.get("away_ms")
            free = away if isinstance(away, int) and not payload.get("counted") else 0
            left_at = None if event.kind is EventKind.RESUMED else state.left_at
            return replace(state, left_at=left_at, free_ms=state.free_ms + free)
        case EventKind.FINISHED:
            return replace(state, ended="time_out" if payload == "time_out" else "submitted")
        case EventKind.ABANDONED:
            return replace(state, ended="abandoned")
    raise SittingError(f"event {event.seq} ({event.kind}) lacks what its kind needs")
