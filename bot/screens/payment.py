"""Screens of the office: look a family up, record what they pay, keep a place for a voucher."""

from collections.abc import Sequence
from datetime import date, timedelta

from bot.callback_data import Tap
from bot.forms import most_amount
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.account import method_words, receipt_label
from bot.screens.finding import ask_whom, found_rows, who_fits
from bot.screens.parts import (
    and_more,
    back_or_stop,
    in_rows,
    limit_words,
    numbered,
    page_of,
    place_line,
    price,
    session_line,
    turning,
)
from bot.taps.account import PrintReceipt
from bot.taps.corrections import CorrectBalance
from bot.taps.credit import SetLimit
from bot.taps.payment import (
    BackToAmount,
    BackToFamily,
    BackToReference,
    BackToSearch,
    ConfirmPayment,
    KeepHeld,
    PickFamily,
    PickHeld,
    PickMethod,
    ShowFamily,
    ShowHeld,
    ShowPromised,
    SkipReference,
    StopTaking,
    TakePayment,
    TurnFamilies,
)
from bot.taps.payouts import PayOut
from bot.texts import Html, Say, isolated
from domain.model import BookingStatus, Funds, PaymentMethod, Policy
from domain.outcomes import HoldEnded, HoldKept, KeepOutcome
from storage.office_queries import FamilyAccount, FamilyFound, HeldPlace, PromisedPlace
from storage.receipts import PaidFor, Receipt

HELD_A_PAGE = 8
EXAMPLE_UNITS = 25
AT_THE_TILL = tuple(each for each in PaymentMethod if each is not PaymentMethod.ONLINE)


def _way_out(say: Say, back: Tap | None = None) -> Rows:
    return back_or_stop(say, back, StopTaking())


def search(say: Say, query: str, found: Sequence[FamilyFound], page: int) -> Screen:
    """Ask for a family, or let one of those found be chosen."""
    ask = lines(say("<b>A family's account</b>"), ask_whom(say))
    vouchers = Button(say.label("Waiting for vouchers"), ShowPromised())
    return Screen(
        who_fits(say, query, found) if query else ask,
        (
            *found_rows(say, found, page, PickFamily, TurnFamilies),
            *(() if query else ((vouchers,),)),
            *_way_out(say),
        ),
    )


def promised(say: Say, found: Sequence[PromisedPlace], page: int) -> Screen:
    """List the places that wait for a voucher; each leads to its family."""
    shown, page = numbered(found, page, HELD_A_PAGE)
    rows = tuple(
        (Button(f"{number}. {isolated(each.parent_name)}", PickFamily(each.parent_id)),)
        for number, each in shown
    )
    taps = ShowPromised(page - 1), ShowPromised(page + 1)
    heading = say("<b>Waiting for a voucher</b>")
    return Screen(
        paragraphs(
            heading if shown else say("No place waits for a voucher."),
            *[_promised(say, number, each) for number, each in shown],
        ),
        (
            *rows,
            *turning(say, page, HELD_A_PAGE, len(found), taps),
            *_way_out(say, BackToSearch()),
        ),
    )


def _promised(say: Say, number: int, of: PromisedPlace) -> Html:
    name = say("{number}. <b>{parent}</b>", number=number, parent=of.parent_name)
    return lines(name, held_place(say, of.place), _price_and_deadline(say, of.place))


def over(say: Say) -> Screen:
    return Screen(say("That message was from earlier. You can go on from here:"), _again(say))


def stopped(say: Say) -> Screen:
    return Screen(say("Stopped. Nothing was changed."), _again(say))


def gone(say: Say) -> Screen:
    return Screen(say("I cannot find this family."), _again(say))


def _again(say: Say) -> Rows:
    return ((Button(say.label("Another family"), TakePayment()),),)


def family(say: Say, found: FamilyAccount, policy: Policy) -> Screen:
    methods = [
        Button(say.label("Paid {how}", how=method_words(say, each)), PickMethod(each))
        for each in AT_THE_TILL
    ]
    keep = Button(say.label("Waiting for voucher"), ShowHeld())
    limit = Button(say.label("Credit limit"), SetLimit(found.parent_id))
    correct = Button(say.label("Correct the balance"), CorrectBalance(found.parent_id))
    pay_out = Button(say.label("Pay money back"), PayOut(found.parent_id))
    children = ", ".join(f"{child.name} ({say.grade(child.grade)})" for child in found.children)
    return Screen(
        paragraphs(
            lines(
                say("<b>{parent}</b>", parent=found.parent_name),
                say("{phone}", phone=found.phone) if found.phone else None,
                say("{children}", children=children) if children else None,
                say("Balance: {amount}", amount=say.money(found.funds.balance_minor)),
                _limit(say, found.funds, policy),
            ),
            _held(say, found.held),
        ),
        (
            *in_rows(methods, 2),
            *(((keep,),) if found.held else ()),
            *(((pay_out,),) if found.funds.balance_minor > 0 else ()),
            (limit, correct),
            *_way_out(say, BackToSearch()),
        ),
    )


def _limit(say: Say, funds: Funds, policy: Policy) -> Html | None:
    if funds.credit_limit_minor is None and not policy.credit_limit_minor:
        return None
    return say("Credit limit: {limit}", limit=limit_words(say, funds, policy))


def _held(say: Say, held: Sequence[HeldPlace]) -> Html:
    if not held:
        return say("No place is held.")
    shown = [
        lines(held_place(say, each), _price_and_deadline(say, each)) for each in held[:HELD_A_PAGE]
    ]
    more = and_more(say, len(held) - len(shown))
    return lines(say("Held, to be paid:"), *shown, *more)


def held_place(say: Say, of: HeldPlace | PaidFor) -> Html:
    """Write whose place it is, and when."""
    return place_line(say, of.child_name, of.session)


def _price_and_deadline(say: Say, of: HeldPlace) -> Html:
    deadline = of.booking.hold_expires_at
    until = say.moment(deadline) if deadline else ""
    costs = price(say, of.booking.price_minor, of.booking.discount)
    if of.booking.is_promised:
        return say("{price}, waiting for voucher until {deadline}", price=costs, deadline=until)
    return say("{price}, until {deadline}", price=costs, deadline=until)


def example(say: Say) -> str:
    """Write an amount as it may be typed."""
    return say.plain_money(say.minor(EXAMPLE_UNITS))


def ask_amount(say: Say, found: FamilyAccount, method: PaymentMethod) -> Screen:
    how = method_words(say, method)
    return Screen(
        lines(
            say("<b>{parent}</b>, paid {how}", parent=found.parent_name, how=how),
            say("How much? For example: {example}", example=example(say)),
        ),
        _way_out(say, BackToFamily()),
    )


def bad_amount(say: Say) -> Html:
    return say(
        "I cannot use that as an amount. Write one above zero and up to {most}, for example: "
        "{example}",
        most=say.money(most_amount(say.currency)),
        example=example(say),
    )


def _amount(say: Say, amount_minor: int, method: PaymentMethod) -> Html:
    how = method_words(say, method)
    return say("{amount}, paid {how}", amount=say.money(amount_minor), how=how)


def ask_reference(say: Say, amount_minor: int, method: PaymentMethod) -> Screen:
    skip = Button(say.label("Skip"), SkipReference())
    return Screen(
        lines(
            _amount(say, amount_minor, method),
            say("Is there a reference, such as the number of a receipt or voucher?"),
        ),
        ((skip,), *_way_out(say, BackToAmount())),
    )


def bad_reference(say: Say) -> Html:
    return say("A reference has 1 to 80 letters or digits, on one line. Write it again, or skip.")


def summary(
    say: Say,
    found: FamilyAccount,
    paid: tuple[int, PaymentMethod, str],
    covered: tuple[Sequence[HeldPlace], int],
    *,
    key: str,
) -> Screen:
    """Show the payment, and which places and what balance come of it."""
    confirmed, balance = covered
    ok = Button(say.label("Confirm"), ConfirmPayment(key), "success")
    return Screen(
        paragraphs(
            lines(
                say("<b>Please check</b>"),
                say("{parent}", parent=found.parent_name),
                *_paid(say, *paid),
            ),
            _confirmed(say, confirmed, say("It confirms:")),
            say("The balance is then {amount}.", amount=say.money(balance)),
        ),
        ((ok,), *_way_out(say, BackToReference())),
    )


def _paid(say: Say, amount_minor: int, method: PaymentMethod, reference: str) -> list[Html]:
    paid = _amount(say, amount_minor, method)
    return [paid, *([say("Reference: {reference}", reference=reference)] if reference else [])]


def _confirmed(say: Say, places: Sequence[HeldPlace | PaidFor], heading: Html) -> Html:
    if not places:
        return say("It confirms no place: it goes to the account.")
    return list_places(say, places, heading)


def list_places(say: Say, places: Sequence[HeldPlace | PaidFor], heading: Html) -> Html:
    """List places, as many as a screen takes, and say how many more there are."""
    shown = [held_place(say, each) for each in places[:HELD_A_PAGE]]
    return lines(heading, *shown, *and_more(say, len(places) - len(shown)))


def recorded(say: Say, receipt: Receipt) -> Screen:
    """Say what was recorded, and what it confirmed."""
    paid = _paid(say, receipt.amount_minor, receipt.method, receipt.reference)
    return Screen(
        paragraphs(
            lines(say("<b>Recorded</b>"), say("{parent}", parent=receipt.parent_name), *paid),
            _confirmed(say, receipt.confirmed, say("Confirmed by it:")),
            lines(
                say("The balance is {amount}.", amount=say.money(receipt.balance_minor)),
                say("The parent is told."),
            ),
        ),
        (
            (Button(receipt_label(say), PrintReceipt(receipt.payment_id)),),
            *after(say, receipt.parent_id),
        ),
    )


def after(say: Say, parent_id: int) -> Rows:
    """Return the ways on from what was done for a family."""
    this = Button(say.label("This family"), ShowFamily(parent_id))
    return ((this, *_again(say)[0]),)


def choose_held(say: Say, held: Sequence[HeldPlace], page: int) -> Screen:
    shown, page = page_of(held, page, HELD_A_PAGE)
    rows = tuple((Button(_held_label(say, each), PickHeld(each.booking.id)),) for each in shown)
    taps = ShowHeld(page - 1), ShowHeld(page + 1)
    text = (
        say("Which place is to be kept until a voucher comes?")
        if held
        else say("No place is held.")
    )
    turn = turning(say, page, HELD_A_PAGE, len(held), taps)
    return Screen(text, (*rows, *turn, *_way_out(say, BackToFamily())))


def _held_label(say: Say, held: HeldPlace) -> str:
    activity, child = isolated(held.session.activity.name), isolated(held.child_name)
    return f"{say.day(held.session.on)} · {activity} · {child}"


def choose_day(say: Say, held: HeldPlace, today: date) -> Screen:
    """Offer days until which the place can be kept: none is behind its session."""
    booking_id, start = held.booking.id, held.session.on
    days = (
        (say.label("1 week"), today + timedelta(weeks=1)),
        (say.label("2 weeks"), today + timedelta(weeks=2)),
    )
    rows = tuple(
        (Button(f"{words} · {say.day(on)}", KeepHeld(booking_id, on)),)
        for words, on in days
        if on < start
    )
    until_start = Button(say.label("Until the start"), KeepHeld(booking_id, start))
    return Screen(
        lines(
            held_place(say, held),
            _price_and_deadline(say, held),
            say("Keep it until when?"),
        ),
        (*rows, (until_start,), *_way_out(say, ShowHeld())),
    )


def kept(say: Say, outcome: KeepOutcome, parent_id: int) -> Screen:
    """Say until when a place is kept, or why it is not."""
    match outcome:
        case HoldKept(session, deadline):
            text = lines(
                say(
                    "<b>Kept until {deadline}, waiting for voucher</b>",
                    deadline=say.moment(deadline),
                ),
                session_line(say, session),
                say("The parent is told."),
            )
        case HoldEnded(_, BookingStatus.CONFIRMED):
            text = say("This place has been paid for in the meantime: it is booked.")
        case HoldEnded():
            text = say(
                "This place is no longer held, so it was not kept. The family can book again if "
                "there is room."
            )
    return Screen(text, after(say, parent_id))
