"""/balance, /help, /cancel and the first screen."""

from datetime import timedelta

import pytest

from domain.model import PaymentMethod
from domain.money import record_payment
from storage.tables import account_entry, booking
from tests.domain.school import OFFICE
from tests.factory import NOW
from tests.journeys.school import Parent, School


async def test_empty_account_says_so(school: School, anna: Parent) -> None:
    await anna.send("/balance")
    assert anna.screen.text == "Balance: £0.00\n\nNo entries yet."


async def test_account_shows_balance_what_is_due_and_the_latest_entries(
    school: School, anna: Parent
) -> None:
    make = school.make
    make.money(anna.parent_id, 2000)
    swimming = make.session(name="Swimming", price=800)
    make.booking(swimming, anna.family)
    held = {"status": "pending", "hold_expires_at": NOW + timedelta(days=1)}
    make.booking(make.session(name="Art", price=700), anna.family, **held)
    make.booking(make.session(name="Chess", price=500), anna.family, status="pending")
    # At once, for whoever checks the books meanwhile finds a refund only of what has ended.
    with make.at_once():
        made = make.booking(make.session(name="Yoga", price=300), anna.family)
        make.change(booking, made, status="cancelled", ended_at=NOW)
        make.insert(
            account_entry,
            parent_id=anna.parent_id,
            kind="refund",
            amount_minor=150,
            booking_id=made,
            note="",
            made_at=NOW,
            actor_role="system",
        )
    await anna.send("/balance")
    assert anna.screen.text == (
        "Balance: £10.50\n\n"
        "Still to be paid for places held for you: £1.50, the first until Mon 7 Sept, 10:00.\n\n"
        "The latest entries:\n"
        "Mon 7 Sept: £1.50 back for Yoga, Emma, Mon 14 Sept\n"
        "Mon 7 Sept: -£3.00 for Yoga, Emma, Mon 14 Sept\n"
        "Mon 7 Sept: -£8.00 for Swimming, Emma, Mon 14 Sept\n"
        "Mon 7 Sept: £20.00 correction by the school"
    )
    await anna.tap("My bookings")
    assert "Your bookings" in anna.screen.text


async def test_payment_confirms_what_it_covers_and_tells_the_parent(
    school: School, anna: Parent
) -> None:
    swimming = school.make.session(name="Swimming", price=800)
    school.make.booking(swimming, anna.family, status="pending")
    await school.process.database.run(
        record_payment, anna.parent_id, 1000, "charge-1", school.settings.policy,
        method=PaymentMethod.CASH, actor=OFFICE, now=NOW,
    )  # fmt: skip
    told = await anna.wait_for("It is paid for now")
    assert told.text == (
        "Booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "It is paid for now: £8.00 was taken from your account."
    )
    await anna.send("/balance")
    assert anna.screen.text.startswith("Balance: £2.00")
    assert "£10.00 paid in cash" in anna.screen.text


async def test_nobody_sees_another_parents_account(school: School, anna: Parent) -> None:
    bob = await school.parent("Bob", children=["Ben"], balance=12345)
    school.make.booking(school.make.session(name="Swimming", price=100), bob.family)
    await anna.send("/balance")
    assert anna.screen.text == "Balance: £0.00\n\nNo entries yet."


async def test_help_lists_what_a_parent_can_do(school: School, anna: Parent) -> None:
    await anna.send("/help")
    for command in ("/book", "/bookings", "/children", "/balance", "/cancel", "/start"):
        assert command in anna.screen.text
    await anna.tap("Home")
    assert anna.screen.text == "Hill School\nHello Anna Smith. What would you like to do?"
    await anna.tap("Help")
    assert anna.screen.text.startswith("How it works")


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Book a place", "Which activity?"),
        ("My bookings", "Nothing is booked"),
        ("Children", "Your children"),
        ("Balance", "Balance: £0.00"),
        ("Reminders", "Settings"),
        ("Help", "How it works"),
    ],
)
async def test_every_button_of_the_first_screen_leads_where_it_says(
    school: School, anna: Parent, label: str, expected: str
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/start")
    first = anna.screen.message_id
    await anna.tap(label)
    assert (anna.screen.message_id, expected in anna.screen.text) == (first, True)


async def test_cancel_without_anything_under_way_says_so(school: School, anna: Parent) -> None:
    await anna.send("/cancel")
    assert anna.screen.text == "There is nothing to stop. You can go on from here:"


async def test_cancel_stops_what_is_under_way(school: School, anna: Parent) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    await anna.send("/cancel")
    assert anna.screen.text == "Stopped. Nothing was changed."
