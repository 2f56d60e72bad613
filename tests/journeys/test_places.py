"""/bookings: what is booked, held and waited for; cancel, leave, decline, pay."""

from datetime import date, time, timedelta

import pytest

from domain.sessions import cancel_session
from storage.tables import booking, waitlist_entry
from tests.domain.school import OFFICE
from tests.factory import MONDAY, NOW
from tests.journeys.school import Parent, School


async def test_without_bookings_the_list_offers_to_book(school: School, anna: Parent) -> None:
    await anna.send("/bookings")
    assert anna.screen.text == "Nothing is booked at the moment."
    assert anna.screen.labels == ("Book a place", "Home")


async def test_list_names_each_place_with_its_state_the_next_first(
    school: School, anna: Parent
) -> None:
    make = school.make
    swimming = make.session(name="Swimming", price=800)
    chess = make.session(name="Chess", on=MONDAY - timedelta(days=1), capacity=1)
    art = make.session(name="Art", on=MONDAY + timedelta(days=1))
    make.session(name="Over", on=date(2026, 9, 4))
    make.booking(chess, make.family())
    make.waiting(chess, make.family())
    make.waiting(chess, anna.family)
    make.booking(art, anna.family)
    make.booking(swimming, anna.family, status="pending", hold_expires_at=NOW + timedelta(days=2))
    make.booking(make.session(name="Gone"), anna.family, status="cancelled")
    make.booking(make.session(name="Over", on=date(2026, 9, 6)), anna.family)
    await anna.send("/bookings")
    assert anna.screen.text == (
        "Your bookings\nTap one to see more, or to cancel it.\n\n"
        "Chess, Emma\nSun 13 Sept, 15:30–16:30: on the waiting list, position 2\n\n"
        "Swimming, Emma\nMon 14 Sept, 15:30–16:30: held until Wed 9 Sept, 09:00, to be paid\n\n"
        "Art, Emma\nTue 15 Sept, 15:30–16:30: booked"
    )
    assert anna.screen.labels == (
        "Sun 13 Sept · Chess · Emma",
        "Mon 14 Sept · Swimming · Emma",
        "Tue 15 Sept · Art · Emma",
        "Home",
    )


async def test_long_list_is_turned_page_by_page(school: School, anna: Parent) -> None:
    for week in range(10):
        on = MONDAY + timedelta(weeks=week)
        school.make.booking(school.make.session(name=f"Club {week}", on=on), anna.family)
    await anna.send("/bookings")
    asked = anna.screen.message_id
    assert "Club 7" in anna.screen.text
    assert "Club 8" not in anna.screen.text
    await anna.tap("Later ›")
    assert anna.screen.labels == (
        "Mon 9 Nov · Club 8 · Emma",
        "Mon 16 Nov · Club 9 · Emma",
        "‹ Earlier",
        "Home",
    )
    await anna.tap("‹ Earlier")
    assert (anna.screen.message_id, "Club 0" in anna.screen.text) == (asked, True)


async def test_booking_is_shown_with_place_tutor_price_and_who_booked(
    school: School, anna: Parent
) -> None:
    tutor = school.make.tutor(name="Ms Wood")
    swimming = school.make.session(name="Swimming", price=800, location="Pool", tutor_id=tutor)
    school.make.booking(swimming, anna.family)
    await anna.send("/bookings")
    await anna.tap("Swimming")
    assert anna.screen.text == (
        "Swimming for Emma\nMon 14 Sept, 15:30–16:30\nPool, with Ms Wood\n\n"
        "Booked. Price: £8.00.\n\nBooked by Anna Smith."
    )
    assert anna.screen.labels == (
        "Cancel this booking",
        "Emma will be absent",
        "My bookings",
        "Home",
    )


@pytest.mark.parametrize(
    ("hours_before", "refund", "said"),
    [
        (24, 800, "£8.00 of £8.00 goes back to the account it was paid from."),
        (23, 400, "£4.00 of £8.00 goes back to the account it was paid from."),
    ],
)
async def test_refund_is_shown_before_it_is_asked_and_is_what_comes_back(
    school: School, hours_before: int, refund: int, said: str
) -> None:
    anna = await school.parent("Anna", balance=800)
    swimming = school.make.session(name="Swimming", price=800)
    school.make.booking(swimming, anna.family)
    start = timedelta(days=7, hours=6, minutes=30)
    school.clock.advance(start - timedelta(hours=hours_before))
    await anna.send("/bookings")
    await anna.tap("Swimming")
    await anna.tap("Cancel this booking")
    assert said in anna.screen.text
    assert anna.screen.labels == ("Yes, cancel", "No, keep it")
    await anna.tap("Yes, cancel")
    assert anna.screen.text == (
        "Cancelled\nSwimming, Mon 14 Sept, 15:30–16:30\n"
        f"£{refund / 100:.2f} was refunded to the account it was paid from."
    )
    assert school.make.balance(anna.parent_id) == refund


async def test_refund_that_shrinks_while_one_thinks_is_asked_about_again(
    school: School,
) -> None:
    anna = await school.parent("Anna", balance=800)
    school.make.booking(school.make.session(name="Swimming", price=800), anna.family)
    await anna.send("/bookings")
    await anna.tap("Swimming")
    await anna.tap("Cancel this booking")
    await school.advance(days=6, hours=12)
    await anna.tap("Yes, cancel")
    assert anna.changed.text.startswith("The refund has changed since you looked.\n\n")
    assert "£4.00 of £8.00 goes back" in anna.changed.text
    assert school.make.count(booking, status="confirmed") == 1
    await anna.tap("Yes, cancel")
    assert "£4.00 was refunded to the account it was paid from." in anna.changed.text


async def test_started_session_can_no_longer_be_cancelled(school: School, anna: Parent) -> None:
    school.make.booking(school.make.session(name="Swimming"), anna.family)
    await anna.send("/bookings")
    await anna.tap("Swimming")
    await anna.tap("Cancel this booking")
    school.clock.advance(timedelta(days=7, hours=6, minutes=30))
    await anna.tap("Yes, cancel")
    assert anna.screen.text == ("This session has already started and can no longer be cancelled.")
    assert school.make.count(booking, status="confirmed") == 1


async def test_keeping_a_booking_leads_back_to_it(school: School, anna: Parent) -> None:
    school.make.booking(school.make.session(name="Swimming"), anna.family)
    await anna.send("/bookings")
    await anna.tap("Swimming")
    shown = anna.screen.text
    await anna.tap("Cancel this booking")
    await anna.tap("No, keep it")
    assert anna.screen.text == shown
    assert school.make.count(booking, status="confirmed") == 1


async def test_queue_can_be_left_and_the_next_moves_up(
    school: School, anna: Parent, bob: Parent
) -> None:
    full = school.make.session(name="Swimming", capacity=1, location="Pool")
    school.make.booking(full, school.make.family())
    school.make.waiting(full, anna.family)
    school.make.waiting(full, bob.family)
    await anna.send("/bookings")
    await anna.tap("Swimming")
    assert anna.screen.text == (
        "Swimming for Emma\nMon 14 Sept, 15:30–16:30\nPool\n\n"
        "On the waiting list, position 1. No place yet: when your turn comes, you get one "
        "automatically, and we tell you."
    )
    await anna.tap("Leave the waiting list")
    assert anna.screen.text == "Off the waiting list\nSwimming, Mon 14 Sept, 15:30–16:30"
    await bob.send("/bookings")
    assert "on the waiting list, position 1" in bob.screen.text


async def test_offer_that_is_declined_goes_to_the_next_and_costs_nothing(
    school: School, anna: Parent, bob: Parent
) -> None:
    swimming = school.make.session(name="Swimming", price=800, capacity=1)
    cleo = await school.parent("Cleo", children=["Cara"], balance=800)
    school.make.booking(swimming, cleo.family)
    school.make.waiting(swimming, anna.family)
    school.make.money(anna.parent_id, 300)
    school.make.waiting(swimming, bob.family)
    await cleo.send("/bookings")
    await cleo.tap("Swimming")
    await cleo.tap("Cancel this booking")
    await cleo.tap("Yes, cancel")

    offer = await anna.wait_for("A place has come free: held for you until Tue 8 Sept, 09:00")
    assert offer.text == (
        "A place has come free: held for you until Tue 8 Sept, 09:00\n"
        "Emma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "Not confirmed yet: of £8.00, £3.00 comes from your account and £5.00 is still to be paid."
        "\nTap Pay, or pay at the school office. Otherwise please give the place up."
    )
    await anna.tap("Give up this place")
    assert "Nothing was paid for it, so nothing is refunded." in anna.screen.text
    await anna.tap("Yes, cancel")
    assert anna.screen.text == "Cancelled\nSwimming, Mon 14 Sept, 15:30–16:30"
    await bob.wait_for("A place has come free: held for you")
    assert school.make.balance(anna.parent_id) == 300


async def test_offer_is_paid_from_the_account_once_money_is_there(
    school: School, anna: Parent
) -> None:
    swimming = school.make.session(name="Swimming", price=800)
    held = school.make.booking(swimming, anna.family, status="pending")
    await anna.send("/bookings")
    await anna.tap("Swimming")
    school.make.money(anna.parent_id, 800)
    await anna.tap("Pay")
    assert anna.screen.text.startswith("Booked\n")
    assert school.make.rows(booking, id=held)[0].status == "confirmed"
    assert school.make.balance(anna.parent_id) == 0


@pytest.mark.parametrize("how", ["cancelled", "expired"])
async def test_place_that_is_held_no_longer_cannot_be_paid(
    school: School, anna: Parent, how: str
) -> None:
    swimming = school.make.session(name="Swimming", price=800)
    held = school.make.booking(swimming, anna.family, status="pending")
    await anna.send("/bookings")
    await anna.tap("Swimming")
    school.make.money(anna.parent_id, 800)
    school.make.change(booking, held, status=how, hold_expires_at=None, ended_at=NOW)
    await anna.tap("Pay")
    assert anna.screen.text == "This place is no longer held for you. Book again with /book."
    assert school.make.balance(anna.parent_id) == 800


async def test_childs_other_parent_sees_a_held_place_but_pays_only_for_their_own(
    school: School, anna: Parent
) -> None:
    bob = await school.parent("Bob", children=[])
    bob.child_ids = [school.make.child(anna.parent_id, bob.parent_id, name="Emmy")]
    swimming = school.make.session(name="Swimming", price=800)
    school.make.booking(swimming, bob.family, status="pending")
    await anna.send("/bookings")
    await anna.tap("Swimming")
    assert "Booked by Bob Smith." in anna.screen.text
    assert anna.screen.labels == (
        "Give up this place",
        "My bookings",
        "Home",
    )
    await anna.tap("Give up this place")
    await anna.tap("Yes, cancel")
    told = await bob.wait_for("Cancelled by another parent")
    assert "Emmy: Swimming, Mon 14 Sept, 15:30–16:30" in told.text


async def test_place_ended_elsewhere_is_shown_as_ended_and_cannot_be_cancelled_twice(
    school: School, anna: Parent
) -> None:
    swimming = school.make.session(name="Swimming", price=800)
    school.make.money(anna.parent_id, 800)
    made = school.make.booking(swimming, anna.family)
    await anna.send("/bookings")
    await anna.tap("Swimming")
    await anna.tap("Cancel this booking")
    await school.process.database.run(
        cancel_session, swimming.id, actor=OFFICE, now=school.clock.now()
    )
    await school.settle()
    await anna.tap("Yes, cancel")
    assert "£8.00 was refunded to the account it was paid from." in anna.changed.text
    assert school.make.balance(anna.parent_id) == 800
    await school.forge(anna, f"p.bk:{made}")
    assert "Cancelled." in anna.changed.text


async def test_entry_that_was_promoted_meanwhile_cannot_be_left(
    school: School, anna: Parent
) -> None:
    full = school.make.session(name="Swimming", capacity=1)
    entry = school.make.waiting(full, anna.family)
    await anna.send("/bookings")
    await anna.tap("Swimming")
    made = school.make.booking(full, anna.family)
    school.make.change(waitlist_entry, entry, status="promoted", ended_at=NOW, booking_id=made)
    await anna.tap("Leave the waiting list")
    assert anna.screen.text == ("This had already ended: look at your bookings for how it stands.")
    assert school.make.count(booking, status="confirmed") == 1
    await school.forge(anna, f"p.en:{entry}")
    assert "A place came free, and it went to Emma." in anna.screen.text


async def test_session_keeps_its_local_time_when_the_clocks_change(
    school: School, anna: Parent
) -> None:
    """25 October ends summer time: nine o'clock in the winter is nine in UTC."""
    winter = school.make.session(name="Swimming", on=date(2026, 10, 26), start_time=time(9))
    school.make.booking(winter, anna.family)
    await school.advance(days=49, minutes=59)
    await anna.send("/bookings")
    assert "Mon 26 Oct, 09:00–16:30: booked" in anna.screen.text
    await anna.tap("26 Oct")
    await anna.tap("Cancel this booking", message_id=anna.screen.message_id)
    await anna.tap("Yes, cancel")
    assert anna.changed.text.startswith("Cancelled")
