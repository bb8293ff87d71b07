"""Protects units of work: all or nothing, one writer at a time, and readers that never wait."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.errors import StoreError
from engine.practice.ports import Learner
from tests.desk import Desk
from tests.sql import count


def test_an_exception_undoes_the_whole_unit(desk: Desk) -> None:

    def write() -> None:
        with desk.store.writing() as unit:
            unit.learners.add(Learner("b", "Bo"), desk.clock.now())
            assert unit.learners.named("Bo") == Learner("b", "Bo")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        write()
    with desk.store.reading() as unit:
        assert unit.learners.named("Bo") is None


def test_what_is_committed_is_there_for_the_next_reader_and_not_before(desk: Desk) -> None:
    with desk.store.writing() as writing:
        writing.learners.add(Learner("b", "Bo"), desk.clock.now())
        with desk.store.reading() as reading:
            assert reading.learners.named("Bo") is None
    with desk.store.reading() as reading:
        assert reading.learners.named("Bo") == Learner("b", "Bo")


def test_a_reader_sees_one_moment_however_long_it_looks(desk: Desk) -> None:
    with desk.store.reading() as reading:
        assert reading.learners.named("Bo") is None
        with desk.store.writing() as writing:
            writing.learners.add(Learner("b", "Bo"), desk.clock.now())
        assert reading.learners.named("Bo") is None


def test_a_reader_does_not_wait_while_a_writer_holds_the_lock(desk: Desk) -> None:
    """The writer lets go only when the reader is done; were the reader to wait, neither would end."""
    has_lock, has_read = threading.Event(), threading.Event()

    def write() -> bool:
        with desk.store.writing() as unit:
            unit.learners.add(Learner("b", "Bo"), desk.clock.now())
            has_lock.set()
            return has_read.wait(20)

    with ThreadPoolExecutor(1) as pool:
        writing = pool.submit(write)
        assert has_lock.wait(20)
        with desk.store.reading() as unit:
            assert unit.learners.named(desk.learner.name) == desk.learner
        has_read.set()
        assert writing.result()


def test_a_second_writer_waits_for_the_first_before_it_looks(desk: Desk) -> None:
    """The lock is taken at the beginning; taken at the first write, both would add Bo."""
    started = threading.Barrier(4)

    def add_once(place: int) -> bool:
        started.wait(20)
        with desk.store.writing() as unit:
            if unit.learners.named("Bo") is None:
                unit.learners.add(Learner(f"b{place}", "Bo"), desk.clock.now())
                return True
            return False

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(add_once, range(4))) == 1
    assert count(desk.path, "learner") == 2


def test_a_breach_of_the_schema_is_a_store_error_in_words(desk: Desk) -> None:
    with pytest.raises(StoreError, match="the database reports"), desk.store.writing() as unit:
        unit.learners.add(Learner("other", desk.learner.name), desk.clock.now())
