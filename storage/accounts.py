"""Accounts: signed entries that only ever grow in number; the balance is their sum."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Select,
    Text,
    bindparam,
    exists,
    func,
    insert,
    or_,
    select,
    update,
)

from domain.model import Funds, MoneyKind, PaymentMethod
from domain.ports.accounts import NewMoney
from domain.ports.transaction import LookAgainError
from storage.connection import Ask, Connection
from storage.tables import account_entry, parent


def accounts_of(parent_id: BindParameter[int]) -> Select[int]:
    """Select the ids under which a parent has entries: their own, and those merged into it."""
    rows = parent.alias()
    return select(rows.c.id).where(or_(rows.c.id == parent_id, rows.c.merged_into == parent_id))


BALANCE = (
    select(func.coalesce(func.sum(account_entry.c.amount_minor), 0))
    .where(account_entry.c.parent_id == bindparam("parent_id"))
    .scalar_subquery()
)
LOCK_ACCOUNTS = (
    select(parent.c.id, parent.c.merged_into)
    .where(parent.c.id.in_(bindparam("parent_ids", expanding=True)))
    .order_by(parent.c.id)
    .with_for_update(key_share=True)
)
_FUNDS = select(BALANCE.label("balance_minor"), parent.c.credit_limit_minor).where(
    parent.c.id == bindparam("parent_id")
)
_FIND_PAYMENT = select(account_entry.c.parent_id).where(
    account_entry.c.charge_id == bindparam("charge_id")
)
_IS_PAID_IN = select(
    exists().where(
        or_(
            account_entry.c.charge_id == bindparam("charge_id", type_=Text),
            account_entry.c.provider_charge_id == bindparam("provider_charge_id", type_=Text),
        )
    )
)
_CHARGED_SINCE = select(func.coalesce(-func.sum(account_entry.c.amount_minor), 0)).where(
    account_entry.c.parent_id == bindparam("parent_id"),
    account_entry.c.id > bindparam("entry_id"),
    account_entry.c.kind == MoneyKind.CHARGE,
)
_PAID_BY = (
    select(account_entry.c.charge_id)
    .where(account_entry.c.invoice_id == bindparam("invoice_id"))
    .order_by(account_entry.c.id)
    .limit(1)
)
_payout = account_entry.alias()
_REFUNDABLE = select(
    account_entry.c.amount_minor
    + select(func.coalesce(func.sum(_payout.c.amount_minor), 0))
    .where(_payout.c.payment_id == account_entry.c.id)
    .scalar_subquery()
).where(
    account_entry.c.id == bindparam("payment_id"),
    account_entry.c.parent_id.in_(accounts_of(bindparam("parent_id", type_=BigInteger))),
    account_entry.c.kind == MoneyKind.PAYMENT,
    account_entry.c.method == PaymentMethod.ONLINE,
)
_PAYER = (
    select(func.coalesce(parent.c.merged_into, parent.c.id).label("payer_id"))
    .join_from(account_entry, parent, parent.c.id == account_entry.c.parent_id)
    .where(
        account_entry.c.booking_id == bindparam("booking_id"),
        account_entry.c.kind == MoneyKind.CHARGE,
    )
)
_REFUND = select(func.coalesce(func.sum(account_entry.c.amount_minor), 0)).where(
    account_entry.c.booking_id == bindparam("booking_id"),
    account_entry.c.kind == MoneyKind.REFUND,
)


_ADD = insert(account_entry).inline()
_ADD_PAYMENT = insert(account_entry).returning(account_entry.c.id)


def _row(entry: NewMoney) -> dict[str, Any]:
    return {
        "parent_id": entry.parent_id,
        "kind": entry.kind,
        "amount_minor": entry.amount_minor,
        "booking_id": entry.booking_id,
        "charge_id": entry.charge_id,
        "provider_charge_id": entry.provider_charge_id,
        "invoice_id": entry.invoice_id,
        "payment_id": entry.payment_id,
        "method": entry.method,
        "note": entry.note,
        "made_at": entry.made_at,
        "actor_role": entry.actor.role,
        "actor_id": entry.actor.id,
    }


def lock_parents(connection: Connection, parent_ids: Iterable[int]) -> None:
    """Lock parents in the order of their ids.

    Raises:
        LookAgainError: one of them has been merged into another one meanwhile.

    """
    rows = connection.execute(LOCK_ACCOUNTS, {"parent_ids": list(parent_ids)}).all()
    if any(row.merged_into is not None for row in rows):
        raise LookAgainError


class Accounts:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, parent_id: int) -> Funds:
        # The sum is read by a statement of its own, which sees what the lock waited for.
        lock_parents(self._connection, [parent_id])
        [[row]] = self._connection.ask(Ask(_FUNDS, {"parent_id": parent_id}))
        return Funds(int(row.balance_minor), row.credit_limit_minor)

    def lock_balance(self, parent_id: int) -> int:
        return self.lock(parent_id).balance_minor

    def set_credit_limit(self, parent_id: int, limit_minor: int | None) -> None:
        self._connection.execute(
            update(parent).where(parent.c.id == parent_id).values(credit_limit_minor=limit_minor)
        )

    def add(self, *entries: NewMoney) -> None:
        self._connection.write(_ADD, *[_row(entry) for entry in entries])

    def add_payment(self, payment: NewMoney) -> int:
        return int(self._connection.scalars(_ADD_PAYMENT, _row(payment)).one())

    def find_payment(self, charge_id: str) -> int | None:
        return self._connection.scalar(_FIND_PAYMENT, {"charge_id": charge_id})

    def refundable(self, parent_id: int, payment_id: int) -> int | None:
        known = {"parent_id": parent_id, "payment_id": payment_id}
        left = self._connection.scalar(_REFUNDABLE, known)
        return None if left is None else int(left)

    def is_paid_in(self, charge_id: str, provider_charge_id: str | None) -> bool:
        known = {"charge_id": charge_id, "provider_charge_id": provider_charge_id}
        return bool(self._connection.scalar(_IS_PAID_IN, known))

    def charged_since(self, parent_id: int, entry_id: int) -> int:
        known = {"parent_id": parent_id, "entry_id": entry_id}
        return int(self._connection.scalars(_CHARGED_SINCE, known).one())

    def paid_by(self, invoice_id: int) -> str | None:
        return self._connection.scalar(_PAID_BY, {"invoice_id": invoice_id})

    def payer_of(self, booking_id: int) -> int:
        [[row]] = self._connection.ask(Ask(_PAYER, {"booking_id": booking_id}))
        return int(row.payer_id)

    def refund_of(self, booking_id: int) -> int:
        return int(self._connection.execute(_REFUND, {"booking_id": booking_id}).scalar_one())
