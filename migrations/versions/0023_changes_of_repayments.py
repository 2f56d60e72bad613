"""How much of a repayment was open at which time."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# What has been paid back in part is dated by the last payout, which is all that is known of it.
KEPT = (
    """
    INSERT INTO repayment_change (repayment_id, amount_minor, made_at)
    SELECT id, amount_minor, made_at FROM repayment ORDER BY id
    """,
    """
    INSERT INTO repayment_change (repayment_id, amount_minor, made_at)
    SELECT repayment.id, repayment.open_minor - repayment.amount_minor,
           coalesce(repayment.closed_at, max(payout.made_at), repayment.made_at)
    FROM repayment LEFT JOIN account_entry AS payout
      ON payout.parent_id = repayment.parent_id AND payout.kind = 'payout'
      AND payout.made_at >= repayment.made_at
    WHERE repayment.open_minor < repayment.amount_minor
    GROUP BY repayment.id ORDER BY repayment.id
    """,
)


def upgrade() -> None:
    number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "repayment_change",
        sa.Column("id", number, nullable=False),
        sa.Column("repayment_id", number, nullable=False),
        sa.Column("amount_minor", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("amount_minor <> 0", name=op.f("ck_repayment_change_amount")),
        sa.ForeignKeyConstraint(
            ["repayment_id"], ["repayment.id"], name=op.f("fk_repayment_change_repayment_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_repayment_change")),
    )
    op.create_index(op.f("ix_repayment_change_repayment_id"), "repayment_change", ["repayment_id"])
    for statement in KEPT:
        op.execute(statement)


def downgrade() -> None:
    op.drop_table("repayment_change")
