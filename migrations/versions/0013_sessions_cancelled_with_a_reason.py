"""Sessions are cancelled with a reason, each parent is told once, and says that it was seen."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

# Every cancellation so far is in the trail, at the very instant at which its places ended.
CANCELLED_SO_FAR = """
    INSERT INTO cancellation (session_id, reason, made_at)
    SELECT subject_id, '', MIN(at) FROM audit_event
    WHERE action = 'session_cancelled' GROUP BY subject_id
"""
# What was told of one booking or entry was told of its session, and is told once from now on.
ABOUT_THE_SESSION = """
    UPDATE notice SET
        session_id = COALESCE(
            (SELECT session_id FROM booking WHERE booking.id = notice.booking_id),
            (SELECT session_id FROM waitlist_entry WHERE waitlist_entry.id = notice.entry_id)
        ),
        booking_id = NULL,
        entry_id = NULL
    WHERE kind = 'session_cancelled'
"""
ONCE = """
    DELETE FROM notice
    WHERE kind = 'session_cancelled' AND state IN ('waiting', 'paused') AND EXISTS (
        SELECT 1 FROM notice AS earlier
        WHERE earlier.kind = notice.kind AND earlier.id < notice.id
            AND earlier.parent_id = notice.parent_id AND earlier.session_id = notice.session_id
    )
"""


def upgrade() -> None:
    op.create_table(
        "cancellation",
        sa.Column(
            "session_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["session_id"], ["session.id"], name=op.f("fk_cancellation_session_id")
        ),
        sa.PrimaryKeyConstraint("session_id", name=op.f("pk_cancellation")),
    )
    op.create_table(
        "acknowledgement",
        sa.Column(
            "notice_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notice.id"], name=op.f("fk_acknowledgement_notice_id")
        ),
        sa.PrimaryKeyConstraint("notice_id", name=op.f("pk_acknowledgement")),
    )
    op.create_index(op.f("ix_parent_phone"), "parent", ["phone"], unique=False)
    op.execute(CANCELLED_SO_FAR)
    op.execute(ABOUT_THE_SESSION)
    op.execute(ONCE)


def downgrade() -> None:
    op.drop_index(op.f("ix_parent_phone"), table_name="parent")
    op.drop_table("acknowledgement")
    op.drop_table("cancellation")
