"""python-telegram-bot's application, with each person's state fetched before and kept after."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Any, TypeVar

import structlog
from telegram import PreCheckoutQuery, Update
from telegram.constants import ChatType
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes, ExtBot, JobQueue

from bot.context import Context, Services, Visit
from bot.conversation import DurableConversation
from bot.flood import Lane, Lanes
from bot.screens.payments import put_off
from bot.texts import Say
from bot.transport import AiohttpRequest
from storage.conversations import Conversation, Visitor, find_visitor, save_conversation
from storage.errors import BusyError
from storage.reachability import mark_reachable

log = structlog.stdlib.get_logger(__name__)

CHECKOUT_SECONDS = 8.0
"""Within which somebody who is about to pay is answered: Telegram gives up after ten."""
FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS = 0.2, 5.0
SPINNER_SECONDS = 2.0
"""How long the next update of a person may wait for the spinner of the last one to stop."""
Done = TypeVar("Done")

Base = Application[
    ExtBot[Lane], Context, dict[Any, Any], dict[Any, Any], dict[Any, Any], JobQueue[Context] | None
]


class AfterbellApplication(Base):
    """Handles the updates of private chats; see `bot/conversation` for how state survives."""

    def __init__(self, *, services: Services, **options: Any) -> None:
        super().__init__(**options)
        self.services = services
        self.visits: dict[int, Visit] = {}
        self.conversations: dict[str, DurableConversation] = {}

    def converse(self, conversations: Sequence[DurableConversation]) -> None:
        """Register conversations, which are known by their names."""
        for conversation in conversations:
            self.conversations[str(conversation.name)] = conversation
            self.add_handler(conversation)

    async def process_update(self, update: object) -> None:
        """Handle one update to the end: when this returns, its effect is committed.

        What a handler raises comes out here, and then the update may be handled again.
        """
        if isinstance(update, Update) and update.pre_checkout_query:
            await self._check_out(update, update.pre_checkout_query)
            return
        if not isinstance(update, Update) or not _is_private(update):
            return
        visit = await patiently(lambda: self._begin(update))
        if not update.my_chat_member:
            await self._welcome_back(visit)
        person_id = visit.visitor.telegram_id
        self.visits[update.update_id] = visit
        # Beside the rest: nobody needs to wait for one call to Telegram to make the next.
        answering = asyncio.create_task(stop_spinner(update))
        try:
            await super().process_update(update)
        finally:
            await asyncio.wait([answering], timeout=SPINNER_SECONDS)
            del self.visits[update.update_id]
            for conversation in self.conversations.values():
                conversation.take(person_id)
        if visit.conversation != visit.visitor.conversation:
            await patiently(lambda: self._save(visit))

    async def _check_out(self, update: Update, query: PreCheckoutQuery) -> None:
        """Let a handler decide whether a payment may be made, and answer in any case.

        It comes beside whatever else the person does, so their conversation is left alone.
        """
        say = self.services.say(query.from_user.language_code)
        try:
            async with asyncio.timeout(CHECKOUT_SECONDS):
                visitor = await patiently(
                    lambda: self.services.database.read(find_visitor, query.from_user.id)
                )
                say = self.services.say(visitor.language or query.from_user.language_code)
                now = self.services.clock.now()
                self.visits[update.update_id] = Visit(visitor, say, now, None)
                await super().process_update(update)
        except TelegramError as error:
            # It waited too long, perhaps while the bot was down: nothing was charged.
            log.info("a payment could not be answered", said=error.message)
        except Exception as error:
            # Named only: what an error says may hold a name.
            log.warning("a payment could not be checked", error=type(error).__name__)
            await _put_off(query, say)
        finally:
            self.visits.pop(update.update_id, None)

    async def process_error(self, update: object, error: Exception, *_: Any, **__: Any) -> bool:
        """Let an exception out, for `bot/intake/handling` to decide what becomes of the update."""
        raise error

    async def _welcome_back(self, visit: Visit) -> None:
        """Let a parent have what they missed: who writes has not blocked the bot any more."""
        parent_id, run = visit.visitor.parent_id, self.services.database.run
        if parent_id is not None and visit.visitor.is_unreachable:
            await patiently(lambda: run(mark_reachable, parent_id, now=visit.now))

    async def _save(self, visit: Visit) -> None:
        await self.services.database.run(
            save_conversation, visit.visitor.telegram_id, visit.conversation, now=visit.now
        )

    async def _begin(self, update: Update) -> Visit:
        person = update.effective_user
        assert person is not None  # noqa: S101  private updates have a sender
        visitor = await self.services.database.read(find_visitor, person.id)
        standing = visitor.conversation
        # A command begins something new, whatever was under way.
        if _is_command(update) or (standing and not self._knows(standing, visitor)):
            standing = None
        if standing is not None:
            self.conversations[standing.name].put(person.id, standing.step)
        language = visitor.language or person.language_code
        say = self.services.say(language)
        return Visit(visitor, say, self.services.clock.now(), standing)

    def _knows(self, standing: Conversation, visitor: Visitor) -> bool:
        conversation = self.conversations.get(standing.name)
        if conversation is None or not conversation.knows(standing):
            return False
        return conversation.is_for(self.services.role_of(visitor))


async def patiently(work: Callable[[], Awaitable[Done]]) -> Done:
    """Do what an update cannot go on without, however long the database is away.

    The update stays unconfirmed meanwhile, so nothing is lost if the process ends first.
    """
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            return await work()
        except BusyError:
            log.warning("the database is busy or away; trying again", pause=pause)
        await asyncio.sleep(pause)
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)


def _is_private(update: Update) -> bool:
    chat = update.effective_chat
    return update.effective_user is not None and chat is not None and chat.type == ChatType.PRIVATE


def _is_command(update: Update) -> bool:
    text = update.message.text if update.message else None
    return bool(text and text.startswith("/"))


async def stop_spinner(update: Update) -> None:
    """Answer a tap, if it was one; what was to be said is in the message."""
    if update.callback_query is None:
        return
    try:
        await update.callback_query.answer()
    except TelegramError as error:
        # It waited too long, perhaps while the bot was down, or there is no network: what was
        # to be done is done, and the spinner ends by itself.
        log.info("a tap could not be answered", said=error.message)


async def _put_off(query: PreCheckoutQuery, say: Say) -> None:
    try:
        await query.answer(ok=False, error_message=put_off(say))
    except TelegramError as error:
        log.info("a payment could not be answered", said=error.message)


def build_application(services: Services) -> AfterbellApplication:
    """Return the application without an updater: `bot/intake` brings the updates."""
    settings = services.settings
    built = (
        ApplicationBuilder()
        .application_class(AfterbellApplication, {"services": services})
        .token(settings.telegram_token.get_secret_value())
        .base_url(f"{settings.telegram_api_url}/bot")
        .base_file_url(f"{settings.telegram_api_url}/file/bot")
        .request(AiohttpRequest(services.metrics))
        .get_updates_request(AiohttpRequest(services.metrics))
        .rate_limiter(Lanes())
        .context_types(ContextTypes(context=Context))
        .updater(None)
        .job_queue(None)
        .build()
    )
    assert isinstance(built, AfterbellApplication)  # noqa: S101  as the builder was told
    return built
