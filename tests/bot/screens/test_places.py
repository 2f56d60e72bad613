"""Screens about what is booked, held and waited for."""

from datetime import timedelta

import pytest

from bot.screens import giving_up, places
from bot.taps.account import ShowBalance
from bot.taps.booking import Book
from bot.taps.home import Home
from bot.taps.places import (
    AskCancel,
    CancelBooking,
    LeaveQueue,
    PayFromBalance,
    ShowBooking,
    ShowEntry,
    ShowPlaces,
)
from bot.taps.registers import AskAway, SetAway
from bot.texts import Say
from domain.model import BookingStatus, CancellationTerms
from domain.outcomes import (
    AlreadyEnded,
    Booked,
    Cancelled,
    CancelOutcome,
    ConfirmOutcome,
    LeaveOutcome,
    LeftQueue,
    NotCovered,
    NotYours,
    RefundChanged,
    TooLate,
)
from domain.timetable import ends_at, starts_at
from storage.queries import Place
from tests.bot.screens.reading import buttons, read
from tests.bot.values import (
    DEADLINE,
    HOSTILE_NAME,
    LONGEST_NAME,
    booking,
    booking_details,
    entry_details,
    place,
    session,
    waitlist_entry,
)
from tests.factory import MONDAY, NOW, POLICY

PENDING, CANCELLED, EXPIRED = (
    booking(status)
    for status in (BookingStatus.PENDING, BookingStatus.CANCELLED, BookingStatus.EXPIRED)
)
FREE = booking(price_minor=0)
BACK = {"My bookings": ShowPlaces(), "Home": Home()}
SECOND = timedelta(seconds=1)
WHEN = "Mon 14 Sept, 15:30–16:30"


def waiting(position: int = 2) -> Place:
    return place(booking_id=None, entry_id=31, status=None, position=position)


def held() -> Place:
    return place(booking_id=22, status=BookingStatus.PENDING, hold_expires_at=DEADLINE)


def test_who_has_nothing_booked_is_led_to_book(say: Say) -> None:
    screen = places.places(say, [], 0)

    assert read(screen) == "Nothing is booked at the moment."
    assert buttons(screen) == {"Book a place": Book(), "Home": Home()}


@pytest.mark.parametrize(
    ("line", "state", "tap"),
    [
        (place(), "booked", ShowBooking(21)),
        (held(), "held until Wed 9 Sept, 09:00, to be paid", ShowBooking(22)),
        (waiting(), "on the waiting list, position 2", ShowEntry(31)),
    ],
)
def test_each_state_has_its_words_and_its_button(
    say: Say, line: Place, state: str, tap: ShowBooking | ShowEntry
) -> None:
    screen = places.places(say, [line], 0)

    assert read(screen).splitlines()[-2:] == ["Swimming, Emma", f"{WHEN}: {state}"]
    assert buttons(screen) == {"Mon 14 Sept · Swimming · Emma": tap, "Home": Home()}


def test_label_keeps_names_from_right_to_left_in_their_place(say: Say) -> None:
    label, _ = buttons(places.places(say, [place(child_name="נועה")], 0))

    assert label == "Mon 14 Sept · Swimming · \u2068נועה\u2069"


def test_many_places_are_shown_page_by_page(say: Say) -> None:
    many = [
        place(booking_id=number, session=session(MONDAY + timedelta(weeks=number)))
        for number in range(1, 20)
    ]

    shown = [buttons(places.places(say, many, page)) for page in (0, 1, 2, 3)]

    assert [
        [tap.booking_id for tap in page.values() if isinstance(tap, ShowBooking)] for page in shown
    ] == [[*range(1, 9)], [*range(9, 17)], [17, 18, 19], [17, 18, 19]]
    assert [page.get("‹ Earlier") for page in shown[:3]] == [None, ShowPlaces(0), ShowPlaces(1)]
    assert [page.get("Later ›") for page in shown[:3]] == [ShowPlaces(1), ShowPlaces(2), None]


def test_full_page_of_the_longest_names_fits(say: Say) -> None:
    line = place(
        child_name=LONGEST_NAME,
        session=session(name=LONGEST_NAME),
        status=BookingStatus.PENDING,
        hold_expires_at=DEADLINE,
    )

    assert read(places.places(say, [line] * 24, 1))


@pytest.mark.parametrize(
    ("made", "state", "actions"),
    [
        (
            booking(),
            "Booked. Price: £12.50.",
            {"Cancel this booking": AskCancel(21)},
        ),
        (FREE, "Booked. Price: free.", {"Cancel this booking": AskCancel(21)}),
        (
            PENDING,
            "Held until Wed 9 Sept, 09:00, not confirmed yet: £12.50 is still to be paid.",
            {"Pay": PayFromBalance(21), "Give up this place": AskCancel(21)},
        ),
        (CANCELLED, "Cancelled.", {}),
        (EXPIRED, "It was not paid in time, and the place was given up.", {}),
    ],
    ids=["confirmed", "free", "pending", "cancelled", "expired"],
)
def test_booking_says_how_it_stands_and_what_can_be_done(
    say: Say, made: object, state: str, actions: dict[str, object]
) -> None:
    screen = places.booking(say, booking_details(booking=made), POLICY, can_pay=True, now=NOW)

    assert read(screen).split("\n\n") == [
        f"Swimming for Emma\n{WHEN}\nPool, with Mr Tall",
        state,
        "Booked by Anna Smith.",
    ]
    tell = {"Emma will be absent": AskAway(21)} if state.startswith("Booked") else {}
    assert buttons(screen) == actions | tell | BACK


def test_every_status_of_a_booking_has_words(say: Say) -> None:
    texts = {
        read(places.booking(say, booking_details(booking(status)), POLICY, can_pay=True, now=NOW))
        for status in BookingStatus
    }

    assert len(texts) == len(BookingStatus)


def test_place_that_another_parent_holds_cannot_be_paid_for_but_given_up(say: Say) -> None:
    screen = places.booking(say, booking_details(PENDING), POLICY, can_pay=False, now=NOW)

    assert buttons(screen) == {"Give up this place": AskCancel(21)} | BACK


@pytest.mark.parametrize("status", [BookingStatus.CONFIRMED, BookingStatus.PENDING])
def test_session_that_has_started_can_neither_be_paid_for_nor_cancelled(
    say: Say, status: BookingStatus
) -> None:
    details = booking_details(booking(status))
    start = starts_at(details.session, say.zone)

    end = ends_at(details.session, say.zone)
    before, after, over = (
        places.booking(say, details, POLICY, can_pay=True, now=at)
        for at in (start - SECOND, start, end)
    )

    assert len(buttons(before)) > len(buttons(after))
    is_booked = status is BookingStatus.CONFIRMED
    tell = {"Emma will be absent": AskAway(21)} if is_booked else {}
    assert buttons(after) == tell | BACK
    assert buttons(over) == BACK
    assert read(before) == read(after) == read(over)


def test_absence_that_was_told_is_said_and_can_be_taken_back(say: Say) -> None:
    told = booking_details(is_away=True)
    screen = places.booking(say, told, POLICY, can_pay=True, now=NOW)
    assert "Emma will be absent. The place is kept; nothing is refunded." in read(screen)
    assert buttons(screen)["Emma comes after all"] == SetAway(21, is_away=False)
    gone = booking_details(CANCELLED, is_away=True)
    assert "absent" not in read(places.booking(say, gone, POLICY, can_pay=True, now=NOW))


def test_entry_says_its_position_and_that_there_is_no_place_yet(say: Say) -> None:
    screen = places.entry(say, entry_details(child_name=HOSTILE_NAME))

    text = read(screen)
    assert text.startswith(f"Swimming for {HOSTILE_NAME}\n{WHEN}\nPool\n\n")
    assert "position 2. No place yet" in text
    assert buttons(screen) == {"Leave the waiting list": LeaveQueue(31)} | BACK


def test_entry_that_got_a_place_leads_to_it(say: Say) -> None:
    screen = places.entry(say, entry_details(is_waiting=False, booking_id=21))

    assert "A place came free, and it went to Emma." in read(screen)
    assert buttons(screen) == {"Show booking": ShowBooking(21)} | BACK


def test_entry_that_has_ended_cannot_be_left(say: Say) -> None:
    screen = places.entry(say, entry_details(is_waiting=False))

    assert "This place in the queue has ended." in read(screen)
    assert buttons(screen) == BACK


@pytest.mark.parametrize(
    ("made", "refund", "says"),
    [
        (booking(), 1250, "£12.50 of £12.50 goes back to the account it was paid from."),
        (booking(), 625, "£6.25 of £12.50 goes back to the account it was paid from."),
        (booking(), 0, "It is too late for a refund: nothing comes back."),
        (FREE, 0, "Nothing was paid for it, so nothing is refunded."),
        (PENDING, 0, "Nothing was paid for it, so nothing is refunded."),
    ],
    ids=["all", "part", "nothing", "free", "pending"],
)
def test_refund_is_named_before_anything_is_cancelled(
    say: Say, made: object, refund: int, says: str
) -> None:
    screen = giving_up.ask_cancel(say, booking_details(booking=made), refund, changed=False)

    asked = [f"Cancel Emma's place?\nSwimming, {WHEN}", says]
    terms = (
        "Cancelling is free until Sun 13 Sept, 15:30; after that 50 % is refunded, until it starts."
    )
    is_paid = made not in (FREE, PENDING)
    assert read(screen).split("\n\n") == [*asked, *([terms] if is_paid else [])]
    assert buttons(screen) == {
        "Yes, cancel": CancelBooking(21, refund),
        "No, keep it": ShowBooking(21),
    }


@pytest.mark.parametrize(
    ("terms", "says"),
    [
        (CancellationTerms(timedelta(), 0), "Cancelling is free until it starts."),
        (
            CancellationTerms(timedelta(hours=2), 0),
            "Cancelling is free until Mon 14 Sept, 13:30; after that nothing is refunded.",
        ),
    ],
)
def test_terms_are_those_that_the_booking_was_made_on(
    say: Say, terms: CancellationTerms, says: str
) -> None:
    made = booking_details(booking=booking(terms=terms))
    assert read(giving_up.ask_cancel(say, made, 0, changed=False)).endswith(f"\n\n{says}")


def test_changed_refund_is_pointed_out(say: Say) -> None:
    text = read(giving_up.ask_cancel(say, booking_details(), 625, changed=True))

    assert text.startswith("The refund has changed since you looked.\n\n")


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (
            Cancelled(booking(), session(), 625),
            f"Cancelled\nSwimming, {WHEN}\n£6.25 was refunded to the account it was paid from.",
        ),
        (Cancelled(booking(), session(), 0), f"Cancelled\nSwimming, {WHEN}"),
        (TooLate(session()), "This session has already started"),
        (AlreadyEnded(session()), "This place had already ended"),
        (NotYours(), "I cannot find that among your bookings."),
        (RefundChanged(booking(), session(), 1), "I cannot find that among your bookings."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_end_of_a_cancellation_has_words(say: Say, outcome: CancelOutcome, says: str) -> None:
    screen = giving_up.cancelled(say, outcome)

    assert read(screen).startswith(says)
    assert ("refunded" in read(screen)) is ("refunded" in says)
    assert buttons(screen) == BACK


@pytest.mark.parametrize(
    ("outcome", "says"),
    [
        (LeftQueue(waitlist_entry(), session()), f"Off the waiting list\nSwimming, {WHEN}"),
        (AlreadyEnded(session()), "This had already ended"),
        (NotYours(), "I cannot find that among your bookings."),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_end_of_leaving_a_queue_has_words(say: Say, outcome: LeaveOutcome, says: str) -> None:
    screen = giving_up.left(say, outcome)

    assert read(screen).startswith(says)
    assert buttons(screen) == BACK


@pytest.mark.parametrize(
    ("outcome", "says", "more"),
    [
        (
            Booked(session(), 1250, 21),
            f"Booked\nSwimming, {WHEN}\n£12.50 was taken from your account.",
            {},
        ),
        (
            NotCovered(session(), 250),
            "Your account lacks £2.50 for this.",
            {"Balance": ShowBalance()},
        ),
        (AlreadyEnded(session()), "This place is no longer held for you.", {}),
        (NotYours(), "I cannot find that among your bookings.", {}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_every_end_of_paying_has_words(
    say: Say, outcome: ConfirmOutcome, says: str, more: dict[str, object]
) -> None:
    screen = places.paid(say, outcome)

    assert read(screen).startswith(says)
    assert buttons(screen) == more | BACK
