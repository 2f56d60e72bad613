"""Values: ages on a day, and what occupies a place."""

from dataclasses import replace
from datetime import date

import pytest

from domain.model import BookingStatus, Child
from domain.notices import Notice, NoticeKind
from tests.domain.values import CHILD, booking
from tests.factory import NOW

LEAP_CHILD = replace(CHILD, born_on=date(2016, 2, 29))


@pytest.mark.parametrize(
    ("child", "on", "age"),
    [
        pytest.param(CHILD, date(2026, 5, 30), 7, id="the day before the birthday"),
        pytest.param(CHILD, date(2026, 5, 31), 8, id="the birthday"),
        pytest.param(CHILD, date(2026, 6, 1), 8, id="the day after, in a later month"),
        pytest.param(CHILD, date(2018, 5, 31), 0, id="the day of birth"),
        pytest.param(LEAP_CHILD, date(2027, 2, 28), 10, id="a leap child on 28 February"),
        pytest.param(LEAP_CHILD, date(2027, 3, 1), 11, id="a leap child on 1 March"),
        pytest.param(LEAP_CHILD, date(2028, 2, 28), 11, id="28 February of a leap year"),
        pytest.param(LEAP_CHILD, date(2028, 2, 29), 12, id="29 February of a leap year"),
    ],
)
def test_age_is_that_on_the_day_of_the_session(child: Child, on: date, age: int) -> None:
    assert child.age(on) == age


@pytest.mark.parametrize(
    ("status", "is_active"),
    [
        (BookingStatus.PENDING, True),
        (BookingStatus.CONFIRMED, True),
        (BookingStatus.CANCELLED, False),
        (BookingStatus.EXPIRED, False),
    ],
)
def test_pending_and_confirmed_bookings_occupy_a_place(
    status: BookingStatus, is_active: bool
) -> None:
    assert booking(status=status).is_active is is_active


def test_dedupe_key_names_the_occasion_once_for_each_subject_and_parent() -> None:
    of_booking = Notice(3, NoticeKind.PROMOTED, NOW, booking_id=8)
    of_entry = Notice(3, NoticeKind.QUEUE_CLOSED, NOW, entry_id=8)
    assert of_booking.dedupe_key == "promoted:b8:p3"
    assert of_entry.dedupe_key == "queue_closed:e8:p3"
    assert replace(of_booking, parent_id=4).dedupe_key == "promoted:b8:p4"
    assert replace(of_booking, kind=NoticeKind.OFFERED).dedupe_key == "offered:b8:p3"
    of_payment = Notice(3, NoticeKind.PAYMENT_RECEIVED, NOW, payment_id=8)
    assert of_payment.dedupe_key == "payment_received:m8:p3"
    assert replace(of_booking, occasion="@1").dedupe_key == "promoted:b8@1:p3"
