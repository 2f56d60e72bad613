"""People who pay through Telegram, and what a meddled-with app could make of it."""

from typing import Any

from bot.sandbox.client import ChatMessage, PersonClient
from bot.sandbox.json_types import Json
from bot.sandbox.payments import Checkout, Invoice
from storage.tables import invoice
from tests.journeys.school import Parent, School, bot_messages

TOKEN = "123456:TEST:nobodys"  # noqa: S105  of nobody


async def hold(anna: Parent, *, dates: int = 1) -> None:
    """Book Swimming on the first Mondays without the money for it."""
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    for number, day in enumerate(["21 Sept", "28 Sept"][: dates - 1], 2):
        await anna.tap("More dates")
        await anna.tap(day)
        await anna.tap(f"Go on with {number} dates")
    await anna.tap("Confirm")


async def invoices(person: PersonClient) -> list[ChatMessage]:
    """Return the invoices in somebody's chat."""
    return [each for each in await bot_messages(person) if "invoice" in each.seen]


def newest_invoice(school: School) -> Any:
    return school.make.rows(invoice)[-1]


def payment(row: Any, charge: str = "late", **other: Any) -> Json:
    """Return what Telegram says when an invoice has been paid."""
    paid = {
        "currency": "GBP",
        "total_amount": row.amount_minor,
        "invoice_payload": row.payload,
        "telegram_payment_charge_id": charge,
        "provider_payment_charge_id": f"provider-{charge}",
    }
    return {"successful_payment": paid | other}


async def try_to_pay(
    school: School, person: PersonClient, payload: str, amount: int, currency: str = "GBP"
) -> Json:
    """Begin to pay an invoice that is in no chat; return how far it came, and why no further."""
    phone = school.phone_of(person)
    checkout = Checkout(
        query_id=str(next(phone.bot.query_ids)),
        invoice=Invoice("Any", "thing", "pay", currency, amount, payload),
        person_id=person.id,
        message_id=None,
        asked_at=school.clock.now(),
        will_decline=True,
    )
    phone.bot.payments.begin(checkout)
    asked = {"id": checkout.query_id, "from": phone.person.as_user()}
    done = phone.tell_bot("pre_checkout_query", asked | checkout.invoice.as_checked())
    await school.handled(person, done)
    return checkout.as_seen(school.clock.now())
