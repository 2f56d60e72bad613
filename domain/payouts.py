"""Use case of the office on money that leaves an account to its parent."""

from dataclasses import dataclass
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.model import Actor, MoneyKind, PaymentMethod
from domain.notices import Notice, NoticeKind
from domain.ports.accounts import NewMoney
from domain.ports.transaction import Transaction
from domain.repayments import free_credit, settle
from domain.roles import check_office


@dataclass(frozen=True, slots=True)
class Payout:
    """Money given back, outside the bot: in cash, by transfer, or where it was paid online."""

    amount_minor: int
    method: PaymentMethod
    payment_id: int | None = None
    """The payment that was refunded at the provider, where the method is online."""
    reference: str = ""


@dataclass(frozen=True, slots=True)
class PaidOut:
    """It is recorded; told twice, this is the same answer."""

    balance_minor: int


@dataclass(frozen=True, slots=True)
class NotOnAccount:
    """Nothing was done: the account holds less, and is never paid out below zero."""

    balance_minor: int


@dataclass(frozen=True, slots=True)
class NotOfPayment:
    """Nothing was done: of the payment, less is left to refund."""

    left_minor: int


@dataclass(frozen=True, slots=True)
class WaitedFor:
    """Nothing was done: held places wait for more of the money than was shown."""

    from_held_minor: int


PayoutOutcome = PaidOut | NotOnAccount | NotOfPayment | WaitedFor


def taken_from_held(amount_minor: int, balance_minor: int, held_minor: int) -> int:
    """Return how much of a payout held places are waiting for."""
    return max(0, amount_minor - free_credit(balance_minor, held_minor)) if held_minor else 0


def record_payout(
    tx: Transaction,
    parent_id: int,
    payout: Payout,
    key: str,
    *,
    shown_from_held_minor: int,
    actor: Actor,
    now: datetime,
) -> PayoutOutcome:
    """Take money off an account that its parent was given.

    The key names the payout: told again, it is not taken again. What held places wait for may be
    paid out, but never more of it than was shown.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    parent_id = tx.families.survivor(parent_id)
    # The parent may be booking with the same money, or another of the office paying it out.
    balance = tx.accounts.lock_balance(parent_id)
    if tx.accounts.find_payment(key) is not None:
        return PaidOut(balance)
    if refusal := _refusal(tx, parent_id, payout, balance, shown_from_held_minor):
        return refusal
    entry = NewMoney(
        parent_id,
        MoneyKind.PAYOUT,
        -payout.amount_minor,
        now,
        actor,
        charge_id=key,
        method=payout.method,
        payment_id=payout.payment_id,
        note=payout.reference,
    )
    entry_id = tx.accounts.add_payment(entry)
    tx.audit.add(
        AuditEvent(now, actor, Action.PAID_OUT, parent_id, detail=str(payout.amount_minor))
    )
    settle(tx, parent_id, payout.amount_minor, payout.payment_id, now)
    tx.outbox.add(Notice(parent_id, NoticeKind.PAID_OUT, now, payment_id=entry_id))
    return PaidOut(balance - payout.amount_minor)


def _refusal(
    tx: Transaction, parent_id: int, payout: Payout, balance: int, shown_from_held: int
) -> PayoutOutcome | None:
    if payout.amount_minor > balance:
        return NotOnAccount(max(0, balance))
    if payout.payment_id is not None:
        left = tx.accounts.refundable(parent_id, payout.payment_id) or 0
        if payout.amount_minor > left:
            return NotOfPayment(left)
    held = sum(each.price_minor for each in tx.bookings.list_held_by(parent_id))
    from_held = taken_from_held(payout.amount_minor, balance, held)
    return WaitedFor(from_held) if from_held > shown_from_held else None
