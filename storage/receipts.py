"""Receipts: a payment, the places that it has confirmed, and what was on the account then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, Select, Text, bindparam, case, func, select

from domain.model import MoneyKind, PaymentMethod, Session
from storage.accounts import accounts_of
from storage.rows import SESSION_COLUMNS, AnyRow, session_of
from storage.tables import Instant, account_entry, activity, booking, child, parent, session
from storage.transaction import Transaction

_PARENT = bindparam("parent_id", type_=BigInteger)
_PAYMENT = bindparam("payment_id", type_=BigInteger)


@dataclass(frozen=True, slots=True)
class PaidFor:
    """A held place that a payment has confirmed."""

    child_name: str
    session: Session
    price_minor: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    payment_id: int
    parent_id: int
    parent_name: str
    has_telegram: bool
    amount_minor: int
    method: PaymentMethod
    reference: str
    """What names it on paper."""
    provider_charge_id: str | None
    """What names it at the payment provider."""
    made_at: datetime
    confirmed: tuple[PaidFor, ...]
    balance_then_minor: int
    """After the payment and what it confirmed."""
    balance_minor: int
    """As it is now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What the office has put right, the places that this has confirmed, and the balance now."""

    parent_id: int
    parent_name: str
    has_telegram: bool
    amount_minor: int
    reason: str
    confirmed: tuple[PaidFor, ...]
    balance_minor: int


@dataclass(frozen=True, slots=True)
class PaymentLine:
    payment_id: int
    made_at: datetime
    amount_minor: int


def _entry_where(kind: MoneyKind, condition: ColumnElement[bool]) -> Select[Any]:
    return (
        select(account_entry, parent.c.name, parent.c.telegram_id)
        .join_from(account_entry, parent)
        .where(account_entry.c.kind == kind, condition)
    )


_has_charge_id = account_entry.c.charge_id == bindparam("charge_id", type_=Text)
_BY_CHARGE_ID = _entry_where(MoneyKind.PAYMENT, _has_charge_id)
_BY_ID = _entry_where(MoneyKind.PAYMENT, account_entry.c.id == _PAYMENT)
_BY_KEY = _entry_where(MoneyKind.ADJUSTMENT, _has_charge_id)
_later = account_entry.alias()
_NEXT_PAYMENT = select(func.min(_later.c.id)).where(
    _later.c.parent_id == _PARENT, _later.c.kind == MoneyKind.PAYMENT, _later.c.id > _PAYMENT
)
_LIST_CONFIRMED = (
    select(
        (-account_entry.c.amount_minor).label("charged_minor"),
        child.c.name.label("child_name"),
        account_entry.c.id,
        *SESSION_COLUMNS,
    )
    .join_from(account_entry, booking, booking.c.id == account_entry.c.booking_id)
    .join(child, child.c.id == booking.c.child_id)
    .join(session, session.c.id == booking.c.session_id)
    .join(activity, activity.c.id == session.c.activity_id)
    .where(
        account_entry.c.parent_id == _PARENT,
        account_entry.c.kind == MoneyKind.CHARGE,
        account_entry.c.made_at == bindparam("made_at", type_=Instant),
        account_entry.c.id > _PAYMENT,
        account_entry.c.id < func.coalesce(_NEXT_PAYMENT.scalar_subquery(), account_entry.c.id + 1),
    )
    .order_by(account_entry.c.id)
)
_amount = account_entry.c.amount_minor
_UNTIL = bindparam("last_id", type_=BigInteger)
_BALANCES = select(
    func.coalesce(func.sum(case((account_entry.c.id <= _UNTIL, _amount), else_=0)), 0),
    func.coalesce(func.sum(_amount), 0),
).where(account_entry.c.parent_id == _PARENT)


def find_receipt(tx: Transaction, charge_id: str) -> Receipt | None:
    """Find a payment by its charge id."""
    return _receipt(tx, tx.connection.execute(_BY_CHARGE_ID, {"charge_id": charge_id}).first())


def find_receipt_by_id(
    tx: Transaction, payment_id: int, *, parent_id: int | None = None
) -> Receipt | None:
    """Find a payment; a parent finds only their own."""
    row = tx.connection.execute(_BY_ID, {"payment_id": payment_id}).first()
    is_theirs = row is None or parent_id in (None, tx.families.survivor(row.parent_id))
    return _receipt(tx, row) if is_theirs else None


def _receipt(tx: Transaction, payment: AnyRow | None) -> Receipt | None:
    if payment is None:
        return None
    confirmed, balance_then, balance = _came_of(tx, payment)
    return Receipt(
        payment_id=payment.id,
        parent_id=payment.parent_id,
        parent_name=payment.name,
        has_telegram=payment.telegram_id is not None,
        amount_minor=payment.amount_minor,
        method=PaymentMethod(payment.method),
        reference=payment.note,
        provider_charge_id=payment.provider_charge_id,
        made_at=payment.made_at,
        confirmed=confirmed,
        balance_then_minor=balance_then,
        balance_minor=balance,
    )


def _came_of(tx: Transaction, entry: AnyRow) -> tuple[tuple[PaidFor, ...], int, int]:
    """Return what an entry has confirmed, and the balance after that and now."""
    # What was charged for in its own transaction: at its instant, right after it.
    known = {"parent_id": entry.parent_id, "payment_id": entry.id, "made_at": entry.made_at}
    rows = tx.connection.execute(_LIST_CONFIRMED, known).all()
    # An account is locked while entries are added to it, so their ids are in order.
    last_id = rows[-1].id if rows else entry.id
    until = {"parent_id": entry.parent_id, "last_id": last_id}
    balance_then, balance = tx.connection.execute(_BALANCES, until).one()
    confirmed = [PaidFor(row.child_name, session_of(row), row.charged_minor) for row in rows]
    return tuple(confirmed), int(balance_then), int(balance)


def find_correction(tx: Transaction, key: str) -> Correction | None:
    """Find a correction by the key of its summary."""
    row = tx.connection.execute(_BY_KEY, {"charge_id": key}).first()
    if row is None:
        return None
    confirmed, _, balance = _came_of(tx, row)
    return Correction(
        parent_id=row.parent_id,
        parent_name=row.name,
        has_telegram=row.telegram_id is not None,
        amount_minor=row.amount_minor,
        reason=row.note,
        confirmed=confirmed,
        balance_minor=balance,
    )


_LIST_PAYMENTS = (
    select(account_entry.c.id, account_entry.c.made_at, account_entry.c.amount_minor)
    .where(
        account_entry.c.parent_id.in_(accounts_of(_PARENT)),
        account_entry.c.kind == MoneyKind.PAYMENT,
    )
    .order_by(account_entry.c.id.desc())
)


def list_payments(tx: Transaction, parent_id: int) -> list[PaymentLine]:
    """List a parent's payments, the newest first."""
    rows = tx.connection.execute(_LIST_PAYMENTS, {"parent_id": parent_id})
    return [PaymentLine(row.id, row.made_at, row.amount_minor) for row in rows]


_FIND_PAYMENT = select(account_entry.c.id).where(
    account_entry.c.charge_id == bindparam("charge_id", type_=Text)
)


def find_payment(tx: Transaction, charge_id: str) -> int | None:
    """Return the id of the payment that bears the charge id."""
    return tx.connection.scalar(_FIND_PAYMENT, {"charge_id": charge_id})
