"""Discounts and credit limits."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("parent") as table:
        table.add_column(sa.Column("credit_limit_minor", sa.Integer(), nullable=True))
        table.create_check_constraint(op.f("ck_parent_credit_limit"), "credit_limit_minor >= 0")
    with op.batch_alter_table("booking") as table:
        table.add_column(sa.Column("discount", sa.String(length=16), nullable=True))
        table.add_column(sa.Column("discount_minor", sa.Integer(), nullable=True))
        table.create_check_constraint(
            op.f("ck_booking_discount"), "discount IN ('sibling', 'term')"
        )
        table.create_check_constraint(op.f("ck_booking_discount_minor"), "discount_minor > 0")
        table.create_check_constraint(
            op.f("ck_booking_discount_has_amount"),
            "(discount IS NULL) = (discount_minor IS NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("booking") as table:
        table.drop_constraint(op.f("ck_booking_discount_has_amount"), type_="check")
        table.drop_constraint(op.f("ck_booking_discount_minor"), type_="check")
        table.drop_constraint(op.f("ck_booking_discount"), type_="check")
        table.drop_column("discount_minor")
        table.drop_column("discount")
    with op.batch_alter_table("parent") as table:
        table.drop_constraint(op.f("ck_parent_credit_limit"), type_="check")
        table.drop_column("credit_limit_minor")
