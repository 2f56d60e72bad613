"""One update being handled: who it is from, where their conversation stands, how to answer."""

from collections.abc import Callable, Hashable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Concatenate, ParamSpec, TypeVar

from telegram import Message, Update
from telegram.constants import ParseMode
from telegram.error import BadRequest
from telegram.ext import CallbackContext, ExtBot

from bot.callback_data import KEEP, Tap
from bot.clock import Clock
from bot.flood import Lane
from bot.metrics import Metrics
from bot.screen import Screen
from bot.settings import Settings
from bot.texts import Say
from domain.model import Actor, Policy, Role
from storage.conversations import Conversation, Visitor
from storage.database import Database
from storage.transaction import Transaction

AnyTap = TypeVar("AnyTap", bound=Tap)
Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
CANNOT_REPLACE = ("can't be edited", "to edit not found", "no text in the message to edit")
"""What Telegram says of a message that is too old, gone, or a file or an invoice."""


@dataclass(frozen=True)
class Services:
    """What handlers work with, wired once."""

    settings: Settings
    policy: Policy
    database: Database
    clock: Clock
    metrics: Metrics = field(default_factory=Metrics)
    on_register: list[Callable[[], None]] = field(default_factory=list)
    """Called when somebody has marked a register."""

    def registers_changed(self) -> None:
        for wake in self.on_register:
            wake()

    def say(self, language: str | None) -> Say:
        return Say(language, self.settings.zone, self.settings.currency)

    def role_of(self, visitor: Visitor) -> Role | None:
        """Tell what somebody is of the staff, None if nothing; the settings name the first."""
        if visitor.telegram_id in self.settings.admin_telegram_ids:
            return Role.ADMIN
        return visitor.staff_role


@dataclass
class Visit:
    """One update of one person, from when it came to when it is done with."""

    visitor: Visitor
    say: Say
    now: datetime
    conversation: Conversation | None
    """Where their conversation stands; handlers move it on."""
    answers: dict[Hashable, Any] = field(default_factory=dict)
    """What has been looked up for it; see `Context.once`."""


class Context(CallbackContext[ExtBot[Lane], dict[Any, Any], dict[Any, Any], dict[Any, Any]]):
    """The context that every handler gets."""

    visit: Visit

    @classmethod
    def from_update(cls, update: object, application: Any) -> "Context":
        """Attach the visit that the application has prepared for the update."""
        context = super().from_update(update, application)
        if isinstance(update, Update):
            context.visit = application.visits[update.update_id]
        return context

    @property
    def services(self) -> Services:
        services: Services = self.application.services  # type: ignore[attr-defined]
        return services

    @property
    def database(self) -> Database:
        return self.services.database

    @property
    def policy(self) -> Policy:
        return self.services.policy

    @property
    def say(self) -> Say:
        return self.visit.say

    @property
    def now(self) -> datetime:
        return self.visit.now

    @property
    def telegram_id(self) -> int:
        return self.visit.visitor.telegram_id

    @property
    def parent_id(self) -> int:
        """The parent who is writing; only handlers behind `for_parents` ask."""
        parent_id = self.visit.visitor.parent_id
        if parent_id is None:
            raise NoParentError
        return parent_id

    @property
    def staff_role(self) -> Role | None:
        """What the person is of the staff; None if they are not."""
        return self.services.role_of(self.visit.visitor)

    @property
    def actor(self) -> Actor:
        """Who is writing, to use cases of the staff, which ask for the role."""
        role = self.staff_role
        if role is not None:
            return Actor(role, self.telegram_id)
        return Actor(Role.PARENT, self.parent_id)

    def language(self, update: Update) -> str | None:
        """Return the code of the language that the person is answered in."""
        sender = update.effective_user
        return self.visit.visitor.language or (sender.language_code if sender else None)

    async def once(
        self,
        query: Callable[Concatenate[Transaction, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        """Look something up for the whole update: asked again, the answer is the same.

        For what an update decides by and then shows, and does not change in between.
        """
        asked = (query, args, tuple(kwargs.items()))
        if asked not in self.visit.answers:
            self.visit.answers[asked] = await self.database.read(query, *args, **kwargs)
        answer: Answer = self.visit.answers[asked]
        return answer

    @staticmethod
    def is_replaced(update: Update) -> bool:
        """Tell whether an answer stands in place of the message that was tapped."""
        query = update.callback_query
        return query is not None and not (query.data or "").startswith(KEEP)

    @staticmethod
    def typed(update: Update) -> str:
        """What the person wrote."""
        return (update.message and update.message.text) or ""

    @staticmethod
    def message_id(update: Update) -> int:
        """Name the message that the update is about; brought again, it has the same id."""
        return update.effective_message.message_id if update.effective_message else 0

    async def show(self, update: Update, screen: Screen, *, below: bool = False) -> int:
        """Show a screen in place of the one that was tapped, or else as a new message.

        Returns the id of the message that shows it; `below` asks for a new one.
        """
        query = update.callback_query
        tapped = query.message if query else None
        below = await self.retire_what_stays(update) or below
        if isinstance(tapped, Message) and screen.can_replace and not below:
            return await self._replace(tapped, screen)
        return await send(self.bot, self.telegram_id, screen)

    async def retire_what_stays(self, update: Update) -> bool:
        """Take the buttons off a message that tells what happened; return whether it was one."""
        query = update.callback_query
        stays = query is not None and (query.data or "").startswith(KEEP)
        if stays:
            await self.retire_tapped(update)
        return stays

    async def retire_tapped(self, update: Update) -> None:
        """Take the buttons off the message that was tapped; they have had their time."""
        if update.callback_query and update.callback_query.message:
            # The message may be too old to edit, or a double tap was faster.
            with suppress(BadRequest):
                await update.callback_query.edit_message_reply_markup(None)

    async def _replace(self, message: Message, screen: Screen) -> int:
        try:
            await message.edit_text(
                screen.text,
                parse_mode=ParseMode.HTML,
                reply_markup=screen.markup,  # type: ignore[arg-type]  # it can replace
            )
        except BadRequest as error:
            if "not modified" in error.message:
                return message.message_id
            if any(words in error.message for words in CANNOT_REPLACE):
                return await send(self.bot, self.telegram_id, screen)
            raise
        return message.message_id


class NoParentError(Exception):
    """A handler for parents was reached by somebody who is none."""


async def send_document(bot: ExtBot[Lane], chat_id: int, content: bytes, filename: str) -> None:
    """Send a file as a new message."""
    await bot.send_document(chat_id, content, filename=filename, rate_limit_args=Lane.DIALOGUE)


async def send_photo(bot: ExtBot[Lane], chat_id: int, content: bytes, screen: Screen) -> None:
    """Send a picture with a screen below it as a new message."""
    await bot.send_photo(
        chat_id,
        content,
        caption=screen.text,
        parse_mode=ParseMode.HTML,
        reply_markup=screen.markup,
        rate_limit_args=Lane.DIALOGUE,
    )


async def send(bot: ExtBot[Lane], chat_id: int, screen: Screen, lane: Lane = Lane.DIALOGUE) -> int:
    """Send a screen as a new message and return its id."""
    message = await bot.send_message(
        chat_id,
        screen.text,
        parse_mode=ParseMode.HTML,
        reply_markup=screen.markup,
        rate_limit_args=lane,
    )
    return message.message_id


async def edit(bot: ExtBot[Lane], chat_id: int, message_id: int, screen: Screen) -> None:
    """Make an older message show a screen that has inline buttons at most, when there is time."""
    await bot.edit_message_text(
        screen.text,
        chat_id,
        message_id,
        parse_mode=ParseMode.HTML,
        reply_markup=screen.markup,  # type: ignore[arg-type]  # it is an inline one
        rate_limit_args=Lane.BULK,
    )
