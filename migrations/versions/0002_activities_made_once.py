"""Know an activity by the confirmation that made it."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("activity") as batch:
        batch.add_column(sa.Column("request_key", sa.String(length=64), nullable=True))
        batch.create_unique_constraint(op.f("uq_activity_request_key"), ["request_key"])


def downgrade() -> None:
    with op.batch_alter_table("activity") as batch:
        batch.drop_constraint(op.f("uq_activity_request_key"), type_="unique")
        batch.drop_column("request_key")
