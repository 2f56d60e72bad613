"""Two rows of one parent are put together."""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("parent") as table:
        table.add_column(
            sa.Column("merged_into", sa.BigInteger().with_variant(sa.Integer(), "sqlite"))
        )
        table.create_foreign_key(op.f("fk_parent_merged_into"), "parent", ["merged_into"], ["id"])
        table.create_index(op.f("ix_parent_merged_into"), ["merged_into"])
        table.create_check_constraint(
            op.f("ck_parent_merged_is_nobody"),
            "merged_into IS NULL OR (telegram_id IS NULL AND phone IS NULL AND email IS NULL)",
        )


def downgrade() -> None:
    with op.batch_alter_table("parent") as table:
        table.drop_constraint(op.f("ck_parent_merged_is_nobody"), type_="check")
        table.drop_index(op.f("ix_parent_merged_into"))
        table.drop_constraint(op.f("fk_parent_merged_into"), type_="foreignkey")
        table.drop_column("merged_into")
