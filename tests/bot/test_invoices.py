"""Messages of invoices that can no longer be paid are taken away, as well as can be."""

import logging
from datetime import timedelta
from typing import Any, cast

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot import invoices
from bot.context import Services
from bot.flood import Lane
from storage.tables import booking, child, invoice, invoice_booking, invoice_mention, parent
from tests.factory import MONDAY, NOW, Factory

MESSAGE = 7


class Wiper:
    """A bot that notes which messages it takes away, or fails to."""

    def __init__(self, fault: TelegramError | None = None) -> None:
        self.taken: list[tuple[int, int]] = []
        self.said: list[tuple[int, int, str]] = []
        self._fault = fault

    async def delete_message(self, chat_id: int, message_id: int, **_: Any) -> bool:
        if self._fault is not None:
            raise self._fault
        self.taken.append((chat_id, message_id))
        return True

    async def edit_message_text(self, text: str, chat_id: int, message_id: int, **_: Any) -> bool:
        self.said.append((chat_id, message_id, text))
        if self._fault is not None:
            raise self._fault
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


def announced(make: Factory, status: str, *places: str) -> int:
    """Make an invoice for Emma's places, which message 8 announced."""
    family = make.family()
    invoice_id = make_invoice(make, status)
    make.change(parent, family.parent_id, telegram_id=5001)
    make.change(child, family.child_id, name="Emma")
    make.change(invoice, invoice_id, parent_id=family.parent_id, message_id=None)
    make.insert(invoice_mention, invoice_id=invoice_id, message_id=8)
    swim = make.session(name="Swimming", price=800)
    for week, of in enumerate(places):
        on = MONDAY + timedelta(weeks=week)
        date = swim if not week else make.session(activity_id=swim.activity.id, on=on)
        if of == "waiting":
            make.waiting(date, family, request_key="one")
            continue
        made = make.booking(date, family, status=of, request_key="one")
        make.insert(invoice_booking, invoice_id=invoice_id, booking_id=made)
    return invoice_id


@pytest.mark.parametrize(
    ("status", "places", "said"),
    [
        ("paid", ["confirmed", "waiting"], "<b>Paid: £8.00</b>"),
        ("expired", ["expired", "waiting"], "<b>Not paid in time, and nothing was charged</b>"),
        ("void", ["pending"], "<b>The invoice is no longer valid, and nothing was charged</b>"),
        ("void", ["cancelled"], "<b>The invoice is no longer valid, and nothing was charged</b>"),
    ],
)
async def test_what_announced_an_invoice_says_once_what_became_of_it(
    quiet_services: Services, make: Factory, status: str, places: list[str], said: str
) -> None:
    announced(make, status, *places)
    wiper = Wiper()
    for _ in range(2):
        await tidy(quiet_services, wiper)
    [(chat_id, message_id, text)] = wiper.said
    heading, *rest = text.splitlines()
    assert (chat_id, message_id, heading) == (5001, 8, said)
    states = {
        "confirmed": "booked",
        "expired": "no longer held",
        "cancelled": "cancelled",
        "waiting": "on the waiting list, position 1",
    }
    lines = [line.partition(": ")[2] for line in rest[1 : 2 * len(places) : 2]]
    if places != ["pending"]:
        assert lines == [states[each] for each in places]
        assert len(rest) == 2 * len(places)
    else:
        assert lines[0].startswith("held until")
        assert rest[-1] == "What is still held for you has a Pay button under My bookings."
    assert make.count(invoice_mention) == 0


async def test_what_announced_an_invoice_stays_while_it_can_be_paid(
    quiet_services: Services, make: Factory
) -> None:
    announced(make, "open", "pending")
    wiper = Wiper()
    await tidy(quiet_services, wiper)
    assert (wiper.said, make.count(invoice_mention)) == ([], 1)


@pytest.mark.parametrize(
    ("fault", "is_over"),
    [
        (BadRequest("message is not modified"), True),
        (BadRequest("message to edit not found"), True),
        (Forbidden("bot was blocked by the user"), True),
        (NetworkError("down"), False),
    ],
)
async def test_announcement_is_edited_again_only_if_that_may_help(
    quiet_services: Services, make: Factory, fault: TelegramError, is_over: bool
) -> None:
    """As when the process died after the edit, and the next one finds the row again."""
    announced(make, "paid", "confirmed")
    await tidy(quiet_services, Wiper(fault))
    assert make.count(invoice_mention) == (not is_over)


@pytest.mark.parametrize(("hours", "status"), [(45, "open"), (46, "void")])
async def test_no_open_invoice_lies_in_a_chat_until_it_cannot_be_taken_away(
    quiet_services: Services, make: Factory, hours: int, status: str
) -> None:
    invoice_id = announced(make, "open", "pending")
    made_at = quiet_services.clock.now() - timedelta(hours=hours)
    make.change(invoice, invoice_id, message_id=MESSAGE, made_at=made_at)
    wiper = Wiper()
    await tidy(quiet_services, wiper)
    [row] = make.rows(invoice)
    is_gone = status == "void"
    assert (row.status, row.message_id) == (status, None if is_gone else MESSAGE)
    assert (len(wiper.taken), len(wiper.said)) == (is_gone, is_gone)
    assert [row.status for row in make.rows(booking)] == ["pending"]


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
