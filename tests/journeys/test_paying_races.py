"""Payments that cross with time, other people, other devices and kill -9: no money is lost."""

from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.sandbox.json_types import Json
from storage.tables import account_entry, booking, invoice, notice, repayment
from tests.domain.paying import check_books
from tests.factory import NOW
from tests.journeys.paying import (
    TOKEN,
    hold,
    invoices,
    newest_invoice,
    payment,
    try_to_pay,
)
from tests.journeys.process import Point
from tests.journeys.school import Parent, School, bot_messages


@pytest.fixture
async def online(school: School) -> School:
    """A school with a payment provider, and one place in Swimming."""
    await school.restart(payment_provider_token=SecretStr(TOKEN))
    school.make.session(name="Swimming", price=800, capacity=1)
    return school


def statuses(school: School) -> list[str]:
    return [row.status for row in school.make.rows(booking)]


def told_to_the_office(school: School) -> list[tuple[str, int]]:
    """Return what the office was told of money that bought nothing: why, and how much."""
    notices = school.make.rows(notice, kind="repayment_due")
    found = {row.id: (row.reason, row.amount_minor) for row in school.make.rows(repayment)}
    return [found[each.repayment_id] for each in notices]


def payments(school: School) -> int:
    return school.make.count(account_entry, kind="payment")


async def test_hold_does_not_end_while_somebody_pays(online: School, anna: Parent) -> None:
    await hold(anna)
    row = newest_invoice(online)
    await online.advance(minutes=29)
    await try_to_pay(online, anna, row.payload, 800)
    await online.advance(minutes=9)
    assert statuses(online) == ["pending"]
    await online.post(anna, payment(row))
    assert statuses(online) == ["confirmed"]
    assert not [each for each in await bot_messages(anna) if "No longer held" in each.text]
    check_books(online.make)


async def test_late_payment_has_its_place_again_while_nobody_else_has_it(
    online: School, anna: Parent
) -> None:
    await hold(anna)
    row = newest_invoice(online)
    await online.advance(minutes=30)
    await anna.wait_for("No longer held")
    await online.post(anna, payment(row))
    assert anna.screen.text == (
        "Payment received: £8.00\n\n"
        "Booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n\n"
        "Balance: £0.00"
    )
    assert statuses(online) == ["expired", "confirmed"]
    check_books(online.make)


async def test_late_payment_for_a_place_that_was_promoted_is_credit_and_told(
    online: School, anna: Parent
) -> None:
    bob = await online.parent("Bob", "Jones", children=["Ben"], balance=800)
    await hold(anna)
    await hold(bob)
    row = newest_invoice(online)
    await online.advance(minutes=29)
    await try_to_pay(online, anna, row.payload, 800)
    await online.advance(minutes=10)
    await bob.wait_for("A place has come free, and it is yours: booked")
    await online.post(anna, payment(row))
    assert anna.screen.text == (
        "Payment received: £8.00\n\n"
        "Not booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "Your payment arrived when this was no longer held for you, and it could not be given to "
        "you again. The money is on your account: use it for any booking.\n\n"
        "Balance: £8.00"
    )
    assert statuses(online) == ["expired", "confirmed"]
    assert online.make.balance(anna.parent_id) == 800
    assert told_to_the_office(online) == [("unused", 800)]
    check_books(online.make)


async def test_one_invoice_paid_on_two_devices_is_used_once(online: School, anna: Parent) -> None:
    await hold(anna)
    row = newest_invoice(online)
    for _ in range(2):
        assert (await try_to_pay(online, anna, row.payload, 800))["state"] == "declined"
    await online.post(anna, payment(row, "one"))
    await online.post(anna, payment(row, "two"))
    assert anna.screen.text == (
        "Payment received: £8.00\n\n"
        "This was paid before, or is not needed: it is on your account.\n\n"
        "Balance: £8.00"
    )
    seen = await try_to_pay(online, anna, row.payload, 800)
    assert seen["why"].startswith("This has been paid already, and you are not charged again.")
    assert (statuses(online), payments(online)) == (["confirmed"], 2)
    assert told_to_the_office(online) == [("unused", 800)]
    check_books(online.make)


async def test_payment_told_twice_is_one_payment_with_one_answer(
    online: School, anna: Parent
) -> None:
    await hold(anna)
    row = newest_invoice(online)
    answers = []
    for _ in range(2):
        await online.post(anna, payment(row))
        answers.append(anna.screen.text)
    assert answers[0] == answers[1]
    assert (statuses(online), payments(online)) == (["confirmed"], 1)
    check_books(online.make)


async def test_payment_that_dies_again_and_again_is_taken_once_and_told(
    online: School, anna: Parent
) -> None:
    await hold(anna)
    row = newest_invoice(online)
    await online.kill()
    done = online.phone_of(anna).say(payment(row))
    for point in (Point.COMMIT, Point.ANSWER, Point.CONFIRMED):
        await online.kill_at(point)
    await online.start()
    await online.handled(anna, done)
    assert (statuses(online), payments(online)) == (["confirmed"], 1)
    assert told_to_the_office(online) == []
    assert anna.screen.text.startswith("Payment received: £8.00\n\nBooked\n")
    check_books(online.make)


async def test_confirmation_that_dies_again_and_again_is_asked_for_once(
    online: School, anna: Parent
) -> None:
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    await online.kill()
    done: Json = await anna.tap("Confirm", wait=False)
    for point in (Point.COMMIT, Point.ANSWER, Point.KEPT, Point.CONFIRMED):
        await online.kill_at(point)
    await online.start()
    await online.handled(anna, done)
    assert online.make.count(invoice) == 1
    [shown] = await invoices(anna)
    assert newest_invoice(online).message_id == shown.message_id
    assert (await anna.pay())["payment"]["state"] == "paid"
    assert statuses(online) == ["confirmed"]


async def test_confirm_tapped_twice_brings_one_invoice(online: School, anna: Parent) -> None:
    await hold(anna)
    await anna.repeat_tap()
    assert len(await invoices(anna)) == 1
    assert online.make.count(invoice) == 1


async def test_message_that_cannot_be_taken_away_is_let_be(online: School, anna: Parent) -> None:
    await hold(anna)
    [shown] = await invoices(anna)
    [row] = online.make.rows(booking)
    online.make.change(booking, row.id, hold_expires_at=NOW + timedelta(hours=50))
    await online.advance(hours=49)
    await anna.send("/bookings")
    await anna.tap("14 Sept")
    await anna.tap("Give up this place")
    await anna.tap("Yes, cancel")
    await online.advance(seconds=15)
    assert [each.message_id for each in await invoices(anna)] == [shown.message_id]
    assert (newest_invoice(online).status, newest_invoice(online).message_id) == ("void", None)
    seen = (await anna.pay(message_id=shown.message_id))["payment"]
    assert (seen["state"], payments(online)) == ("refused", 0)


async def test_message_is_taken_away_once_telegram_is_back(online: School, anna: Parent) -> None:
    await hold(anna)
    await online.client.fault("server_error", method="deleteMessage")
    await online.advance(minutes=30)
    await anna.wait_for("No longer held")
    await online.advance(seconds=15)
    assert newest_invoice(online).message_id is not None
    await online.client.clear_faults()
    await online.advance(seconds=15)
    assert newest_invoice(online).message_id is None
    assert await invoices(anna) == []
