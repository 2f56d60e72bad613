"""The screen of a parent's account."""

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.home import home_row
from bot.taps import ShowPlaces
from bot.texts import Html, Say
from domain.model import MoneyKind
from storage.queries import Account, AccountLine


def account(say: Say, found: Account) -> Screen:
    due = None
    if found.due_minor and found.due_until:
        due = say(
            "Still to be paid for places held for you: {amount}, the first until {deadline}.",
            amount=say.money(found.due_minor),
            deadline=say.moment(found.due_until),
        )
    heading = say("<b>Balance: {amount}</b>", amount=say.money(found.balance_minor))
    entries = lines(*[_line(say, each) for each in found.lines])
    places = Button(say.label("My bookings"), ShowPlaces())
    return Screen(
        paragraphs(
            heading,
            due,
            lines(say("The latest entries:"), entries) if entries else say("No entries yet."),
        ),
        ((places,), *home_row(say)),
    )


def _line(say: Say, line: AccountLine) -> Html:
    return say(
        "{day}: {amount} {what}",
        day=say.day(line.made_at.astimezone(say.zone).date()),
        amount=say.money(line.amount_minor),
        what=_what(say, line),
    )


def _what(say: Say, line: AccountLine) -> Html:
    place = {
        "activity": line.activity_name or "",
        "child": line.child_name or "",
        "day": say.day(line.on) if line.on else "",
    }
    match line.kind:
        case MoneyKind.CHARGE:
            return say("for {activity}, {child}, {day}", **place)
        case MoneyKind.REFUND:
            return say("back for {activity}, {child}, {day}", **place)
        case MoneyKind.PAYMENT:
            return say("paid in")
        case MoneyKind.ADJUSTMENT:
            return say("correction by the school")
