"""The office reads the latest messages to a parent; marks get room for what they changed."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_notice_latest", "notice", ["parent_id", "id"])
    op.add_column("attendance", sa.Column("status_before", sa.String(16), nullable=True))


def downgrade() -> None:
    op.drop_column("attendance", "status_before")
    op.drop_index("ix_notice_latest", "notice")
