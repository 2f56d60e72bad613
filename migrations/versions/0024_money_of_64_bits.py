"""Money of 64 bits: a term costs more than 21 million hundredths of a rupiah."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MONEY = (
    ("parent", "credit_limit_minor", True),
    ("activity", "price_minor", False),
    ("booking", "price_minor", False),
    ("booking", "discount_minor", True),
    ("waitlist_entry", "price_minor", False),
    ("invoice", "amount_minor", False),
    ("account_entry", "amount_minor", False),
    ("repayment", "amount_minor", False),
    ("repayment", "open_minor", False),
    ("repayment_change", "amount_minor", False),
)


def upgrade() -> None:
    _change(sa.Integer(), sa.BigInteger())


def downgrade() -> None:
    """Go back, unless there is an amount that does not fit: then nothing is changed."""
    _change(sa.BigInteger(), sa.Integer())


def _change(before: sa.Integer, after: sa.Integer) -> None:
    # An INTEGER of SQLite has 64 bits as it is.
    if op.get_bind().dialect.name == "postgresql":
        for table, column, nullable in MONEY:
            op.alter_column(
                table, column, existing_type=before, type_=after, existing_nullable=nullable
            )
