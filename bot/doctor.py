"""`bot.py doctor`: looks at everything and says line by line what is in order; changes nothing."""

import asyncio
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass

from telegram import Bot
from telegram.error import InvalidToken, TelegramError

from bot import logs
from bot.clock import Clock
from bot.metrics import Metrics
from bot.screens.books import rule_words
from bot.settings import Settings, SettingsError, read_settings
from bot.texts import Say
from bot.transport import AiohttpRequest
from domain.faults import Fault, Rule
from storage import schema
from storage.book_rules import find_faults
from storage.database import Database
from storage.errors import UnreachableError


@dataclass(frozen=True, slots=True)
class Finding:
    is_well: bool
    words: str

    def __str__(self) -> str:
        """Return the line that is printed."""
        return f"{'ok   ' if self.is_well else 'WRONG'}  {self.words}"


def run() -> bool:
    """Look at all there is, print what was found, and return whether all is well."""
    is_well = True
    for finding in examine():
        print(finding, flush=True)  # noqa: T201  a person started this in a terminal
        is_well = is_well and finding.is_well
    return is_well


def examine() -> Iterator[Finding]:
    """Yield one finding after the other; what rests on something that is wrong is left out."""
    try:
        settings = read_settings()
    except SettingsError as error:
        yield Finding(False, str(error))
        return
    logs.set_up(*settings.secrets)
    yield Finding(True, "Settings: everything needed is there.")
    yield from _examine_database(settings)
    yield asyncio.run(_examine_telegram(settings))


def _examine_database(settings: Settings) -> Iterator[Finding]:
    with closing(Database(settings.database_url)) as database:
        try:
            found = schema.revision(database)
        except UnreachableError as error:
            yield Finding(False, f"Database: {error}")
            return
        yield Finding(True, f"Database: {database.engine.dialect.name} answers.")
        if found != schema.newest():
            yield Finding(
                False,
                f"Schema: it is at version {found or 'none'}, and this program needs "
                f"{schema.newest()}: run bot.py migrate.",
            )
            return
        yield Finding(True, f"Schema: version {found}, the newest.")
        faults = database.look(find_faults, now=Clock().now())
    yield from _examine_books(settings, {each.rule: each for each in faults})


def _examine_books(settings: Settings, faults: dict[Rule, Fault]) -> Iterator[Finding]:
    say = Say(None, settings.zone, settings.currency)
    for rule in Rule:
        words = f"Books: {rule_words(say, rule)}"
        if rule in faults:
            fault = faults[rule]
            named = ", ".join(str(each) for each in fault.examples)
            more = " …" if fault.count > len(fault.examples) else ""
            words += f" Not so: {fault.count} ({rule}: {named}{more})."
        yield Finding(rule not in faults, words)


async def _examine_telegram(settings: Settings) -> Finding:
    bot = Bot(
        settings.telegram_token.get_secret_value(),
        base_url=f"{settings.telegram_api_url}/bot",
        request=AiohttpRequest(Metrics()),
        get_updates_request=AiohttpRequest(Metrics()),
    )
    try:
        async with bot:
            return Finding(True, f"Telegram: it knows the bot as @{bot.username}.")
    except InvalidToken:
        return Finding(False, "Telegram: it does not know TELEGRAM_TOKEN.")
    except TelegramError as error:
        return Finding(
            False,
            f"Telegram: it cannot be reached ({error.message}): check the network, and "
            "TELEGRAM_API_URL.",
        )
