"""Use cases on invoices: ask for money through Telegram, and say whether it may be paid.

What is due changes while an invoice lies in a chat: places lapse, balances move. So the amount is
looked at again before money moves, and once more, in `payments`, when it has come in.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from domain.model import Booking, BookingStatus, Funds, Invoice, InvoiceStatus, Policy, Session
from domain.money import is_held
from domain.placing import held_until
from domain.ports.invoices import NewInvoice
from domain.ports.transaction import LookAgainError, Transaction

PAYING_TAKES = timedelta(minutes=10)
"""How long a place is kept at least for somebody who has begun to pay."""
MOST_EXTRA = timedelta(hours=1)
"""How much longer than others who only begin, again and again, can keep a place."""

Places = tuple[tuple[Booking, Session], ...]


class Declined(StrEnum):
    """Why a payment must not be made."""

    UNKNOWN = "unknown"
    """There is no such invoice for this parent."""
    PAID = "paid"
    CLOSED = "closed"
    NOT_HELD = "not_held"
    CHANGED = "changed"
    """What is due is not what the invoice says."""


@dataclass(frozen=True, slots=True)
class Approved:
    """The payment may be made; the places are kept meanwhile."""


@dataclass(frozen=True, slots=True)
class Bill:
    """An open invoice and what it is made up of."""

    invoice: Invoice
    places: Places
    available_minor: int
    """What the account gives towards the places; what it lacks already is negative."""


@dataclass(frozen=True, slots=True)
class Checkout:
    """What somebody is about to pay."""

    payload: str
    amount_minor: int
    currency: str


def bill(
    tx: Transaction,
    parent_id: int,
    booking_id: int,
    payload: str,
    policy: Policy,
    *,
    currency: str,
    now: datetime,
) -> Bill | None:
    """Make out an invoice for a held place and those held by the same confirmation.

    It is for exactly what the account does not cover; None if nothing is due. The open invoice
    is answered again as long as it is still right, and voided when it is not.
    """
    looked_at = tx.bookings.list_held_beside(parent_id, booking_id)
    sessions = _lock_sessions(tx, looked_at)
    available = tx.accounts.lock(parent_id).available_minor(policy)
    beside = tx.bookings.list_held_beside(parent_id, booking_id)
    if not {each.session_id for each in beside} <= sessions.keys():
        raise LookAgainError
    held = [each for each in beside if is_held(each, now)]
    due = sum(each.price_minor for each in held) - available
    if not held or due <= 0:
        return None
    invoice = _reusable(tx, held, (due, currency), now)
    if invoice is None:
        ids = tuple(each.id for each in held)
        new = NewInvoice(
            parent_id=parent_id,
            payload=payload,
            amount_minor=due,
            currency=currency,
            booking_ids=ids,
            made_at=now,
        )
        invoice = tx.invoices.read(tx.invoices.add(new))
    return Bill(invoice, with_sessions(held, sessions), available)


def _reusable(
    tx: Transaction, held: list[Booking], due: tuple[int, str], now: datetime
) -> Invoice | None:
    """Find the open invoice that says what is due; void the others for these places."""
    found = None
    ids = {each.id for each in held}
    for invoice in tx.invoices.list_open(held[0].parent_id, ids):
        is_for_these = {each.id for each in tx.invoices.list_bookings(invoice.id)} == ids
        if is_for_these and (invoice.amount_minor, invoice.currency) == due:
            found = invoice
        else:
            tx.invoices.close(invoice.id, InvoiceStatus.VOID, now)
    return found


def approve_checkout(
    tx: Transaction, payer_id: int | None, checkout: Checkout, policy: Policy, *, now: datetime
) -> Approved | Declined:
    """Decide whether a payment may be made; if so, its places cannot lapse meanwhile."""
    invoice = tx.invoices.find(checkout.payload)
    if invoice is None or invoice.parent_id != payer_id:
        return Declined.UNKNOWN
    # Another device may be paying, a sweep ending the hold, the office recording the money.
    sessions, funds = lock_places(tx, invoice)
    invoice = tx.invoices.read(invoice.id)
    if invoice.status is not InvoiceStatus.OPEN:
        return Declined.PAID if invoice.status is InvoiceStatus.PAID else Declined.CLOSED
    bookings = own_bookings(tx, invoice)
    if not all(is_held(each, now) for each in bookings):
        tx.invoices.close(invoice.id, _ended_as(bookings), now)
        return Declined.NOT_HELD
    due = sum(each.price_minor for each in bookings) - funds.available_minor(policy)
    if due != invoice.amount_minor:
        tx.invoices.close(invoice.id, InvoiceStatus.VOID, now)
        return Declined.CHANGED
    if (checkout.amount_minor, checkout.currency) != (invoice.amount_minor, invoice.currency):
        return Declined.CHANGED
    ends_at = invoice.made_at + max(policy.hold, policy.offer_hold) + MOST_EXTRA
    places = with_sessions(bookings, sessions)
    _keep(tx, places, min(PAYING_TAKES, ends_at - now), policy, now)
    return Approved()


def withdraw_invoice(
    tx: Transaction, invoice_id: int, hold: timedelta, policy: Policy, *, now: datetime
) -> None:
    """Void an invoice that cannot be paid; its places are kept for so long at least."""
    invoice = tx.invoices.read(invoice_id)
    sessions, _ = lock_places(tx, invoice)
    if tx.invoices.read(invoice_id).status is InvoiceStatus.OPEN:
        _keep(tx, with_sessions(own_bookings(tx, invoice), sessions), hold, policy, now)
        tx.invoices.close(invoice_id, InvoiceStatus.VOID, now)


def void_old_invoice(tx: Transaction, invoice_id: int, *, now: datetime) -> None:
    """Void an open invoice although its places are held, for its message has to go in time."""
    tx.accounts.lock_balance(tx.invoices.read(invoice_id).parent_id)
    if tx.invoices.read(invoice_id).status is InvoiceStatus.OPEN:
        tx.invoices.close(invoice_id, InvoiceStatus.VOID, now)


def close_invoice(tx: Transaction, invoice_id: int, *, now: datetime) -> bool:
    """Close an open invoice whose last pending place is gone; return whether it was one."""
    # No place becomes pending again, so the account's lock is enough: it holds back payments.
    tx.accounts.lock_balance(tx.invoices.read(invoice_id).parent_id)
    invoice = tx.invoices.read(invoice_id)
    bookings = own_bookings(tx, invoice)
    is_pending = any(each.status is BookingStatus.PENDING for each in bookings)
    if invoice.status is not InvoiceStatus.OPEN or is_pending:
        return False
    tx.invoices.close(invoice_id, _ended_as(bookings), now)
    return True


def lock_places(tx: Transaction, invoice: Invoice) -> tuple[dict[int, Session], Funds]:
    """Lock the sessions of an invoice's places, then the account; return what is on it too."""
    sessions = _lock_sessions(tx, tx.invoices.list_bookings(invoice.id))
    return sessions, tx.accounts.lock(invoice.parent_id)


def _lock_sessions(tx: Transaction, bookings: list[Booking]) -> dict[int, Session]:
    locked = tx.sessions.lock({each.session_id for each in bookings})
    return {session.id: session for session in locked}


def own_bookings(tx: Transaction, invoice: Invoice) -> list[Booking]:
    """List an invoice's bookings but those that were handed over to the child's other parent."""
    bookings = tx.invoices.list_bookings(invoice.id)
    return [each for each in bookings if each.parent_id == invoice.parent_id]


def with_sessions(bookings: list[Booking], sessions: dict[int, Session]) -> Places:
    """Put each booking together with its session."""
    return tuple((each, sessions[each.session_id]) for each in bookings)


def _ended_as(bookings: list[Booking]) -> InvoiceStatus:
    """Say how an invoice ends that is not paid: by the clock, or because what is due changed."""
    if all(each.status in (BookingStatus.PENDING, BookingStatus.EXPIRED) for each in bookings):
        return InvoiceStatus.EXPIRED
    return InvoiceStatus.VOID


def _keep(
    tx: Transaction, places: Places, length: timedelta, policy: Policy, now: datetime
) -> None:
    """Keep held places for so long at least, but never past their start."""
    for booking, session in places:
        until = held_until(session, length, policy, now)
        if booking.hold_expires_at is not None and booking.hold_expires_at < until:
            tx.bookings.extend_hold(booking.id, until)
