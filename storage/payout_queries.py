"""What the office looks up to give money back: what is due, to whom, and of which payments."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, ColumnElement, Text, bindparam, func, select, true

from domain.model import MoneyKind, PaymentMethod, RepaymentReason
from domain.repayments import free_credit
from storage.accounts import BALANCE, accounts_of
from storage.due_back import DUE, DueBack, due_of, free_of, read_due_back
from storage.office_queries import FamilyAccount, find_family
from storage.tables import account_entry, parent, repayment
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Refundable:
    """A payment through the provider of which something has not been given back."""

    payment_id: int
    charge_id: str
    """The provider's own, or Telegram's where there is none."""
    made_at: datetime
    amount_minor: int
    left_minor: int


@dataclass(frozen=True, slots=True)
class Payee:
    """A family that money is given back to."""

    family: FamilyAccount
    payments: tuple[Refundable, ...]
    """The newest first."""
    asked_minor: int
    unused_minor: int
    """What came in too late or twice and is still looked at."""

    @property
    def balance_minor(self) -> int:
        return self.family.funds.balance_minor

    @property
    def held_minor(self) -> int:
        return sum(each.booking.price_minor for each in self.family.held)

    @property
    def free_minor(self) -> int:
        return free_credit(self.balance_minor, self.held_minor)


@dataclass(frozen=True, slots=True)
class PayoutMade:
    """A payout, and the balance as it is now."""

    parent_id: int
    parent_name: str
    amount_minor: int
    method: PaymentMethod
    reference: str
    balance_minor: int
    has_telegram: bool


_LIST_DUE = DUE.where(repayment.c.closed_at.is_(None)).order_by(repayment.c.id)


def list_due_back(tx: Transaction) -> list[DueBack]:
    """List what is to be given back, what parents asked for first, the oldest first.

    What has been used for places in the meantime is left out, and nothing is listed twice: a
    parent may ask for the very money that came in too late.
    """
    rows = list(tx.connection.execute(_LIST_DUE))
    rows.sort(key=lambda row: row.reason != RepaymentReason.ASKED)
    free = {row.parent_id: free_of(row) for row in rows}
    found = []
    for row in rows:
        due = due_of(row, free[row.parent_id])
        if due.charge_id is None:
            free[row.parent_id] -= due.amount_minor
        if due.amount_minor:
            found.append(due)
    return found


def find_due_back(tx: Transaction, repayment_id: int) -> DueBack | None:
    """Find one of these, with nothing left of it if it is closed."""
    return read_due_back(tx.connection, [repayment_id]).get(repayment_id)


_PARENT = bindparam("parent_id", type_=BigInteger)
_payout = account_entry.alias()
_left = account_entry.c.amount_minor + (
    select(func.coalesce(func.sum(_payout.c.amount_minor), 0))
    .where(_payout.c.payment_id == account_entry.c.id)
    .correlate(account_entry)
    .scalar_subquery()
)
_refundable = (
    select(
        account_entry.c.id,
        func.coalesce(account_entry.c.provider_charge_id, account_entry.c.charge_id).label(
            "charge"
        ),
        account_entry.c.made_at,
        account_entry.c.amount_minor,
        _left.label("left_minor"),
    )
    .where(
        account_entry.c.parent_id.in_(accounts_of(_PARENT)),
        account_entry.c.kind == MoneyKind.PAYMENT,
        account_entry.c.method == PaymentMethod.ONLINE,
        _left > 0,
    )
    .subquery()
)


def _open(reason: RepaymentReason) -> ColumnElement[int]:
    return (
        select(func.coalesce(func.sum(repayment.c.open_minor), 0))
        .where(
            repayment.c.parent_id == _PARENT,
            repayment.c.reason == reason,
            repayment.c.closed_at.is_(None),
        )
        .scalar_subquery()
    )


# A row for each payment, or one without.
_LIST_REFUNDABLE = (
    select(
        _open(RepaymentReason.ASKED).label("asked_minor"),
        _open(RepaymentReason.UNUSED).label("unused_minor"),
        _refundable,
    )
    .outerjoin_from(parent, _refundable, true())
    .where(parent.c.id == _PARENT)
    .order_by(_refundable.c.id.desc())
)


def find_payee(tx: Transaction, parent_id: int) -> Payee | None:
    """Find a family with all that decides how money can be given back to it."""
    family = find_family(tx, parent_id)
    if family is None:
        return None
    rows = tx.connection.execute(_LIST_REFUNDABLE, {"parent_id": parent_id}).all()
    payments = [
        Refundable(row.id, row.charge, row.made_at, row.amount_minor, int(row.left_minor))
        for row in rows
        if row.id is not None
    ]
    return Payee(family, tuple(payments), int(rows[0].asked_minor), int(rows[0].unused_minor))


def list_unused(tx: Transaction, parent_id: int) -> list[int]:
    """List what came in too late or twice and is still looked at, by the ids of the repayments."""
    due = tx.repayments.list_open(parent_id)
    return [each.id for each in due if each.reason is RepaymentReason.UNUSED]


_FIND_PAYOUT = (
    select(
        account_entry.c.parent_id,
        parent.c.name,
        parent.c.telegram_id,
        account_entry.c.amount_minor,
        account_entry.c.method,
        account_entry.c.note,
    )
    .join_from(account_entry, parent)
    .where(
        account_entry.c.charge_id == bindparam("key", type_=Text),
        account_entry.c.kind == MoneyKind.PAYOUT,
    )
)
_BALANCE = select(BALANCE)


def find_payout(tx: Transaction, key: str) -> PayoutMade | None:
    """Find a payout by the key of its summary, with the balance as it is now."""
    row = tx.connection.execute(_FIND_PAYOUT, {"key": key}).first()
    if row is None:
        return None
    balance = tx.connection.execute(_BALANCE, {"parent_id": row.parent_id}).scalar_one()
    return PayoutMade(
        row.parent_id,
        row.name,
        -row.amount_minor,
        PaymentMethod(row.method),
        row.note,
        int(balance),
        row.telegram_id is not None,
    )
