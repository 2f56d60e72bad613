"""The trail as a table for spreadsheets: one line an event."""

from collections.abc import Sequence

from bot.documents.sheet import csv_file, harmless
from bot.screens.trail_words import action_words, actor_words, detail_words, did, role_words
from bot.texts import Say
from domain.audit import Action
from storage.trail_queries import TrailLine


def trail_csv(say: Say, found: Sequence[TrailLine]) -> bytes:
    """Return the events as CSV, in the order given, on the school's clock."""
    header = (
        say.label("Time"),
        say.label("Role"),
        say.label("Who"),
        say.label("What"),
        say.label("Whom"),
        say.label("Activity"),
        say.label("Date"),
        say.label("Detail"),
    )
    words = action_words(say)
    return csv_file(header, (_row(say, words, line) for line in found))


def _row(say: Say, words: dict[Action, str], line: TrailLine) -> tuple[str, ...]:
    texts = (
        role_words(say, line.role),
        actor_words(say, line),
        did(words, line),
        line.person or "",
        line.activity_name or "",
        line.on.isoformat() if line.on else "",
        detail_words(say, line),
    )
    local = line.at.astimezone(say.zone)
    return (local.strftime("%Y-%m-%d %H:%M:%S"), *map(harmless, texts))
