"""Protects the one writer: jobs run in the order given, one at a time, and all of them before it closes."""

from __future__ import annotations

import threading

import pytest

from engine.store.writer import StoreWriter


def test_jobs_run_in_the_order_given_one_at_a_time() -> None:
    writer, done, running = StoreWriter(), [], threading.Semaphore(1)

    def job(number: int) -> int:
        assert running.acquire(blocking=False), "two jobs at once"
        done.append(number)
        running.release()
        return number

    futures = [writer.submit(lambda number=number: job(number)) for number in range(500)]  # type: ignore[misc]
    assert [future.result() for future in futures] == list(range(500)) == done
    writer.close()


def test_closing_waits_for_everything_given() -> None:
    writer, may_go, done = StoreWriter(), threading.Event(), []
    writer.submit(lambda: may_go.wait(20))
    for number in range(50):
        writer.submit(lambda number=number: done.append(number))  # type: ignore[misc]
    assert done == []
    may_go.set()
    writer.close()
    assert done == list(range(50))


def test_a_job_that_fails_tells_its_own_caller_and_stops_no_other() -> None:
    writer = StoreWriter()
    failing = writer.submit(lambda: 1 // 0)
    following = writer.submit(lambda: "done")
    with pytest.raises(ZeroDivisionError):
        failing.result()
    assert following.result() == "done"
    writer.close()


def test_after_closing_nothing_is_taken_any_more() -> None:
    writer = StoreWriter()
    writer.close()
    writer.close()
    with pytest.raises(RuntimeError):
        writer.submit(lambda: None)
