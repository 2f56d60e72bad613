"""Paying through Telegram: ask for what is due, agree to a payment, and take it."""

import secrets
from collections.abc import Sequence
from datetime import timedelta

import structlog
from telegram import Update
from telegram.error import BadRequest
from telegram.ext import MessageHandler, PreCheckoutQueryHandler, filters

from bot.application import patiently
from bot.context import Context, send
from bot.invoices import take_away
from bot.screens import payments as screens
from domain.invoices import Approved, Bill, Checkout, approve_checkout, bill, withdraw_invoice
from domain.outcomes import Held, PlaceOutcome
from domain.payments import OnlinePayment, PaymentTaken, PaymentUnknown, take_payment
from storage.invoice_messages import note_invoice_message
from storage.queries import find_booking, list_children
from storage.receipts import find_payment

log = structlog.stdlib.get_logger(__name__)


async def ask_for_held(context: Context, outcomes: Sequence[PlaceOutcome], *, said_in: int) -> None:
    """Ask for what a confirmation holds, once; where Telegram cannot, the office takes it.

    `said_in` is the message that announces the invoice.
    """
    held = [each.booking_id for each in outcomes if isinstance(each, Held) and each.booking_id]
    if not held or not context.services.settings.pays_online:
        return
    found = await _bill(context, held[0])
    if found is not None and found.invoice.message_id is None:
        office_hold = context.services.settings.office_hold
        await _send(context, found, office_hold=office_hold, said_in=said_in)


async def ask_again(context: Context, booking_id: int, *, said_in: int | None) -> bool:
    """Ask for a held place below all else; False if nothing is due any more."""
    found = await _bill(context, booking_id)
    if found is not None:
        await _send(context, found, office_hold=timedelta(), said_in=said_in)
    return found is not None


async def _bill(context: Context, booking_id: int) -> Bill | None:
    return await context.database.run(
        bill,
        context.parent_id,
        booking_id,
        secrets.token_urlsafe(16),
        context.policy,
        currency=context.services.settings.currency,
        now=context.now,
    )


async def _send(
    context: Context, found: Bill, *, office_hold: timedelta, said_in: int | None
) -> None:
    """Send an invoice, which then stands in the chat once."""
    token = context.services.settings.payment_provider_token
    shown = screens.invoice(context.say, found)
    try:
        message = await context.bot.send_invoice(
            context.telegram_id,
            shown.title,
            shown.description,
            found.invoice.payload,
            found.invoice.currency,
            shown.prices,
            provider_token=token.get_secret_value() if token else None,
            # Without one, whoever is forwarded the message could pay.
            start_parameter="pay",
        )
    except BadRequest as error:
        # Below or above what providers take; or the provider's settings are wrong.
        log.warning("Telegram takes no such invoice", said=error.message)
        await _leave_to_office(context, found, office_hold)
        return
    await context.database.run(note_invoice_message, found.invoice.id, message.message_id, said_in)
    if found.invoice.message_id is not None:
        await take_away(context.bot, context.telegram_id, found.invoice.message_id)


async def _leave_to_office(context: Context, found: Bill, hold: timedelta) -> None:
    await context.database.run(
        withdraw_invoice, found.invoice.id, hold, context.policy, now=context.now
    )
    booking, _ = found.places[0]
    details = await context.database.read(find_booking, context.parent_id, booking.id)
    deadline = details.booking.hold_expires_at if details else None
    amount = found.invoice.amount_minor
    screen = screens.pay_at_office(context.say, amount, deadline)
    await send(context.bot, context.telegram_id, screen)


async def check_out(update: Update, context: Context) -> None:
    """Agree to a payment that somebody is about to make, or say why not."""
    query = update.pre_checkout_query
    assert query is not None  # noqa: S101  the route lets nothing else through
    decision = await patiently(
        lambda: context.database.run(
            approve_checkout,
            context.visit.visitor.parent_id,
            Checkout(query.invoice_payload, query.total_amount, query.currency),
            context.policy,
            now=context.now,
        )
    )
    if isinstance(decision, Approved):
        await query.answer(ok=True)
    else:
        await query.answer(ok=False, error_message=screens.declined(context.say, decision))


async def take(update: Update, context: Context) -> None:
    """Take what somebody has paid, and say what it was used for."""
    paid = update.message.successful_payment if update.message else None
    assert paid is not None  # noqa: S101  the route lets nothing else through
    payment = OnlinePayment(
        paid.invoice_payload,
        paid.total_amount,
        paid.currency,
        paid.telegram_payment_charge_id,
        paid.provider_payment_charge_id or None,
    )
    # The money has moved already: however long the database is away, this is not given up.
    outcome, names, payment_id = await patiently(lambda: _take(context, payment))
    if isinstance(outcome, PaymentUnknown):
        log.error("a payment belongs to no account", charge=payment.charge_id)
        await context.show(update, screens.unknown(context.say, payment.charge_id))
        return
    await context.show(update, screens.receipt(context.say, outcome, names, payment_id))


async def _take(
    context: Context, payment: OnlinePayment
) -> tuple[PaymentTaken | PaymentUnknown, dict[int, str], int | None]:
    """Take a payment and return what came of it, the names of the payer's children, and its id."""
    payer_id = context.visit.visitor.parent_id
    outcome = await context.database.run(
        take_payment,
        payer_id,
        payment,
        context.services.settings.currency,
        context.policy,
        office=context.services.settings.admin_telegram_ids,
        now=context.now,
    )
    children = await context.database.read(list_children, payer_id or 0)
    payment_id = await context.database.read(find_payment, payment.charge_id)
    return outcome, {child.id: child.name for child in children}, payment_id


ROUTES = [
    PreCheckoutQueryHandler(check_out),
    MessageHandler(filters.UpdateType.MESSAGE & filters.SUCCESSFUL_PAYMENT, take),
]
