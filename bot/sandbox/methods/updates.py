"""Taking updates: long polling."""

from bot.sandbox import limits
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.rules import Rule

_LARGEST_OFFSET = 2**31 - 1


async def get_updates(call: Call) -> list[Json]:
    """Answer what is waiting; when nothing is, wait for it.

    Only one request waits at a time: a newer one ends the older, as a second poller would.
    """
    bot, arguments = call.bot, call.arguments
    if bot.webhook is not None:
        raise ApiError(Rule.POLL_WITH_WEBHOOK)
    offset = arguments.integer("offset", low=-_LARGEST_OFFSET, high=_LARGEST_OFFSET)
    limit = arguments.integer("limit", low=1, high=limits.UPDATES, otherwise=limits.UPDATES)
    seconds = arguments.integer("timeout", low=0, high=limits.POLL_SECONDS)
    read_allowed_updates(call)
    bot.polling.end(Rule.POLL_TWICE)
    taken = bot.updates.take(offset, limit, now=call.now)
    if not taken and seconds:
        await bot.polling.wait(seconds)
        taken = bot.updates.take(max(offset, 0), limit, now=call.world.clock.now())
    return [update.as_object() for update in taken]


def read_allowed_updates(call: Call) -> None:
    """Change which kinds of updates the bot gets; not saying leaves it as it was."""
    try:
        given = call.arguments.json("allowed_updates")
    except ValueError:
        return
    if isinstance(given, list):
        call.bot.updates.allowed = [kind for kind in given if isinstance(kind, str)]
