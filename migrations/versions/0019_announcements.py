"""Messages of the office to many families at once."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_OF_ANNOUNCEMENT = sa.text("announcement_id IS NOT NULL")
IS_NOT_CLOSED = sa.text("closed_at IS NULL")
SUBJECTS = (
    *("booking_id", "entry_id", "session_id", "on_date", "failed_update_id", "payment_id"),
    *("repayment_id", "activity_id"),
)


def upgrade() -> None:
    op.create_table(
        "announcement",
        sa.Column("id", ID, nullable=False),
        sa.Column("audience", sa.String(length=16), nullable=False),
        sa.Column("activity_id", ID, nullable=True),
        sa.Column("session_id", ID, nullable=True),
        sa.Column("grade", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("made_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("message_id", sa.BigInteger(), nullable=True),
        sa.Column("shown_settled", sa.Integer(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "audience IN ('activity', 'session', 'queue', 'grade', 'everyone')",
            name=op.f("ck_announcement_audience"),
        ),
        sa.CheckConstraint(
            "(audience = 'activity') = (activity_id IS NOT NULL)",
            name=op.f("ck_announcement_activity"),
        ),
        sa.CheckConstraint(
            "(audience IN ('session', 'queue')) = (session_id IS NOT NULL)",
            name=op.f("ck_announcement_session"),
        ),
        sa.CheckConstraint(
            "(audience = 'grade') = (grade IS NOT NULL)", name=op.f("ck_announcement_grade")
        ),
        sa.ForeignKeyConstraint(
            ["activity_id"], ["activity.id"], name=op.f("fk_announcement_activity_id")
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_announcement_session_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_announcement")),
        sa.UniqueConstraint("key", name=op.f("uq_announcement_key")),
    )
    op.create_index(op.f("ix_announcement_activity_id"), "announcement", ["activity_id"])
    op.create_index(op.f("ix_announcement_session_id"), "announcement", ["session_id"])
    op.create_index(
        "ix_announcement_open",
        "announcement",
        ["id"],
        sqlite_where=IS_NOT_CLOSED,
        postgresql_where=IS_NOT_CLOSED,
    )
    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column("announcement_id", ID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_notice_announcement_id"), "announcement", ["announcement_id"], ["id"]
        )
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(
            op.f("ck_notice_one_subject"), exactly_one((*SUBJECTS, "announcement_id"))
        )
    op.create_index(
        "ix_notice_announcement",
        "notice",
        ["announcement_id", "state"],
        sqlite_where=IS_OF_ANNOUNCEMENT,
        postgresql_where=IS_OF_ANNOUNCEMENT,
    )


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE announcement_id IS NOT NULL")
    op.drop_index("ix_notice_announcement", table_name="notice")
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_one_subject"), exactly_one(SUBJECTS))
        batch.drop_constraint(op.f("fk_notice_announcement_id"), type_="foreignkey")
        batch.drop_column("announcement_id")
    op.drop_table("announcement")


def exactly_one(columns: tuple[str, ...]) -> str:
    given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return f"{given} = 1"
