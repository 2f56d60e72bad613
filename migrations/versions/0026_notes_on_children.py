"""What a tutor must know of a child stands with it."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None


def upgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    # Made anew on SQLite, so that the column stands on a line of its own, as in the tables.
    with op.batch_alter_table("child", recreate="always" if is_sqlite else "never") as table:
        table.add_column(sa.Column("notes", sa.Text()))


def downgrade() -> None:
    with op.batch_alter_table("child") as table:
        table.drop_column("notes")
