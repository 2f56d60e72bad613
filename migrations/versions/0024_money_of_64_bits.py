"""Money of 64 bits: a term costs more than 21 million hundredths of a rupiah."""

from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

MONEY = {
    "parent": ("credit_limit_minor",),
    "activity": ("price_minor",),
    "booking": ("price_minor", "discount_minor"),
    "waitlist_entry": ("price_minor",),
    "invoice": ("amount_minor",),
    "account_entry": ("amount_minor",),
    "repayment": ("amount_minor", "open_minor"),
    "repayment_change": ("amount_minor",),
}


def upgrade() -> None:
    # An INTEGER of SQLite has 64 bits as it is.
    if _is_postgresql():
        # Each table is written anew, and who reads waits for one at most; what is done is not
        # done again when this is.
        with op.get_context().autocommit_block():
            _change("BIGINT")


def downgrade() -> None:
    """Go back, unless there is an amount that does not fit: then nothing is changed."""
    if _is_postgresql():
        _change("INTEGER")


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _change(type_: str) -> None:
    for table, columns in MONEY.items():
        changes = ", ".join(f"ALTER COLUMN {column} TYPE {type_}" for column in columns)
        op.execute(f"ALTER TABLE {table} {changes}")
