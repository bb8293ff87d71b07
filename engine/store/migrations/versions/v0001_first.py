"""The first schema."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "bank",
        sa.Column("code", sa.String(31), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("retired_on", sa.Date(), nullable=True),
        sa.Column("successor", sa.String(31), nullable=True),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("domains", sa.Text(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("read_at", sa.DateTime(), nullable=False),
        sa.CheckConstraint("status IN ('live', 'retired')", name="ck_bank_status"),
        sa.PrimaryKeyConstraint("code"),
    )
    op.create_table(
        "item_version",
        sa.Column("bank_code", sa.String(31), nullable=False),
        sa.Column("item_id", sa.String(120), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.Column("family", sa.String(120), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("group_content", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("bank_code", "item_id", "version"),
    )
    op.create_table(
        "learner",
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("name", sa.String(200), nullable=False),
        sa.Column("created_at", sa.DateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("name"),
    )
    op.create_table(
        "memory_state",
        sa.Column("learner_id", sa.String(36), nullable=False),
        sa.Column("bank_code", sa.String(31), nullable=False),
        sa.Column("family", sa.String(120), nullable=False),
        sa.Column("stability", sa.Float(), nullable=False),
        sa.Column("difficulty", sa.Float(), nullable=False),
        sa.Column("reviewed_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("lapses", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_memory_state_learner"),
        sa.PrimaryKeyConstraint("learner_id", "bank_code", "family"),
    )
    op.create_index("ix_memory_state_due_on", "memory_state", ["due_on"], unique=False)
    op.create_table(
        "review",
        sa.Column("learner_id", sa.String(36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("kind", sa.String(10), nullable=False),
        sa.Column("bank_code", sa.String(31), nullable=False),
        sa.Column("family", sa.String(120), nullable=False),
        sa.Column("item_id", sa.String(120), nullable=False),
        sa.Column("item_version", sa.String(64), nullable=False),
        sa.Column("sitting_id", sa.String(36), nullable=True),
        sa.Column("undoes", sa.String(36), nullable=True),
        sa.Column("rating", sa.Integer(), nullable=False),
        sa.Column("response", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("learning_day", sa.Date(), nullable=False),
        sa.Column("utc_offset_minutes", sa.Integer(), nullable=False),
        sa.Column("cutoff_hour", sa.Integer(), nullable=False),
        sa.Column("duration_ms", sa.BigInteger(), nullable=False),
        sa.Column("algorithm", sa.String(20), nullable=False),
        sa.Column("parameters", sa.Text(), nullable=False),
        sa.Column("retention", sa.Float(), nullable=False),
        sa.Column("before", sa.Text(), nullable=True),
        sa.Column("after", sa.Text(), nullable=True),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.CheckConstraint("kind IN ('exam', 'review', 'undone')", name="ck_review_kind"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_review_learner"),
        sa.PrimaryKeyConstraint("learner_id", "seq"),
    )
    op.create_index("ix_review_family", "review", ["family"], unique=False)
    op.create_table(
        "sitting",
        sa.Column("learner_id", sa.String(36), nullable=False),
        sa.Column("id", sa.String(36), nullable=False),
        sa.Column("bank_code", sa.String(31), nullable=False),
        sa.Column("mode", sa.String(10), nullable=False),
        sa.Column("state", sa.String(10), nullable=False),
        sa.Column("started_at", sa.DateTime(), nullable=False),
        sa.Column("ended_at", sa.DateTime(), nullable=True),
        sa.Column("terms", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.CheckConstraint("mode IN ('exam', 'practice')", name="ck_sitting_mode"),
        sa.CheckConstraint("state IN ('open', 'finished', 'abandoned')", name="ck_sitting_state"),
        sa.ForeignKeyConstraint(["learner_id"], ["learner.id"], name="fk_sitting_learner"),
        sa.PrimaryKeyConstraint("learner_id", "id"),
    )
    op.create_index("ix_sitting_bank_code", "sitting", ["bank_code"], unique=False)
    op.create_table(
        "result",
        sa.Column("learner_id", sa.String(36), nullable=False),
        sa.Column("sitting_id", sa.String(36), nullable=False),
        sa.Column("finished_at", sa.DateTime(), nullable=False),
        sa.Column("questions", sa.Integer(), nullable=False),
        sa.Column("fraction", sa.String(60), nullable=False),
        sa.Column("scaled", sa.Integer(), nullable=False),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.Column("report", sa.Text(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id", "sitting_id"], ["sitting.learner_id", "sitting.id"], name="fk_result_sitting"
        ),
        sa.PrimaryKeyConstraint("learner_id", "sitting_id"),
    )
    op.create_table(
        "sitting_clock",
        sa.Column("learner_id", sa.String(36), nullable=False),
        sa.Column("sitting_id", sa.String(36), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.Column("free_ms", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id", "sitting_id"], ["sitting.learner_id", "sitting.id"], name="fk_sitting_clock_sitting"
        ),
        sa.PrimaryKeyConstraint("learner_id", "sitting_id"),
    )
    op.create_table(
        "sitting_event",
        sa.Column("learner_id", sa.String(36), nullable=False),
        sa.Column("sitting_id", sa.String(36), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(20), nullable=False),
        sa.Column("item_id", sa.String(120), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("checksum", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id", "sitting_id"], ["sitting.learner_id", "sitting.id"], name="fk_sitting_event_sitting"
        ),
        sa.PrimaryKeyConstraint("learner_id", "sitting_id", "seq"),
    )
    op.create_table(
        "sitting_item",
        sa.Column("learner_id", sa.String(36), nullable=False),
        sa.Column("sitting_id", sa.String(36), nullable=False),
        sa.Column("item_id", sa.String(120), nullable=False),
        sa.Column("version", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["learner_id", "sitting_id"], ["sitting.learner_id", "sitting.id"], name="fk_sitting_item_sitting"
        ),
        sa.PrimaryKeyConstraint("learner_id", "sitting_id", "item_id"),
    )
