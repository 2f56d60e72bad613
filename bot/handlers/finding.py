"""The search for a family, which several conversations of the office begin with."""

from collections.abc import Sequence

from telegram import Update

from bot.context import Context
from bot.forms import read_name
from bot.screens.finding import MOST_FOUND
from storage.office_queries import FamilyFound, search_families


async def search(context: Context, query: str) -> Sequence[FamilyFound]:
    """Return the families that fit what was written; none fits nothing."""
    if not query:
        return ()
    return await context.once(search_families, query, most=MOST_FOUND)


async def look_up(update: Update, context: Context) -> tuple[str, Sequence[FamilyFound]]:
    """Return what was written, empty if it fits nobody, with the families that it fits."""
    query = read_name(context.typed(update)) or ""
    found = await search(context, query)
    return (query if found else ""), found
