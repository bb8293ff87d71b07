"""Protects exam time: only what monotonic readings saw pass is used, sleep is free unless strict, nothing runs back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.exams.exam_clock import WARNINGS, ExamClock, warning_passed
from tests.engine.bank_strategies import unhurried

limits = st.none() | st.integers(0, 7_200_000)
boots = st.floats(0, 1e7)
readings = st.lists(st.tuples(st.floats(-50, 900), st.floats(-5, 900)), max_size=25)
"""How much the monotonic clock and the count of seconds asleep moved since the reading before."""


def _walk(clock: ExamClock, boot: float, steps: list[tuple[float, float]]) -> list[tuple[ExamClock, float, float]]:
    """The clock after each reading, beside the furthest either counter has been from the start."""
    at, asleep, furthest, most_asleep = boot, 0.0, 0.0, 0.0
    clock = clock.started(at, asleep)
    walked = [(clock, furthest, most_asleep)]
    for moved, slept in steps:
        at, asleep = at + moved, asleep + slept
        furthest, most_asleep = max(furthest, at - boot), max(most_asleep, asleep)
        clock = clock.at(at, asleep)
        walked.append((clock, furthest, most_asleep))
    return walked


@given(limits, boots, readings, st.booleans())
@unhurried
def test_used_and_free_time_never_fall_and_time_left_is_never_negative(
    limit: int | None, boot: float, steps: list[tuple[float, float]], strict: bool
) -> None:
    walked = [clock for clock, _, _ in _walk(ExamClock(limit, strict=strict), boot, steps)]
    for before, after in pairwise(walked):
        assert after.used_ms >= before.used_ms
        assert after.free_ms >= before.free_ms
        assert (after.remaining_ms is None) == (limit is None)
        if limit is not None and after.remaining_ms is not None:
            assert after.remaining_ms == max(0, limit - after.used_ms)
            assert after.is_over == (after.remaining_ms == 0)
            assert after.account_ms + after.remaining_ms == limit
        else:
            assert not after.is_over
            assert after.account_ms == after.used_ms


@given(boots, readings)
@unhurried
def test_used_time_is_the_furthest_the_monotonic_clock_came_and_sleep_is_free(
    boot: float, steps: list[tuple[float, float]]
) -> None:
    for place, (clock, furthest, most_asleep) in enumerate(_walk(ExamClock(None), boot, steps)):
        assert clock.used_ms == pytest.approx(furthest * 1000, abs=1)
        assert -1000 - place <= clock.free_ms - most_asleep * 1000 <= place


@given(boots, readings)
@unhurried
def test_a_strict_clock_counts_sleep_as_used_and_frees_nothing(boot: float, steps: list[tuple[float, float]]) -> None:
    loose, strict = (_walk(ExamClock(None, strict=strict), boot, steps)[-1][0] for strict in (False, True))
    assert strict.free_ms == 0
    assert strict.used_ms == loose.used_ms + loose.free_ms


@given(boots, st.lists(st.floats(0, 60), max_size=40))
@unhurried
def test_many_readings_and_one_reading_agree_to_the_millisecond(boot: float, moves: list[float]) -> None:
    split = _walk(ExamClock(None), boot, [(moved, 0.0) for moved in moves])[-1][0]
    end = boot
    for moved in moves:
        end += moved
    assert abs(split.used_ms - ExamClock(None).started(boot, 0).at(end, 0).used_ms) <= 1


@given(boots, st.floats(0, 1000))
@unhurried
def test_a_reading_that_goes_back_adds_nothing_and_is_not_made_up_later(boot: float, back: float) -> None:
    clock = ExamClock(None).started(boot, 0).at(boot + 10, 0)
    went_back = clock.at(boot + 10 - back, 0)
    assert went_back.used_ms == clock.used_ms
    assert went_back.at(boot + 12, 0).used_ms == pytest.approx(12_000, abs=1)


def test_a_clock_stands_still_until_it_is_started() -> None:
    halted = ExamClock(60_000, used_ms=10_000)
    assert halted.at(500, 50) == halted
    assert halted.used_ms == 10_000
    resumed = halted.started(500, 50).at(501, 50)
    assert (resumed.used_ms, resumed.free_ms) == (11_000, 0)


def test_time_is_over_at_the_limit_and_not_a_millisecond_before() -> None:
    before, at = (ExamClock(60_000, used_ms=used) for used in (59_999, 60_000))
    assert (before.is_over, before.remaining_ms) == (False, 1)
    assert (at.is_over, at.remaining_ms, at.account_ms) == (True, 0, 60_000)


def test_flutter_between_the_two_counters_is_no_sleep_but_slow_sleep_adds_up() -> None:
    clock = ExamClock(None).started(0, 0).at(1, 0.6).at(2, 0.2)
    assert clock.free_ms == 0
    assert clock.at(3, 1.2).free_ms == 1_200


@given(limits, st.integers(0, 10_000_000), st.floats(-100, 100_000), st.booleans())
@unhurried
def test_time_away_goes_to_one_account_only(limit: int | None, used: int, seconds: float, counted: bool) -> None:
    before = ExamClock(limit, used_ms=used)
    after = before.away(seconds, counted=counted)
    lost = max(0, round(seconds * 1000))
    assert (after.used_ms - used, after.free_ms) == ((lost, 0) if counted else (0, lost))


@given(st.lists(st.integers(0, 3_600_000), min_size=2, max_size=30))
@unhurried
def test_each_warning_is_given_once_as_time_runs_down(left: list[int]) -> None:
    left = [2_400_000, *sorted(left, reverse=True), 0]
    left.sort(reverse=True)
    told = [mark for before, after in pairwise(left) if (mark := warning_passed(before, after)) is not None]
    assert told == sorted(set(told), reverse=True)
    assert told[-1] == WARNINGS[-1], "the last warning is never swallowed by a long step"


def test_every_mark_is_told_in_a_sitting_that_ticks() -> None:
    left = range(2_000_000, -1, -1_000)
    assert [mark for pair in pairwise(left) if (mark := warning_passed(*pair))] == list(WARNINGS)


@pytest.mark.parametrize(("before", "after"), [(None, 1), (1, None), (None, None), (300_000, 299_000)])
def test_no_warning_without_a_limit_or_past_the_mark(before: int | None, after: int | None) -> None:
    assert warning_passed(before, after) is None
