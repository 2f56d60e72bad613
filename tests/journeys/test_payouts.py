"""/refunds: money that parents ask for, or that came in for nothing, is given back and recorded."""

import pytest
from pydantic import SecretStr

from bot.sandbox.client import PersonClient
from storage.tables import account_entry, audit_event, conversation, repayment
from tests.domain.paying import check_books
from tests.factory import NOW
from tests.journeys.paying import TOKEN, hold, newest_invoice, payment
from tests.journeys.school import Parent, School, together
from tests.journeys.test_payment import do


def payouts(school: School) -> list[tuple[int, str, str]]:
    return [
        (row.amount_minor, row.method, row.note)
        for row in school.make.rows(account_entry, kind="payout")
    ]


async def begin_to_pay_back(olive: PersonClient) -> None:
    await do(olive, "/refunds", "[Anna Smith]")


async def test_parent_asks_for_credit_and_has_it_back_in_cash(school: School, anna: Parent) -> None:
    olive = await school.office()
    await olive.send("/start")
    school.make.money(anna.parent_id, 1000)
    assert await do(olive, "/refunds") == "Nothing is to be paid out."
    assert await do(anna, "/balance", "[Ask for £10.00 back]") == (
        "Have £10.00 paid back?\nNo place held for you needs it. The school office gives it to "
        "you in cash, by bank transfer or the way you paid online."
    )
    assert (await do(anna, "[Yes, ask for £10.00]")).startswith("You have asked for £10.00 back")
    await anna.repeat_tap()
    told = await olive.wait_for("A parent asks for money back")
    assert told.text == (
        "A parent asks for money back\nAnna Smith asks for £10.00 back.\nSince Mon 7 Sept, 09:00"
    )
    assert school.make.count(repayment) == 1
    await do(anna, "/balance", "[Keep it on the account]")
    assert await do(olive, "/refunds") == "Nothing is to be paid out."
    await do(anna, "/balance", "[Ask for £10.00 back]", "[Yes, ask for £10.00]")
    await school.settle()

    assert await do(olive, "/refunds") == (
        "To be paid out\nTap one to record what you have paid back.\n\n"
        "1. Anna Smith asks for £10.00 back.\nSince Mon 7 Sept, 09:00"
    )
    assert "The parent asks for £10.00 back." in await do(olive, "[Anna Smith]")
    assert await do(olive, "[Paid back in cash]") == (
        "Anna Smith, paid back in cash\nHow much? At most £10.00. For example: 10.00"
    )
    assert (await do(olive, "10.01")).startswith(
        "I cannot use that as an amount. Write one above zero and up to £10.00, for example: 10.00"
    )
    assert (await do(olive, "ten")).startswith("I cannot use that as an amount.")
    assert await do(olive, "[£10.00]", "y" * 81, "slip 7") == (
        "Please check\nAnna Smith\n£10.00, paid back in cash\nReference: slip 7\n\n"
        "The balance is then £0.00."
    )
    first = await olive.tap("Confirm", wait=False)
    second = await olive.repeat_tap(wait=False)
    await together(school.handled(olive, first), school.handled(olive, second))
    assert olive.changed.text == (
        "Recorded\nAnna Smith\n£10.00, paid back in cash\nReference: slip 7\n\n"
        "The balance is £0.00.\nThe parent is told."
    )
    assert payouts(school) == [(-1000, "cash", "slip 7")]
    await school.settle()
    back = await anna.wait_for("Paid back to you")
    assert back.text == (
        "Paid back to you\nThe school has paid £10.00 back to you in cash. Your balance is £0.00."
        "\nReference: slip 7"
    )
    assert school.sent(anna, "Paid back to you") == 1
    await anna.send("/balance")
    assert "Mon 7 Sept: -£10.00 paid back in cash, reference slip 7" in anna.screen.text
    assert not [each for each in anna.screen.labels if each.startswith("Ask for")]
    assert await do(olive, "/refunds") == "Nothing is to be paid out."
    [event] = school.make.rows(audit_event, action="paid_out")
    assert (event.actor_role, event.detail) == ("admin", "1000")
    check_books(school.make)


async def test_credit_that_has_changed_is_shown_again_before_it_is_asked_for(
    school: School, anna: Parent
) -> None:
    school.make.money(anna.parent_id, 1000)
    await do(anna, "/balance", "[Ask for £10.00 back]")
    of = school.make.session(name="Chess", price=400)
    school.make.booking(of, anna.family, status="pending")
    assert (await do(anna, "[Yes, ask for £10.00]")).startswith(
        "Your balance has changed since you looked.\n\nHave £6.00 paid back?"
    )
    assert school.make.count(repayment) == 0
    await school.forge(anna, "bal.yes:5")
    assert school.make.count(repayment) == 0
    await do(anna, "[Yes, ask for £6.00]")
    [row] = school.make.rows(repayment)
    assert row.open_minor == 600
    await school.forge(anna, "bal.ask")
    school.make.money(anna.parent_id, -700)
    await school.forge(anna, "bal.ask")
    assert anna.changed.text == (
        "There is nothing on your account that is not needed for places held for you."
    )


async def test_payment_that_came_twice_is_told_and_refunded_at_the_provider(
    school: School, anna: Parent
) -> None:
    """Two payments of one invoice: one buys the place, the other is credit that the office sees."""
    await school.restart(payment_provider_token=SecretStr(TOKEN))
    olive = await school.office()
    await olive.send("/start")
    school.make.session(name="Swimming", price=800)
    await hold(anna)
    row = newest_invoice(school)
    await school.post(anna, payment(row, "one"))
    await school.post(anna, payment(row, "two"))
    await school.post(anna, payment(row, "two"))
    await school.settle()
    told = await olive.wait_for("A payment was not needed and is credit")
    assert told.text == (
        "A payment was not needed and is credit\n"
        "Anna Smith: £8.00 came in too late for its place, or twice.\nSince Mon 7 Sept, 09:00"
    )
    assert school.sent(olive, "A payment was not needed") == 1
    await do(olive, "[Pay back]", "[Refunded at the provider]")
    assert olive.changed.text == (
        "Which payment did you refund at the provider? You find it there by its charge id.\n\n"
        "1. Mon 7 Sept, 09:00: £8.00, of which £8.00 can be refunded\nprovider-two\n\n"
        "2. Mon 7 Sept, 09:00: £8.00, of which £8.00 can be refunded\nprovider-one"
    )
    assert (await do(olive, "[1. £8.00]", "5", "[Skip]")).startswith(
        "Please check\nAnna Smith\n£5.00, paid back the way it was paid online\nprovider-two"
    )
    await do(olive, "[Confirm]", "[This family]", "[Refunded at the provider]")
    assert "£8.00, of which £3.00 can be refunded\nprovider-two" in olive.changed.text
    await do(olive, "[1. £3.00]", "3.01")
    assert "up to £3.00" in olive.changed.text
    await do(olive, "[£3.00]", "[Skip]", "[Confirm]")
    assert school.make.balance(anna.parent_id) == 0
    assert [each.open_minor for each in school.make.rows(repayment)] == [0]
    back = await anna.wait_for("£3.00 back to you the way it was paid online")
    assert "It can take some days until your bank shows it." in back.text
    assert await do(olive, "/refunds") == "Nothing is to be paid out."
    check_books(school.make)


async def test_late_payment_stays_listed_until_it_is_left_on_the_account(
    school: School, anna: Parent
) -> None:
    await school.restart(payment_provider_token=SecretStr(TOKEN))
    olive = await school.office()
    await olive.send("/start")
    bob = await school.parent("Bob", "Jones", children=["Ben"], balance=800)
    school.make.session(name="Swimming", price=800, capacity=1)
    await hold(anna)
    await hold(bob)
    row = newest_invoice(school)
    await school.advance(minutes=30)
    await school.post(anna, payment(row))
    await olive.wait_for("A payment was not needed and is credit")
    assert "Anna Smith: £8.00 came in too late" in await do(olive, "/refunds")
    assert await do(olive, "[Anna Smith]", "[Leave it on the account]") == (
        "It stays on the account, and is off the list."
    )
    assert await do(olive, "[To be paid out]") == "Nothing is to be paid out."
    assert school.make.balance(anna.parent_id) == 800
    check_books(school.make)


async def test_money_of_nobody_is_told_to_the_office_and_dealt_with(
    school: School, caplog: pytest.LogCaptureFixture
) -> None:
    await school.restart(payment_provider_token=SecretStr(TOKEN))
    olive = await school.office()
    await olive.send("/start")
    sam = await school.person("Sam")
    paid = {
        "currency": "USD",
        "total_amount": 1250,
        "invoice_payload": "nothing",
        "telegram_payment_charge_id": "stray",
        "provider_payment_charge_id": "provider-stray",
    }
    for _ in range(2):
        await school.post(sam, {"successful_payment": paid})
    assert "Please tell the school this reference: stray" in sam.screen.text
    await school.settle()
    told = await olive.wait_for("A payment is on no account")
    assert told.text == (
        "A payment is on no account\nUS$12.50 came in from nobody we know.\n"
        "Since Mon 7 Sept, 09:00\nprovider-stray\nstray"
    )
    assert school.sent(olive, "A payment is on no account") == 1
    assert "US$12.50 came in from nobody we know." in await do(olive, "/refunds")
    assert "provider-stray\nstray" in await do(olive, "[On no account]")
    assert await do(olive, "[It is dealt with]") == "This has been dealt with."
    await school.forge(olive, "r.done:1")
    assert await do(olive, "[To be paid out]") == "Nothing is to be paid out."
    assert school.make.count(audit_event, action="repayment_closed") == 1
    caplog.clear()


async def test_what_a_held_place_waits_for_is_paid_back_only_knowingly(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    school.make.money(anna.parent_id, 1000)
    await do(olive, "/payment", "Emma", "[Pay money back]", "[Paid back by bank transfer]", "9")
    await do(olive, "[Skip]")
    assert "Held places" not in olive.changed.text
    of = school.make.session(name="Swimming", price=1200)
    school.make.booking(of, anna.family, status="pending")
    assert await do(olive, "[Confirm]") == (
        "Held places wait for more of this now. Please look again.\n\n"
        "Please check\nAnna Smith\n£9.00, paid back by bank transfer\n\n"
        "Held places wait for £9.00 of this. Without it more is to be paid for them:\n"
        "Emma: Swimming, Mon 14 Sept, 15:30–16:30\n\n"
        "The balance is then £1.00."
    )
    assert payouts(school) == []
    school.make.money(anna.parent_id, -200)
    assert (await do(olive, "[Confirm all the same]")).startswith(
        "I cannot use that as an amount. Write one above zero and up to £8.00"
    )
    assert (await do(olive, "8", "[Skip]", "[Confirm all the same]")).startswith("Recorded")
    assert payouts(school) == [(-800, "transfer", "")]
    check_books(school.make)


async def test_payment_that_is_refunded_meanwhile_gives_way_to_the_others(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    for number in range(1, 8):
        school.make.paid(anna.parent_id, 100 * number, f"charge-{number}")
    await do(olive, "/payment", "Emma", "[Pay money back]", "[Refunded at the provider]")
    await do(olive, "[Later ›]")
    assert olive.changed.labels[:2] == ("6. £2.00", "7. £1.00")
    await do(olive, "[7. £1.00]", "[Back]", "[7. £1.00]", "[£1.00]", "[Skip]")
    [row] = school.make.rows(account_entry, charge_id="charge-1")
    school.make.insert(
        account_entry,
        parent_id=anna.parent_id,
        kind="payout",
        amount_minor=-100,
        charge_id="elsewhere",
        method="online",
        payment_id=row.id,
        note="",
        made_at=NOW,
        actor_role="system",
    )
    assert (await do(olive, "[Confirm]")).startswith("Which payment did you refund")
    assert "charge-1" not in olive.changed.text
    assert len(payouts(school)) == 1


async def test_taps_that_no_button_made_pay_nothing_back(school: School, anna: Parent) -> None:
    olive = await school.office()
    school.make.money(anna.parent_id, 1000)
    await school.forge(olive, "r.fam:999999", await newest_of(olive))
    assert olive.changed.text == "I cannot find this family."
    await do(olive, "/payment", "Emma", "[Pay money back]")
    for forged in ("r.by:voucher", "r.by:online", "r.pay:999999", "r.amt:5", "r.ok:x"):
        await school.forge(olive, forged)
    assert olive.changed.text.startswith("Anna Smith\n")
    await do(olive, "[Paid back in cash]", "[Back]", "[Paid back in cash]")
    await school.forge(olive, "r.amt:-5")
    await school.forge(olive, "r.amt:1001")
    assert olive.changed.text.startswith("I cannot use that as an amount.")
    await do(olive, "5", "[Back]", "5", "[Skip]", "[Back]", "[Skip]")
    await school.forge(olive, "r.ok:another")
    assert olive.changed.text.startswith("Please check")
    assert await do(olive, "[Cancel]") == "Stopped. Nothing was changed."
    await school.forge(olive, "r.ok:another")
    assert olive.screen.text == "That message was from earlier. You can go on from here:"
    assert (payouts(school), school.make.count(conversation)) == ([], 0)


async def newest_of(olive: PersonClient) -> int:
    await olive.send("/start")
    return olive.screen.message_id


async def test_to_others_there_is_no_such_list(school: School, anna: Parent) -> None:
    await anna.send("/nonsense")
    answer = anna.screen.text
    await anna.send("/refunds")
    assert anna.screen.text == answer
    for forged in ("r.all:0", "r.one:1", "r.done:1", f"r.fam:{anna.parent_id}", "r.ok:x"):
        await school.forge(anna, forged)
        assert "To be paid out" not in anna.screen.text
        assert "Anna Smith\n" not in anna.screen.text
