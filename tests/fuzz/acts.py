"""What people and meddled-with apps may send: anything that an update can hold."""

import string
from dataclasses import dataclass, fields
from datetime import date, timedelta
from typing import Any, get_type_hints

from hypothesis import strategies as st

from bot.callback_data import KEEP, Tap
from domain.audit import Topic
from domain.imports import ListKind
from domain.model import Field, PaymentMethod, Reminders, Role
from tests.factory import MONDAY
from tests.fuzz.school import CODE, OUR_INVOICE, THEIR_INVOICE
from tests.fuzz.shapes import CONTENTS, KINDS, sample, shaped
from tests.journeys.lists import ACTIVITIES, FAMILIES, WRONG
from tests.roles import COMMANDS
from tests.tap_roles import EVERY_TAP


@dataclass(frozen=True)
class Write:
    text: str


@dataclass(frozen=True)
class Press:
    """Tap a button that the bot has sent: which one of which message, counted from the newest."""

    message: int
    button: int


@dataclass(frozen=True)
class Forge:
    """Tap what no button shows, on a message of the bot or on one that it never sent."""

    data: str | None
    message: int
    can_be_seen: bool
    """Whether Telegram still shows the message to bots."""


@dataclass(frozen=True)
class Send:
    """Send a message of any kind, or change one into it."""

    content: tuple[tuple[str, Any], ...]
    is_edited: bool


@dataclass(frozen=True)
class SendFile:
    name: str
    content: bytes


@dataclass(frozen=True)
class CheckOut:
    """Be about to pay."""

    payload: str
    amount: int
    currency: str


@dataclass(frozen=True)
class Pay:
    payload: str
    amount: int
    currency: str
    charge: str


@dataclass(frozen=True)
class Other:
    """Cause an update of any kind, also those that the bot has not asked for."""

    kind: str
    content: tuple[tuple[str, Any], ...]


Act = Write | Press | Forge | Send | SendFile | CheckOut | Pay | Other

GROUP = {"id": -1001, "type": "supergroup", "title": "Class 3b"}
IN_A_GROUP = {"message_id": 1, "date": 0, "chat": GROUP, "text": "/start"}
BLOCKED = sample("ChatMemberUpdated") | {"new_chat_member": sample("ChatMemberBanned")}
ON_NO_MESSAGE = {"id": "1", "chat_instance": "1", "data": "home", "inline_message_id": "x"}

PLAUSIBLE = (
    *("Ann Smith", "Leo", "31.5.2018", "2018-02-14", "14.9.2026", "21.9.2026 - 23.9.2026"),
    *("Year 3", "3", "12", "0", "12.50", "6.50", "free", "£5", "-5", "15:30", "16:30", "Monday"),
    *("ann@example.org", "+44 7700 900123", "07700 900123", "Chess club", "Training day", "no"),
    *("Swimming", "Fencing", "all", "-", "Sam"),
)
HOSTILE = (
    *("<b>", "</b>&amp;<a href='x'>", "%s %(name)s {name} {0}", "'; DROP TABLE parent; --", "\\"),
    *("\u202e\u200b\u0000", "\n\n", " ", "٣", "½", "1e400", "9" * 400, "-0", "NaN", "1,2,3.4"),
    *("31.2.2018", "29.2.2100", "0.0.0000", "99.99.9999", "25:61", "1.1.0001 - 31.12.9999"),
    *("א" * 80, "😀" * 2048, "a" * 4096, "<" * 4096, "&" * 300, "+" + "1" * 300, "a@" + "b" * 300),
)
COMMAND_WORDS = (*COMMANDS, "nonsense", "start@other_bot", "START", "")
WORDS = tuple(
    str(each) for kind in (PaymentMethod, ListKind, Role, Field, Reminders, Topic) for each in kind
)
PRINTABLE = string.ascii_letters + string.digits + " -_.,;/<>&'\"%\\{}^"

texts = st.sampled_from(PLAUSIBLE) | st.sampled_from(HOSTILE) | st.text(max_size=100)
written = texts.filter(bool)
commands = st.builds(
    lambda name, rest: f"/{name}{rest}",
    st.sampled_from(COMMAND_WORDS),
    st.just("") | st.sampled_from((f" {CODE}", " x", "\n<b>")) | texts.map(lambda text: f" {text}"),
)
numbers = st.integers(0, 12) | st.sampled_from((-1, 100, 2**31, 2**53, 2**62, 2**63 - 1, 1 - 2**63))
days = st.dates(MONDAY - timedelta(days=7), MONDAY + timedelta(days=40)) | st.sampled_from(
    (date.min, date.max, date(1970, 1, 1), date(9999, 1, 1))
)
words = st.sampled_from(WORDS) | st.text(PRINTABLE, max_size=20)
VALUES: dict[type, st.SearchStrategy[Any]] = {
    int: numbers,
    date: days,
    bool: st.booleans(),
    str: words,
}


def _packed(tap: Tap) -> str | None:
    try:
        return tap.pack()
    except ValueError:  # no button holds it
        return None


@st.composite
def tap_data(draw: st.DrawFn) -> str | None:
    """Draw the data of a tap of any kind, with anything in its fields, or what is no tap."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.none() | st.text(max_size=60))
    kind = draw(st.sampled_from(EVERY_TAP))
    hints = get_type_hints(kind)
    values = [draw(VALUES[hints[each.name]]) for each in fields(kind)]  # type: ignore[arg-type]
    data = _packed(kind(*values)) or kind.code
    return draw(st.sampled_from(("", "", KEEP))) + data


def about_every_row(kind: type[Tap], most: int) -> list[Act]:
    """Return forged taps of a kind, one for each row that they could be about, else one."""
    hints = get_type_hints(kind)
    kinds = [hints[each.name] for each in fields(kind)]  # type: ignore[arg-type]
    rows = range(1, most + 1) if int in kinds else (0,)
    samples = {str: "x", date: MONDAY, bool: False}
    data = [kind(*[(samples | {int: row})[each] for each in kinds]).pack() for row in rows]
    return [Forge(each, 0, can_be_seen=True) for each in data]


def about_every_shape() -> list[Act]:
    """Return an update of each kind, and messages, new and changed, with each thing in them."""
    others = [Other(kind, tuple(sample(of).items())) for kind, of in KINDS.items()]
    messages = [
        Send(((field, sample(of)),), is_edited)
        for field, of in CONTENTS.items()
        for is_edited in (False, True)
    ]
    return [*others, *messages]


@st.composite
def contents(draw: st.DrawFn) -> tuple[tuple[str, Any], ...]:
    """Draw what a message is, with things beside it that no app would send together."""
    chosen = draw(st.lists(st.sampled_from(sorted(CONTENTS)), min_size=1, max_size=4, unique=True))
    found = {field: draw(shaped(CONTENTS[field])) for field in chosen}
    if "text" in found:
        found["text"] = draw(written)
    return tuple(found.items())


@st.composite
def others(draw: st.DrawFn) -> Other:
    """Draw an update of any kind."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    return Other(kind, tuple(draw(shaped(KINDS[kind])).items()))


payloads = st.sampled_from((OUR_INVOICE, THEIR_INVOICE, "nothing", "")) | st.text(max_size=30)
amounts = st.sampled_from((650, 1, 0, 10**9))
currencies = st.sampled_from(("GBP", "EUR", "XTR"))
presses = st.builds(Press, st.sampled_from((0, 0, 0, 1, 2)), st.integers(0, 11))
ANYTHING: tuple[st.SearchStrategy[Act], ...] = (
    presses,
    presses,
    presses,
    st.builds(Write, commands),
    st.builds(Write, written),
    st.builds(Forge, tap_data(), st.integers(0, 2), st.sampled_from((True, True, True, False))),
    st.builds(Forge, tap_data(), st.just(0), st.just(True)),
    st.builds(Send, contents(), st.booleans()),
    st.builds(
        SendFile,
        st.sampled_from(("list.csv", "list.xlsx", "list.pdf", "<b>.csv", "", "a" * 300)),
        st.sampled_from((FAMILIES, ACTIVITIES, WRONG, b"PK\x03\x04", b"%PDF-1.7", b"\xff\xfe"))
        | st.binary(max_size=80)
        | st.text(max_size=80).map(str.encode),
    ),
    st.builds(CheckOut, payloads, amounts, currencies),
    # Telegram itself says that somebody has paid.
    st.builds(Pay, payloads, amounts, currencies, st.sampled_from(("c1", "c2"))),
    others(),
    st.sampled_from(
        [
            Other("message", tuple(IN_A_GROUP.items())),
            Other("channel_post", tuple(IN_A_GROUP.items())),
            Other("my_chat_member", tuple(BLOCKED.items())),
            Other("callback_query", tuple(ON_NO_MESSAGE.items())),
        ]
    ),
)


def walks(*words_known: str) -> st.SearchStrategy[list[Act]]:
    """Draw several acts in a row; some people know words, like the names of families."""
    known = [st.builds(Write, st.sampled_from(words_known))] if words_known else []
    return st.lists(st.one_of(*ANYTHING, *known), min_size=1, max_size=12)
