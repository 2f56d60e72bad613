"""The composition root: the only place that wires the parts together."""

import asyncio
from collections.abc import Coroutine
from contextlib import closing
from functools import partial
from typing import Any

import structlog
from telegram.error import InvalidToken, TelegramError

from bot import announcing, handlers, invoices, jobs, logs, menu
from bot.application import build_application
from bot.clock import Clock
from bot.context import Services
from bot.delivery import Delivery
from bot.intake import Intake
from bot.intake.handling import Handling
from bot.intake.lease import Holder, Lease
from bot.intake.lines import Lines
from bot.intake.parking import Parking
from bot.intake.polling import Polling
from bot.intake.webhook import Webhook
from bot.registers import EVERY, Registers
from bot.settings import Settings, SettingsError, read_settings
from bot.stopping import run_until_told
from bot.watch import Watch
from bot.web import Web
from storage.conversations import Visitor, find_visitor
from storage.database import Database
from storage.sample_data import load_sample_data
from storage.schema import upgrade
from storage.transaction import Transaction

log = structlog.stdlib.get_logger(__name__)


class NoTelegramError(Exception):
    """Telegram does not answer while the bot starts."""

    def __init__(self, said: str) -> None:
        super().__init__(
            f"Telegram cannot be reached ({said}): check the network, and TELEGRAM_API_URL."
        )


class Afterbell:
    """The whole bot over one database; `async with` starts and stops it."""

    def __init__(self, settings: Settings, clock: Clock, database: Database) -> None:
        self._services = Services(settings, settings.policy, database, clock)
        self.application = build_application(self._services)
        handlers.register(self.application)
        self.lines = Lines(Handling(self.application))
        self.intake = self._make_intake(settings)
        self._delivery = Delivery(self._services, self.application.bot)
        self._scheduler = jobs.schedule(self._services, self._delivery.wake)
        self._scheduler.add_job(
            self._tidy_invoices, "interval", seconds=invoices.EVERY.total_seconds()
        )
        self._registers = Registers(self._services, self.application.bot)
        self._scheduler.add_job(self._registers.refresh, "interval", seconds=EVERY.total_seconds())
        self._scheduler.add_job(
            self._show_progress, "interval", seconds=announcing.EVERY.total_seconds()
        )
        self._background: set[asyncio.Task[None]] = set()
        self._is_taking_updates = False
        self.web = self._make_web(settings)

    def _make_intake(self, settings: Settings) -> Intake:
        services, bot = self._services, self.application.bot
        if settings.webhook_url is None:
            lease = Lease(services.database, services.clock, Holder())
            parking = Parking(services.database, services.clock)
            return Polling(bot, self.lines, lease, parking)
        return Webhook(bot, self.lines, settings)

    def _make_web(self, settings: Settings) -> Web | None:
        self._services.metrics.watch_in_hand(lambda: self.lines.in_hand)
        if settings.http_port is None:
            return None
        watch = Watch(self._services, lambda: self._is_taking_updates and self.intake.is_ready)
        routes = [*watch.routes, *self.intake.routes]
        return Web(settings.http_host, settings.http_port, routes)

    async def __aenter__(self) -> "Afterbell":
        try:
            await self.application.initialize()
            if self.web is not None:
                await self.web.start()
        except BaseException:
            await self.application.bot.shutdown()
            raise
        loop = asyncio.get_running_loop()
        self._services.database.on_notices = partial(loop.call_soon_threadsafe, self._delivery.wake)
        self._services.on_register.append(self._registers.wake)
        self._services.clock.on_advance.append(self._catch_up)
        self._scheduler.start()
        self._taking = asyncio.create_task(self.intake.run())
        self._is_taking_updates = True
        self._delivering = self._start(self._delivery.run())
        self._start(self._registers.run())
        self._start(self._set_menus())
        self._catch_up()
        return self

    async def __aexit__(self, *_: object) -> None:
        """Finish the updates and deliveries that were begun; what is due stays due in its rows."""
        self._is_taking_updates = False
        self._services.clock.on_advance.remove(self._catch_up)
        self._scheduler.shutdown(wait=False)
        self.intake.stop()
        await asyncio.wait([self._taking])
        self._delivery.stop()
        await asyncio.wait([self._delivering])
        for task in self._background:
            task.cancel()
        await asyncio.gather(*self._background, return_exceptions=True)
        if self.web is not None:
            await self.web.stop()
        await self.application.shutdown()

    def _start(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.create_task(work)
        self._background.add(task)
        task.add_done_callback(self._background.discard)
        return task

    def _catch_up(self) -> None:
        """Do at once what has become due, without waiting for the next tick."""
        self._start(self._sweep())
        self._delivery.wake()

    async def _sweep(self) -> None:
        await jobs.sweep(self._services)
        await self._tidy_invoices()
        await self._registers.refresh()
        await self._show_progress()

    async def _show_progress(self) -> None:
        await announcing.show_progress(self._services, self.application.bot)

    async def _tidy_invoices(self) -> None:
        await invoices.tidy(self._services, self.application.bot)

    async def _set_menus(self) -> None:
        """Set what the bot shows of itself; without it, it works all the same."""
        try:
            await self._introduce()
        except TelegramError as error:
            log.warning("the description and the menus could not be set", said=error.message)

    async def _introduce(self) -> None:
        settings, bot = self._services.settings, self.application.bot
        say = self._services.say(None)
        await menu.introduce(bot, say, settings.school_name)
        for person in await self._services.database.read(self._staff):
            say = self._services.say(person.language)
            await menu.give(bot, say, person, self._services.role_of(person))

    def _staff(self, tx: Transaction) -> list[Visitor]:
        ids = {*self._services.settings.admin_telegram_ids, *tx.staff.list_ever()}
        return [find_visitor(tx, telegram_id) for telegram_id in sorted(ids)]

    async def wait(self) -> None:
        """Wait until the intake ends, which it does by itself only on a refused token."""
        # Not awaited itself: who is cancelled while waiting must not cancel the intake.
        await asyncio.wait([self._taking])
        self._is_taking_updates = False
        self._taking.result()


def run() -> None:
    """Run the bot with the settings of the environment until it is told to stop.

    Raises:
        SettingsError: a setting is missing or wrong, or its port is taken.
        UnreachableError: nothing answers at the database's address.
        NoTelegramError: nothing answers at Telegram's.

    """
    settings = read_settings()
    logs.set_up(*settings.secrets)
    with closing(Database(settings.database_url)) as database:
        upgrade(database)
        try:
            run_until_told(_serve(settings, database))
        except InvalidToken:
            raise SettingsError("TELEGRAM_TOKEN: Telegram does not know it.") from None
        except TelegramError as error:
            raise NoTelegramError(error.message) from None


async def _serve(settings: Settings, database: Database) -> None:
    async with Afterbell(settings, Clock(), database) as afterbell:
        log.info("running", bot=afterbell.application.bot.username)
        await afterbell.wait()


def migrate() -> None:
    """Bring the database of the environment to this version's schema; raises as `run`."""
    with closing(Database(read_settings().database_url)) as database:
        upgrade(database)


def fill_with_sample(seed: int) -> None:
    """Fill the database of the environment with a made-up school.

    Raises:
        NotEmptyError: there are people in it.

    """
    settings = read_settings()
    with closing(Database(settings.database_url)) as database:
        upgrade(database)
        load_sample_data(database, settings.policy, seed=seed, now=Clock().now())
