"""Conversations whose state is in the database, so that any process goes on at the same step.

python-telegram-bot keeps the states of conversations in memory and routes by them. The
application puts a person's step in before an update is routed and takes it out afterwards.
That leans on `ConversationHandler._conversations`, for which the library's version is pinned.
"""

from collections.abc import Callable, Coroutine
from dataclasses import replace
from enum import StrEnum
from typing import Any, Generic, Protocol, TypeVar
from warnings import catch_warnings, simplefilter

from pydantic import TypeAdapter, ValidationError
from telegram import Update
from telegram.ext import ConversationHandler, MessageHandler, filters
from telegram.warnings import PTBUserWarning

from bot.callback_data import Tap
from bot.context import AnyTap, Context
from bot.routes import Route, on_tap
from bot.screen import Screen, paragraphs
from bot.texts import Html, Say
from domain.model import STAFF, Role
from storage.conversations import Conversation

Draft = TypeVar("Draft")
Step = TypeVar("Step", bound=StrEnum)
TYPED = filters.TEXT & ~filters.COMMAND
END = ConversationHandler.END


class Journey(Generic[Step, Draft]):
    """One conversation: its steps, what it gathers on the way, and how each step is shown."""

    def __init__(
        self,
        name: str,
        steps: type[Step],
        draft: type[Draft],
        render: Callable[[Context, Step, Draft], Coroutine[Any, Any, tuple[Screen, Draft]]],
    ) -> None:
        """`render` shows a step, and returns the draft with what it has shown."""
        self.name = name
        self._steps = steps
        self._drafts = TypeAdapter(draft)
        self._render = render

    async def go(
        self,
        update: Update,
        context: Context,
        step: Step,
        draft: Draft,
        *,
        complaint: Html | None = None,
        below: bool = False,
    ) -> Step:
        """Show a step and stand there; `below` sends a new message even after a tap."""
        screen, shown = await self._render(context, step, draft)
        if complaint:
            screen = replace(screen, text=paragraphs(complaint, screen.text))
        message_id = await context.show(update, screen, below=below)
        kept = self._drafts.dump_json(shown).decode()
        context.visit.conversation = Conversation(self.name, step, kept, message_id)
        return step

    async def finish(self, update: Update, context: Context, screen: Screen) -> int:
        """Show the last screen and end."""
        await context.show(update, screen)
        context.visit.conversation = None
        return END

    def on_tap(
        self,
        tap: type[AnyTap],
        handle: Callable[[Update, Context, AnyTap, Draft], Coroutine[Any, Any, Any]],
    ) -> Route:
        """Route a tap of this conversation, made on the message where it stands."""

        async def callback(update: Update, context: Context, meaning: AnyTap) -> Any:
            if self._is_on_older_message(update, context):
                return await self._repeat_below(update, context)
            return await handle(update, context, meaning, self._draft(context))

        return on_tap(tap, callback)

    def leads_to(
        self, step: Step
    ) -> Callable[[Update, Context, Tap, Draft], Coroutine[Any, Any, Step]]:
        """Return what shows an earlier step again, with what was chosen by then."""

        async def go_back(update: Update, context: Context, _tap: Tap, draft: Draft) -> Step:
            return await self.go(update, context, step, draft)

        return go_back

    def ends_with(
        self, words: Callable[[Say], Screen]
    ) -> Callable[[Update, Context, Tap, Draft], Coroutine[Any, Any, int]]:
        """Return what ends the conversation, which has done nothing."""

        async def stop(update: Update, context: Context, _tap: Tap, _draft: Draft) -> int:
            return await self.finish(update, context, words(context.say))

        return stop

    def on_message(
        self,
        kind: filters.BaseFilter,
        handle: Callable[[Update, Context, Draft], Coroutine[Any, Any, Any]],
    ) -> Route:
        """Route a message that is an answer to a step."""

        async def callback(update: Update, context: Context) -> Any:
            return await handle(update, context, self._draft(context))

        return MessageHandler(kind, callback)

    def fallbacks(self, taps: type[Tap]) -> list[Route]:
        """Route what fits no step: a tap of an earlier step, or a message where one taps."""

        async def tapped(update: Update, context: Context, _meaning: Tap) -> Any:
            if self._is_on_older_message(update, context):
                return await self._repeat_below(update, context)
            step, draft = self._step(context), self._draft(context)
            return await self.go(update, context, step, draft)

        async def written(update: Update, context: Context) -> Any:
            hint = context.say("I cannot use that here. Please go on with this:")
            step, draft = self._step(context), self._draft(context)
            return await self.go(update, context, step, draft, complaint=hint)

        return [on_tap(taps, tapped), MessageHandler(~filters.COMMAND, written)]

    async def _repeat_below(self, update: Update, context: Context) -> Step:
        """Answer an old keyboard with where the conversation stands, and take it away."""
        await context.retire_tapped(update)
        step, draft = self._step(context), self._draft(context)
        return await self.go(update, context, step, draft, below=True)

    def _is_on_older_message(self, update: Update, context: Context) -> bool:
        tapped = update.callback_query.message if update.callback_query else None
        return tapped is None or tapped.message_id != self._standing(context).message_id

    def _standing(self, context: Context) -> Conversation:
        conversation = context.visit.conversation
        assert conversation is not None  # noqa: S101  the step that routed here came from it
        return conversation

    def _step(self, context: Context) -> Step:
        return self._steps(self._standing(context).step)

    def _draft(self, context: Context) -> Draft:
        return self._drafts.validate_json(self._standing(context).draft)

    def can_read(self, draft: str) -> bool:
        """Tell whether a draft was kept in the way that this version keeps them."""
        try:
            self._drafts.validate_json(draft)
        except ValidationError:
            return False
        return True


class Answer(Protocol):
    async def __call__(
        self, update: Update, context: Context, tap: Tap | None = None, /
    ) -> None: ...


def over(words: Callable[[Say], Screen]) -> Answer:
    """Return what answers a button whose conversation is over.

    Below, for the message of the button may be the outcome.
    """

    async def say_over(update: Update, context: Context, _tap: Tap | None = None, /) -> None:
        await context.retire_tapped(update)
        await context.show(update, words(context.say), below=True)

    return say_over


class DurableConversation(ConversationHandler[Context]):
    """A `ConversationHandler` whose state can be put in and taken out."""

    def __init__(
        self,
        journey: Journey[Any, Any],
        *,
        for_office: bool = False,
        for_staff: bool = False,
        **options: Any,
    ) -> None:
        """`for_office`, `for_staff`: it ends for who is no longer of these."""
        self._roles = (Role.ADMIN,) if for_office else STAFF if for_staff else None
        self._journey = journey
        with catch_warnings():
            # It warns that taps are not told apart by message; `Journey` does that itself.
            simplefilter("ignore", PTBUserWarning)
            super().__init__(name=journey.name, **options, allow_reentry=True)

    def knows(self, standing: Conversation) -> bool:
        """Tell whether one can go on from there: another version may have left it."""
        return standing.step in self.states and self._journey.can_read(standing.draft)

    def is_for(self, role: Role | None) -> bool:
        """Tell whether somebody with a role of the staff, or with none, may go on with it."""
        return self._roles is None or role in self._roles

    def put(self, person_id: int, step: str) -> None:
        self._conversations[person_id, person_id] = step

    def take(self, person_id: int) -> None:
        self._conversations.pop((person_id, person_id), None)
