"""What a family was told, and whether it has reached them."""

from collections.abc import Sequence

from bot.screen import Screen, lines, paragraphs
from bot.screens.finding import back_to_family
from bot.screens.parts import page_of, turning
from bot.screens.undelivered import kind_words
from bot.taps.families import SeeMessages
from bot.texts import Html, Say
from storage.family_queries import Message
from storage.office_queries import FamilyAccount
from storage.tables import NoticeState

MESSAGES_SHOWN = 3
MESSAGES_A_PAGE = 10
MOST_MESSAGES = 200


def messages(say: Say, of: FamilyAccount, found: Sequence[Message], page: int) -> Screen:
    """List what was sent to a parent, the latest first."""
    shown, page = page_of(found, page, MESSAGES_A_PAGE)
    taps = SeeMessages(of.parent_id, page - 1), SeeMessages(of.parent_id, page + 1)
    heading = say("<b>Messages to {parent}</b>", parent=of.parent_name)
    return Screen(
        paragraphs(
            heading,
            lines(*[_message(say, each) for each in shown])
            or say("Nothing has been sent to them yet."),
        ),
        (
            *turning(say, page, MESSAGES_A_PAGE, len(found), taps),
            *back_to_family(say, of.parent_id),
        ),
    )


def latest_messages(say: Say, found: Sequence[Message]) -> list[Html]:
    shown = [_message(say, each) for each in found]
    return [lines(say("The latest messages:"), *shown)] if shown else []


def _message(say: Say, of: Message) -> Html:
    about = ", ".join(filter(None, [of.activity_name, say.day(of.on) if of.on else ""]))
    values = {
        "moment": say.moment(of.at),
        "kind": kind_words(say, of.kind),
        "state": _fate(say, of.state),
    }
    if not about:
        return say("{moment}: {kind} – {state}", **values)
    return say("{moment}: {kind} ({about}) – {state}", about=about, **values)


def _fate(say: Say, state: NoticeState) -> str:
    return {
        NoticeState.WAITING: say.label("to be sent"),
        NoticeState.SENT: say.label("sent"),
        NoticeState.DROPPED: say.label("not sent, for it was no longer true"),
        NoticeState.FAILED: say.label("not delivered"),
        NoticeState.PAUSED: say.label("waits until they can be reached"),
    }[state]
