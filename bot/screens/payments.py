"""Invoices, refusals to be paid, and receipts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from telegram import LabeledPrice
from telegram.constants import InvoiceLimit

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.account import receipt_label
from bot.screens.parts import discount_name, discounts_of, place_line
from bot.screens.places import place_and_state
from bot.taps.account import SendReceipt
from bot.taps.home import Home
from bot.taps.places import ShowPlaces
from bot.texts import Html, Say
from domain.discounts import full_price_minor
from domain.invoices import Bill, Declined, Places
from domain.model import Booking, BookingStatus, InvoiceStatus, Session
from domain.payments import PaymentTaken
from storage.invoice_messages import OverMention


@dataclass(frozen=True)
class InvoiceText:
    """What an invoice says; it goes to the payment provider too, so there are no names in it."""

    title: str
    description: str
    prices: tuple[LabeledPrice, ...]


def invoice(say: Say, found: Bill) -> InvoiceText:
    _, first = found.places[0]
    prices = [
        LabeledPrice(_price_label(say, session), full_price_minor(booking))
        for booking, session in found.places
    ]
    prices += [
        LabeledPrice(_capital(discount_name(say, each.kind)), -each.amount_minor)
        for each in discounts_of(booking for booking, _ in found.places)
    ]
    if found.available_minor:
        covers = say.label("Covered by your account")
        owed = say.label("Owed from before")
        label = covers if found.available_minor > 0 else owed
        prices.append(LabeledPrice(label, -found.available_minor))
    title = _cut(first.activity.name, InvoiceLimit.MAX_TITLE_LENGTH)
    return InvoiceText(title, _description(say, found), tuple(prices))


def _price_label(say: Say, session: Session) -> str:
    activity = _cut(session.activity.name, InvoiceLimit.MAX_TITLE_LENGTH)
    return say.label("{activity}, {day}", activity=activity, day=say.day(session.on))


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"


def _description(say: Say, found: Bill) -> str:
    """Say as many of the dates as fit, and until when."""
    days = [say.day(session.on) for _, session in found.places]
    until = say.moment(min(_deadlines(found)))
    texts = (
        _described(say, days[:shown], len(days) - shown, until) for shown in range(len(days), 0, -1)
    )
    return next(text for text in texts if len(text) <= InvoiceLimit.MAX_DESCRIPTION_LENGTH)


def _deadlines(found: Bill) -> list[datetime]:
    return [each.hold_expires_at for each, _ in found.places if each.hold_expires_at is not None]


def _described(say: Say, days: list[str], more: int, until: str) -> str:
    listed = ", ".join(days)
    if more:
        return say.label(
            "{days} and {more} more. Held for you until {deadline}: please pay by then.",
            days=listed,
            more=more,
            deadline=until,
        )
    return say.label(
        "{days}. Held for you until {deadline}: please pay by then.", days=listed, deadline=until
    )


def pay_at_office(say: Say, amount_minor: int, deadline: datetime | None) -> Screen:
    """Say that an amount cannot be paid here, as when it is less than providers take."""
    kept = deadline and say("What is held for you is kept until {day}.", day=say.moment(deadline))
    return Screen(
        lines(
            say(
                "{amount} cannot be paid here. Please pay it to the school office.",
                amount=say.money(amount_minor),
            ),
            kept or None,
        )
    )


def declined(say: Say, why: Declined) -> str:
    """Say why a payment must not be made and what to do; Telegram shows it, without markup."""
    sentences = {
        Declined.UNKNOWN: say.label(
            "This invoice is not for you to pay. Look at /bookings for what is due."
        ),
        Declined.PAID: say.label(
            "This has been paid already, and you are not charged again. Look at /bookings."
        ),
        Declined.CLOSED: say.label(
            "This invoice is no longer valid, and nothing was charged. Look at /bookings: what is "
            "still held for you has a Pay button there."
        ),
        Declined.NOT_HELD: say.label(
            "A place is no longer held for you, so nothing was charged. Look at /bookings, or "
            "book again with /book."
        ),
        Declined.CHANGED: say.label(
            "What is due has changed, so nothing was charged. Open the place in /bookings and tap "
            "Pay for a new invoice."
        ),
    }
    return sentences[why]


def put_off(say: Say) -> str:
    return say.label(
        "This cannot be checked right now, and nothing was charged. Please try again in a minute."
    )


def unknown(say: Say, charge_id: str) -> Screen:
    return Screen(
        say(
            "Your payment has come in, but I cannot find what it was for. Please tell the school "
            "this reference: <code>{reference}</code>",
            reference=charge_id,
        ),
        stays=True,
    )


def receipt(
    say: Say, taken: PaymentTaken, names: Mapping[int, str], payment_id: int | None = None
) -> Screen:
    """Say what a payment has confirmed, and what has become of the rest of it."""
    is_used = taken.confirmed or taken.held or taken.ended
    credit = say("This was paid before, or is not needed: it is on your account.")
    text = paragraphs(
        say("<b>Payment received: {amount}</b>", amount=say.money(taken.amount_minor)),
        _part(say, say("<b>Booked</b>"), taken.confirmed, names),
        _part(
            say,
            say("<b>Held for you, but not confirmed yet</b>"),
            taken.held,
            names,
            say("Your account does not cover it any more: tap My bookings to pay the rest."),
        ),
        _part(
            say,
            say("<b>Not booked</b>"),
            taken.ended,
            names,
            say(
                "Your payment arrived when this was no longer held for you, and it could not be "
                "given to you again. The money is on your account: use it for any booking."
            ),
        ),
        None if is_used else credit,
        say("Balance: {amount}", amount=say.money(taken.balance_minor)),
    )
    on_paper = (Button(receipt_label(say), SendReceipt(payment_id)),) if payment_id else ()
    further = (Button(say.label("My bookings"), ShowPlaces()), Button(say.label("Home"), Home()))
    return Screen(text, (on_paper, further) if on_paper else (further,), stays=True)


def became(say: Say, over: OverMention) -> Screen:
    """Say what became of an invoice, where it was announced, and how its places stand now."""
    is_held = any(each.status is BookingStatus.PENDING for each in over.places)
    still = say("What is still held for you has a Pay button under My bookings.")
    return Screen(
        lines(
            _heading(say, over),
            *[place_and_state(say, each) for each in over.places],
            still if is_held else None,
        ),
        ((Button(say.label("My bookings"), ShowPlaces()), Button(say.label("Home"), Home())),),
        stays=True,
    )


def _heading(say: Say, over: OverMention) -> Html:
    match over.status:
        case InvoiceStatus.PAID:
            amount = say.money(over.amount_minor, over.currency)
            return say("<b>Paid: {amount}</b>", amount=amount)
        case InvoiceStatus.EXPIRED:
            return say("<b>Not paid in time, and nothing was charged</b>")
        case _:
            return say("<b>The invoice is no longer valid, and nothing was charged</b>")


def _part(
    say: Say, heading: Html, places: Places, names: Mapping[int, str], ending: Html | None = None
) -> Html | None:
    if not places:
        return None
    return lines(heading, *[_place(say, *each, names) for each in places], ending)


def _place(say: Say, booking: Booking, session: Session, names: Mapping[int, str]) -> Html:
    return place_line(say, names.get(booking.child_id, ""), session)
