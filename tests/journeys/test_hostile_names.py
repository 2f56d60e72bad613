"""Names that break careless programs: shown as they are, on every screen and in every notice."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.client import ChatMessage, PersonClient
from domain.announcements import announce
from domain.audiences import Audience, AudienceKind
from domain.model import Field, Session
from domain.notices import OF_REGISTERS, REMINDERS, Notice, NoticeKind
from domain.sessions import cancel_session
from storage.tables import NoticeState, child, notice, parent
from tests.domain.school import OFFICE
from tests.factory import LONDON, MONDAY, NOW, Family
from tests.journeys.school import Parent, School, bot_messages
from tests.journeys.variants import each_of

pytestmark = pytest.mark.unmeasured

NAMES = {
    "html": '<b>Ann_a* & "Co"',
    "entities": "&lt;i&gt; &amp; &#65; </code>",
    "format": "{child} {0} {{}} %s %(n)d \\n",
    "markdown": "_*[x](tg://user?id=1)`~|",
    "hebrew": "אורי בן־דוד",
    "arabic": "مريم ١٢٣",
    "emoji": "👩‍👧‍👦 Zoë 🏳️‍🌈",
    "long": "W" * 80,
}
of_each_name = each_of("kind", NAMES, also_on_postgresql=("format", "emoji"))
OURS = ("bold", "bot_command", "phone_number", "code", "email", "url")
"""What is marked in our texts; a name must add nothing to it."""


ISOLATES = "\u2068\u2069"
"""Put around names from right to left, so that the sentence around them keeps its order."""


class Eye:
    """Looks at every screen for the name, whole and unformatted."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.seen = 0

    def look(self, message: ChatMessage, *, hidden: bool = False) -> None:
        shown = [message.text, *message.labels]
        assert hidden or any(self.name in each for each in shown), message
        self.seen += not hidden
        for entity in message.entities:
            assert entity["type"] in OURS, (entity, message)

    async def tap(self, person: PersonClient, *labels: str, hidden: bool = False) -> None:
        for label in labels:
            await person.tap(label)
            self.look(person.changed, hidden=hidden)

    async def say(self, person: PersonClient, *texts: str, hidden: bool = False) -> None:
        for text in texts:
            await person.send(text)
            self.look(person.screen, hidden=hidden)


async def join_and_add(school: School, eye: Eye) -> PersonClient:
    """Join under the name, which Telegram knows too, and add a child of that name."""
    anna = await school.person(eye.name[:64], None)
    await anna.send("/start")
    assert anna.screen.labels[0].strip(ISOLATES) == anna.first_name
    await eye.say(anna, eye.name)
    await anna.share_contact()
    await eye.tap(anna, "Skip")
    await eye.tap(anna, "Home")
    await eye.say(anna, "/children", hidden=True)
    await eye.tap(anna, "Add a child", hidden=True)
    await eye.say(anna, eye.name)
    await eye.tap(anna, "Back")
    await eye.tap(anna, "Keep: ")
    await eye.say(anna, "31.5.2018")
    await eye.tap(anna, "Year 3")
    return anna


@of_each_name
async def test_name_is_shown_as_it_is_on_every_screen(school: School, kind: str) -> None:
    eye = Eye(NAMES[kind])
    full = school.make.session(name=f"Club {eye.name}", price=800, capacity=1, location=eye.name)
    anna = await join_and_add(school, eye)
    assert [row.name for row in school.make.rows(parent)] == [eye.name]
    assert [row.name for row in school.make.rows(child)] == [eye.name]

    await eye.say(anna, "/book")
    await eye.tap(anna, "Club", "14 Sept", "Confirm", "My bookings", "14 Sept")
    await eye.tap(anna, "Pay", hidden=True)
    await eye.say(anna, "/bookings")
    await eye.tap(anna, "14 Sept", "Give up this place", "Yes, cancel")

    school.make.booking(full, school.make.family())
    await eye.say(anna, "/book")
    await eye.tap(anna, "Club", "14 Sept", "Confirm")
    await eye.say(anna, "/bookings")
    await eye.tap(anna, "14 Sept", "Leave the waiting list")
    school.make.change(parent, school.make.rows(parent)[0].id, email=eye.name)
    await eye.say(anna, "/balance", hidden=True)
    await eye.say(anna, "/children")
    await eye.tap(anna, "Year 3", "Change")
    await eye.tap(anna, "Keep: ", "Keep: ", "Year 4")
    await eye.say(anna, "/children")
    await eye.tap(anna, "Year 4", "Remove", "Yes, remove")
    assert eye.seen > 30


@of_each_name
async def test_name_is_found_and_shown_as_it_is_at_the_till(school: School, kind: str) -> None:
    eye = Eye(NAMES[kind])
    anna = await school.parent(eye.name[:64], None, children=[eye.name])
    school.make.change(parent, anna.parent_id, name=eye.name)
    of = school.make.session(name=f"Club {eye.name}", price=800)
    school.make.booking(of, anna.family, status="pending")
    school.make.parent(name=eye.name)
    olive = await school.office()
    await eye.say(olive, "/payment", hidden=True)
    await eye.say(olive, eye.name)
    await eye.tap(olive, "·", "Waiting for voucher", "Club")
    await eye.tap(olive, "Back", "Back", "Paid in cash")
    await eye.say(olive, "8", hidden=True)
    await eye.say(olive, eye.name)
    await eye.tap(olive, "Confirm", "This family")
    await school.settle()
    told = await anna.wait_for("We have received")
    eye.look(told)
    await anna.send("/balance")
    assert f"reference {eye.name}" in anna.screen.text.replace("\u2068", "").replace("\u2069", "")


NAMES_NO_CHILD = {
    NoticeKind.UPDATE_FAILED,
    NoticeKind.BOOKS_WRONG,
    NoticeKind.PAYMENT_RECEIVED,
    NoticeKind.PAID_OUT,
    NoticeKind.BALANCE_CORRECTED,
    NoticeKind.REPAYMENT_DUE,
    NoticeKind.APPLICANT_WAITS,
    NoticeKind.APPLICANT_APPROVED,
    NoticeKind.APPLICANT_DECLINED,
    NoticeKind.STAFF_JOINED,
}


def write(school: School, family: Family, kinds: Iterable[NoticeKind], **about: Any) -> None:
    """Put notices into the outbox, one of each kind, about one booking, entry or day."""
    notices = [Notice(family.parent_id, kind, NOW, **about) for kind in kinds]
    school.make.database.transact(lambda tx: tx.outbox.add(*notices))


def write_every_notice(school: School, parent: Parent, of: Session) -> None:
    """Put one of each kind into the outbox; the parent is the tutor too."""
    make, family = school.make, parent.family
    others = NAMES_NO_CHILD | {
        *OF_REGISTERS,
        *REMINDERS,
        NoticeKind.AWAY,
        NoticeKind.ANNOUNCEMENT,
        NoticeKind.HOLD_EXTENDED,
        NoticeKind.OFFERED,
        NoticeKind.HOLD_EXPIRED,
        NoticeKind.PASSED_OVER,
        NoticeKind.QUEUE_CLOSED,
        NoticeKind.ACTIVITY_CHANGED,
        NoticeKind.SESSION_CANCELLED,
    }
    write(school, family, set(NoticeKind) - others, booking_id=make.booking(of, family))
    for kind, on in zip(REMINDERS, (of.on, of.on + timedelta(weeks=1)), strict=True):
        make.booking(make.session(name=of.activity.name, on=on), family)
        write(school, family, [kind], on_date=on)
    registers = [
        Notice(None, kind, NOW, session_id=of.id, staff_telegram_id=parent.id)
        for kind in OF_REGISTERS
    ]
    make.database.transact(lambda tx: tx.outbox.add(*registers))
    other = make.session(name=of.activity.name, price=100, on=MONDAY)
    held = make.booking(other, family, status="pending")
    kinds = [NoticeKind.OFFERED, NoticeKind.HOLD_EXTENDED, NoticeKind.HOLD_EXPIRED]
    write(school, family, kinds, booking_id=held)
    away = make.booking(make.session(name=of.activity.name), family)
    make.database.transact(lambda tx: tx.attendance.tell_away(away, parent.parent_id, NOW))
    write(school, family, [NoticeKind.AWAY], booking_id=away)
    entry = make.waiting(of, family, status="expired", reason="clash", ended_at=NOW)
    kinds = [NoticeKind.PASSED_OVER, NoticeKind.QUEUE_CLOSED]
    write(school, family, kinds, entry_id=entry)
    kinds = [NoticeKind.ACTIVITY_CHANGED]
    write(school, family, kinds, activity_id=of.activity.id, changed=Field.NAME)
    whom = Audience(AudienceKind.ACTIVITY, of.activity.id)
    news = f"News of {of.activity.name}"
    make.database.transact(announce, whom, news, "key", LONDON, actor=OFFICE, now=NOW)
    off = make.session(name=of.activity.name)
    make.booking(off, family)
    make.database.transact(cancel_session, off.id, actor=OFFICE, now=NOW)


@of_each_name
async def test_name_is_shown_as_it_is_in_every_notice(school: School, kind: str) -> None:
    eye = Eye(NAMES[kind])
    anna = await school.parent("Anna", children=[eye.name])
    write_every_notice(school, anna, school.make.session(name=f"Club {eye.name}"))
    await school.settle()
    assert {row.state for row in school.make.rows(notice)} == {NoticeState.SENT}
    told = await bot_messages(anna)
    assert len(told) == len(set(NoticeKind) - NAMES_NO_CHILD)
    for message in told:
        eye.look(message)
        assert f"Club {eye.name}" in message.text


async def test_marks_that_turn_the_text_round_and_breaks_do_not_get_into_a_name(
    school: School,
) -> None:
    anna = await school.person("Anna")
    await anna.send("/start")
    await anna.send("An\u202ena\nSmith\u2066")
    assert anna.screen.text.startswith("Thank you, An na Smith. ")
