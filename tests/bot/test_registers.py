"""Messages that show registers are kept in step with the rows, for who may see them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any, cast

import pytest
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter, TelegramError
from telegram.ext import ExtBot

from bot.context import Services
from bot.flood import Lane
from bot.registers import Registers
from domain.model import Session
from storage.register_messages import (
    RegisterMessage,
    forget_register_message,
    note_register_message,
    settle_register_message,
)
from storage.tables import register_message, staff, tutor
from tests.bot.values import ADMIN_ID
from tests.factory import NOW, Factory

WOOD, MESSAGE = 77, 7
TODAY = NOW.date()


class Editor:
    """A bot that notes how it edits which messages, or fails to."""

    def __init__(self) -> None:
        self.edited: list[tuple[int, int, str]] = []
        self.fault: TelegramError | None = None
        self.meanwhile: Callable[[], None] = lambda: None

    async def edit_message_text(
        self, text: str, chat_id: int, message_id: int, **options: Any
    ) -> None:
        assert options["rate_limit_args"] is Lane.BULK
        if self.fault is not None:
            raise self.fault
        self.meanwhile()
        self.edited.append((chat_id, message_id, text))


@pytest.fixture
def editor() -> Editor:
    return Editor()


@pytest.fixture
def registers(quiet_services: Services, editor: Editor) -> Registers:
    return Registers(quiet_services, cast(ExtBot[Lane], editor))


@pytest.fixture
def swim(make: Factory) -> Session:
    session = make.session(tutor_id=make.tutor(telegram_id=WOOD), on=TODAY)
    make.booking(session, make.family(name="Emma"))
    return session


def note(make: Factory, of: Session, chat_id: int = WOOD, shown: str = "before") -> RegisterMessage:
    message = RegisterMessage(chat_id, MESSAGE, of.id, "en", 0, shown)
    make.database.transact(note_register_message, message)
    return message


async def test_message_that_shows_something_else_is_edited_once(
    registers: Registers, editor: Editor, make: Factory, swim: Session
) -> None:
    note(make, swim)
    for _ in range(2):
        await registers.refresh()
    [(chat_id, message_id, text)] = editor.edited
    assert (chat_id, message_id) == (WOOD, MESSAGE)
    assert "1 expected, 0 in" in text
    make.booking(swim, make.family(name="Leo"))
    await registers.refresh()
    assert "2 expected, 0 in" in editor.edited[-1][-1]


async def test_edit_that_crosses_a_tap_is_made_once_more(
    registers: Registers, editor: Editor, make: Factory, swim: Session
) -> None:
    """The tap says what it shows while the message is edited: nobody can tell which was last."""
    before = note(make, swim)

    def tap() -> None:
        note(make, swim, shown="tapped")

    editor.meanwhile = tap
    await registers.refresh()
    assert [row.shown for row in make.rows(register_message)] == [""]
    editor.meanwhile = lambda: None
    for _ in range(2):
        await registers.refresh()
    assert len(editor.edited) == 2
    make.database.transact(forget_register_message, WOOD, MESSAGE)
    make.database.transact(settle_register_message, before, "late")
    assert make.count(register_message) == 0


@pytest.mark.parametrize(
    "fault", [BadRequest("Message to edit not found"), Forbidden("bot was blocked by the user")]
)
async def test_message_that_cannot_be_edited_is_forgotten(
    registers: Registers, editor: Editor, make: Factory, swim: Session, fault: TelegramError
) -> None:
    editor.fault = fault
    note(make, swim)
    await registers.refresh()
    assert make.count(register_message) == 0


async def test_message_that_shows_it_already_is_as_good_as_edited(
    registers: Registers, editor: Editor, make: Factory, swim: Session
) -> None:
    editor.fault = BadRequest("Message is not modified")
    note(make, swim)
    await registers.refresh()
    assert [row.shown for row in make.rows(register_message)] != ["before"]


@pytest.mark.parametrize("fault", [NetworkError("away"), RetryAfter(timedelta(seconds=3))])
async def test_message_is_edited_later_while_telegram_is_away(
    registers: Registers, editor: Editor, make: Factory, swim: Session, fault: TelegramError
) -> None:
    note(make, swim)
    editor.fault = fault
    await registers.refresh()
    editor.fault = None
    await registers.refresh()
    assert len(editor.edited) == 1


async def test_who_may_not_see_a_register_any_more_is_shown_nothing_more(
    registers: Registers, editor: Editor, make: Factory, swim: Session
) -> None:
    note(make, swim)
    note(make, swim, chat_id=ADMIN_ID)
    note(make, swim, chat_id=9999)
    make.staff(78, role="tutor")
    note(make, swim, chat_id=78)
    [person] = make.rows(staff, telegram_id=WOOD)
    make.change(staff, person.id, removed_at=NOW)
    make.change(tutor, make.rows(tutor)[0].id, telegram_id=None)
    await registers.refresh()
    assert [chat_id for chat_id, *_ in editor.edited] == [ADMIN_ID]
    assert [row.chat_id for row in make.rows(register_message)] == [ADMIN_ID]


async def test_registers_of_earlier_days_are_forgotten(
    registers: Registers, make: Factory, swim: Session
) -> None:
    note(make, make.session(on=TODAY - timedelta(days=7), tutor_id=make.tutor()))
    await registers.refresh()
    assert make.count(register_message) == 0


async def test_fault_is_logged_and_ends_nothing(
    registers: Registers,
    make: Factory,
    swim: Session,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def fail(*_: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(registers, "_edit", fail)
    note(make, swim)
    await registers.refresh()
    assert make.count(register_message) == 1
