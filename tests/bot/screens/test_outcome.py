"""What a confirmation has done: said date by date, in fixed words for each state."""

from datetime import date, timedelta

import pytest

from bot.screen import Screen
from bot.screens.booking import DATES_AT_ONCE
from bot.screens.outcome import outcome
from bot.taps.booking import Book
from bot.taps.home import Home
from bot.taps.places import ShowPlaces
from bot.texts import Say
from domain.model import Child, Discount, DiscountKind
from domain.outcomes import (
    Booked,
    Held,
    Layer,
    PlaceOutcome,
    Queued,
    Reason,
    Refusal,
    Refused,
    Wanted,
)
from tests.bot.screens.reading import buttons, read
from tests.bot.screens.test_summary import clash
from tests.bot.values import DEADLINE, EMMA, HOSTILE_NAME, LONGEST_NAME, mondays, session
from tests.factory import MONDAY

CLOSED = Refusal(Layer.TEMPORAL, Reason.BOOKING_CLOSED)
PLACE = "Emma: Swimming, Mon 14 Sept, 15:30–16:30"


def shown(
    say: Say,
    *outcomes: PlaceOutcome,
    promised: tuple[date, ...] = (),
    child: Child = EMMA,
    available: int = 0,
) -> Screen:
    return outcome(say, child, outcomes, promised, available_minor=available)


def paragraphs_of(
    say: Say, *outcomes: PlaceOutcome, promised: tuple[date, ...] = (), available: int = 0
) -> list[list[str]]:
    text = read(shown(say, *outcomes, promised=promised, available=available))
    return [paragraph.splitlines() for paragraph in text.split("\n\n")]


def test_booked_place_says_what_was_taken(say: Say) -> None:
    assert paragraphs_of(say, Booked(session(), 1250, 21)) == [
        ["Booked", PLACE, "£12.50 was taken from your account."]
    ]


def test_free_place_says_nothing_of_money(say: Say) -> None:
    assert paragraphs_of(say, Booked(session(), 0, 21)) == [["Booked", PLACE]]


def test_held_place_is_paid_with_the_invoice_where_there_is_one(say: Say) -> None:
    screen = outcome(say, EMMA, [Held(session(), 1250, DEADLINE, 21)], (), pays_online=True)

    assert read(screen).splitlines()[2:] == [
        "Not confirmed yet: please pay by then, with the invoice below."
    ]


def test_held_place_is_not_called_booked_and_names_the_last_moment(say: Say) -> None:
    [[heading, place, pay]] = paragraphs_of(say, Held(session(), 1250, DEADLINE, 21))

    assert heading == "Held for you until Wed 9 Sept, 09:00"
    assert place == PLACE
    assert pay.startswith("Not confirmed yet: please pay £12.50")


@pytest.mark.parametrize(
    ("available", "first", "later"),
    [
        (-300, "please pay £28.00 to", "please pay £12.50 to"),
        (0, "please pay £25.00 to", "please pay £12.50 to"),
        (1000, "please pay £15.00 to", "please pay £12.50 to"),
        (3000, "your account covers it by now", "please pay £7.50 to"),
    ],
)
def test_what_is_on_the_account_counts_towards_the_earliest_deadline(
    say: Say, available: int, first: str, later: str
) -> None:
    monday, next_monday, third = mondays(3)
    afterwards = Held(session(third), 1250, DEADLINE + timedelta(days=1), 23)
    both = [Held(session(on), 1250, DEADLINE, 21) for on in (monday, next_monday)]
    told = paragraphs_of(say, afterwards, *both, available=available)
    assert [heading for heading, *_ in told] == [
        "Held for you until Wed 9 Sept, 09:00",
        "Held for you until Thu 10 Sept, 09:00",
    ]
    assert first in told[0][-1]
    assert later in told[1][-1]


def test_queued_child_has_a_position_and_no_place_yet(say: Say) -> None:
    [[heading, place, rest, price]] = paragraphs_of(say, Queued(session(), 3, 31))

    assert heading == "On the waiting list, position 3"
    assert place == PLACE
    assert rest.startswith("No place yet.")
    assert price == "It then costs £12.50, from your account."


def test_queue_of_a_free_activity_says_nothing_of_money(say: Say) -> None:
    assert "£" not in read(shown(say, Queued(session(price_minor=0), 3, 31)))


def test_place_that_was_promised_and_has_gone_is_pointed_out(say: Say) -> None:
    [lines] = paragraphs_of(say, Queued(session(), 3, 31), promised=(MONDAY,))

    assert lines[2] == "While you were deciding, this has filled up: Mon 14 Sept."


def test_refused_date_says_why_and_what_to_do(say: Say) -> None:
    assert paragraphs_of(say, Refused(Wanted(3, MONDAY), (CLOSED,))) == [
        ["Not booked: Mon 14 Sept", "Booking for this date has closed. Choose a later date."]
    ]


def test_dates_that_ended_alike_are_told_together(say: Say) -> None:
    on = mondays(9)
    text = paragraphs_of(
        say,
        Booked(session(on[0]), 1250),
        Refused(Wanted(3, on[1]), (CLOSED,)),
        Queued(session(on[2]), 2),
        Booked(session(on[3]), 1250),
        Held(session(on[4]), 1250, DEADLINE),
        Held(session(on[5]), 1250, DEADLINE),
        Queued(session(on[6]), 1),
        Refused(Wanted(3, on[7]), (CLOSED,)),
        Held(session(on[8]), 1250, DEADLINE + timedelta(days=1)),
        promised=tuple(on[:4]),
    )

    assert text == [
        [
            "Booked",
            "Emma: Swimming, 15:30–16:30",
            "Mon 14 Sept, Mon 5 Oct",
            "£25.00 was taken from your account.",
        ],
        [
            "Held for you until Wed 9 Sept, 09:00",
            "Emma: Swimming, 15:30–16:30",
            "Mon 12 Oct, Mon 19 Oct",
            "Not confirmed yet: please pay £25.00 to the school office by then.",
        ],
        [
            "Held for you until Thu 10 Sept, 09:00",
            "Emma: Swimming, Mon 9 Nov, 15:30–16:30",
            "Not confirmed yet: please pay £12.50 to the school office by then.",
        ],
        [
            "On the waiting list",
            "Emma: Swimming, 15:30–16:30",
            "Mon 28 Sept: position 2",
            "Mon 26 Oct: position 1",
            "While you were deciding, this has filled up: Mon 28 Sept.",
            "No place yet. When your turn comes, you get one automatically, and we tell you.",
            "It then costs £12.50, from your account.",
        ],
        [
            "Not booked: Mon 21 Sept, Mon 2 Nov",
            "Booking for this date has closed. Choose a later date.",
        ],
    ]


def test_outcome_leads_on(say: Say) -> None:
    screen = shown(say, Booked(session(), 0, 21))

    assert screen.stays, "what happened is not to vanish under the next screen"
    assert buttons(screen) == {"My bookings": ShowPlaces(), "Book more": Book(), "Home": Home()}


def test_hostile_names_are_told_as_they_are(say: Say) -> None:
    child = Child(8, HOSTILE_NAME, EMMA.born_on, 0)

    assert HOSTILE_NAME in read(shown(say, Booked(session(), 0, 21), child=child))


def test_as_many_dates_as_may_be_fit_with_the_longest_names(say: Say) -> None:
    """What was committed must be told: a message that is too long would be a fault."""
    child = Child(2**63 - 1, LONGEST_NAME, EMMA.born_on, 13)
    on = mondays(DATES_AT_ONCE)
    others = [LONGEST_NAME[:-1] + letter for letter in "אבג"]
    wrong_year = Refusal(Layer.DUPLICATE, Reason.WRONG_YEAR_GROUP)
    named = [session(each, name=LONGEST_NAME) for each in on]
    cases: list[list[PlaceOutcome]] = [
        [Booked(each, 10**9) for each in named],
        [Held(each, 10**9, DEADLINE) for each in named],
        [Queued(each, 10**6) for each in named],
        [Refused(Wanted(3, each), (clash(each.toordinal(), others), wrong_year)) for each in on],
    ]

    for outcomes in cases:
        assert read(shown(say, *outcomes, promised=tuple(on), child=child))


def test_discounts_are_said_with_what_they_have_saved(say: Say) -> None:
    first, second, third = mondays(3)
    sibling, term = Discount(DiscountKind.SIBLING, 125), Discount(DiscountKind.TERM, 250)
    booked, held = paragraphs_of(
        say,
        Booked(session(first), 1125, 21, sibling),
        Booked(session(second), 1000, 22, term),
        Held(session(third), 1125, DEADLINE, 23, sibling),
    )

    assert booked[3:] == [
        "£21.25 was taken from your account.",
        "You save £1.25: sibling discount.",
        "You save £2.50: whole-term discount.",
    ]
    assert held[-1] == "You save £1.25: sibling discount."
