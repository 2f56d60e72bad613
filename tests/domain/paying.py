"""What parents and Telegram do with invoices, as use cases of a school, and what is left of it."""

from datetime import timedelta
from itertools import count

from domain.invoices import (
    Approved,
    Bill,
    Checkout,
    Declined,
    approve_checkout,
    bill,
    close_invoice,
    withdraw_invoice,
)
from domain.payments import OnlinePayment, PaymentTaken, PaymentUnknown, take_payment
from storage.tables import account_entry, booking, invoice
from tests.domain.school import School
from tests.factory import Factory, Family

OFFICE_ID = 42
_numbers = count(1)


def ask(school: School, family: Family, booking_id: int, *, currency: str = "GBP") -> Bill | None:
    return school.run(
        bill,
        family.parent_id,
        booking_id,
        f"payload-{next(_numbers)}",
        school.policy,
        currency=currency,
        now=school.now,
    )


def billed(school: School, family: Family, booking_id: int) -> Bill:
    found = ask(school, family, booking_id)
    assert found is not None
    return found


def check_out(
    school: School, payer: Family | None, asked: Bill, **other: int | str
) -> Approved | Declined:
    about = {
        "payload": asked.invoice.payload,
        "amount_minor": asked.invoice.amount_minor,
        "currency": asked.invoice.currency,
    }
    return school.run(
        approve_checkout,
        payer.parent_id if payer else None,
        Checkout(**(about | other)),  # type: ignore[arg-type]  # one test changes each
        school.policy,
        now=school.now,
    )


def paid(asked: Bill, charge_id: str = "t1", **other: int | str | None) -> OnlinePayment:
    about = {
        "payload": asked.invoice.payload,
        "amount_minor": asked.invoice.amount_minor,
        "currency": asked.invoice.currency,
        "charge_id": charge_id,
        "provider_charge_id": f"provider-{charge_id}",
    }
    return OnlinePayment(**(about | other))  # type: ignore[arg-type]  # as above


def take(school: School, payment: OnlinePayment, payer: Family | None) -> PaymentTaken:
    outcome = told(school, payment, payer)
    assert isinstance(outcome, PaymentTaken)
    check_books(school.make)
    return outcome


def told(
    school: School, payment: OnlinePayment, payer: Family | None
) -> PaymentTaken | PaymentUnknown:
    payer_id = payer.parent_id if payer else None
    return school.run(
        take_payment, payer_id, payment, "GBP", school.policy, office=[OFFICE_ID], now=school.now
    )


def close(school: School, asked: Bill) -> bool:
    return school.run(close_invoice, asked.invoice.id, now=school.now)


def withdraw(school: School, asked: Bill, **hold: float) -> None:
    school.run(withdraw_invoice, asked.invoice.id, timedelta(**hold), school.policy, now=school.now)


def status_of(school: School, asked: Bill) -> str:
    [row] = school.make.rows(invoice, id=asked.invoice.id)
    return str(row.status)


def check_books(make: Factory) -> None:
    """Money in, less what was paid out, is places and credit: each place has its charge."""
    entries = make.rows(account_entry)
    from_outside = ("payment", "adjustment", "payout")
    in_minor = sum(each.amount_minor for each in entries if each.kind in from_outside)
    refunded = sum(each.amount_minor for each in entries if each.kind == "refund")
    charged = {each.booking_id: -each.amount_minor for each in entries if each.kind == "charge"}
    parents = {each.parent_id for each in entries}
    credit = sum(make.balance(parent_id) for parent_id in parents)
    assert in_minor == sum(charged.values()) - refunded + credit
    confirmed = make.rows(booking, status="confirmed")
    assert all(charged.get(each.id, 0) == each.price_minor for each in confirmed)
    ended = [each for each in make.rows(booking) if each.status in ("pending", "expired")]
    assert not [each for each in ended if each.id in charged]
