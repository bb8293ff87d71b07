"""Protects the fold of a sitting's events against a simple model, and that what cannot follow is refused."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Literal

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from engine.errors import SittingError
from engine.exams.form import Form
from engine.exams.sitting import EventKind, Sitting, SittingEvent, apply, begin, fold
from engine.items.responses import Json
from tests.engine.bank_strategies import unhurried

ITEMS = ("a", "b", "c", "d")
START = datetime(2026, 11, 25, 9, tzinfo=UTC)

items = st.sampled_from(ITEMS)
spans = st.integers(0, 90_000)
responses: st.SearchStrategy[Json] = st.sampled_from(["x", 3.5, ["x", "y"], {"s": True}, False])


_FITS_ALL: Json = {"away_ms": 0, "counted": False}
"""A payload every kind of event would take, so that only what is tested is wrong."""


def make_sitting(minutes: int | None = 100) -> Sitting:
    return Sitting(
        id="s", learner_id="l", form=Form("EX-1", 1, 100, ITEMS), title="An exam", domains=(("d", "D"),), mode="exam",
        minutes=minutes,
        cut=Fraction(7, 10), strict_clock=False, started_at=START,
        versions={name: f"v-{name}" for name in ITEMS}, option_orders={}, bank_digest="0",
    )  # fmt: skip


def event(seq: int, kind: EventKind, used: int = 0, item: str | None = None, payload: Json = None) -> SittingEvent:
    return SittingEvent(seq, kind, used, START + timedelta(milliseconds=used), item, payload)


class SittingMachine(RuleBasedStateMachine):
    """Whatever a candidate does, the fold is what a notebook kept beside it says."""

    @initialize()
    def sit_down(self) -> None:
        self.sitting = make_sitting()
        self.events: list[SittingEvent] = []
        self.state = begin(self.sitting)
        self.answers: dict[str, Json] = {}
        self.flags: set[str] = set()
        self.seen: set[str] = {"a"}
        self.current: str | None = "a"
        self.last_shown = "a"
        self.on_screen: Counter[str] = Counter()
        self.used = self.free = self.unwatched = 0
        self.away = False
        self.ended: str | None = None

    def _happens(self, kind: EventKind, span: int, item: str | None = None, payload: Json = None) -> None:
        """Take an event that must be accepted, and note whose time it was."""
        if self.current is not None and kind is not EventKind.RESUMED:
            self.on_screen[self.current] += span
        else:
            self.unwatched += span
        self.used += span
        self.events.append(event(len(self.events) + 1, kind, self.used, item, payload))
        self.state = apply(self.state, self.events[-1])

    def _at_the_desk(self) -> bool:
        return self.ended is None and not self.away

    def _is_open(self) -> bool:
        return self.ended is None

    @precondition(_at_the_desk)
    @rule(item=items, response=responses, span=spans)
    def answer(self, item: str, response: Json, span: int) -> None:
        self._happens(EventKind.ANSWERED, span, item, response)
        self.answers[item] = response

    @precondition(_at_the_desk)
    @rule(item=items, span=spans)
    def clear(self, item: str, span: int) -> None:
        self._happens(EventKind.CLEARED, span, item)
        self.answers.pop(item, None)

    @precondition(_at_the_desk)
    @rule(item=items, on=st.booleans(), span=spans)
    def flag(self, item: str, on: bool, span: int) -> None:
        self._happens(EventKind.FLAGGED, span, item, on)
        (self.flags.add if on else self.flags.discard)(item)

    @precondition(_at_the_desk)
    @rule(item=st.none() | items, span=spans)
    def move(self, item: str | None, span: int) -> None:
        self._happens(EventKind.MOVED, span, item)
        self.current = item
        self.last_shown = item or self.last_shown
        self.seen |= {item} if item else set()

    @precondition(_at_the_desk)
    @rule(span=spans)
    def leave(self, span: int) -> None:
        self._happens(EventKind.LEFT, span)
        self.away = True

    @precondition(_is_open)
    @rule(span=spans, away=st.integers(0, 10_000_000), counted=st.booleans())
    def resume(self, span: int, away: int, counted: bool) -> None:
        self._happens(EventKind.RESUMED, span, payload={"away_ms": away, "counted": counted})
        self.free += 0 if counted else away
        self.away = False

    @precondition(_at_the_desk)
    @rule(span=spans, away=st.integers(0, 10_000_000), counted=st.booleans())
    def interruption(self, span: int, away: int, counted: bool) -> None:
        self._happens(EventKind.INTERRUPTED, span, payload={"away_ms": away, "counted": counted})
        self.free += 0 if counted else away

    @precondition(lambda self: self._is_open() and len(self.events) > 8)
    @rule(how=st.sampled_from(["submitted", "time_out", "abandoned"]), span=spans)
    def end(self, how: Literal["submitted", "time_out", "abandoned"], span: int) -> None:
        if how == "abandoned":
            self._happens(EventKind.ABANDONED, span)
        else:
            self._happens(EventKind.FINISHED, span, payload=how)
        self.ended = how

    @rule(kind=st.sampled_from(EventKind), shift=st.integers(-3, 3).filter(bool), item=items)
    def refuse_an_event_out_of_order(self, kind: EventKind, shift: int, item: str) -> None:
        with pytest.raises(SittingError, match="cannot follow"):
            apply(self.state, event(len(self.events) + 1 + shift, kind, self.used, item, _FITS_ALL))

    @precondition(lambda self: self.ended is None and self.used > 0)
    @rule(kind=st.sampled_from(EventKind), back=st.integers(1, 90_000), item=items)
    def refuse_time_that_goes_back(self, kind: EventKind, back: int, item: str) -> None:
        with pytest.raises(SittingError, match="cannot go back"):
            apply(self.state, event(len(self.events) + 1, kind, max(0, self.used - back), item, _FITS_ALL))

    @precondition(_is_open)
    @rule(kind=st.sampled_from(EventKind))
    def refuse_an_item_the_form_lacks(self, kind: EventKind) -> None:
        with pytest.raises(SittingError, match="no item 'elsewhere'"):
            apply(self.state, event(len(self.events) + 1, kind, self.used, "elsewhere", _FITS_ALL))

    @precondition(lambda self: self.ended is not None)
    @rule(kind=st.sampled_from(EventKind), item=items)
    def refuse_anything_after_the_end(self, kind: EventKind, item: str) -> None:
        with pytest.raises(SittingError, match="over"):
            apply(self.state, event(len(self.events) + 1, kind, self.used, item, _FITS_ALL))

    @invariant()
    def the_fold_is_what_the_notebook_says(self) -> None:
        state = self.state
        assert (state.seq, state.used_ms, state.free_ms) == (len(self.events), self.used, self.free)
        assert (state.responses, set(state.flagged), set(state.seen)) == (self.answers, self.flags, self.seen)
        assert (state.current, state.ended, state.is_open) == (self.current, self.ended, self.ended is None)
        assert (state.left_at is not None) == self.away
        assert state.unanswered == tuple(name for name in ITEMS if name not in self.answers)
        assert ITEMS[state.position] == state.last_shown == self.last_shown

    @invariant()
    def time_on_items_is_the_time_used_while_one_was_on_the_screen(self) -> None:
        assert +Counter(self.state.time_on_ms) == +self.on_screen
        assert sum(self.state.time_on_ms.values()) == self.used - self.unwatched

    @invariant()
    def folding_all_events_again_gives_the_same_state(self) -> None:
        assert fold(self.sitting, self.events) == self.state


TestSitting = SittingMachine.TestCase
TestSitting.settings = settings(unhurried, max_examples=60, stateful_step_count=30)


@pytest.mark.parametrize(
    ("kind", "item", "payload"),
    [
        (EventKind.ANSWERED, None, "x"),
        (EventKind.ANSWERED, "a", None),
        (EventKind.CLEARED, None, None),
        (EventKind.FLAGGED, None, True),
        (EventKind.INTERRUPTED, None, None),
        (EventKind.RESUMED, None, 5),
    ],
)
def test_an_event_that_lacks_what_its_kind_needs_is_refused(kind: EventKind, item: str | None, payload: Json) -> None:
    with pytest.raises(SittingError, match="lacks what its kind needs"):
        fold(make_sitting(), [event(1, kind, 0, item, payload)])


def test_the_time_limit_is_the_sittings_minutes() -> None:
    assert make_sitting(100).limit_ms == 6_000_000
    assert make_sitting(None).limit_ms is None


def test_leaving_is_remembered_by_the_instant_until_the_candidate_is_back() -> None:
    left = apply(begin(make_sitting()), event(1, EventKind.LEFT, 5_000))
    assert left.left_at == START + timedelta(seconds=5)
    back = apply(left, event(2, EventKind.RESUMED, 65_000, payload={"away_ms": 60_000, "counted": True}))
    assert (back.left_at, back.free_ms, back.time_on_ms) == (None, 0, {"a": 5_000})
