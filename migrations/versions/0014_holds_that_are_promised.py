"""Holds that the office has promised to keep."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    # Made anew on SQLite, so that the column stands on a line of its own, as in the tables.
    with op.batch_alter_table("booking", recreate="always" if is_sqlite else "never") as batch:
        batch.add_column(sa.Column("promised_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("booking") as batch:
        batch.drop_column("promised_at")
