"""The office reads the latest messages to a parent."""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_notice_latest", "notice", ["parent_id", "id"])


def downgrade() -> None:
    op.drop_index("ix_notice_latest", "notice")
