"""Find the entries of a period."""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_index("ix_account_entry_made_at", "account_entry", ["made_at"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_account_entry_made_at", table_name="account_entry")
