"""Paying through Telegram: invoices, Pay and Decline, and money that is never lost."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import SecretStr

from bot.sandbox.client import ChatMessage
from domain.money import record_payment
from domain.sessions import cancel_session
from storage.tables import account_entry, audit_event, booking, invoice
from tests.domain.school import OFFICE
from tests.factory import MONDAY, NOW, POLICY
from tests.journeys.school import Parent, School, bot_messages

TOKEN = "123456:TEST:" + "p" * 10


@pytest.fixture
async def online(school: School) -> School:
    """A school with a payment provider."""
    await school.restart(payment_provider_token=SecretStr(TOKEN))
    return school


async def hold(anna: Parent, *, days: int = 1) -> None:
    """Book Swimming on the first Mondays without the money for it."""
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    for week in range(1, days):
        await anna.tap("More dates")
        await anna.tap(f"{14 + 7 * week} Sept")
        await anna.tap(f"Go on with {week + 1} dates")
    await anna.tap("Confirm")


async def invoices(anna: Parent) -> list[ChatMessage]:
    return [each for each in await bot_messages(anna) if "invoice" in each.seen]


async def test_place_without_cover_is_held_and_paid_in_the_chat(
    online: School, anna: Parent
) -> None:
    online.make.session(name="Swimming", price=800)
    await hold(anna)
    [shown] = await invoices(anna)
    assert shown.seen["invoice"] == {}
    print(anna.transcript())
    done = await anna.pay()
    print(anna.transcript(), done)
    assert 0
