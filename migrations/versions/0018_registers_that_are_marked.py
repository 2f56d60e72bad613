"""Registers say who marked what, take notes and announced absences, and know their messages."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

Id = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
IS_KNOWN = "status_before IN ('present', 'late', 'absent')"


def upgrade() -> None:
    op.execute("UPDATE attendance SET status_before = status")
    with op.batch_alter_table("attendance") as batch:
        batch.alter_column("status", existing_type=sa.String(16), nullable=True)
        batch.add_column(sa.Column("marked_by", sa.BigInteger(), nullable=True))
        batch.create_check_constraint(op.f("ck_attendance_status_before"), IS_KNOWN)
    op.create_table(
        "register_note",
        sa.Column("booking_id", Id, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("written_by", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["booking_id"], ["booking.id"], name=op.f("fk_register_note_booking_id")
        ),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_register_note")),
    )
    op.create_table(
        "absence",
        sa.Column("booking_id", Id, nullable=False),
        sa.Column("parent_id", Id, nullable=False),
        sa.Column("announced_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["booking_id"], ["booking.id"], name=op.f("fk_absence_booking_id")),
        sa.ForeignKeyConstraint(["parent_id"], ["parent.id"], name=op.f("fk_absence_parent_id")),
        sa.PrimaryKeyConstraint("booking_id", name=op.f("pk_absence")),
    )
    op.create_table(
        "register_message",
        sa.Column("chat_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("message_id", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("session_id", Id, nullable=False),
        sa.Column("language", sa.String(16), nullable=True),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("shown", sa.String(64), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_register_message_session_id")
        ),
        sa.PrimaryKeyConstraint("chat_id", "message_id", name=op.f("pk_register_message")),
    )
    op.create_index(
        op.f("ix_register_message_session_id"), "register_message", ["session_id"], unique=False
    )


def downgrade() -> None:
    op.execute("DELETE FROM attendance WHERE status IS NULL")
    op.drop_table("register_message")
    op.drop_table("absence")
    op.drop_table("register_note")
    with op.batch_alter_table("attendance") as batch:
        batch.drop_constraint(op.f("ck_attendance_status_before"), type_="check")
        batch.drop_column("marked_by")
        batch.alter_column("status", existing_type=sa.String(16), nullable=False)
