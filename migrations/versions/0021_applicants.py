"""People ask to join a school that lets parents in by invitation."""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_WAITING = sa.text("status = 'waiting'")
SUBJECTS = (
    *("booking_id", "entry_id", "session_id", "on_date", "failed_update_id", "payment_id"),
    *("repayment_id", "activity_id", "announcement_id"),
)


def upgrade() -> None:
    op.create_table(
        "applicant",
        sa.Column("id", ID, nullable=False),
        sa.Column("telegram_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("language", sa.String(length=35), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.BigInteger(), nullable=True),
        sa.Column("parent_id", ID, nullable=True),
        sa.CheckConstraint(
            "status IN ('waiting', 'approved', 'declined')", name=op.f("ck_applicant_status")
        ),
        sa.CheckConstraint(
            "(status = 'waiting') = (decided_at IS NULL)",
            name=op.f("ck_applicant_decided_has_instant"),
        ),
        sa.CheckConstraint(
            "(status = 'approved') = (parent_id IS NOT NULL)",
            name=op.f("ck_applicant_approved_is_parent"),
        ),
        sa.CheckConstraint(
            "decided_by IS NULL OR decided_at IS NOT NULL", name=op.f("ck_applicant_decided_by")
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name=op.f("fk_applicant_parent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_applicant")),
        sa.UniqueConstraint("telegram_id", name=op.f("uq_applicant_telegram_id")),
    )
    op.create_index(
        "ix_applicant_waiting",
        "applicant",
        ["id"],
        unique=False,
        sqlite_where=IS_WAITING,
        postgresql_where=IS_WAITING,
    )
    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column("applicant_id", ID, nullable=True))
        batch.create_foreign_key(
            op.f("fk_notice_applicant_id"), "applicant", ["applicant_id"], ["id"]
        )
        batch.create_index(op.f("ix_notice_applicant_id"), ["applicant_id"], unique=False)
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(
            op.f("ck_notice_one_subject"), exactly_one((*SUBJECTS, "applicant_id"))
        )


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE applicant_id IS NOT NULL")
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_one_subject"), exactly_one(SUBJECTS))
        batch.drop_index(op.f("ix_notice_applicant_id"))
        batch.drop_constraint(op.f("fk_notice_applicant_id"), type_="foreignkey")
        batch.drop_column("applicant_id")
    op.drop_index("ix_applicant_waiting", table_name="applicant")
    op.drop_table("applicant")


def exactly_one(columns: tuple[str, ...]) -> str:
    given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return f"{given} = 1"
