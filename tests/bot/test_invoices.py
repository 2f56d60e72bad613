"""Messages of invoices that can no longer be paid are taken away, as well as can be."""

import logging
from typing import Any, cast

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot import invoices
from bot.context import Services
from bot.flood import Lane
from storage.tables import invoice, invoice_booking
from tests.factory import NOW, Factory

MESSAGE = 7


class Wiper:
    """A bot that notes which messages it takes away, or fails to."""

    def __init__(self, fault: TelegramError | None = None) -> None:
        self.taken: list[tuple[int, int]] = []
        self._fault = fault

    async def delete_message(self, chat_id: int, message_id: int, **_: Any) -> bool:
        if self._fault is not None:
            raise self._fault
        self.taken.append((chat_id, message_id))
        return True


async def tidy(services: Services, wiper: Wiper) -> None:
    await invoices.tidy(services, cast(ExtBot[Lane], wiper))


def make_invoice(make: Factory, status: str = "void", **parent: Any) -> int:
    return make.insert(
        invoice,
        parent_id=make.parent(**parent),
        payload=f"payload-{make.count(invoice)}",
        amount_minor=800,
        currency="GBP",
        status=status,
        made_at=NOW,
        closed_at=None if status == "open" else NOW,
        message_id=MESSAGE,
    )


def message_of(make: Factory, invoice_id: int) -> int | None:
    [row] = make.rows(invoice, id=invoice_id)
    return cast(int | None, row.message_id)


@pytest.mark.parametrize(("status", "taken"), [("void", True), ("expired", True), ("paid", False)])
async def test_what_was_closed_unpaid_is_taken_away_once(
    quiet_services: Services, make: Factory, status: str, taken: bool
) -> None:
    make_invoice(make, status, telegram_id=5001)
    wiper = Wiper()
    for _ in range(2):
        await tidy(quiet_services, wiper)
    assert wiper.taken == ([(5001, MESSAGE)] if taken else [])


@pytest.mark.parametrize("how", ["pending", "expired", "cancelled"])
async def test_invoice_is_closed_when_its_last_place_is_gone(
    quiet_services: Services, make: Factory, how: str
) -> None:
    family = make.family()
    invoice_id = make_invoice(make, "open")
    make.change(invoice, invoice_id, parent_id=family.parent_id)
    made = make.booking(make.session(price=800), family, status=how)
    make.insert(invoice_booking, invoice_id=invoice_id, booking_id=made)
    wiper = Wiper()
    await tidy(quiet_services, wiper)
    [row] = make.rows(invoice)
    closed = {"pending": "open", "expired": "expired", "cancelled": "void"}
    assert row.status == closed[how]
    assert len(wiper.taken) == (how != "pending")


@pytest.mark.parametrize(
    ("fault", "is_over"),
    [
        (BadRequest("message to delete not found"), True),
        (BadRequest("message can't be deleted"), True),
        (Forbidden("bot was blocked by the user"), True),
        (NetworkError("down"), False),
        (RetryAfter(5), False),
    ],
)
async def test_message_that_stays_is_tried_again_only_if_that_may_help(
    quiet_services: Services, make: Factory, fault: TelegramError, is_over: bool
) -> None:
    invoice_id = make_invoice(make)
    await tidy(quiet_services, Wiper(fault))
    assert message_of(make, invoice_id) == (None if is_over else MESSAGE)


async def test_parent_who_was_made_anonymous_has_no_message_to_take_away(
    quiet_services: Services, make: Factory
) -> None:
    invoice_id = make_invoice(make, telegram_id=None)
    wiper = Wiper()
    await tidy(quiet_services, wiper)
    assert (wiper.taken, message_of(make, invoice_id)) == ([], None)


async def test_failing_sweep_is_logged_and_goes_on_next_time(
    quiet_services: Services,
    make: Factory,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    invoice_id = make_invoice(make)
    with monkeypatch.context() as broken:

        async def fail(*_: object, **__: object) -> None:
            raise ValueError("broken")

        broken.setattr(quiet_services.database, "read", fail)
        await tidy(quiet_services, Wiper())
    assert "tidying invoices stopped" in caplog.text
    assert [each.levelno for each in caplog.records].count(logging.ERROR) == 1
    await tidy(quiet_services, Wiper())
    assert message_of(make, invoice_id) is None
