"""The tables. Rows a learner owns lead their primary key with `learner_id`; log rows are never changed.

Instants are aware UTC (SQLModel's own datetime type refuses naive ones); times are whole milliseconds; JSON is
canonical text, so that checksums over it hold.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, ForeignKeyConstraint, Text
from sqlmodel import Field, SQLModel


class LearnerRow(SQLModel, table=True):
    """Whose answers these are."""

    __tablename__: ClassVar[Any] = "learner"

    id: str = Field(primary_key=True, max_length=36)
    name: str = Field(unique=True, max_length=200)
    created_at: datetime


class BankRow(SQLModel, table=True):
    """What the home screen says of a bank; its items stand in `item_version`."""

    __tablename__: ClassVar[Any] = "bank"
    __table_args__ = (CheckConstraint("status IN ('live', 'retired')", name="ck_bank_status"),)

    code: str = Field(primary_key=True, max_length=31)
    title: str = Field(sa_type=Text)
    status: str = Field(max_length=10)
    retired_on: date | None = None
    successor: str | None = Field(default=None, max_length=31)
    items: int
    questions: int
    minutes: int
    domains: str = Field(sa_type=Text)
    digest: str = Field(max_length=64)
    read_at: datetime


class ItemVersionRow(SQLModel, table=True):
    """An item as it was asked; results keep pointing here when the bank moves on."""

    __tablename__: ClassVar[Any] = "item_version"

    bank_code: str = Field(primary_key=True, max_length=31)
    item_id: str = Field(primary_key=True, max_length=120)
    version: str = Field(primary_key=True, max_length=64)
    family: str = Field(max_length=120)
    content: str = Field(sa_type=Text)
    group_content: str | None = Field(default=None, sa_type=Text)


class SittingRow(SQLModel, table=True):
    """One candidate taking one form; `state` moves once, by compare-and-set."""

    __tablename__: ClassVar[Any] = "sitting"
    __table_args__ = (
        ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_sitting_learner"),
        CheckConstraint("state IN ('open', 'finished', 'abandoned')", name="ck_sitting_state"),
        CheckConstraint("mode IN ('exam', 'practice')", name="ck_sitting_mode"),
    )

    learner_id: str = Field(primary_key=True, max_length=36)
    id: str = Field(primary_key=True, max_length=36)
    bank_code: str = Field(max_length=31, index=True)
    mode: str = Field(max_length=10)
    state: str = Field(max_length=10)
    started_at: datetime
    ended_at: datetime | None = None
    terms: str = Field(sa_type=Text)
    """What was fixed at the start: form, limits, versions and option orders, as JSON."""
    checksum: str = Field(max_length=64)


class SittingItemRow(SQLModel, table=True):
    """The families a form held, so that the next form can prefer others."""

    __tablename__: ClassVar[Any] = "sitting_item"
    __table_args__ = (
        ForeignKeyConstraint(
            ["learner_id", "sitting_id"], ["sitting.learner_id", "sitting.id"], name="fk_sitting_item_sitting"
        ),
    )

    learner_id: str = Field(primary_key=True, max_length=36)
    sitting_id: str = Field(primary_key=True, max_length=36)
    item_id: str = Field(primary_key=True, max_length=120)
    version: str = Field(max_length=64)


class SittingEventRow(SQLModel, table=True):
    """One event; its checksum covers the one before it."""

    __tablename__: ClassVar[Any] = "sitting_event"
    __table_args__ = (
        ForeignKeyConstraint(
            ["learner_id", "sitting_id"], ["sitting.learner_id", "sitting.id"], name="fk_sitting_event_sitting"
        ),
    )

    learner_id: str = Field(primary_key=True, max_length=36)
    sitting_id: str = Field(primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    kind: str = Field(max_length=20)
    item_id: str | None = Field(default=None, max_length=120)
    payload: str = Field(sa_type=Text)
    used_ms: int = Field(sa_type=BigInteger)
    at: datetime
    checksum: str = Field(max_length=64)


class SittingClockRow(SQLModel, table=True):
    """The exam time, rewritten every second; not part of the record, only of what survives a crash."""

    __tablename__: ClassVar[Any] = "sitting_clock"
    __table_args__ = (
        ForeignKeyConstraint(
            ["learner_id", "sitting_id"], ["sitting.learner_id", "sitting.id"], name="fk_sitting_clock_sitting"
        ),
    )

    learner_id: str = Field(primary_key=True, max_length=36)
    sitting_id: str = Field(primary_key=True, max_length=36)
    used_ms: int = Field(sa_type=BigInteger)
    free_ms: int = Field(sa_type=BigInteger)
    at: datetime


class ResultRow(SQLModel, table=True):
    """What a finished sitting came to; its checksum covers the last event's."""

    __tablename__: ClassVar[Any] = "result"
    __table_args__ = (
        ForeignKeyConstraint(
            ["learner_id", "sitting_id"], ["sitting.learner_id", "sitting.id"], name="fk_result_sitting"
        ),
    )

    learner_id: str = Field(primary_key=True, max_length=36)
    sitting_id: str = Field(primary_key=True, max_length=36)
    finished_at: datetime
    questions: int
    fraction: str = Field(max_length=60)
    """Exact, as `n/d`."""
    scaled: int
    passed: bool
    used_ms: int = Field(sa_type=BigInteger)
    report: str = Field(sa_type=Text)
    checksum: str = Field(max_length=64)


class ReviewRow(SQLModel, table=True):
    """One review, or the undoing of one; a learner's rows form one chain of checksums."""

    __tablename__: ClassVar[Any] = "review"
    __table_args__ = (
        ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_review_learner"),
        CheckConstraint("kind IN ('exam', 'review', 'undone')", name="ck_review_kind"),
    )

    learner_id: str = Field(primary_key=True, max_length=36)
    seq: int = Field(primary_key=True)
    id: str = Field(max_length=36)
    kind: str = Field(max_length=10)
    bank_code: str = Field(max_length=31)
    family: str = Field(max_length=120, index=True)
    item_id: str = Field(max_length=120)
    item_version: str = Field(max_length=64)
    sitting_id: str | None = Field(default=None, max_length=36)
    undoes: str | None = Field(default=None, max_length=36)
    rating: int
    response: str = Field(sa_type=Text)
    at: datetime
    learning_day: date
    utc_offset_minutes: int
    cutoff_hour: int
    duration_ms: int = Field(sa_type=BigInteger)
    algorithm: str = Field(max_length=20)
    parameters: str = Field(sa_type=Text)
    retention: float
    before: str | None = Field(default=None, sa_type=Text)
    after: str | None = Field(default=None, sa_type=Text)
    checksum: str = Field(max_length=64)


class MemoryStateRow(SQLModel, table=True):
    """How well a learner remembers a family: a cache that the reviews can rebuild."""

    __tablename__: ClassVar[Any] = "memory_state"
    __table_args__ = (ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_memory_state_learner"),)

    learner_id: str = Field(primary_key=True, max_length=36)
    bank_code: str = Field(primary_key=True, max_length=31)
    family: str = Field(primary_key=True, max_length=120)
    stability: float
    difficulty: float
    reviewed_on: date
    due_on: date = Field(index=True)
    reviews: int
    lapses: int
