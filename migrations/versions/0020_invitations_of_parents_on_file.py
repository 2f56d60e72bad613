"""Invitations of parents who are on file."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

IS_UNUSED = sa.text("used_at IS NULL AND for_parent_id IS NOT NULL")


def upgrade() -> None:
    with op.batch_alter_table("invitation") as table:
        table.add_column(
            sa.Column("for_parent_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"))
        )
        table.create_foreign_key(
            op.f("fk_invitation_for_parent_id"), "parent", ["for_parent_id"], ["id"]
        )
    op.create_index(
        "uq_invitation_unused_for_parent",
        "invitation",
        ["for_parent_id"],
        unique=True,
        sqlite_where=IS_UNUSED,
        postgresql_where=IS_UNUSED,
    )


def downgrade() -> None:
    op.execute("DELETE FROM invitation WHERE for_parent_id IS NOT NULL")
    op.drop_index("uq_invitation_unused_for_parent", table_name="invitation")
    with op.batch_alter_table("invitation") as table:
        table.drop_constraint(op.f("fk_invitation_for_parent_id"), type_="foreignkey")
        table.drop_column("for_parent_id")
