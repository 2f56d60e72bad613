"""What goes on at the school of the benchmarks besides places, and the ways to see all of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from bot.taps.account import AskBack, PrintReceipt
from bot.taps.activities import EditActivity, NewActivity
from bot.taps.announcements import AskStopSending, PickKind, ShowAnnouncement, ShowNotReached
from bot.taps.children import AddChild, WriteNotes
from bot.taps.closures import AddClosure
from bot.taps.corrections import CorrectBalance, PickWay
from bot.taps.credit import SetLimit
from bot.taps.families import PickFound, SeeFamily, WriteTheirNotes
from bot.taps.imports import PickList
from bot.taps.invitations import InviteParent
from bot.taps.joining import AskToJoin, UseTelegramName
from bot.taps.merging import MergeFamily, PickOther, UniteChildren
from bot.taps.payment import PickFamily, PickMethod
from bot.taps.payouts import PayOut, PickPayoutAmount, PickPayoutMethod
from bot.taps.places import GotIt, PayFromBalance, ShowEntry
from bot.taps.placing import AddFamily, AddTheirChild, BookForFamily, PickParent
from bot.taps.registers import ShowRegisters, WriteNote
from bot.taps.sessions import CancelSession, ChangeCapacity, ChooseWhom, ShowSession, ShowTold
from bot.taps.staff import PickRole
from bot.taps.undelivered import ShowUndelivered
from domain.announcements import announce
from domain.applicants import ask_to_join
from domain.audiences import Audience, AudienceKind
from domain.imports import ListKind
from domain.joining import invite
from domain.model import Actor, Field, Role
from domain.ports.families import NewParent
from domain.sessions import cancel_session
from storage import tables
from storage.database import Database
from tests.benchmarks import school
from tests.bot.values import ADMIN_ID
from tests.factory import LONDON, NOW, Factory
from tests.journeys.lists import FAMILIES
from tests.walker import File, Path, Share

STRANGER = 4_000_000
PEOPLE = {
    "stranger": STRANGER,
    "parent": school.TELEGRAM + school.BUSY_PARENT,
    "tutor": school.TUTORS_TELEGRAM + 1,
    "admin": ADMIN_ID,
}
BUSY = school.BUSY_PARENT
ALIKE = "Parent"
"""The name of many."""
MANY = 12
"""More than a page of most lists."""
OFF = school.WEEKS + school.THIS_WEEK + 2
"""The session that is called off: of the second activity, next week."""
COMING = school.THIS_WEEK + 2
"""A session of the first activity, next week."""
WITH_NOTES = school.CHILDREN_EACH * BUSY
"""A child."""
NOTED = school.BOOKINGS_A_SESSION * school.THIS_WEEK + 1
"""A booking for today's session of the first activity, which the tutor teaches."""
ADMIN = Actor(Role.ADMIN, ADMIN_ID)
CODE = "come-in"


@dataclass(frozen=True)
class Day:
    """The day's rows that ways lead to."""

    announcement_id: int
    entry_id: int
    held_id: int
    notice_id: int
    payment_id: int
    queue_id: int
    """A session for which somebody waits."""
    unreached_id: int
    """A parent without Telegram."""


def begin_day(database: Database) -> Day:
    """Write what goes on today into a school that is filled."""
    run, make = database.transact, Factory(database)
    everyone = Audience(AudienceKind.EVERYONE)
    announcement_id = run(announce, everyone, "Hello", "key", LONDON, actor=ADMIN, now=NOW)
    run(cancel_session, OFF, actor=ADMIN, now=NOW)
    run(invite, CODE, actor=ADMIN, until=NOW + timedelta(days=7), now=NOW)
    for number in range(MANY):
        asks = NewParent(
            telegram_id=STRANGER + 1 + number,
            name=f"Asks {number}",
            phone=f"+4477009001{number}",
            email=None,
            language="en",
        )
        run(ask_to_join, asks, office=(ADMIN_ID,), now=NOW)
    with make.at_once():
        unreached_id = make.parent(telegram_id=None)
        make.child(unreached_id)
        for _ in range(MANY):
            make.tutor(telegram_id=None)
        make.child(BUSY, name="Twice")
        make.child(BUSY, name="Twice")
        for number in range(MANY):
            payment_id = make.paid(BUSY, school.PAID, f"online-{number}")
        _owe(make, payment_id)
        make.insert(
            tables.register_note, booking_id=NOTED, text="Sick", written_at=NOW, written_by=ADMIN_ID
        )
        make.change(tables.parent, BUSY, credit_limit_minor=100)
        make.change(tables.child, WITH_NOTES, notes="Has an inhaler")
    assert isinstance(announcement_id, int)
    [entry] = make.rows(tables.waitlist_entry, parent_id=BUSY)[-1:]
    [held] = make.rows(tables.booking, parent_id=BUSY, status="pending")[-1:]
    [told] = make.rows(tables.notice, session_id=OFF)[:1]
    return Day(
        announcement_id, entry.id, held.id, told.id, payment_id, entry.session_id, unreached_id
    )


def _owe(make: Factory, payment_id: int) -> None:
    """Let there be money to pay back: wished for, come too late, and on no account."""
    for number in range(MANY):
        family = {"parent_id": BUSY + number, "reason": "asked"}
        of_family = dict.fromkeys(("amount_minor", "open_minor"), 500)
        make.insert(tables.repayment, made_at=NOW, **family, **of_family)
    much = dict.fromkeys(("amount_minor", "open_minor"), school.PAID)
    make.insert(
        tables.repayment,
        parent_id=BUSY,
        reason="unused",
        payment_id=payment_id,
        made_at=NOW,
        **much,
    )
    make.insert(
        tables.repayment, reason="unknown", charge_id="whose", currency="GBP", made_at=NOW, **much
    )


CHILD = ("Leo", "31.5.2018")
FAMILY = ("Zoe New", "+44 7700 900555", *CHILD)
ACTIVITY = (
    "Chess",
    "Ms Wood",
    "Of all ages",
    "Hall",
    "Monday",
    "3.30pm to 4.30pm",
    "14.9.2026",
    "14.12.2026",
    "1",
    "3",
    "12",
    "7",
    "2 hours",
    "24 hours",
)
"""The answers to all questions about an activity."""
CHANGES: dict[Field, tuple[str, ...]] = {
    Field.NAME: ("Chess",),
    Field.TUTOR: ("Ms Wood",),
    Field.DESCRIPTION: ("Of all ages",),
    Field.PLACE: ("Library",),
    Field.WEEKDAY: ("Friday",),
    Field.TIMES: ("4pm to 5pm",),
    Field.TERM: ("5.1.2026", "30.11.2026"),
    Field.YEARS: ("1", "3"),
    Field.CAPACITY: ("20",),
    Field.PRICE: ("7",),
    Field.CUTOFF: ("2 hours",),
    Field.FREE_CANCELLATION: ("48 hours",),
}


def ways(day: Day) -> dict[str, list[Path]]:
    """Return those that need words, or a button that only some message, or some row, has."""
    placing = ("/help", BookForFamily(COMING))
    return {
        "stranger": [
            ("/start", AskToJoin),
            (f"/start {CODE}", UseTelegramName, Share.CONTACT, "ann@example.org"),
        ],
        "parent": [
            ("/children", AddChild, *CHILD),
            ("/help", AskBack()),
            ("/help", WriteNotes(WITH_NOTES)),
            ("/help", ShowEntry(day.entry_id)),
            ("/help", PayFromBalance(day.held_id)),
            ("/help", GotIt(day.notice_id)),
        ],
        "tutor": [("/register", ShowRegisters()), ("/help", WriteNote(NOTED))],
        "admin": [
            ("/payment", ALIKE, PickFamily(BUSY), PickMethod, "12.50"),
            ("/help", PrintReceipt(day.payment_id)),
            ("/help", PayOut(BUSY), PickPayoutMethod, PickPayoutAmount, "Slip 7"),
            ("/help", SetLimit(BUSY), "50"),
            ("/help", CorrectBalance(BUSY), PickWay, "5", "Paid twice"),
            ("/help", WriteTheirNotes(BUSY, WITH_NOTES)),
            ("/family", ALIKE, PickFound(BUSY)),
            ("/help", SeeFamily(day.unreached_id)),
            ("/help", InviteParent(day.unreached_id)),
            ("/help", MergeFamily(BUSY), ALIKE, PickOther),
            ("/help", UniteChildren(BUSY)),
            ("/closures", AddClosure, "14.9.2026 - 18.9.2026", "Holidays"),
            (*placing, ALIKE, PickParent(BUSY), AddTheirChild, *CHILD),
            (*placing, "Nobody", AddFamily, *FAMILY),
            ("/today", ShowSession),
            ("/help", ShowSession(day.queue_id)),
            ("/help", ChooseWhom(day.queue_id)),
            ("/help", ShowTold(OFF)),
            ("/help", ChangeCapacity(day.queue_id), "20"),
            ("/help", CancelSession(day.queue_id), "Snow"),
            ("/announce", PickKind(AudienceKind.SESSION)),
            ("/announce", PickKind(AudienceKind.QUEUE)),
            ("/announce", PickKind(AudienceKind.GRADE)),
            ("/announce", PickKind(AudienceKind.EVERYONE), "Hello"),
            ("/help", ShowAnnouncement(day.announcement_id)),
            ("/help", ShowNotReached(day.announcement_id)),
            ("/help", AskStopSending(day.announcement_id)),
            ("/invite_staff", PickRole(Role.TUTOR), "Ms Wood"),
            ("/import", PickList(ListKind.FAMILIES), File(FAMILIES.decode())),
            ("/help", ShowUndelivered(1)),
            ("/activities", NewActivity, *ACTIVITY),
            *_changes(),
        ],
    }


def _changes() -> Iterator[Path]:
    for field, said in CHANGES.items():
        yield "/help", EditActivity(1, field), *said
