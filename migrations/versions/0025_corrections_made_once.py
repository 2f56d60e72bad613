"""Corrections that are made once."""

from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

NAME = "ck_account_entry_payment_has_charge_id"
OF_PAYMENTS = "(kind IN ('payment', 'payout')) = (charge_id IS NOT NULL)"
OF_CORRECTIONS_TOO = f"kind = 'adjustment' OR {OF_PAYMENTS}"
# On SQLite the triggers go with the table that is made anew.
SQLITE_RULES = """
CREATE TRIGGER account_entry_never_{what} BEFORE {order} ON account_entry BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: ck_account_entry_never_changes');
END
"""


def upgrade() -> None:
    _check(OF_CORRECTIONS_TOO)
    _guard()


def downgrade() -> None:
    with op.batch_alter_table("account_entry") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
    if _is_postgresql():
        op.execute("ALTER TABLE account_entry DISABLE TRIGGER USER")
    # The earlier version does not know which confirmation a correction came from.
    op.execute("UPDATE account_entry SET charge_id = NULL WHERE kind = 'adjustment'")
    op.execute("DELETE FROM notice WHERE kind = 'balance_corrected'")
    with op.batch_alter_table("account_entry") as batch:
        batch.create_check_constraint(op.f(NAME), OF_PAYMENTS)
    if _is_postgresql():
        op.execute("ALTER TABLE account_entry ENABLE TRIGGER USER")
    _guard()


def _check(condition: str) -> None:
    with op.batch_alter_table("account_entry") as batch:
        batch.drop_constraint(op.f(NAME), type_="check")
        batch.create_check_constraint(op.f(NAME), condition)


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard() -> None:
    if not _is_postgresql():
        for order, what in (("UPDATE", "changes"), ("DELETE", "goes")):
            op.execute(SQLITE_RULES.format(order=order, what=what))
