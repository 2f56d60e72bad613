"""The same handlers as python-telegram-bot runs them unless told otherwise.

Its own updater polls, one update is handled at a time, requests go over httpx, nothing is limited.
"""

import sys
from collections.abc import Callable, Coroutine
from contextlib import closing
from typing import Any

from telegram.ext import ApplicationBuilder, BaseRateLimiter, ContextTypes

from bot import handlers
from bot.application import AfterbellApplication
from bot.clock import Clock
from bot.context import Context, Services
from bot.flood import Lane
from bot.settings import read_settings
from storage.database import Database


class NoLimits(BaseRateLimiter[Lane]):
    """Lets everything through; without one the library would refuse to hear of lanes."""

    async def initialize(self) -> None: ...

    async def shutdown(self) -> None: ...

    async def process_request(  # noqa: PLR0917  as the library calls it
        self,
        callback: Callable[..., Coroutine[Any, Any, Any]],
        args: Any,
        kwargs: dict[str, Any],
        endpoint: str,
        data: dict[str, Any],
        rate_limit_args: Lane | None,
    ) -> Any:
        return await callback(*args, **kwargs)


async def say_running(_: Any) -> None:
    sys.stdout.write("running\n")
    sys.stdout.flush()


def main() -> None:
    settings = read_settings()
    with closing(Database(settings.database_url)) as database:
        services = Services(settings, settings.policy, database, Clock())
        application = (
            ApplicationBuilder()
            .application_class(AfterbellApplication, {"services": services})
            .token(settings.telegram_token.get_secret_value())
            .base_url(f"{settings.telegram_api_url}/bot")
            .rate_limiter(NoLimits())
            .context_types(ContextTypes(context=Context))
            .job_queue(None)
            .post_init(say_running)
            .build()
        )
        assert isinstance(application, AfterbellApplication)
        handlers.register(application)
        application.run_polling()


if __name__ == "__main__":
    main()
