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
SQLITE_RULES = """
CREATE TRIGGER account_entry_never_{what} BEFORE {order} ON account_entry BEGIN
  SELECT RAISE(ABORT, 'CHECK constraint failed: ck_account_entry_never_changes');
END
"""


def upgrade() -> None:
    op.create_index("ix_account_entry_booking", "account_entry", ["booking_id", "kind"])
    op.create_index(
        "uq_account_entry_booking_charge",
        "account_entry",
        ["booking_id"],
        unique=True,
        sqlite_where=sa.text("kind = 'charge'"),
        postgresql_where=sa.text("kind = 'charge'"),
    )
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
    _guard()


def downgrade() -> None:
    _free()
    # The earlier version knows no payouts and one refund a place: the balances stay as they are.
    op.execute(
        "UPDATE account_entry SET kind = 'adjustment', charge_id = NULL, method = NULL, "
        "payment_id = NULL WHERE kind = 'payout'"
    )
    op.execute(
        "UPDATE account_entry SET kind = 'adjustment', booking_id = NULL WHERE kind = 'refund' "
        "AND id NOT IN (SELECT min(id) FROM account_entry WHERE kind = 'refund' GROUP BY booking_id)"
    )
    op.create_index(
        "uq_account_entry_booking_kind", "account_entry", ["booking_id", "kind"], unique=True
    )
    for name in ("uq_account_entry_booking_charge", "ix_account_entry_booking"):
        op.drop_index(name, table_name="account_entry")
    op.drop_index("ix_account_entry_payment_id", table_name="account_entry")
    with op.batch_alter_table("account_entry") as batch_op:
        batch_op.drop_constraint(op.f("ck_account_entry_online_payout_has_payment"), type_="check")
        _check_anew(batch_op, KINDS, SIGN, "kind = 'payment'")
        batch_op.drop_constraint(op.f("fk_account_entry_payment_id"), type_="foreignkey")
        batch_op.drop_column("payment_id")
    _guard()


def _is_postgresql() -> bool:
    return op.get_bind().dialect.name == "postgresql"


def _free() -> None:
    if _is_postgresql():
        op.execute("ALTER TABLE account_entry DISABLE TRIGGER USER")
        return
    for what in ("changes", "goes"):
        op.execute(f"DROP TRIGGER account_entry_never_{what}")


def _guard() -> None:
    """Let rows never change again; on SQLite the triggers went with the table made anew."""
    if _is_postgresql():
        op.execute("ALTER TABLE account_entry ENABLE TRIGGER USER")
        return
    for order, what in (("UPDATE", "changes"), ("DELETE", "goes")):
        op.execute(SQLITE_RULES.format(order=order, what=what))


def _check_anew(batch_op: BatchOperations, kinds: str, sign: str, paid: str) -> None:
    for name, check in zip(
        ("kind", "sign", "payment_has_charge_id", "payment_has_method"),
        (kinds, sign, f"({paid}) = (charge_id IS NOT NULL)", f"({paid}) = (method IS NOT NULL)"),
        strict=True,
    ):
        batch_op.drop_constraint(op.f(f"ck_account_entry_{name}"), type_="check")
        batch_op.create_check_constraint(op.f(f"ck_account_entry_{name}"), check)
