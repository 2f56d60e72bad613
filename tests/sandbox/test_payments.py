"""Invoices: asked, agreed, refused, declined, late and paid."""

from datetime import timedelta
from typing import Any

import pytest

from bot.clock import Clock
from bot.sandbox.client import PersonClient, SandboxClient, SandboxError
from tests.sandbox.api import Api, running
from tests.sandbox.cases_rest import INVOICE

Update = dict[str, Any]


async def agree(api: Api, update: Update) -> None:
    if query := update.get("pre_checkout_query"):
        await api("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)
    elif "successful_payment" in update["message"]:
        await api("sendMessage", chat_id=update["message"]["chat"]["id"], text="Thank you")


async def test_bot_agrees_and_money_moves_once(started: PersonClient, api: Api) -> None:
    await api("sendInvoice", chat_id=started.id, **INVOICE)

    async with running(api, agree):
        outcome = await started.pay()

    assert outcome["payment"] == {"state": "paid", "why": ""}
    assert started.screen.text == "Thank you"
    (receipt,) = [m.seen for m in await started.messages() if "successful_payment" in m.seen]
    assert receipt["successful_payment"]["invoice_payload"] == "booking:1"
    assert receipt["successful_payment"]["total_amount"] == 1250
    with pytest.raises(SandboxError, match="no such invoice"):
        await started.pay()


async def test_paid_invoice_cannot_be_paid_again(started: PersonClient, api: Api) -> None:
    sent = await api("sendInvoice", chat_id=started.id, **INVOICE)

    async with running(api, agree):
        await started.pay(message_id=sent["message_id"])

    with pytest.raises(SandboxError, match="is paid"):
        await started.pay(message_id=sent["message_id"])


async def test_bot_is_asked_with_everything_it_must_check(started: PersonClient, api: Api) -> None:
    await api("sendInvoice", chat_id=started.id, **INVOICE)

    await started.pay(wait=False)
    query = (await api.next_update())["pre_checkout_query"]

    assert query["from"]["id"] == started.id
    assert (query["currency"], query["total_amount"]) == ("GBP", 1250)
    assert query["invoice_payload"] == "booking:1"


async def test_bot_refuses_and_says_why(started: PersonClient, api: Api) -> None:
    await api("sendInvoice", chat_id=started.id, **INVOICE)

    async def refuse(api: Api, update: Update) -> None:
        query_id = update["pre_checkout_query"]["id"]
        missing = await api.refused("answerPreCheckoutQuery", pre_checkout_query_id=query_id)
        assert missing == 'Bad Request: parameter "error_message" is required'
        await api("answerPreCheckoutQuery", pre_checkout_query_id=query_id, error_message="Full")

    async with running(api, refuse):
        outcome = await started.pay()

    assert outcome["payment"] == {"state": "refused", "why": "Full"}
    assert (await started.messages())[-1].seen["payment"]["state"] == "refused"


async def test_bank_declines_after_the_bot_has_agreed(started: PersonClient, api: Api) -> None:
    await api("sendInvoice", chat_id=started.id, **INVOICE)

    async with running(api, agree):
        outcome = await started.pay(decline=True)

    assert outcome["payment"]["state"] == "declined"
    assert not [m for m in await started.messages() if "successful_payment" in m.seen]


async def test_late_bot_loses_the_payment_and_the_person_can_try_again(
    started: PersonClient, api: Api, clock: Clock
) -> None:
    await api("sendInvoice", chat_id=started.id, **INVOICE)
    await started.pay(wait=False)
    with pytest.raises(SandboxError, match="no such invoice"):
        await started.pay()

    clock.advance(timedelta(seconds=11))

    assert (await started.messages())[-1].seen["payment"]["state"] == "timed_out"
    assert (await started.pay(wait=False))["payment"]["state"] == "checking"


async def test_link_is_paid_by_whoever_has_it(
    started: PersonClient, client: SandboxClient, api: Api
) -> None:
    link = await api("createInvoiceLink", **INVOICE)
    bob = await client.person("Bob")

    async with running(api, agree):
        outcomes = [await person.pay(link=link) for person in (started, bob)]

    assert [outcome["payment"]["state"] for outcome in outcomes] == ["paid", "paid"]
    with pytest.raises(SandboxError, match="no such invoice"):
        await started.pay(link="https://t.me/$nothing")


async def test_receipts_have_charge_ids_of_their_own(started: PersonClient, api: Api) -> None:
    async with running(api, agree):
        for _ in range(2):
            await api("sendInvoice", chat_id=started.id, **INVOICE)
            await started.pay()

    receipts = [m.seen.get("successful_payment") for m in await started.messages()]
    charges = [r["telegram_payment_charge_id"] for r in receipts if r]
    assert len(set(charges)) == 2


async def test_amount_on_the_button_has_the_decimals_of_its_currency(
    started: PersonClient, api: Api
) -> None:
    sent = await api("sendInvoice", chat_id=started.id, **INVOICE | {"currency": "JPY"})

    assert sent["reply_markup"]["inline_keyboard"][0][0]["text"] == "Pay JPY 1250"


async def test_pay_button_is_not_for_tapping(started: PersonClient, api: Api) -> None:
    await api("sendInvoice", chat_id=started.id, **INVOICE)

    with pytest.raises(SandboxError, match="for paying"):
        await started.tap("Pay GBP 12.50")


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"prices": ["1250"]}, "LabeledPrice must be an Object"),
        ({"prices": [{"amount": 1250}]}, "LabeledPrice label must be non-empty"),
        ({"prices": [{"label": "Place"}]}, 'Can\'t find field "amount"'),
        ({"currency": "XTR"}, "does not model payments in Telegram Stars"),
        ({"need_email": True}, "does not model the parameter need_email"),
    ],
)
async def test_other_broken_invoices_are_refused(
    started: PersonClient, api: Api, wrong: dict[str, Any], words: str
) -> None:
    assert words in await api.refused("sendInvoice", chat_id=started.id, **INVOICE | wrong)
