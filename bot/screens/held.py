"""Places that are held, to be paid, as lines for the office."""

from collections.abc import Sequence

from bot.screen import lines
from bot.screens.parts import and_more, place_line, price
from bot.texts import Html, Say
from storage.office_queries import HeldPlace
from storage.receipts import PaidFor

HELD_A_PAGE = 8


def held_place(say: Say, of: HeldPlace | PaidFor) -> Html:
    """Write whose place it is, and when."""
    return place_line(say, of.child_name, of.session)


def price_and_deadline(say: Say, of: HeldPlace) -> Html:
    deadline = of.booking.hold_expires_at
    until = say.moment(deadline) if deadline else ""
    costs = price(say, of.booking.price_minor, of.booking.discount)
    if of.booking.is_promised:
        return say("{price}, waiting for voucher until {deadline}", price=costs, deadline=until)
    return say("{price}, until {deadline}", price=costs, deadline=until)


def list_places(say: Say, places: Sequence[HeldPlace | PaidFor], heading: Html) -> Html:
    """List places, as many as a screen takes, and say how many more there are."""
    shown = [held_place(say, each) for each in places[:HELD_A_PAGE]]
    return lines(heading, *shown, *and_more(say, len(places) - len(shown)))
