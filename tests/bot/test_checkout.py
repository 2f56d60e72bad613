"""Somebody who is about to pay is answered in time, whatever is wrong on our side."""

import asyncio
import logging
from typing import Any, cast

import pytest
from telegram import Bot
from telegram.error import BadRequest, TelegramError

from bot import application as module
from bot.application import CHECKOUT_SECONDS, AfterbellApplication, build_application
from bot.context import Services
from bot.sandbox.client import PersonClient
from storage.errors import BusyError
from storage.tables import account_entry, parent
from tests.bot import updates
from tests.bot.virtual_time import in_virtual_time, passed
from tests.factory import Factory

ANNA = 5001
PUT_OFF = "This cannot be checked right now, and nothing was charged. Please try again in a minute."


class Cashier:
    """A bot that notes how and when it answers those who are about to pay."""

    def __init__(self, fault: TelegramError | None = None) -> None:
        self.answers: list[tuple[float, bool, str]] = []
        self._fault = fault

    async def answer_pre_checkout_query(self, ok: bool, error_message: str = "", **_: Any) -> bool:
        self.answers.append((passed(), ok, error_message))
        if self._fault is not None:
            raise self._fault
        return True


@pytest.fixture
def shop(quiet_services: Services) -> AfterbellApplication:
    return build_application(quiet_services)


async def ask(shop: AfterbellApplication, cashier: Cashier) -> None:
    await shop.process_update(updates.pre_checkout(1, ANNA, bot=cast(Bot, cashier)))


def let_reads(shop: AfterbellApplication, monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    async def read(*_: object, **__: object) -> object:
        return await answer()

    monkeypatch.setattr(shop.services.database, "read", read)


async def fail_busy() -> None:
    raise BusyError


async def fail_oddly() -> None:
    raise ValueError("Emma")


async def hang() -> None:
    await asyncio.Event().wait()


@pytest.mark.parametrize("trouble", [fail_busy, hang])
def test_database_that_is_away_is_waited_for_only_so_long(
    shop: AfterbellApplication, monkeypatch: pytest.MonkeyPatch, trouble: Any
) -> None:
    @in_virtual_time
    async def payer_is_put_off() -> None:
        cashier = Cashier()
        let_reads(shop, monkeypatch, trouble)
        await ask(shop, cashier)
        assert cashier.answers == [(CHECKOUT_SECONDS, False, PUT_OFF)]

    payer_is_put_off()
    assert CHECKOUT_SECONDS < 10
    assert not shop.visits


def test_surprise_puts_the_payer_off_at_once_and_is_logged_without_names(
    shop: AfterbellApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    @in_virtual_time
    async def payer_is_put_off() -> None:
        cashier = Cashier()
        let_reads(shop, monkeypatch, fail_oddly)
        await ask(shop, cashier)
        assert cashier.answers == [(0, False, PUT_OFF)]

    payer_is_put_off()
    assert "error=ValueError" in caplog.text
    assert "Emma" not in caplog.text


def test_answer_that_does_not_get_through_is_not_tried_for_ever(
    shop: AfterbellApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    @in_virtual_time
    async def answer_once() -> None:
        cashier = Cashier(BadRequest("Query is too old"))
        let_reads(shop, monkeypatch, fail_oddly)
        await ask(shop, cashier)
        assert len(cashier.answers) == 1

    answer_once()
    assert "a payment could not be answered" in caplog.text


async def test_payer_who_waited_too_long_is_let_be(
    application: AfterbellApplication, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    await application.process_update(updates.pre_checkout(1, ANNA, bot=application.bot))
    assert "query is too old" in caplog.text.lower()
    assert not application.visits


async def test_payment_waits_for_the_database_however_long_it_takes(
    application: AfterbellApplication,
    client: Any,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The money has moved: there is nobody to send it back to."""
    make.parent(telegram_id=ANNA, name="Anna Smith")
    anna: PersonClient = await client.person("Anna", person_id=ANNA)
    await anna.send("/start", wait=False)
    monkeypatch.setattr(module, "FIRST_PAUSE_SECONDS", 0)
    run, tries = application.services.database.run, iter(range(12))

    async def run_at_last(*args: Any, **kwargs: Any) -> Any:
        if next(tries) < 10:
            raise BusyError
        return await run(*args, **kwargs)

    monkeypatch.setattr(application.services.database, "run", run_at_last)
    await application.process_update(updates.payment(2, ANNA, bot=application.bot))
    [payer] = make.rows(parent)
    assert make.count(account_entry, parent_id=payer.id, kind="payment") == 1
    await anna.refresh()
    assert "it is on your account" in anna.screen.text


async def test_payment_of_somebody_nobody_knows_is_told_with_its_reference(
    application: AfterbellApplication, client: Any, caplog: pytest.LogCaptureFixture
) -> None:
    sam: PersonClient = await client.person("Sam", person_id=ANNA)
    await sam.send("/start", wait=False)
    await application.process_update(updates.payment(2, ANNA, bot=application.bot))
    await sam.refresh()
    assert "Please tell the school this reference: t1" in sam.screen.text
    assert "charge=t1" in caplog.text
