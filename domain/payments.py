"""Use case on money that has come in through Telegram: nothing paid is lost, or used twice."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from domain.audit import Action, AuditEvent
from domain.booking import book_if_covered
from domain.invoices import Places, lock_places, own_bookings, with_sessions
from domain.model import (
    SYSTEM,
    Actor,
    Booking,
    BookingStatus,
    Invoice,
    InvoiceStatus,
    MoneyKind,
    PaymentMethod,
    Policy,
    RepaymentReason,
    Role,
    Session,
)
from domain.money import confirm_place, is_held, short_of
from domain.outcomes import Booked, Wanted
from domain.ports.accounts import NewMoney
from domain.ports.bookings import BookPlaces
from domain.ports.repayments import NewRepayment
from domain.ports.transaction import Transaction
from domain.repayments import note
from domain.waiting_list import promote


@dataclass(frozen=True, slots=True)
class OnlinePayment:
    """What somebody has paid, under the charge ids of Telegram and of the payment provider."""

    payload: str
    amount_minor: int
    currency: str
    charge_id: str
    provider_charge_id: str | None


@dataclass(frozen=True, slots=True)
class PaymentTaken:
    """The payment is on the account, and this is how its places stand now."""

    amount_minor: int
    confirmed: Places
    held: Places
    """Still to be paid: something else has used the balance in the meantime."""
    ended: Places
    """Not to be had any more; their money is credit."""
    balance_minor: int


@dataclass(frozen=True, slots=True)
class PaymentUnknown:
    """No account was found for the money: the school has to look into it."""


def take_payment(
    tx: Transaction,
    payer_id: int | None,
    payment: OnlinePayment,
    currency: str,
    policy: Policy,
    *,
    office: Collection[int],
    now: datetime,
) -> PaymentTaken | PaymentUnknown:
    """Put a payment on the account once, and confirm the places that it was for.

    A place whose hold has lapsed is given again if one is left; otherwise its money is credit,
    which the office is told, as of money that no account is found for.
    The payment told twice has the same answer, as things stand then.
    A payment of nothing leaves no trace: there is nothing to use, or to give back.
    """
    if payment.amount_minor <= 0:
        return PaymentUnknown()
    invoice = tx.invoices.find(payment.payload)
    account_id = invoice.parent_id if invoice else payer_id
    if account_id is None or payment.currency != currency:
        _note_unknown(tx, account_id, payment, office, now)
        return PaymentUnknown()
    if invoice is None:
        return _credit(tx, account_id, payment, office, now)
    sessions, before = lock_places(tx, invoice)
    if not _is_known(tx, payment):
        payment_id = _add_payment(tx, account_id, invoice.id, payment, now)
        _use(tx, tx.invoices.read(invoice.id), sessions, policy, now)
        # A refund may come to the account meanwhile, for which nobody needs its lock: it is not
        # of this payment. What only made good a debt is no credit.
        spent = tx.accounts.charged_since(account_id, payment_id)
        unused = payment.amount_minor - spent + min(0, before.balance_minor)
        if unused > 0:
            _note_unused(tx, _unused(account_id, unused, payment_id, now), office)
    return _receipt(tx, invoice, sessions, payment)


def _note_unknown(
    tx: Transaction,
    account_id: int | None,
    payment: OnlinePayment,
    office: Collection[int],
    now: datetime,
) -> None:
    """Leave a trail of money that is on no account, once, and tell the office."""
    if tx.repayments.is_noted(payment.charge_id):
        return
    detail = f"{payment.amount_minor} {payment.currency} {payment.charge_id}"
    tx.audit.add(AuditEvent(now, SYSTEM, Action.PAYMENT_UNKNOWN, account_id or 0, detail))
    new = NewRepayment(
        RepaymentReason.UNKNOWN,
        account_id,
        payment.amount_minor,
        now,
        charge_id=payment.charge_id,
        provider_charge_id=payment.provider_charge_id,
        currency=payment.currency,
    )
    note(tx, new, office)


def _credit(
    tx: Transaction,
    parent_id: int,
    payment: OnlinePayment,
    office: Collection[int],
    now: datetime,
) -> PaymentTaken:
    """Take money whose invoice is not there, as after a database was restored."""
    tx.accounts.lock_balance(parent_id)
    if not _is_known(tx, payment):
        payment_id = _add_payment(tx, parent_id, None, payment, now)
        _note_unused(tx, _unused(parent_id, payment.amount_minor, payment_id, now), office)
    balance = tx.accounts.lock_balance(parent_id)
    return PaymentTaken(payment.amount_minor, (), (), (), balance)


def _is_known(tx: Transaction, payment: OnlinePayment) -> bool:
    return tx.accounts.is_paid_in(payment.charge_id, payment.provider_charge_id)


def _add_payment(
    tx: Transaction,
    parent_id: int,
    invoice_id: int | None,
    payment: OnlinePayment,
    now: datetime,
) -> int:
    actor, detail = Actor(Role.PARENT, parent_id), str(payment.amount_minor)
    tx.audit.add(AuditEvent(now, actor, Action.PAYMENT_RECORDED, parent_id, detail=detail))
    new = NewMoney(
        parent_id,
        MoneyKind.PAYMENT,
        payment.amount_minor,
        now,
        actor,
        charge_id=payment.charge_id,
        provider_charge_id=payment.provider_charge_id,
        invoice_id=invoice_id,
        method=PaymentMethod.ONLINE,
    )
    return tx.accounts.add_payment(new)


def _unused(parent_id: int, amount_minor: int, payment_id: int, now: datetime) -> NewRepayment:
    return NewRepayment(RepaymentReason.UNUSED, parent_id, amount_minor, now, payment_id)


def _note_unused(tx: Transaction, unused: NewRepayment, office: Collection[int]) -> None:
    """Leave a trail of money that came for places and became credit, and tell the office."""
    detail = str(unused.amount_minor)
    event = AuditEvent(unused.made_at, SYSTEM, Action.PAYMENT_UNUSED, unused.parent_id or 0, detail)
    tx.audit.add(event)
    note(tx, unused, office)


def _use(
    tx: Transaction,
    invoice: Invoice,
    sessions: dict[int, Session],
    policy: Policy,
    now: datetime,
) -> None:
    """Confirm what an invoice is for, unless an earlier payment has done so."""
    if invoice.status is InvoiceStatus.PAID:
        return
    tx.invoices.close(invoice.id, InvoiceStatus.PAID, now)
    actor = Actor(Role.PARENT, invoice.parent_id)
    available = tx.accounts.lock(invoice.parent_id).available_minor(policy)
    bookings = own_bookings(tx, invoice)
    for booking in bookings:
        if is_held(booking, now) and not short_of(booking.price_minor, available):
            confirm_place(tx, booking, actor, now)
            available -= booking.price_minor
    # After those that are held, so that what has lapsed takes no money from them.
    lapsed = [each for each in bookings if _has_lapsed(each, now)]
    _give_again(tx, invoice, with_sessions(lapsed, sessions), policy, now)


def _give_again(
    tx: Transaction, invoice: Invoice, lapsed: Places, policy: Policy, now: datetime
) -> None:
    """Book places whose hold has lapsed anew, if there is one left and nobody waits."""
    for booking, session in lapsed:
        if booking.status is BookingStatus.PENDING:
            _end_hold(tx, booking, now)
        request = _anew(invoice, booking, session)
        outcome = book_if_covered(tx, request, policy, now=now)
        if isinstance(outcome, Booked) and outcome.booking_id is not None:
            tx.invoices.add_booking(invoice.id, outcome.booking_id)
        else:
            promote(tx, session, policy, now=now)


def _has_lapsed(booking: Booking, now: datetime) -> bool:
    if booking.status is BookingStatus.PENDING:
        return not is_held(booking, now)
    return booking.status is BookingStatus.EXPIRED


def _end_hold(tx: Transaction, booking: Booking, now: datetime) -> None:
    """Do what the sweep, which has not come by yet, would do, but for its notice."""
    tx.bookings.end([booking.id], BookingStatus.EXPIRED, now)
    tx.audit.add(AuditEvent(now, SYSTEM, Action.HOLD_EXPIRED, booking.id))


def _anew(invoice: Invoice, booking: Booking, session: Session) -> BookPlaces:
    """Return the wish for a place whose hold has lapsed, at no more than its price."""
    promised = booking.discount.kind if booking.discount else None
    wanted = Wanted(session.activity.id, session.on, booking.price_minor, promised)
    key = f"late-{invoice.id}-{booking.id}"
    return BookPlaces(booking.parent_id, booking.child_id, (wanted,), key)


def _receipt(
    tx: Transaction, invoice: Invoice, sessions: dict[int, Session], payment: OnlinePayment
) -> PaymentTaken:
    balance = tx.accounts.lock_balance(invoice.parent_id)
    if tx.accounts.paid_by(invoice.id) != payment.charge_id:
        return PaymentTaken(payment.amount_minor, (), (), (), balance)
    bookings = own_bookings(tx, invoice)
    active = {(each.child_id, each.session_id) for each in bookings if each.is_active}
    confirmed = [each for each in bookings if each.status is BookingStatus.CONFIRMED]
    held = [each for each in bookings if each.status is BookingStatus.PENDING]
    ended = [each for each in bookings if (each.child_id, each.session_id) not in active]
    return PaymentTaken(
        payment.amount_minor,
        with_sessions(confirmed, sessions),
        with_sessions(held, sessions),
        with_sessions(ended, sessions),
        balance,
    )
