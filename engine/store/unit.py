"""One transaction, offered as the tables' subjects."""

from __future__ import annotations

from functools import cached_property

from sqlalchemy import Connection

from engine.store.banks import SqlBanks
from engine.store.learners import SqlLearners
from engine.store.reviews import SqlReviews
from engine.store.sittings import SqlSittings


class SqlUnit:
    """Everything that can be read or written inside one transaction."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    @cached_property
    def learners(self) -> SqlLearners:
        return SqlLearners(self._connection)

    @cached_property
    def banks(self) -> SqlBanks:
        return SqlBanks(self._connection)

    @cached_property
    def sittings(self) -> SqlSittings:
        return SqlSittings(self._connection)

    @cached_property
    def reviews(self) -> SqlReviews:
        return SqlReviews(self._connection)
