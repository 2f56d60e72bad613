"""What the office is told of what went wrong."""

from bot.screen import Screen, lines
from bot.screens.books import books_wrong
from bot.texts import Say
from storage.notices.about import AboutBooks, AboutFailure


def trouble(say: Say, about: AboutFailure | AboutBooks) -> Screen:
    if isinstance(about, AboutFailure):
        return _update_failed(say, about)
    return books_wrong(say, about.faults)


def _update_failed(say: Say, about: AboutFailure) -> Screen:
    return Screen(
        lines(
            say("<b>The bot could not handle a message</b>"),
            say(
                "That was {moment}. Whoever wrote it was told the reference "
                "<code>{reference}</code>; the log has more under it.",
                moment=say.moment(about.failed_at),
                reference=about.reference,
            ),
        )
    )
