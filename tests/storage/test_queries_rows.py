"""What the screens' queries find, and for whom."""

from datetime import date, time, timedelta

import pytest

from domain.model import BookingStatus, MoneyKind
from domain.outcomes import Wanted
from domain.timetable import LONGEST_BOOKING_CUTOFF, local_date
from storage.account_queries import find_account
from storage.invitation_queries import find_link, list_to_invite
from storage.offers import DATES_LOOKED_AT, DateOffer, list_activities, list_dates, list_next
from storage.queries import (
    find_booking,
    find_child,
    find_entry,
    find_request,
    list_children,
    list_places,
)
from storage.tables import child, guardianship, invitation
from tests.factory import MONDAY, NOW, POLICY, Factory, Family

WEEK = timedelta(weeks=1)


def test_children_come_the_oldest_first_without_those_removed(make: Factory) -> None:
    parent_id = make.parent()
    younger = make.child(parent_id, born_on=date(2020, 1, 1))
    older = make.child(parent_id, born_on=date(2016, 1, 1))
    make.child(parent_id, removed_at=NOW)
    make.child(make.parent())
    found = make.database.look(list_children, parent_id)
    assert [each.id for each in found] == [older, younger]


def test_nothing_of_another_family_is_found(make: Factory) -> None:
    mine, theirs = make.family(), make.family(balance=1000)
    swimming = make.session(price=800)
    booking_id = make.booking(swimming, theirs, request_key="theirs")
    full = make.session(capacity=1)
    make.booking(full, make.family())
    entry_id = make.waiting(full, theirs)
    look = make.database.look
    assert look(find_child, mine.parent_id, theirs.child_id) is None
    assert look(find_booking, mine.parent_id, booking_id) is None
    assert look(find_entry, mine.parent_id, entry_id) is None
    assert look(find_request, mine.parent_id, "theirs") is None
    assert look(list_places, mine.parent_id, from_on=MONDAY) == []
    assert look(list_activities, mine.parent_id, theirs.child_id, POLICY, now=NOW) == []
    account = look(find_account, mine.parent_id, most=10)
    assert (account.funds.balance_minor, account.lines) == (0, ())


def test_both_parents_of_a_child_find_its_places(make: Factory) -> None:
    first, second = make.parent(name="Ann"), make.parent()
    family = Family(first, make.child(first, second))
    booking_id = make.booking(make.session(), family)
    found = make.database.look(find_booking, second, booking_id)
    assert found is not None
    assert found.booked_by == "Ann"
    [place] = make.database.look(list_places, second, from_on=MONDAY)
    assert place.booking_id == booking_id


def test_child_that_was_taken_out_is_found_no_more_but_in_its_old_bookings(
    make: Factory,
) -> None:
    family = make.family()
    booking_id = make.booking(make.session(), family)
    make.change(child, family.child_id, removed_at=NOW)
    assert make.database.look(find_child, family.parent_id, family.child_id) is None
    assert make.database.look(list_places, family.parent_id, from_on=MONDAY) == []
    make.delete(guardianship, child_id=family.child_id)
    assert make.database.look(find_booking, family.parent_id, booking_id) is None


def test_places_are_active_bookings_and_waiting_entries_by_day_time_and_name(
    make: Factory,
) -> None:
    family = make.family(name="Zoe")
    make.child(family.parent_id, name="Adam")
    late = make.session(start_time=time(17), end_time=time(18))
    early = make.session(start_time=time(8), end_time=time(9))
    next_week = make.session(on=MONDAY + WEEK, capacity=1)
    last_week = make.session(on=MONDAY - WEEK)
    booked = make.booking(late, family)
    held = make.booking(early, family, status="pending", hold_expires_at=NOW)
    make.waiting(next_week, make.family())
    entry = make.waiting(next_week, family)
    make.booking(last_week, family)
    make.booking(make.session(), family, status="cancelled")
    make.waiting(make.session(), family, status="left", ended_at=NOW)
    found = make.database.look(list_places, family.parent_id, from_on=MONDAY)
    assert [(each.booking_id, each.entry_id, each.position) for each in found] == [
        (held, None, None),
        (booked, None, None),
        (None, entry, 2),
    ]
    assert [(each.status, each.hold_expires_at) for each in found] == [
        (BookingStatus.PENDING, NOW),
        (BookingStatus.CONFIRMED, None),
        (None, None),
    ]


def test_position_counts_only_who_still_waits_before_one(make: Factory) -> None:
    full = make.session(capacity=1)
    make.waiting(full, make.family(), status="left", ended_at=NOW)
    make.waiting(full, make.family())
    family = make.family()
    entry_id = make.waiting(full, family)
    make.waiting(full, make.family())
    found = make.database.look(find_entry, family.parent_id, entry_id)
    assert found is not None
    assert (found.is_waiting, found.position) == (True, 2)


def test_request_is_found_as_it_was_made_bookings_and_entries_alike(make: Factory) -> None:
    family = make.family()
    first = make.session()
    second = make.session(activity_id=first.activity.id, on=MONDAY + WEEK)
    make.waiting(second, family, request_key="mine")
    make.booking(first, family, request_key="mine")
    found = make.database.look(find_request, family.parent_id, "mine")
    assert found is not None
    assert (found.child_id, found.request_key) == (family.child_id, "mine")
    assert found.wanted == (
        Wanted(first.activity.id, first.on),
        Wanted(second.activity.id, second.on),
    )


def test_account_sums_up_and_lists_the_latest_entries(make: Factory) -> None:
    family = make.family(balance=1000, name="Emma")
    swimming = make.session(price=800, name="Swimming")
    make.booking(swimming, family)
    for price in (300, 200):
        held = make.session(price=price)
        deadline = NOW + timedelta(minutes=price)
        make.booking(held, family, status="pending", hold_expires_at=deadline)
    found = make.database.look(find_account, family.parent_id, most=1)
    assert (found.funds.balance_minor, found.held_minor) == (200, 500)
    assert found.due_until == NOW + timedelta(minutes=200)
    [line] = found.lines
    assert (line.kind, line.amount_minor, line.on) == (MoneyKind.CHARGE, -800, MONDAY)
    assert (line.activity_name, line.child_name) == ("Swimming", "Emma")


@pytest.mark.parametrize(
    ("values", "is_open"),
    [
        ({}, True),
        ({"expires_at": NOW}, False),
        ({"expires_at": NOW + timedelta(seconds=1)}, True),
        ({"code": "another"}, False),
    ],
)
def test_invitation_is_open_until_it_is_used_or_expires(
    make: Factory, values: dict[str, object], is_open: bool
) -> None:
    defaults = {"code": "code", "invited_by": 1, "made_at": NOW, "expires_at": NOW + WEEK}
    invitation_id = make.insert(invitation, **(defaults | values))
    link = make.database.look(find_link, "code")
    assert (link is not None and link.is_open(NOW)) is is_open
    make.change(invitation, invitation_id, used_at=NOW, parent_id=make.parent())
    link = make.database.look(find_link, "code")
    assert link is None or not link.is_open(NOW)


def test_parents_to_invite_are_in_the_order_of_classes(make: Factory) -> None:
    def on_file(*children: tuple[str, int, date], **values: object) -> int:
        parent_id = make.parent(**({"telegram_id": None} | values))
        for name, grade, born_on in children:
            make.child(parent_id, name=name, grade=grade, born_on=born_on)
        return parent_id

    old, young = date(2017, 1, 1), date(2020, 1, 1)
    zoe = on_file(("Zoë", 3, old))
    two = on_file(("Old", 6, old), ("amy", 1, young))
    bea = on_file(("Bea", 1, young))
    on_file(("On Telegram", 1, young), telegram_id=1)
    on_file()
    gone = make.parent(telegram_id=None)
    make.child(gone, removed_at=NOW)
    values = {"invited_by": 1, "made_at": NOW, "expires_at": NOW + WEEK, "for_parent_id": bea}
    make.insert(invitation, code="used", parent_id=bea, used_at=NOW, **values)
    make.insert(invitation, code="bea's", **values)
    found = make.database.look(list_to_invite)
    assert [each.parent_id for each in found] == [two, bea, zoe]
    assert [child.name for child in found[0].children] == ["Old", "amy"]
    assert [(each.code, each.expires_at) for each in found] == [
        (None, None),
        ("bea's", NOW + WEEK),
        (None, None),
    ]
    assert make.database.look(list_to_invite, only=zoe) == found[2:]


def test_offer_counts_places_left_and_none_while_somebody_waits(make: Factory) -> None:
    family = make.family()
    swimming = make.session(capacity=3)
    make.booking(swimming, make.family())
    make.booking(swimming, make.family(), status="pending")
    make.booking(swimming, make.family(), status="expired")
    [offer] = make.database.look(list_dates, family.child_id, swimming.activity.id, POLICY, now=NOW)
    assert (offer.active, offer.waiting, offer.places_left) == (2, 0, 1)
    make.waiting(swimming, make.family())
    [offer] = make.database.look(list_dates, family.child_id, swimming.activity.id, POLICY, now=NOW)
    assert (offer.waiting, offer.places_left) == (1, 0)


def test_capacity_of_a_date_goes_before_that_of_its_activity(make: Factory) -> None:
    family = make.family()
    swimming = make.session(capacity=3, override=5)
    [offer] = make.database.look(list_dates, family.child_id, swimming.activity.id, POLICY, now=NOW)
    assert offer.places_left == 5


@pytest.mark.parametrize(("cutoff", "first_open"), [(timedelta(0), 1), (LONGEST_BOOKING_CUTOFF, 3)])
def test_activity_is_offered_by_its_next_open_date(
    make: Factory, cutoff: timedelta, first_open: int
) -> None:
    family = make.family()
    today = local_date(NOW, POLICY.zone)
    first = make.session(
        on=today,
        start_time=NOW.astimezone(POLICY.zone).time(),  # it has just begun
        end_time=time(23, 59),
        booking_cutoff_minutes=cutoff // timedelta(minutes=1),
    )
    later = [
        make.session(activity_id=first.activity.id, on=today + week * WEEK)
        for week in range(1, DATES_LOOKED_AT + 2)
    ]
    [offer] = offered(make, family)
    assert offer.session == [first, *later][first_open]


def offered(make: Factory, family: Family) -> list[DateOffer]:
    whose = family.parent_id, family.child_id
    found = make.database.look(list_activities, *whose, POLICY, now=NOW)
    return make.database.look(list_next, family.child_id, found)


def test_activities_come_by_weekday_time_and_name(make: Factory) -> None:
    family = make.family()
    tuesday = make.session(on=MONDAY + timedelta(days=1), name="Art")
    late = make.session(name="Art", start_time=time(16), end_time=time(17))
    zumba, art = make.session(name="Zumba"), make.session(name="Art")
    assert [offer.session for offer in offered(make, family)] == [art, zumba, late, tuesday]
