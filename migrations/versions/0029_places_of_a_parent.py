"""Find what a parent has booked, or waits for, without looking at all bookings."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

INDEXES = (
    ("ix_booking_active_parent", "booking", "status IN ('pending', 'confirmed')"),
    ("ix_waitlist_entry_waiting_parent", "waitlist_entry", "status = 'waiting'"),
)


def upgrade() -> None:
    for name, table, states in INDEXES:
        op.create_index(
            name,
            table,
            ["parent_id"],
            sqlite_where=sa.text(states),
            postgresql_where=sa.text(states),
        )


def downgrade() -> None:
    for name, table, _ in INDEXES:
        op.drop_index(name, table)
