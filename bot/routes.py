"""Ways from an update to its handler, and who may go them."""

from collections.abc import Callable, Coroutine, Sequence
from typing import Any, Concatenate, ParamSpec

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, CommandHandler, filters

from bot.callback_data import Tap
from bot.context import AnyTap, Context
from bot.screen import Screen
from bot.screens import home as screens
from bot.texts import Say
from domain.model import STAFF, Role

Route = BaseHandler[Update, Context, Any]
Rest = ParamSpec("Rest")
Handle = Callable[Concatenate[Update, Context, Rest], Coroutine[Any, Any, Any]]
_commands: set[str] = set()
"""All that lead somewhere."""


class TapHandler(CallbackQueryHandler[Context, Any]):
    """Takes the taps that its pattern fits; its base takes also every tap without any data."""

    def check_update(self, update: object) -> bool | object | None:
        query = update.callback_query if isinstance(update, Update) else None
        return query is not None and bool(query.data) and super().check_update(update)


def on_tap(
    tap: type[AnyTap], handle: Callable[[Update, Context, AnyTap], Coroutine[Any, Any, Any]]
) -> TapHandler:
    """Route one kind of tap, or a family of them, to its handler."""

    async def callback(update: Update, context: Context) -> Any:
        meaning = tap.unpack(update.callback_query and update.callback_query.data)
        assert meaning is not None  # noqa: S101  the pattern lets nothing else through
        return await handle(update, context, meaning)

    return TapHandler(callback, pattern=lambda data: tap.unpack(data) is not None)


def on_command(
    name: str, handle: Callable[[Update, Context], Coroutine[Any, Any, Any]]
) -> CommandHandler[Context, Any]:
    """Route a command; one that was edited into an old message is none."""
    _commands.add(name)
    return CommandHandler(name, handle, filters=filters.UpdateType.MESSAGE)


def described(update: Update) -> tuple[str, str]:
    """Return what kind of update it is, in Telegram's word, and what it asks for.

    Both are of the words that the code knows, whatever people and meddled-with apps send.
    """
    kind = next((each for each in Update.ALL_TYPES if getattr(update, each)), "unknown")
    if update.callback_query:
        tap = Tap.unpack(update.callback_query.data)
        return kind, tap.code if tap else "unknown"
    text = update.message.text if update.message else None
    if not text or not text.startswith("/"):
        return kind, "text" if text else "other"
    command = text.split()[0].removeprefix("/").partition("@")[0].lower()
    return kind, f"/{command}" if command in _commands else "unknown"


def for_office(handle: Handle[Rest]) -> Handle[Rest]:
    """Let only the office through; to others what they sent means nothing."""
    return _for_roles((Role.ADMIN,), handle)


def for_staff(handle: Handle[Rest]) -> Handle[Rest]:
    """Let the office and the tutors through; to others what they sent means nothing."""
    return _for_roles(STAFF, handle)


def _for_roles(roles: Sequence[Role], handle: Handle[Rest]) -> Handle[Rest]:
    async def guarded(
        update: Update, context: Context, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> Any:
        if context.staff_role in roles:
            return await handle(update, context, *args, **kwargs)
        await say_unknown(update, context)
        return None

    return guarded


async def say_unknown(update: Update, context: Context) -> None:
    """Answer what means nothing, or nothing to this person: they cannot tell which."""
    if update.callback_query is None:
        await context.show(update, for_person(context, screens.not_understood))
        return
    await context.retire_tapped(update)
    # Below, for the message may have become the conversation's outcome in the meantime.
    await context.show(update, for_person(context, screens.out_of_date), below=True)


def for_person(context: Context, screen: Callable[[Say, Role | None], Screen]) -> Screen:
    """Return a screen with the menu of parents, or that of staff who are none; strangers join."""
    visitor = context.visit.visitor
    if visitor.parent_id is not None:
        return screen(context.say, None)
    if context.staff_role is not None:
        return screen(context.say, context.staff_role)
    return screens.join_first(context.say, context.services.settings.school_name)


def for_parents(handle: Handle[Rest]) -> Handle[Rest]:
    """Let only parents through; others are told how to become one."""

    async def guarded(
        update: Update, context: Context, /, *args: Rest.args, **kwargs: Rest.kwargs
    ) -> Any:
        if context.visit.visitor.parent_id is not None:
            return await handle(update, context, *args, **kwargs)
        school = context.services.settings.school_name
        screen = screens.join_first if context.staff_role is None else screens.for_parents_only
        await context.show(update, screen(context.say, school))
        return None

    return guarded
