"""Everything is checked again at Confirm: every refusal is read where it can be met."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from domain.model import Session
from storage.tables import activity, booking, child, guardianship, session, waitlist_entry
from tests.factory import MONDAY
from tests.journeys.school import Parent, School

Change = Callable[[School, Parent, Session], object]


def book_elsewhere(school: School, anna: Parent, swimming: Session) -> None:
    chess = school.make.session(name="Chess", start_time=time(16), end_time=time(17))
    school.make.booking(chess, anna.family)


def delete_session(school: School, anna: Parent, swimming: Session) -> None:
    school.make.delete(session, id=swimming.id)


def fill_and_join_queue(school: School, anna: Parent, swimming: Session) -> None:
    for _ in range(swimming.capacity):
        school.make.booking(swimming, school.make.family())
    school.make.waiting(swimming, anna.family)


REFUSALS: dict[str, tuple[Change, str]] = {
    # What the office or another device does between the summary and Confirm.
    "activity archived": (
        lambda school, _, of: school.make.change(
            activity, of.activity.id, archived_at=school.clock.now()
        ),
        "This activity is no longer offered. Choose another one.",
    ),
    "activity on another day of the week": (
        lambda school, _, of: school.make.change(activity, of.activity.id, weekday=1),
        "The activity is not on this day of the week. Choose another.",
    ),
    "term over before the date": (
        lambda school, _, of: school.make.change(
            activity, of.activity.id, last_on=of.on - timedelta(days=1)
        ),
        "The activity does not run on this date. Choose another.",
    ),
    "school closed": (
        lambda school, _, of: school.make.closure(of.on),
        "The school is closed on this day. Choose another date.",
    ),
    "session gone": (
        delete_session,
        "There is no session on this date. Choose another one.",
    ),
    "session cancelled": (
        lambda school, _, of: school.make.change(session, of.id, status="cancelled"),
        "This session has been cancelled. Choose another date.",
    ),
    "booking closed": (
        lambda school, *_: school.clock.advance(timedelta(days=7, hours=5, minutes=30)),
        "Booking for this date has closed. Choose a later date.",
    ),
    "session started": (
        lambda school, *_: school.clock.advance(timedelta(days=7, hours=6, minutes=30)),
        "This session has already started. Choose a later date.",
    ),
    "booked on another device": (
        lambda school, anna, of: school.make.booking(of, anna.family),
        "Emma already has this place. Look at /bookings.",
    ),
    "queued on another device": (
        fill_and_join_queue,
        "Emma is already on this waiting list. Look at /bookings.",
    ),
    "clash": (
        book_elsewhere,
        "Emma is at Chess at that time. Cancel that first, or choose another date.",
    ),
    "another year group": (
        lambda school, anna, _: school.make.change(child, anna.child_ids[0], grade=6),
        "This activity is for other year groups than Emma's. Choose another one.",
    ),
    "price changed": (
        lambda school, _, of: school.make.change(activity, of.activity.id, price_minor=900),
        "The price has changed, so nothing was booked. Look at the new one with /book.",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
async def test_what_changed_since_the_summary_is_refused_with_its_reason(
    school: School, case: str
) -> None:
    change, sentence = REFUSALS[case]
    anna = await school.parent("Anna", balance=800)
    swimming = school.make.session(name="Swimming", price=800, grade_to=5, capacity=3)
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    assert "Mon 14 Sept: a place, £8.00" in anna.screen.text
    change(school, anna, swimming)
    before = school.make.count(booking), school.make.count(waitlist_entry)
    await anna.tap("Confirm")
    assert anna.screen.text == f"Not booked: Mon 14 Sept\n{sentence}"
    assert (school.make.count(booking), school.make.count(waitlist_entry)) == before


@pytest.mark.parametrize("case", REFUSALS)
async def test_what_changed_before_the_summary_cannot_be_confirmed(
    school: School, case: str
) -> None:
    """A date on an old list is looked at again before the summary offers it."""
    change, sentence = REFUSALS[case]
    anna = await school.parent("Anna", balance=800)
    swimming = school.make.session(name="Swimming", price=800, grade_to=5, capacity=3)
    await anna.send("/book")
    await anna.tap("Swimming")
    change(school, anna, swimming)
    await anna.tap("14 Sept")
    if case == "price changed":
        assert "£9.00" in anna.screen.text
        return
    assert anna.screen.text.startswith("This cannot be booked\n\n")
    assert sentence in anna.screen.text
    assert anna.screen.labels == ("More dates", "Back", "Cancel")


async def test_child_removed_meanwhile_is_not_booked_and_not_named(
    school: School, anna: Parent
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    school.make.delete(guardianship, child_id=anna.child_ids[0])
    await anna.tap("Confirm")
    assert anna.screen.text == "I cannot find this child among yours."
    assert school.make.count(booking) == 0


async def test_activity_that_was_never_there_has_no_dates_and_no_place(
    school: School, anna: Parent
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    await school.forge(anna, "b.act:999999")
    assert anna.screen.text == "This activity has no dates left. Choose another one."
    await school.forge(anna, f"b.dt:{MONDAY.toordinal()}:1")
    assert "This activity is not there any more. Choose another one." in anna.screen.text


async def test_last_date_that_closes_leaves_a_way_back(school: School, anna: Parent) -> None:
    school.make.session(name="Chess", on=date(2026, 9, 7))
    school.make.session(name="Swimming")
    await anna.send("/book")
    school.clock.advance(timedelta(hours=6))
    await anna.tap("Chess")
    assert anna.screen.text == "This activity has no dates left. Choose another one."
    await anna.tap("Back")
    assert anna.screen.labels == ("Swimming", "Cancel")
