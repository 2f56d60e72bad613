"""Registers in the chats stay in step with the rows, whoever changes these and by whatever.

Each message that shows a register is compared with the rows, now and then and soon after a mark,
and edited if it shows something else. So a child that was just booked appears, one whose place was
cancelled vanishes, and two tutors see the same. Who taps on a message says first what it is about
to show; if that was while it was edited here, nobody can tell who was last, and it is edited again.
"""

import asyncio
import hashlib
from datetime import timedelta

import structlog
from telegram.error import BadRequest, Forbidden, TelegramError
from telegram.ext import ExtBot

from bot import tracing
from bot.context import Services, edit
from bot.flood import Lane
from bot.screen import Screen
from bot.screens.register import register
from bot.texts import Say
from domain.model import STAFF, Role
from domain.timetable import local_date
from storage.conversations import find_visitor
from storage.register_details import Register
from storage.register_messages import (
    RegisterMessage,
    forget_register_message,
    forget_register_messages_before,
    list_register_messages,
    settle_register_message,
)
from storage.register_queries import find_register
from storage.transaction import Transaction

log = structlog.stdlib.get_logger(__name__)

EVERY = timedelta(seconds=10)
GATHERS_SECONDS = 1.0
"""Marks that are made one after the other are shown together."""


def shown_as(
    say: Say,
    found: Register,
    page: int,
    *,
    chat_id: int,
    message_id: int,
    language: str | None,
) -> tuple[Screen, RegisterMessage]:
    """Return a register's screen for a chat, and what to remember of the message that shows it."""
    screen = register(say, found, page, viewer=chat_id)
    digest = hashlib.sha256(f"{screen.text}\n{screen.keyboard}".encode()).hexdigest()
    session_id = found.line.session.id
    return screen, RegisterMessage(chat_id, message_id, session_id, language, page, digest)


class Registers:
    """Keeps the messages that show registers in step whenever it is woken."""

    def __init__(self, services: Services, bot: ExtBot[Lane]) -> None:
        self._services = services
        self._bot = bot
        self._changed = asyncio.Event()

    def wake(self) -> None:
        """Say that a register may have changed."""
        self._changed.set()

    async def run(self) -> None:
        """Show what has changed, and wait to be woken."""
        while True:
            await self._changed.wait()
            await asyncio.sleep(GATHERS_SECONDS)
            self._changed.clear()
            await self.refresh()

    async def refresh(self) -> None:
        """Bring all messages up to date once; one that fails does not keep the others."""
        with tracing.begin(sweep="refresh_registers"):
            try:
                await self._refresh()
            except Exception:
                log.exception("refreshing registers stopped; it goes on at its next tick")

    async def _refresh(self) -> None:
        today = local_date(self._services.clock.now(), self._services.policy.zone)
        messages = await self._services.database.read(list_register_messages)
        if not messages:
            return
        await self._services.database.run(forget_register_messages_before, today)
        for message in messages:
            found = await self._services.database.read(self._look, message)
            await self._show(message, found)

    def _look(self, tx: Transaction, message: RegisterMessage) -> Register | None:
        """Find a register, if whoever has it in the chat may still see it."""
        role = self._services.role_of(find_visitor(tx, message.chat_id))
        if role not in STAFF:
            return None
        taught_by = None if role is Role.ADMIN else message.chat_id
        return find_register(tx, message.session_id, taught_by=taught_by)

    async def _show(self, message: RegisterMessage, found: Register | None) -> None:
        """Edit a message that shows something else than it should."""
        run = self._services.database.run
        if found is None:
            await run(forget_register_message, message.chat_id, message.message_id)
            return
        say = self._services.say(message.language)
        screen, wanted = shown_as(
            say,
            found,
            message.page,
            chat_id=message.chat_id,
            message_id=message.message_id,
            language=message.language,
        )
        if wanted == message:
            return
        try:
            await self._edit(message, screen)
        except (BadRequest, Forbidden) as error:
            # It is gone, or too old, or the bot is blocked.
            log.info("a register stays as it is", said=error.message)
            await run(forget_register_message, message.chat_id, message.message_id)
        except TelegramError as error:
            log.info("a register is shown later", said=error.message)
        else:
            await run(settle_register_message, message, wanted.shown)

    async def _edit(self, message: RegisterMessage, screen: Screen) -> None:
        try:
            await edit(self._bot, message.chat_id, message.message_id, screen)
        except BadRequest as error:
            if "not modified" not in error.message:
                raise
