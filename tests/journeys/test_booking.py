"""Booking one date: what is offered, four taps, an answer at once."""

from datetime import date, time, timedelta

import pytest

from storage.tables import booking, conversation, waitlist_entry
from tests.factory import MONDAY
from tests.journeys.school import Parent, School


async def open_summary(parent: Parent, activity: str = "Swimming", day: str = "14 Sept") -> None:
    await parent.send("/book")
    await parent.tap(activity)
    await parent.tap(day)


async def test_parent_of_one_child_is_not_asked_which(school: School, anna: Parent) -> None:
    school.make.session(name="Swimming", price=800, capacity=10)
    await anna.send("/book")
    assert anna.screen.text == (
        "Emma, Year 3\nWhich activity?\n\n"
        "Swimming · Monday 15:30–16:30 · £8.00\n"
        "Next Mon 14 Sept: 10 places left"
    )
    assert anna.screen.labels == ("Swimming", "Cancel")


async def test_known_child_and_one_date_take_four_taps_in_one_message(school: School) -> None:
    anna = await school.parent("Anna", children=["Emma", "Ben"], balance=2000)
    school.make.session(name="Swimming", price=800)
    await anna.send("/book")
    asked = anna.screen.message_id
    taps = ["Ben", "Swimming", "Mon 14 Sept", "Confirm"]
    for label in taps:
        await anna.tap(label, message_id=asked)
    assert len(taps) <= 4
    assert anna.screen.message_id == asked
    assert anna.screen.text == (
        "Booked\nBen: Swimming, Mon 14 Sept, 15:30–16:30\n£8.00 was taken from your account."
    )
    assert anna.screen.labels == ("My bookings", "Book more", "Home")
    [row] = school.make.rows(booking)
    assert (row.child_id, row.parent_id, row.status) == (
        anna.child_ids[1],
        anna.parent_id,
        "confirmed",
    )
    assert school.make.balance(anna.parent_id) == 1200


async def test_only_what_fits_the_child_and_has_open_dates_is_offered(
    school: School, anna: Parent
) -> None:
    make = school.make
    make.session(name="Fits")
    make.session(name="For others", grade_from=4)
    make.session(name="Called off", status="cancelled")
    make.session(name="Archived", archived_at=school.clock.now())
    make.session(name="Today, closed", on=date(2026, 9, 7), start_time=time(9, 30))
    make.session(name="Today, open", on=date(2026, 9, 7), start_time=time(15, 0))
    make.session(name="Long ago", on=date(2026, 8, 31))
    tuesday = make.session(name="On a closed day", on=MONDAY + timedelta(days=1))
    make.closure(tuesday.on)
    make.activity(name="Without dates")
    await anna.send("/book")
    assert anna.screen.labels == ("Today, open", "Fits", "Cancel")


async def test_many_activities_are_turned_page_by_page(school: School, anna: Parent) -> None:
    for number in range(1, 15):
        school.make.session(name=f"Club {number:02}", start_time=time(8), end_time=time(9))
    await anna.send("/book")
    shown = [anna.screen.message_id]
    pages = [anna.screen.labels]
    for _ in range(2):
        await anna.tap("Later ›")
        shown.append(anna.screen.message_id)
        pages.append(anna.screen.labels)
    assert [[each for each in page if "Club" in each] for page in pages] == [
        [f"Club {number:02}" for number in range(1, 7)],
        [f"Club {number:02}" for number in range(7, 13)],
        ["Club 13", "Club 14"],
    ]
    assert [label for label in pages[2] if "Club" not in label] == ["‹ Earlier", "Cancel"]
    await anna.tap("‹ Earlier")
    assert anna.screen.labels == pages[1]
    assert len(set(shown)) == 1


async def test_dates_are_turned_page_by_page(school: School, anna: Parent) -> None:
    first = school.make.session(name="Swimming")
    for week in range(1, 10):
        school.make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=week))
    await anna.send("/book")
    await anna.tap("Swimming")
    assert len([each for each in anna.screen.labels if "Mon" in each]) == 8
    await anna.tap("Later ›")
    assert anna.screen.labels == (
        "Mon 9 Nov · 10 places left",
        "Mon 16 Nov · 10 places left",
        "‹ Earlier",
        "All 10 remaining dates",
        "Back",
        "Cancel",
    )


async def test_date_is_shown_with_its_room_and_what_the_child_has_there(
    school: School, anna: Parent
) -> None:
    make = school.make
    sessions = [make.session(name="Swimming", price=800, capacity=2, location="Pool")]
    for week in range(1, 6):
        on = MONDAY + timedelta(weeks=week)
        sessions.append(make.session(activity_id=sessions[0].activity.id, on=on))
    one_left, full, queue, booked, waiting = sessions[1:]
    others = [make.family(balance=800) for _ in range(3)]
    make.booking(one_left, others[0])
    for each in (full, queue, waiting):
        make.booking(each, others[0])
        make.booking(each, others[1])
    make.waiting(queue, others[2])
    make.booking(booked, anna.family)
    make.waiting(waiting, anna.family)
    await anna.send("/book")
    await anna.tap("Swimming")
    assert anna.screen.text == (
        "Swimming for Emma\nMonday 15:30–16:30, Pool · £8.00\n\n"
        "Choose a date. A full one can be chosen too: then Emma joins its waiting list.\n"
        "Booking closes 1 hour before the start."
    )
    assert anna.screen.labels == (
        "Mon 14 Sept · 2 places left",
        "Mon 21 Sept · 1 place left",
        "Mon 28 Sept · full",
        "Mon 5 Oct · full, 1 waiting",
        "Mon 12 Oct · booked",
        "Mon 19 Oct · on the waiting list already",
        "All 4 remaining dates",
        "Back",
        "Cancel",
    )


async def test_summary_says_price_balance_and_terms_before_anything_is_done(
    school: School,
) -> None:
    anna = await school.parent("Anna", balance=1000)
    school.make.session(name="Swimming", price=800)
    await open_summary(anna)
    assert anna.screen.text == (
        "Please check\n\n"
        "Swimming for Emma, 15:30–16:30\n\n"
        "Mon 14 Sept: a place, £8.00\n\n"
        "£8.00 is taken from your account; £2.00 remains on it.\n\n"
        "Cancelling is free until 24 hours before the start; after that 50 % is refunded, "
        "until it starts."
    )
    assert anna.screen.labels == ("Confirm", "More dates", "Back", "Cancel")
    assert school.make.count(booking) == 0


async def test_place_that_is_not_covered_is_held_and_paid_when_money_has_come(
    school: School, anna: Parent
) -> None:
    school.make.session(name="Swimming", price=800)
    await open_summary(anna)
    assert "Mon 14 Sept: held until Wed 9 Sept, 09:00, £8.00 to be paid" in anna.screen.text
    assert "Your account does not cover £8.00" in anna.screen.text
    await anna.tap("Confirm")
    assert anna.screen.text == (
        "Held for you until Wed 9 Sept, 09:00\n"
        "Emma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "Not confirmed yet: please pay £8.00 to the school office by then."
    )
    await anna.tap("My bookings")
    assert "held until Wed 9 Sept, 09:00, to be paid" in anna.screen.text
    await anna.tap("Swimming")
    assert (
        "Held until Wed 9 Sept, 09:00, not confirmed yet: £8.00 is still to be paid."
        in anna.screen.text
    )
    await anna.tap("Pay")
    assert anna.screen.text == (
        "Your account lacks £8.00 for this. Please pay it to the school office; "
        "the place stays held until its deadline."
    )
    school.make.money(anna.parent_id, 1000)
    await anna.tap("My bookings")
    await anna.tap("Swimming")
    await anna.tap("Pay")
    assert anna.screen.text == (
        "Booked\nSwimming, Mon 14 Sept, 15:30–16:30\n£8.00 was taken from your account."
    )
    assert school.make.balance(anna.parent_id) == 200


async def test_full_date_joins_the_queue_with_its_position(school: School, anna: Parent) -> None:
    full = school.make.session(name="Swimming", price=800, capacity=1)
    school.make.booking(full, school.make.family(balance=800))
    school.make.waiting(full, school.make.family())
    await open_summary(anna)
    assert "Mon 14 Sept: full – waiting list, position 2" in anna.screen.text
    await anna.tap("Confirm")
    assert anna.screen.text == (
        "On the waiting list, position 2\n"
        "Emma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "No place yet. When your turn comes, you get one automatically, and we tell you.\n"
        "It then costs £8.00, from your account."
    )
    assert school.make.count(waitlist_entry, child_id=anna.child_ids[0], status="waiting") == 1
    assert school.make.balance(anna.parent_id) == 0


async def test_date_that_fills_up_before_confirm_is_queued_and_says_so(
    school: School, anna: Parent
) -> None:
    last = school.make.session(name="Swimming", capacity=1)
    await open_summary(anna)
    assert "a place, free" in anna.screen.text
    school.make.booking(last, school.make.family())
    await anna.tap("Confirm")
    assert anna.screen.text.startswith(
        "On the waiting list, position 1\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n"
    )
    assert "While you were deciding, this has filled up: Mon 14 Sept." in anna.screen.text


async def test_back_leads_from_the_summary_to_the_first_question_in_one_message(
    school: School,
) -> None:
    anna = await school.parent("Anna", children=["Emma", "Ben"])
    school.make.session(name="Swimming")
    await anna.send("/book")
    asked = anna.screen.message_id
    seen = [anna.screen.text]
    for label in ("Emma", "Swimming", "14 Sept"):
        await anna.tap(label)
        seen.append(anna.screen.text)
    for expected in reversed(seen[:-1]):
        await anna.tap("Back")
        assert (anna.screen.message_id, anna.screen.text) == (asked, expected)
    assert anna.screen.labels == ("Emma · Year 3", "Ben · Year 3", "Cancel")


@pytest.mark.parametrize("taps", [[], ["Emma"], ["Emma", "Swim"], ["Emma", "Swim", "14 Sept"]])
async def test_booking_can_be_stopped_anywhere_and_nothing_is_done(
    school: School, taps: list[str]
) -> None:
    anna = await school.parent("Anna", children=["Emma", "Ben"])
    school.make.session(name="Swimming")
    await anna.send("/book")
    asked = anna.screen.message_id
    for label in taps:
        await anna.tap(label)
    await anna.tap("Cancel")
    assert (anna.screen.message_id, anna.screen.text) == (asked, "Stopped. Nothing was changed.")
    assert school.make.count(booking) == school.make.count(conversation) == 0
    await anna.tap("Book a place")
    assert "Which child is it for?" in anna.screen.text
