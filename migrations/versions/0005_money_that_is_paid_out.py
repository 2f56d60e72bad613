"""Money that is paid out."""

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

KINDS = "kind IN ('charge', 'refund', 'payment', 'adjustment')"
KINDS_AND_PAYOUT = "kind IN ('charge', 'refund', 'payment', 'adjustment', 'payout')"
SIGN = (
    "CASE kind WHEN 'charge' THEN amount_minor < 0 WHEN 'adjustment' THEN amount_minor <> 0 "
    "ELSE amount_minor > 0 END"
)
SIGN_AND_PAYOUT = (
    "CASE kind WHEN 'charge' THEN amount_minor < 0 WHEN 'payout' THEN amount_minor < 0 "
    "WHEN 'adjustment' THEN amount_minor <> 0 ELSE amount_minor > 0 END"
)
# On SQLite the triggers go with the table that is made anew.
SQLITE_RULES = """
CREATE TRIGGER account_entry_never_{what} BEFORE {order} ON account_entry BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: ck_account_entry_never_changes');
END
"""
CHANGED = ("kind", "sign", "payment_has_charge_id", "payment_has_method")


def upgrade() -> None:
    op.drop_index("uq_account_entry_booking_kind", table_name="account_entry")
    with op.batch_alter_table("account_entry") as batch_op:
        batch_op.add_column(
            sa.Column(
                "payment_id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=True
            )
        )
        batch_op.create_foreign_key(
            op.f("fk_account_entry_payment_id"), "account_entry", ["payment_id"], ["id"]
        )
        _check_anew(batch_op, KINDS_AND_PAYOUT, SIGN_AND_PAYOUT, "kind IN ('payment', 'payout')")
        batch_op.create_check_constraint(
            op.f("ck_account_entry_online_payout_has_payment"),
            "(payment_id IS NOT NULL) = (kind = 'payout' AND coalesce(method, '') = 'online')",
        )
    op.create_index("ix_account_entry_payment_id", "account_entry", ["payment_id"], unique=False)
    op.create_index("ix_account_entry_booking", "account_entry", ["booking_id", "kind"])
    op.create_index(
        "uq_account_entry_booking_charge",
        "account_entry",
        ["booking_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'charge'"),
        postgresql_where=sa.text("kind = 'charge'"),
    )
    _guard()


def downgrade() -> None:
    op.drop_index("uq_account_entry_booking_charge", table_name="account_entry")
    op.drop_index("ix_account_entry_booking", table_name="account_entry")
    op.drop_index("ix_account_entry_payment_id", table_name="account_entry")
    with op.batch_alter_table("account_entry") as batch_op:
        batch_op.drop_constraint(op.f("ck_account_entry_online_payout_has_payment"), type_="check")
        for name in CHANGED:
            batch_op.drop_constraint(op.f(f"ck_account_entry_{name}"), type_="check")
        batch_op.drop_constraint(op.f("fk_account_entry_payment_id"), type_="foreignkey")
        batch_op.drop_column("payment_id")
    if _is_postgresql():
        op.execute("ALTER TABLE account_entry DISABLE TRIGGER USER")
    # The earlier version knows no payouts and one refund a place: the balances stay as they are.
    op.execute(
        "UPDATE account_entry SET kind = 'adjustment', charge_id = NULL, method = NULL "
        "WHERE kind = 'payout'"
    )
    op.execute(
        "UPDATE account_entry SET kind = 'adjustment', booking_id = NULL WHERE kind = 'refund' "
        "AND id NOT IN (SELECT min(id) FROM account_entry WHERE kind = 'refund' GROUP BY booking_id)"
    )
    with op.batch_alter_table("account_entry") as batch_op:
        _add_checks(batch_op, KINDS, SIGN, "kind = 'payment'")
    op.create_index(
        "uq_account_entry_booking_kind", "account_entry", ["booking_id", "kind"], unique=True
    )
    if _is_postgresql():
        op.execute("ALTER TABLE account_entry ENABLE TRIGGER USER")
    _guard()


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _guard() -> None:
    if not _is_postgresql():
        for order, what in (("UPDATE", "changes"), ("DELETE", "goes")):
            op.execute(SQLITE_RULES.format(order=order, what=what))


def _check_anew(batch_op: BatchOperations, kinds: str, sign: str, paid: str) -> None:
    for name in CHANGED:
        batch_op.drop_constraint(op.f(f"ck_account_entry_{name}"), type_="check")
    _add_checks(batch_op, kinds, sign, paid)


def _add_checks(batch_op: BatchOperations, kinds: str, sign: str, paid: str) -> None:
    for name, check in zip(
        CHANGED,
        (kinds, sign, f"({paid}) = (charge_id IS NOT NULL)", f"({paid}) = (method IS NOT NULL)"),
        strict=True,
    ):
        batch_op.create_check_constraint(op.f(f"ck_account_entry_{name}"), check)
