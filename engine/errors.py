"""Every refusal a person can meet; each message says what was wrong, where, and what to do.

MockdeckError
├── ResponseError       a response does not fit its item
├── BankError           a bank cannot be loaded; carries every problem found
├── FormError           no form can be drawn from this bank
├── SittingError        an action the sitting does not allow
└── StoreError          the database cannot be opened or written
    └── NewerDatabaseError
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.banks.problems import Problem


class MockdeckError(Exception):
    """Base of every refusal; its text is written for the learner."""


class ResponseError(MockdeckError):
    """A response does not fit the item it answers."""


class BankError(MockdeckError):
    """A bank was refused; `problems` lists everything found in one reading."""

    def __init__(self, message: str, problems: Sequence[Problem] = ()) -> None:
        super().__init__(message)
        self.problems = tuple(problems)


class FormError(MockdeckError):
    """No form of the wanted length can be drawn, or a form names items the bank lacks."""


class SittingError(MockdeckError):
    """The sitting does not allow this action, for example an answer after the end."""


class StoreError(MockdeckError):
    """The database cannot be opened, read or written; nothing acknowledged was lost."""


class NewerDatabaseError(StoreError):
    """The database was written by a newer Mockdeck than this one."""
