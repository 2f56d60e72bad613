"""The office keeps a held place for longer, as for a voucher that is on its way."""

from datetime import date, datetime, timedelta

import pytest

from domain.model import SYSTEM, Actor, BookingStatus, Role
from domain.outcomes import HoldEnded, HoldKept, Queued
from domain.roles import NotAllowedError
from storage.tables import booking
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import MONDAY, NOW

FRIDAY = MONDAY - timedelta(days=3)
END_OF_FRIDAY = utc("2026-09-11 22:59")
"""A minute to midnight in London, where it is summer."""
START = utc("2026-09-14 14:30")


def a_hold(school: School, deadline: datetime = NOW + timedelta(hours=1)) -> int:
    swim = school.make.session(price=500, capacity=1)
    family = school.make.family()
    return school.make.booking(swim, family, status="pending", hold_expires_at=deadline)


def deadline_of(school: School, booking_id: int) -> datetime | None:
    [row] = school.make.rows(booking, id=booking_id)
    deadline: datetime | None = row.hold_expires_at
    return deadline


def test_place_is_kept_to_the_end_of_a_day_and_its_parent_is_told(school: School) -> None:
    held = a_hold(school)
    outcome = school.keep(held, FRIDAY)
    assert isinstance(outcome, HoldKept)
    assert outcome.hold_expires_at == deadline_of(school, held) == END_OF_FRIDAY
    [row] = school.make.rows(booking, id=held)
    assert row.status == "pending"
    occasion = f"@{END_OF_FRIDAY.timestamp():.0f}"
    assert school.told(row.parent_id) == [f"hold_extended:b{held}{occasion}"]
    assert school.trail() == [("admin 42", "hold_extended", held, "2026-09-11T22:59+00:00")]


def test_place_that_is_held_for_long_enough_is_promised_all_the_same(school: School) -> None:
    held = a_hold(school, END_OF_FRIDAY)
    assert not school.make.read_booking(held).is_promised
    outcome = school.keep(held, FRIDAY - timedelta(days=1))
    assert isinstance(outcome, HoldKept)
    assert outcome.hold_expires_at == deadline_of(school, held) == END_OF_FRIDAY
    [row] = school.make.rows(booking, id=held)
    assert (row.promised_at, school.make.read_booking(held).is_promised) == (NOW, True)
    assert len(school.told()) == len(school.trail()) == 1


@pytest.mark.parametrize("on", [MONDAY, MONDAY + timedelta(weeks=1), date.max])
def test_no_place_is_kept_past_its_start(school: School, on: date) -> None:
    held = a_hold(school)
    outcome = school.keep(held, on)
    assert isinstance(outcome, HoldKept)
    assert outcome.hold_expires_at == deadline_of(school, held) == START


@pytest.mark.parametrize("on", [FRIDAY, MONDAY - timedelta(days=5), date.min])
def test_deadline_is_never_made_earlier(school: School, on: date) -> None:
    held = a_hold(school)
    school.keep(held, FRIDAY)
    before = school.size()
    outcome = school.keep(held, on)
    assert isinstance(outcome, HoldKept)
    assert outcome.hold_expires_at == deadline_of(school, held) == END_OF_FRIDAY
    assert school.size() == before


def test_keeping_told_twice_is_one_and_keeping_for_longer_is_told_again(school: School) -> None:
    held = a_hold(school)
    first = school.keep(held, FRIDAY)
    assert school.keep(held, FRIDAY) == first
    assert len(school.told()) == 1
    school.keep(held, MONDAY)
    assert len(school.told()) == 2


def test_hold_that_is_kept_outlives_its_old_deadline(school: School) -> None:
    held = a_hold(school)
    school.keep(held, FRIDAY)
    school.wait(hours=1)
    assert not school.expire(held)
    school.now = END_OF_FRIDAY
    assert school.expire(held)


@pytest.mark.parametrize("was_swept", [True, False])
def test_hold_that_has_just_ended_is_not_revived(school: School, was_swept: bool) -> None:
    held = a_hold(school)
    [row] = school.make.rows(booking)
    swim = school.make.read_session(row.session_id)
    assert isinstance(school.book_one(school.make.family(), swim), Queued)
    school.wait(hours=1)
    if was_swept:
        school.expire(held)
    before = school.size()
    status = BookingStatus.EXPIRED if was_swept else BookingStatus.PENDING
    assert school.keep(held, FRIDAY) == HoldEnded(swim, status)
    assert school.size() == before


def test_what_is_paid_for_or_cancelled_is_not_held_any_more(school: School) -> None:
    swim = school.make.session()
    for status in (BookingStatus.CONFIRMED, BookingStatus.CANCELLED):
        place = school.make.booking(swim, school.make.family(), status=status)
        assert school.keep(place, FRIDAY) == HoldEnded(swim, status)
    assert school.told() == []


def test_booking_that_is_not_there_cannot_be_kept(school: School) -> None:
    assert school.keep(999_999, FRIDAY) is None


@pytest.mark.parametrize("actor", [Actor(Role.PARENT, 1), SYSTEM])
def test_only_the_office_keeps_places_for_longer(school: School, actor: Actor) -> None:
    held = a_hold(school)
    with pytest.raises(NotAllowedError):
        school.keep(held, FRIDAY, actor=actor)
    assert deadline_of(school, held) == NOW + timedelta(hours=1)
