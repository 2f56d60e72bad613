"""The trail is read by time, by action and by who did it."""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_audit_event_at", "audit_event", ["at", "id"])
    op.create_index("ix_audit_event_action", "audit_event", ["action", "at", "id"])
    op.create_index("ix_audit_event_actor", "audit_event", ["actor_role", "actor_id", "at", "id"])


def downgrade() -> None:
    for name in ("actor", "action", "at"):
        op.drop_index(f"ix_audit_event_{name}", "audit_event")
