"""What a person does with an invoice, and what comes of it."""

from bot.sandbox.errors import PersonError
from bot.sandbox.payments import Checkout, PaymentState
from bot.sandbox.phone import Phone

_NO_INVOICE = "There is no such invoice to pay"


def begin_paying(
    phone: Phone, *, message_id: int | None, link: str | None, will_decline: bool
) -> tuple[Checkout, int | None]:
    """Ask the bot whether it agrees; return the try to pay and its update.

    `will_decline` is a card that the bank refuses once the bot has agreed.
    Raises PersonError when there is nothing to pay.
    """
    phone.check_reachable()
    payments = phone.bot.payments
    if link is None:
        paid_id: int | None = _message_to_pay(phone, message_id)
        invoice = payments.invoices.get(paid_id or 0)
    else:
        paid_id, invoice = None, payments.links.get(link)
    if invoice is None:
        raise PersonError(_NO_INVOICE, status=404)
    checkout = Checkout(
        query_id=str(next(phone.bot.query_ids)),
        invoice=invoice,
        person_id=phone.person.id,
        message_id=paid_id,
        asked_at=phone.world.clock.now(),
        will_decline=will_decline,
    )
    payments.begin(checkout)
    phone.chat.touch()
    asked = {"id": checkout.query_id, "from": phone.person.as_user()}
    outcome = phone.tell_bot("pre_checkout_query", asked | invoice.as_checked())
    return checkout, outcome["update_id"]


def _message_to_pay(phone: Phone, wanted: int | None) -> int:
    """Return the message with the invoice wanted, else the newest that can be paid."""
    if wanted is not None and _is_taken(phone, wanted):
        raise PersonError("This invoice is paid, or just being paid", status=409)
    for message_id in reversed(phone.chat.messages) if wanted is None else [wanted]:
        is_there = message_id in phone.chat.messages
        is_invoice = message_id in phone.bot.payments.invoices
        if is_there and is_invoice and not _is_taken(phone, message_id):
            return message_id
    raise PersonError(_NO_INVOICE, status=404)


def _is_taken(phone: Phone, message_id: int) -> bool:
    checkout = phone.bot.payments.of_message.get(message_id)
    taken = (PaymentState.PAID, PaymentState.CHECKING)
    return checkout is not None and checkout.state(phone.world.clock.now()) in taken


def finish_paying(phone: Phone, checkout: Checkout, why_not: str) -> None:
    """Take the bot's answer; money moves only if the bot agrees and the bank does too."""
    if why_not:
        checkout.answer, checkout.why = PaymentState.REFUSED, why_not
    elif checkout.will_decline:
        checkout.answer, checkout.why = PaymentState.DECLINED, "The bank declined the card"
    else:
        checkout.answer = PaymentState.PAID
        receipt = phone.bot.payments.receipt(checkout.invoice)
        outcome = phone.say({"successful_payment": receipt})
        checkout.receipt_update_id = outcome["update_id"]
    phone.chat.touch()
