"""The books are checked once a day."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "books_check",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("on_date", name=op.f("pk_books_check")),
    )
    op.create_table(
        "books_fault",
        sa.Column("on_date", sa.Date(), nullable=False),
        sa.Column("rule", sa.String(length=32), nullable=False),
        sa.Column("faults", sa.Integer(), nullable=False),
        sa.CheckConstraint("faults > 0", name=op.f("ck_books_fault_faults")),
        sa.ForeignKeyConstraint(
            ["on_date"], ["books_check.on_date"], name=op.f("fk_books_fault_on_date")
        ),
        sa.PrimaryKeyConstraint("on_date", "rule", name=op.f("pk_books_fault")),
    )


def downgrade() -> None:
    op.drop_table("books_fault")
    op.drop_table("books_check")
