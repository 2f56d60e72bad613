"""Money that the school may have to give back."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

SUBJECTS = ("booking_id", "entry_id", "session_id", "on_date", "failed_update_id", "payment_id")


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "repayment",
        sa.Column("id", number, nullable=False),
        sa.Column("parent_id", number, nullable=True),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("open_minor", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("payment_id", number, nullable=True),
        sa.Column("charge_id", sa.String(length=128), nullable=True),
        sa.Column("provider_charge_id", sa.String(length=128), nullable=True),
        sa.Column("currency", sa.String(length=3), nullable=True),
        sa.CheckConstraint(
            "reason IN ('asked', 'unused', 'unknown')", name=op.f("ck_repayment_reason")
        ),
        sa.CheckConstraint(
            "0 <= open_minor AND open_minor <= amount_minor", name=op.f("ck_repayment_open")
        ),
        sa.CheckConstraint(
            "(open_minor = 0) = (closed_at IS NOT NULL)",
            name=op.f("ck_repayment_closed_has_instant"),
        ),
        sa.CheckConstraint(
            "reason = 'unknown' OR parent_id IS NOT NULL",
            name=op.f("ck_repayment_known_has_parent"),
        ),
        sa.CheckConstraint(
            "(reason = 'unused') = (payment_id IS NOT NULL)",
            name=op.f("ck_repayment_unused_has_payment"),
        ),
        sa.CheckConstraint(
            "(reason = 'unknown') = (charge_id IS NOT NULL)",
            name=op.f("ck_repayment_unknown_has_charge"),
        ),
        sa.CheckConstraint(
            "(charge_id IS NULL) = (currency IS NULL) "
            "AND (charge_id IS NOT NULL OR provider_charge_id IS NULL)",
            name=op.f("ck_repayment_charge_has_currency"),
        ),
        sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name=op.f("fk_repayment_parent_id")),
        sa.ForeignKeyConstraint(
            ["payment_id"], ["account_entry.id"], name=op.f("fk_repayment_payment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment")),
        sa.UniqueConstraint("charge_id", name=op.f("uq_repayment_charge_id")),
        sa.UniqueConstraint("payment_id", name=op.f("uq_repayment_payment_id")),
    )
    op.create_index(op.f("ix_repayment_parent_id"), "repayment", ["parent_id"])
    for name, column, unique, where in (
        ("ix_repayment_open", "id", False, "closed_at IS NULL"),
        ("uq_repayment_request", "parent_id", True, "reason = 'asked' AND closed_at IS NULL"),
    ):
        op.create_index(
            name,
            "repayment",
            [column],
            unique=unique,
            sqlite_where=sa.text(where),
            postgresql_where=sa.text(where),
        )
    with op.batch_alter_table("notice") as batch:
        batch.add_column(sa.Column("repayment_id", number, nullable=True))
        batch.create_foreign_key(
            op.f("fk_notice_repayment_id"), "repayment", ["repayment_id"], ["id"]
        )
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(
            op.f("ck_notice_one_subject"), exactly_one((*SUBJECTS, "repayment_id"))
        )
    op.create_index(op.f("ix_notice_repayment_id"), "notice", ["repayment_id"])


def downgrade() -> None:
    op.execute("DELETE FROM notice WHERE repayment_id IS NOT NULL")
    op.drop_index(op.f("ix_notice_repayment_id"), table_name="notice")
    with op.batch_alter_table("notice") as batch:
        batch.drop_constraint(op.f("ck_notice_one_subject"), type_="check")
        batch.create_check_constraint(op.f("ck_notice_one_subject"), exactly_one(SUBJECTS))
        batch.drop_constraint(op.f("fk_notice_repayment_id"), type_="foreignkey")
        batch.drop_column("repayment_id")
    op.drop_table("repayment")


def exactly_one(columns: Sequence[str]) -> str:
    given = " + ".join(f"CASE WHEN {column} IS NULL THEN 0 ELSE 1 END" for column in columns)
    return f"{given} = 1"
