"""The one thread that writes: jobs in the order given, every one of them done before the program ends."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class StoreWriter:
    """Fulfils `ports.Writer`. Owned by the process entry point, which closes it in a `finally`."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="store-writer")

    def submit(self, job: Callable[[], T]) -> Future[T]:
        return self._executor.submit(job)

    def close(self) -> None:
        """Wait until everything given is written."""
        self._executor.shutdown(wait=True)
