"""Invitations with which somebody becomes one of the staff."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "staff_invitation",
        sa.Column("id", Id, nullable=False),
        sa.Column("code", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("tutor_id", Id, nullable=True),
        sa.Column("invited_by", sa.BigInteger(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", Id, nullable=True),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("role IN ('admin', 'tutor')", name=op.f("ck_staff_invitation_role")),
        sa.CheckConstraint(
            "(role = 'tutor') = (tutor_id IS NOT NULL)",
            name=op.f("ck_staff_invitation_tutor_is_named"),
        ),
        sa.CheckConstraint(
            "(staff_id IS NULL) = (used_at IS NULL)",
            name=op.f("ck_staff_invitation_used_by_somebody"),
        ),
        sa.ForeignKeyConstraint(
            ["tutor_id"], ["tutor.id"], name=op.f("fk_staff_invitation_tutor_id")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_staff_invitation_staff_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_invitation")),
        sa.UniqueConstraint("code", name=op.f("uq_staff_invitation_code")),
    )


def downgrade() -> None:
    op.drop_table("staff_invitation")
