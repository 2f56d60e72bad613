"""Settings and domain values for tests of the bot; what does not matter is hidden."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from typing import Any

from bot.settings import Settings, read_settings
from domain.model import (
    Activity,
    Booking,
    BookingStatus,
    CancellationTerms,
    Child,
    EntryStatus,
    PaymentMethod,
    Session,
    SessionStatus,
    WaitlistEntry,
)
from domain.notices import NoticeKind
from storage.notices.about import About, AboutPlace, ClaimedNotice, PlaceThen
from storage.offers import DateOffer
from storage.queries import BookingDetails, EntryDetails, Place
from storage.receipts import Receipt
from tests.factory import MONDAY

TOKEN = "5000001:" + "Secret-token_of_tests" * 2
ADMIN_ID = 9001
LONGEST_NAME = "א" * 80
"""The longest that the forms let through, and it runs from right to left."""
HOSTILE_NAME = '<b>Ann_a* & "Co"'
DEADLINE = datetime(2026, 9, 9, 8, 0, tzinfo=UTC)

EMMA = Child(7, "Emma", date(2018, 5, 31), 3)


def settings_with(**given: Any) -> Settings:
    """Return settings that no environment and no `.env` has a say in."""
    return _settings().model_copy(update=given)


@cache
def _settings() -> Settings:
    return read_settings(
        _env_file=None,
        telegram_token=TOKEN,
        school_name="Elm School",
        school_timezone="Europe/London",
        currency="GBP",
        admin_telegram_ids=(ADMIN_ID,),
        late_refund_percent=50,
    )


def activity(**given: Any) -> Activity:
    values: dict[str, Any] = {
        "id": 3,
        "name": "Swimming",
        "weekday": 0,
        "start_time": time(15, 30),
        "end_time": time(16, 30),
        "first_on": date(2026, 9, 7),
        "last_on": date(2026, 12, 14),
        "grade_from": 0,
        "grade_to": 6,
        "price_minor": 1250,
    }
    return Activity(**(values | given))


def session(on: date = MONDAY, **given: Any) -> Session:
    """Make a session; what is given is of its activity."""
    return Session(11, activity(**given), on, 10, SessionStatus.SCHEDULED)


def mondays(number: int) -> list[date]:
    return [MONDAY + timedelta(weeks=week) for week in range(number)]


def booking(status: BookingStatus = BookingStatus.CONFIRMED, **given: Any) -> Booking:
    values: dict[str, Any] = {
        "id": 21,
        "session_id": 11,
        "child_id": EMMA.id,
        "parent_id": 5,
        "status": status,
        "price_minor": 1250,
        "terms": CancellationTerms(timedelta(hours=24), 50),
        "hold_expires_at": DEADLINE if status is BookingStatus.PENDING else None,
    }
    return Booking(**(values | given))


def booking_details(made: Booking | None = None, **given: Any) -> BookingDetails:
    details = BookingDetails(made or booking(), session(), "Pool", "Mr Tall", "Emma", "Anna Smith")
    return replace(details, **given)


def entry_details(**given: Any) -> EntryDetails:
    return replace(EntryDetails(31, True, None, 2, session(), "Pool", "Emma"), **given)


def offer(on: date = MONDAY, **given: Any) -> DateOffer:
    """Make a date with three places left; `activity` is given as values of its own."""
    values: dict[str, Any] = {
        "session": session(on, **given.pop("activity", {})),
        "location": "Pool",
        "active": 7,
        "waiting": 0,
        "booked": None,
        "is_waiting": False,
    }
    return DateOffer(**(values | given))


def waitlist_entry() -> WaitlistEntry:
    return WaitlistEntry(31, 11, EMMA.id, 5, EntryStatus.LEFT, "key", 1250)


def place(**given: Any) -> Place:
    """Make a line of a parent's list: a confirmed booking unless told otherwise."""
    confirmed = Place(21, None, EMMA.id, "Emma", BookingStatus.CONFIRMED, None, None, session())
    return replace(confirmed, **given)


def claimed(kind: NoticeKind, about: About | None = None, **given: Any) -> ClaimedNotice:
    """Make a notice about a confirmed booking, or something else that is given."""
    return ClaimedNotice(
        id=41,
        kind=kind,
        attempts=1,
        unanswered=0,
        parent_id=5,
        telegram_id=1001,
        language="en",
        is_unreachable=False,
        about=about or _about_place(**given),
    )


def _about_place(**given: Any) -> AboutPlace:
    values: dict[str, Any] = {
        "child_name": "Emma",
        "session": session(),
        "booking_id": 21,
        "booking_status": BookingStatus.CONFIRMED,
        "price_minor": 1250,
        "discount": None,
        "hold_expires_at": None,
        "refund_minor": 0,
        "entry_id": None,
        "entry_status": None,
        "reason": None,
    }
    return AboutPlace(**(values | given))


def place_then(**given: Any) -> PlaceThen:
    """Make a place of a day: Emma's, confirmed."""
    confirmed = PlaceThen(21, BookingStatus.CONFIRMED, "Emma", 3, session(), "Pool")
    return replace(confirmed, **given)


def receipt_with(**given: Any) -> Receipt:
    """Make the receipt of £25.00 in cash that confirmed nothing."""
    values: dict[str, Any] = {
        "payment_id": 51,
        "parent_id": 5,
        "parent_name": "Anna Smith",
        "has_telegram": True,
        "amount_minor": 2500,
        "method": PaymentMethod.CASH,
        "reference": "",
        "provider_charge_id": None,
        "made_at": datetime(2026, 9, 7, 8, 0, tzinfo=UTC),
        "confirmed": (),
        "balance_then_minor": 2000,
        "balance_minor": 0,
    }
    return Receipt(**(values | given))
