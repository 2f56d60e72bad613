"""Paying through Telegram: an invoice for what is due, Pay and Decline, and a receipt."""

import json
from datetime import timedelta

import pytest
from pydantic import SecretStr

from bot.sandbox.client import PersonClient
from bot.taps.places import PayFromBalance
from domain.model import PaymentMethod
from domain.money import record_payment
from storage.tables import account_entry, booking, invoice, invoice_mention
from tests.domain.paying import check_books
from tests.domain.school import OFFICE
from tests.factory import MONDAY, NOW
from tests.journeys.paying import (
    TOKEN,
    hold,
    invoices,
    newest_invoice,
    payment,
    try_to_pay,
)
from tests.journeys.school import Parent, School, bot_messages


@pytest.fixture
async def online(school: School) -> School:
    """A school with a payment provider, and Swimming on three Mondays."""
    await school.restart(payment_provider_token=SecretStr(TOKEN))
    first = school.make.session(name="Swimming", price=800, capacity=1)
    for week in (1, 2):
        on = MONDAY + timedelta(weeks=week)
        school.make.session(activity_id=first.activity.id, on=on)
    return school


async def said_in(person: PersonClient, message_id: int) -> str:
    """Return what a message says now."""
    [found] = [each for each in await bot_messages(person) if each.message_id == message_id]
    return found.text


def edits(school: School, person: PersonClient) -> int:
    """Count how often a message was made to say what became of its invoice."""
    asked = school.sandbox.world.requests.newest(method="editMessageText", person_id=person.id)
    texts = [each.arguments.text("text") or "" for each in asked]
    return sum(text.startswith(("<b>Paid", "<b>Not paid", "<b>The invoice")) for text in texts)


def statuses(school: School) -> list[str]:
    return [row.status for row in school.make.rows(booking)]


async def test_place_that_is_not_covered_is_held_and_paid_in_the_chat(
    online: School, anna: Parent
) -> None:
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    assert "Mon 14 Sept: held until Mon 7 Sept, 09:30, £8.00 to be paid" in anna.screen.text
    assert "After Confirm you get an invoice here" in anna.screen.text
    await anna.tap("Confirm")

    [shown] = await invoices(anna)
    assert shown.labels == ("Pay GBP 8.00",)
    assert shown.seen["invoice"] == {
        "title": "Swimming",
        "description": "Mon 14 Sept. Held for you until Mon 7 Sept, 09:30: please pay by then.",
        "start_parameter": "pay",
        "currency": "GBP",
        "total_amount": 800,
    }
    before = await bot_messages(anna)
    assert before[-2].text == (
        "Held for you until Mon 7 Sept, 09:30\n"
        "Emma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "Not confirmed yet: please pay by then, with the invoice below."
    )
    outcome = await anna.pay()
    assert outcome["payment"]["state"] == "paid"
    assert anna.screen.text == (
        "Payment received: £8.00\n\n"
        "Booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n\n"
        "Balance: £0.00"
    )
    assert statuses(online) == ["confirmed"]
    [row] = online.make.rows(account_entry, kind="payment")
    assert row.charge_id.startswith("sandbox_charge")
    assert row.provider_charge_id.startswith("provider_charge")
    assert row.invoice_id == newest_invoice(online).id
    check_books(online.make)
    await online.advance(seconds=15)
    announced = before[-2].message_id
    told = "Paid: £8.00\nSwimming, Emma\nMon 14 Sept, 15:30–16:30: booked"
    assert await said_in(anna, announced) == told
    assert len(await invoices(anna)) == 1
    assert anna.screen.text.startswith("Payment received")
    assert online.make.count(invoice_mention) == 0
    await online.advance(seconds=30)
    assert edits(online, anna) == 1


async def test_invoice_says_line_by_line_what_is_due(online: School) -> None:
    anna = await online.parent("Anna", balance=300)
    await hold(anna, dates=3)
    [shown] = await invoices(anna)
    assert shown.seen["invoice"]["total_amount"] == 2100
    assert shown.seen["invoice"]["description"] == (
        "Mon 14 Sept, Mon 21 Sept, Mon 28 Sept. Held for you until Mon 7 Sept, 09:30: please pay "
        "by then."
    )
    [asked] = online.sandbox.world.requests.newest(method="sendInvoice", person_id=anna.id)
    assert json.loads(asked.arguments.text("prices")) == [
        {"label": "Swimming, Mon 14 Sept", "amount": 800},
        {"label": "Swimming, Mon 21 Sept", "amount": 800},
        {"label": "Swimming, Mon 28 Sept", "amount": 800},
        {"label": "Covered by your account", "amount": -300},
    ]
    assert asked.arguments.text("provider_token") == TOKEN
    await anna.pay()
    assert statuses(online) == ["confirmed"] * 3
    assert online.make.balance(anna.parent_id) == 0
    check_books(online.make)


async def test_declined_card_leaves_the_place_held_and_can_be_tried_again(
    online: School, anna: Parent
) -> None:
    await hold(anna)
    await online.advance(minutes=25)
    outcome = await anna.pay(decline=True)
    assert outcome["payment"] == {"state": "declined", "why": "The bank declined the card"}
    assert statuses(online) == ["pending"]
    await online.advance(minutes=9)
    assert (await anna.pay())["payment"]["state"] == "paid"
    assert statuses(online) == ["confirmed"]
    check_books(online.make)


async def test_hold_that_ends_unpaid_takes_its_invoice_along(online: School, anna: Parent) -> None:
    await hold(anna)
    announced = (await bot_messages(anna))[-2].message_id
    row = newest_invoice(online)
    await online.advance(minutes=30)
    await anna.wait_for("No longer held")
    await online.advance(seconds=15)
    assert await invoices(anna) == []
    assert await said_in(anna, announced) == (
        "Not paid in time, and nothing was charged\nSwimming, Emma\n"
        "Mon 14 Sept, 15:30–16:30: no longer held"
    )
    assert edits(online, anna) == 1
    assert (newest_invoice(online).status, newest_invoice(online).message_id) == ("expired", None)
    seen = await try_to_pay(online, anna, row.payload, row.amount_minor)
    assert seen["state"] == "refused"
    assert "This invoice is no longer valid, and nothing was charged." in seen["why"]


async def test_pay_button_of_a_held_place_brings_the_invoice_below(
    online: School, anna: Parent
) -> None:
    await hold(anna)
    [first] = await invoices(anna)
    await anna.send("/bookings")
    await anna.tap("14 Sept")
    await anna.tap("Pay")
    [second] = await invoices(anna)
    assert second.message_id > first.message_id
    assert online.make.count(invoice) == 1
    assert newest_invoice(online).message_id == second.message_id
    await anna.pay()
    assert statuses(online) == ["confirmed"]
    await anna.tap("Pay")
    assert "Booked\nSwimming" in anna.changed.text
    check_books(online.make)


async def test_pay_button_takes_what_is_on_the_account_by_now(online: School, anna: Parent) -> None:
    await hold(anna)
    online.make.money(anna.parent_id, 800)
    await anna.send("/bookings")
    await anna.tap("14 Sept")
    await anna.tap("Pay")
    assert anna.changed.text.startswith("Booked\n")
    assert statuses(online) == ["confirmed"]
    await online.advance(seconds=15)
    assert newest_invoice(online).status == "void"
    assert await invoices(anna) == []


async def test_invoice_that_is_no_longer_right_is_refused_and_replaced(
    online: School, anna: Parent
) -> None:
    await hold(anna)
    online.make.money(anna.parent_id, 300)
    outcome = await anna.pay()
    assert outcome["payment"] == {
        "state": "refused",
        "why": "What is due has changed, so nothing was charged. Open the place in /bookings and "
        "tap Pay for a new invoice.",
    }
    await anna.send("/bookings")
    await anna.tap("14 Sept")
    await anna.tap("Pay")
    await online.advance(seconds=15)
    [shown] = await invoices(anna)
    assert shown.seen["invoice"]["total_amount"] == 500
    await anna.pay()
    assert statuses(online) == ["confirmed"]
    check_books(online.make)


async def test_money_that_came_at_the_office_in_the_meantime_is_not_paid_again(
    online: School, anna: Parent
) -> None:
    await hold(anna)
    await online.process.database.run(
        record_payment,
        anna.parent_id,
        800,
        "cash-1",
        online.settings.policy,
        method=PaymentMethod.CASH,
        actor=OFFICE,
        now=NOW,
    )
    outcome = await anna.pay()
    assert outcome["payment"]["state"] == "refused"
    assert outcome["payment"]["why"].startswith("A place is no longer held for you, so nothing")
    await online.advance(seconds=15)
    assert await invoices(anna) == []
    check_books(online.make)


async def test_offer_is_paid_in_the_chat(online: School, anna: Parent, bob: Parent) -> None:
    await hold(bob)
    await hold(anna)
    assert anna.changed.text.startswith("On the waiting list, position 1")
    assert await invoices(anna) == []
    await bob.send("/bookings")
    await bob.tap("14 Sept")
    await bob.tap("Give up this place")
    await bob.tap("Yes, cancel")
    offer = await anna.wait_for("A place has come free: held for you until Tue 8 Sept, 09:00")
    await anna.tap("Pay", message_id=offer.message_id)
    [kept] = [m for m in await bot_messages(anna) if m.message_id == offer.message_id]
    assert kept.labels == ()
    await anna.pay()
    assert statuses(online) == ["cancelled", "confirmed"]
    await online.advance(seconds=15)
    assert (await said_in(anna, offer.message_id)).startswith("Paid: £8.00\nSwimming, Emma\n")
    check_books(online.make)


async def test_what_is_too_little_to_be_paid_here_is_held_for_the_office(
    online: School, anna: Parent
) -> None:
    online.make.session(name="Snack", price=10)
    await anna.send("/book")
    await anna.tap("Snack")
    await anna.tap("14 Sept")
    await anna.tap("Confirm")
    told = (
        "£0.10 cannot be paid here. Please pay it to the school office.\n"
        "What is held for you is kept until Wed 9 Sept, 09:00."
    )
    assert anna.screen.text == told
    assert newest_invoice(online).status == "void"
    await online.advance(hours=1)
    await anna.send("/bookings")
    await anna.tap("14 Sept")
    await anna.tap("Pay")
    assert anna.screen.text == told
    assert await invoices(anna) == []


async def test_without_a_provider_there_is_no_invoice(school: School, anna: Parent) -> None:
    school.make.session(name="Swimming", price=800)
    await hold(anna)
    assert "please pay £8.00 to the school office" in anna.screen.text
    await anna.send("/bookings")
    await anna.tap("14 Sept")
    await anna.tap("Pay")
    assert "Your account lacks £8.00 for this." in anna.screen.text
    assert school.make.count(invoice) == 0
    assert await invoices(anna) == []


async def test_forged_payments_are_refused_in_words(
    online: School, anna: Parent, bob: Parent
) -> None:
    await hold(anna)
    row = newest_invoice(online)
    stranger = await online.person("Sam")
    await stranger.send("/start")
    for person in (bob, stranger):
        seen = await try_to_pay(online, person, row.payload, 800)
        assert seen["state"] == "refused"
        assert seen["why"].startswith("This invoice is not for you to pay.")
    for payload in ("", " ", "1", "x" * 128, "'; DROP TABLE invoice; --", "💥"):
        seen = await try_to_pay(online, anna, payload, 800)
        assert seen["why"].startswith("This invoice is not for you to pay.")
    for amount, currency in ((799, "GBP"), (0, "GBP"), (-800, "GBP"), (800, "USD")):
        seen = await try_to_pay(online, anna, row.payload, amount, currency)
        assert seen["why"].startswith("What is due has changed, so nothing was charged.")
    assert statuses(online) == ["pending"]
    assert (await anna.pay())["payment"]["state"] == "paid"


async def test_paying_disturbs_no_conversation(online: School, anna: Parent) -> None:
    await hold(anna)
    await anna.send("/children")
    await anna.tap("Add a child")
    assert (await anna.pay())["payment"]["state"] == "paid"
    assert anna.screen.text.startswith("Payment received: £8.00\n\nBooked\n")
    await anna.send("Tim")
    await anna.send("1.1.2020")
    await anna.tap("Year 1")
    assert "Saved\nTim, Year 1" in "\n".join(each.text for each in await bot_messages(anna))


async def test_money_nobody_can_place_is_told_with_its_reference(
    online: School, anna: Parent, caplog: pytest.LogCaptureFixture
) -> None:
    await hold(anna)
    row = newest_invoice(online)
    await online.post(anna, payment(row, "odd-1", currency="USD"))
    assert "Please tell the school this reference: odd-1" in anna.screen.text
    assert statuses(online) == ["pending"]
    assert "a payment belongs to no account" in caplog.text
    assert "odd-1" in caplog.text
    caplog.clear()


async def test_nobody_is_billed_for_another_familys_place(
    online: School, anna: Parent, bob: Parent
) -> None:
    await hold(bob)
    [theirs] = online.make.rows(booking)
    await anna.send("/start")
    await online.forge(anna, PayFromBalance(theirs.id).pack())
    assert "I cannot find that among your bookings." in anna.changed.text
    assert await invoices(anna) == []
    assert online.make.count(invoice) == 1
