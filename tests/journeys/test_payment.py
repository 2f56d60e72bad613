"""/payment: the office's till, over the wire; and what the parent sees of it."""

from datetime import timedelta

import pytest

from bot.sandbox.client import PersonClient
from storage.tables import account_entry, audit_event, booking, conversation, notice, parent
from tests.factory import MONDAY, NOW
from tests.journeys.school import OFFICE_ID, Parent, School, together

FOUND_NOBODY = (
    "I find nobody by that. Write a part of one name, or at least four digits of the phone "
    "number, for example: Smith\n\n"
    "A family's account\nWrite a part of a parent's or child's name, or a phone."
)


async def do(person: PersonClient, *steps: str) -> str:
    """Write, or tap what is in brackets; return what is shown then."""
    for step in steps:
        await (person.tap(step[1:-1]) if step.startswith("[") else person.send(step))
    return person.changed.text


def hold(school: School, parent: Parent, name: str, price: int, *, hours: int) -> int:
    """Hold a place of its own day, until so many hours from now."""
    of = school.make.session(name=name, price=price, on=MONDAY + timedelta(days=hours))
    deadline = NOW + timedelta(hours=hours)
    return school.make.booking(of, parent.family, status="pending", hold_expires_at=deadline)


def statuses(school: School) -> list[str]:
    return [row.status for row in school.make.rows(booking)]


async def test_payment_is_recorded_and_confirms_what_is_due_first(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    hold(school, anna, "Chess", 500, hours=3)
    hold(school, anna, "Swimming", 800, hours=1)
    assert await do(olive, "/payment", "Emma") == (
        "Anna Smith\n"
        f"{school.make.rows(parent, id=anna.parent_id)[0].phone}\n"
        "Emma (Year 3)\nBalance: £0.00\n\n"
        "Held, to be paid:\n"
        "Emma: Swimming, Tue 15 Sept, 15:30–16:30\n£8.00, until Mon 7 Sept, 10:00\n"
        "Emma: Chess, Thu 17 Sept, 15:30–16:30\n£5.00, until Mon 7 Sept, 12:00\n"
        "Still to be paid: £13.00"
    )
    assert await do(olive, "[Paid by bank transfer]", "£10.00", "Invoice 7") == (
        "Please check\nAnna Smith\n£10.00, paid by bank transfer\nReference: Invoice 7\n\n"
        "It confirms:\nEmma: Swimming, Tue 15 Sept, 15:30–16:30\n\n"
        "The balance is then £2.00."
    )
    assert await do(olive, "[Confirm]") == (
        "Recorded\nAnna Smith\n£10.00, paid by bank transfer\nReference: Invoice 7\n\n"
        "Confirmed by it:\nEmma: Swimming, Tue 15 Sept, 15:30–16:30\n\n"
        "The balance is £2.00.\nThe parent is told."
    )
    assert statuses(school) == ["pending", "confirmed"]
    await school.settle()
    told = await anna.wait_for("We have received")
    assert told.text == (
        "Payment received\nWe have received £10.00, paid by bank transfer. "
        "Your balance is £2.00.\nReference: Invoice 7"
    )
    assert school.sent(anna, "We have received") == 1
    assert school.sent(anna, "It is paid for now") == 1
    [event] = school.make.rows(audit_event, action="payment_recorded")
    assert (event.actor_role, event.actor_id, event.detail) == ("admin", OFFICE_ID, "1000")
    await anna.send("/balance")
    assert "Mon 7 Sept: £10.00 paid by bank transfer, reference Invoice 7" in anna.screen.text


async def test_payment_that_confirms_nothing_is_credit_and_told_all_the_same(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    hold(school, anna, "Swimming", 800, hours=1)
    await do(olive, "/payment", anna.first_name, "[Paid by voucher]", "5", "[Skip]", "[Confirm]")
    assert "It confirms no place: it goes to the account." in olive.screen.text
    assert statuses(school) == ["pending"]
    await school.settle()
    told = await anna.wait_for("We have received")
    assert told.text == (
        "Payment received\nWe have received £5.00, paid by voucher. Your balance is £5.00."
    )
    assert school.make.count(notice) == 1


async def test_many_are_offered_a_page_at_a_time_and_nobody_is_said(school: School) -> None:
    olive = await school.office()
    with school.make.at_once():
        for number in range(10, 55):
            school.make.parent(name=f"Smith {number}")
    assert await do(olive, "/payment", "Jones") == FOUND_NOBODY
    assert await do(olive, "x" * 200) == FOUND_NOBODY
    assert await do(olive, "SMITH") == (
        "Who fits “SMITH”: tap one, or write something else.\n"
        "There may be more: write more of the name."
    )
    assert olive.screen.labels[0] == "Smith 10"
    await do(olive, "[Later ›]", "[Later ›]")
    assert olive.screen.labels[0] == "Smith 26"
    assert (await do(olive, "[Smith 30]")).startswith("Smith 30\n")
    assert "No place is held." in olive.screen.text
    assert (await do(olive, "[Back]")).startswith("Who fits “SMITH”")
    assert olive.screen.labels[0] == "Smith 26"
    assert await do(olive, "[Cancel]") == "Stopped. Nothing was changed."
    assert school.make.count(conversation) == 0


@pytest.mark.parametrize("text", ["25.005", "0", "-5", "10000.01", "ten", "€25"])
async def test_amount_that_cannot_be_is_answered_with_an_example(
    school: School, anna: Parent, text: str
) -> None:
    olive = await school.office()
    assert await do(olive, "/payment", "Emma", "[Paid in cash]", text) == (
        "I cannot use that as an amount. Write one above zero and up to £10,000.00, for example: "
        "25.00\n\nAnna Smith, paid in cash\nHow much? For example: 25.00"
    )
    assert (await do(olive, "25,00")).startswith("£25.00, paid in cash")
    assert (await do(olive, "y" * 81)).startswith("A reference has 1 to 80 letters or digits")


async def test_two_devices_that_confirm_one_summary_record_one_payment(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    hold(school, anna, "Swimming", 800, hours=1)
    await do(olive, "/payment", "Emma", "[Paid by card]", "8", "[Skip]")
    first = await olive.tap("Confirm", wait=False)
    second = await olive.repeat_tap(wait=False)
    await together(school.handled(olive, first), school.handled(olive, second))
    assert olive.screen.text.startswith("Recorded")
    assert "Confirmed by it:" in olive.screen.text
    assert school.make.count(account_entry, kind="payment") == 1
    await school.settle()
    assert school.sent(anna, "We have received") == 1


async def test_money_for_a_hold_that_ends_before_confirm_is_credit(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    hold(school, anna, "Swimming", 800, hours=1)
    await do(olive, "/payment", "Emma", "[Paid by card]", "8", "[Skip]")
    assert "It confirms:" in olive.screen.text
    await school.advance(hours=1)
    await do(olive, "[Confirm]")
    assert "It confirms no place: it goes to the account." in olive.screen.text
    assert "The balance is £8.00." in olive.screen.text
    assert statuses(school) == ["expired"]


async def test_office_keeps_a_place_for_longer_and_the_parent_is_told(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    held = hold(school, anna, "Swimming", 800, hours=11)
    await do(olive, "/payment", "Emma", "[Waiting for voucher]", "[Swimming]")
    assert olive.screen.text == (
        "Emma: Swimming, Fri 25 Sept, 15:30–16:30\n£8.00, until Mon 7 Sept, 20:00\n"
        "Keep it until when?"
    )
    assert olive.screen.labels[:3] == (
        "1 week · Mon 14 Sept",
        "2 weeks · Mon 21 Sept",
        "Until the start",
    )
    assert await do(olive, "[1 week]") == (
        "Kept until Mon 14 Sept, 23:59, waiting for voucher\n"
        "Swimming, Fri 25 Sept, 15:30–16:30\nThe parent is told."
    )
    told = await anna.wait_for("Kept until")
    assert told.text == (
        "Kept until Mon 14 Sept, 23:59 by the school office, waiting for your voucher\n"
        "Emma: Swimming, Fri 25 Sept, 15:30–16:30\n"
        "Not confirmed yet: £8.00 is still to be paid."
    )
    await do(olive, "[This family]", "[Waiting for voucher]", "[Swimming]", "[2 weeks]")
    await anna.wait_for("Kept until Mon 21 Sept, 23:59")
    assert await do(olive, "/payment", "[Waiting for vouchers]") == (
        "Waiting for a voucher\n\n1. Anna Smith\n"
        "Emma: Swimming, Fri 25 Sept, 15:30–16:30\n"
        "£8.00, waiting for voucher until Mon 21 Sept, 23:59"
    )
    assert "£8.00, waiting for voucher until Mon 21 Sept" in await do(olive, "[1. Anna Smith]")
    await do(olive, "[Back]", "[Waiting for vouchers]", "[Back]", "[Cancel]")
    await anna.send("/bookings")
    kept = "kept until Mon 21 Sept, 23:59 by the school office, waiting for your voucher"
    assert f"Fri 25 Sept, 15:30–16:30: {kept}" in anna.screen.text
    await anna.tap("25 Sept")
    assert f"K{kept[1:]}. Not confirmed yet: £8.00 is still to be paid." in anna.screen.text
    await school.advance(days=7)
    assert statuses(school) == ["pending"]
    trail = school.make.rows(audit_event, action="hold_extended")
    assert [(row.actor_id, row.subject_id) for row in trail] == [(OFFICE_ID, held)] * 2


@pytest.mark.parametrize("ending", ["expires", "is paid for"])
async def test_hold_that_has_ended_meanwhile_is_not_kept(
    school: School, anna: Parent, ending: str
) -> None:
    olive = await school.office()
    held = hold(school, anna, "Swimming", 800, hours=11)
    await do(olive, "/payment", "Emma", "[Waiting for voucher]", "[Swimming]")
    if ending == "expires":
        await school.advance(hours=11)
    else:
        school.make.money(anna.parent_id, 800)
        await school.forge(anna, f"p.pay:{held}", await begun(anna))
    before = statuses(school)
    answer = await do(olive, "[1 week]")
    assert (
        answer
        == {
            "expires": "This place is no longer held, so it was not kept. The family can book "
            "again if there is room.",
            "is paid for": "This place has been paid for in the meantime: it is booked.",
        }[ending]
    )
    assert statuses(school) == before


async def begun(person: PersonClient) -> int:
    await person.send("/start")
    return person.screen.message_id


async def test_held_places_are_offered_a_page_at_a_time(school: School, anna: Parent) -> None:
    olive = await school.office()
    for hours in range(1, 11):
        hold(school, anna, f"Club {hours}", 100, hours=hours)
    assert "and 2 more" in await do(olive, "/payment", "Emma")
    await do(olive, "[Waiting for voucher]", "[Later ›]")
    assert "Club 9" in olive.screen.labels[0]
    await do(olive, "[Back]", "[Paid in cash]", "100", "[Skip]")
    assert "and 2 more" in olive.screen.text
    await do(olive, "[Confirm]")
    assert "and 2 more" in olive.screen.text
    assert set(statuses(school)) == {"confirmed"}


async def test_place_that_ends_while_it_is_looked_at_gives_way_to_the_others(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    hold(school, anna, "Swimming", 800, hours=1)
    hold(school, anna, "Chess", 800, hours=9)
    await do(olive, "/payment", "Emma", "[Waiting for voucher]", "[Swimming]")
    await school.advance(hours=1)
    assert await do(olive, "hello") == (
        "I cannot use that here. Please go on with this:\n\n"
        "Which place is to be kept until a voucher comes?"
    )
    assert (await do(olive, "[Chess]")).startswith("Emma: Chess")
    await school.advance(hours=9)
    assert (await do(olive, "hello")).endswith("No place is held.")
    assert (await do(olive, "[Back]")).startswith("Anna Smith\n")


async def test_taps_that_no_button_made_do_nothing_at_the_till(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    await do(olive, "/payment", "Emma")
    await school.forge(olive, "o.by:online")
    await school.forge(olive, "o.by:shells")
    assert olive.changed.text.startswith("Anna Smith\n")
    hold(school, anna, "Swimming", 800, hours=1)
    await do(olive, "[Back]", "Emma", "[Waiting for voucher]", "[Swimming]")
    await school.forge(olive, f"o.keep:999999:{MONDAY.toordinal()}")
    assert olive.changed.text == "Which place is to be kept until a voucher comes?"
    await do(olive, "[Back]", "[Paid in cash]", "5", "[Skip]")
    await school.forge(olive, "o.ok:another")
    assert olive.changed.text.startswith("Please check")
    await school.forge(olive, "o.fam:999999")
    assert olive.changed.text == "I cannot find this family."
    await olive.send("/help")
    await school.forge(olive, "o.ok:another")
    assert olive.screen.text == "That message was from earlier. You can go on from here:"
    assert olive.screen.labels == ("Another family",)
    assert school.make.count(account_entry) == 0


async def test_to_others_there_is_no_till(school: School, anna: Parent) -> None:
    sam = await school.person("Sam")
    for person in (anna, sam):
        await person.send("/nonsense")
        answer = person.screen.text
        await person.send("/payment")
        assert person.screen.text == answer
    await anna.send("/help")
    assert "payment" not in anna.screen.text
    assert school.make.count(conversation) == 0


async def test_who_leaves_the_office_leaves_the_till(school: School, anna: Parent) -> None:
    olive = await school.office()
    await do(olive, "/payment", "Emma", "[Paid in cash]", "25", "[Skip]")
    asked = olive.screen
    await school.restart(admin_telegram_ids=())
    await olive.tap("Confirm", message_id=asked.message_id)
    assert "I do not know you yet" in olive.screen.text
    await olive.send("25")
    assert "I do not know you yet" in olive.screen.text
    assert school.make.count(account_entry) == 0
