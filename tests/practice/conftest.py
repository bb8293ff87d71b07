"""The running program these tests sit at."""

from tests.desk import desk

__all__ = ["desk"]
