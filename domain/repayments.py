"""Use cases on money that the school may have to give back: asked for, or come in for nothing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.model import Actor, RepaymentReason, Role
from domain.notices import Notice, NoticeKind
from domain.ports.repayments import NewRepayment
from domain.ports.transaction import Transaction
from domain.roles import check_office
from domain.telling import tell_office


@dataclass(frozen=True, slots=True)
class AskedBack:
    """The office knows of it; asked again, it is the same wish."""

    amount_minor: int


@dataclass(frozen=True, slots=True)
class CreditChanged:
    """Nothing was done: this much can be asked for now, which is not what was shown."""

    free_minor: int


def free_credit(balance_minor: int, held_minor: int) -> int:
    """Return how much of a balance no held place is waiting for."""
    return max(0, balance_minor - held_minor)


def ask_back(
    tx: Transaction, parent_id: int, shown_minor: int, *, office: Collection[int], now: datetime
) -> AskedBack | CreditChanged:
    """Ask the office for all credit that no held place waits for, in place of an earlier wish."""
    balance = tx.accounts.lock_balance(parent_id)
    held = sum(each.price_minor for each in tx.bookings.list_held_by(parent_id))
    free = free_credit(balance, held)
    if not free or free != shown_minor:
        return CreditChanged(free)
    earlier = tx.repayments.find_request(parent_id)
    if earlier is not None and earlier.open_minor == free:
        return AskedBack(free)
    if earlier is not None:
        tx.repayments.leave_open(earlier.id, 0, now)
    note(tx, NewRepayment(RepaymentReason.ASKED, parent_id, free, now), office)
    actor = Actor(Role.PARENT, parent_id)
    tx.audit.add(AuditEvent(now, actor, Action.ASKED_BACK, parent_id, detail=str(free)))
    return AskedBack(free)


def keep_credit(tx: Transaction, parent_id: int, *, now: datetime) -> None:
    """Take the wish back to have money paid out, if there is one."""
    tx.accounts.lock_balance(parent_id)
    if (request := tx.repayments.find_request(parent_id)) is not None:
        tx.repayments.leave_open(request.id, 0, now)
        actor = Actor(Role.PARENT, parent_id)
        tx.audit.add(AuditEvent(now, actor, Action.REPAYMENT_CLOSED, request.id))


def close_repayment(
    tx: Transaction, repayment_id: int, *, actor: Actor, now: datetime
) -> RepaymentReason | None:
    """Note that money that came in for nothing has been dealt with, as by leaving it as credit.

    None: there is no such money. What a parent has asked for is paid out, or taken back by them.

    Raises:
        NotAllowedError: it is not the office.

    """
    check_office(actor)
    found = tx.repayments.lock(repayment_id)
    if found is None or found.reason is RepaymentReason.ASKED:
        return None
    if found.open_minor:
        tx.repayments.leave_open(repayment_id, 0, now)
        tx.audit.add(AuditEvent(now, actor, Action.REPAYMENT_CLOSED, repayment_id))
    return found.reason


def note(tx: Transaction, new: NewRepayment, office: Collection[int]) -> None:
    """Put money on the office's list, and tell each of them."""
    repayment_id = tx.repayments.add(new)
    notice = Notice(None, NoticeKind.REPAYMENT_DUE, new.made_at, repayment_id=repayment_id)
    tell_office(tx, notice, office)


def settle(
    tx: Transaction, parent_id: int, paid_minor: int, payment_id: int | None, now: datetime
) -> None:
    """Take a payout off what its parent asked for, and off the payments that it may be for."""
    unused_minor = paid_minor
    for each in tx.repayments.list_open(parent_id):
        if each.reason is RepaymentReason.ASKED:
            paid = min(each.open_minor, paid_minor)
        elif each.reason is RepaymentReason.UNUSED and payment_id in (None, each.payment_id):
            paid = min(each.open_minor, unused_minor)
            unused_minor -= paid
        else:
            continue
        tx.repayments.leave_open(each.id, each.open_minor - paid, now)
