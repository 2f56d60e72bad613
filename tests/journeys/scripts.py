"""Every conversation as a list of what a person does, and what must be left at its end."""

from collections.abc import Awaitable, Callable, Coroutine
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import Any

from bot.sandbox.client import PersonClient
from bot.sandbox.json_types import Json
from storage.tables import (
    account_entry,
    activity,
    announcement,
    applicant,
    booking,
    cancellation,
    child,
    conversation,
    guardianship,
    invitation,
    notice,
    parent,
    register_note,
    repayment,
    session,
    staff_invitation,
    tutor,
    waitlist_entry,
)
from tests.factory import MONDAY, NOW, Factory, Family
from tests.journeys.lists import FAMILIES, WRONG
from tests.journeys.school import School
from tests.journeys.variants import each_of

Act = Callable[[PersonClient, bool], Coroutine[Any, Any, Json]]


def say(text: str) -> Act:
    return lambda person, wait: person.send(text, wait=wait)


def tap(label: str) -> Act:
    return lambda person, wait: person.tap(label, wait=wait)


def send_file(name: str, content: bytes) -> Act:
    return lambda person, wait: person.send_document(name, content, wait=wait)


def share_contact(person: PersonClient, wait: bool) -> Coroutine[Any, Any, Json]:
    return person.share_contact(wait=wait)


@dataclass(frozen=True)
class Script:
    """A conversation from its first act to its last."""

    name: str
    begin: Callable[[School], Awaitable[PersonClient]]
    acts: tuple[Act, ...]
    last_screen: str
    rows: Callable[[Factory], list[Any]]
    expected_rows: list[Any]
    begins_at: int = 0
    """Which act begins the conversation; those before it are commands and taps of no step."""
    writes_at: int = -1
    """Which act is the first that changes more than the conversation."""
    settings: dict[str, Any] = field(default_factory=dict)
    """Of the school, where they are other than usual."""

    async def prepare(self, school: School) -> None:
        """Let the bot run with the settings."""
        if self.settings:
            await school.restart(**self.settings)

    async def check(self, school: School, person: PersonClient) -> None:
        """Look at the end, which is the same whatever happened on the way."""
        await person.refresh()
        assert person.changed.text == self.last_screen
        await self.check_rows(school)

    async def check_rows(self, school: School) -> None:
        assert self.rows(school.make) == self.expected_rows
        assert school.make.count(conversation) == 0


async def a_stranger(school: School) -> PersonClient:
    return await school.person("Anna")


async def a_parent_with_a_card(school: School) -> PersonClient:
    """Ann is on file with Nia, and this is her phone."""
    make = school.make
    ann = make.parent(name="Ann Smith", telegram_id=None)
    make.child(ann, name="Nia")
    link = {"code": "card", "invited_by": 1, "made_at": NOW, "expires_at": NOW + timedelta(days=9)}
    make.insert(invitation, for_parent_id=ann, **link)
    return await school.person("Somebody")


async def a_parent(school: School) -> PersonClient:
    return await school.parent("Anna")


async def a_parent_with_two_children(school: School) -> PersonClient:
    swimming = school.make.session(name="Swimming", price=800)
    school.make.session(activity_id=swimming.activity.id, on=MONDAY + timedelta(weeks=1))
    return await school.parent("Anna", children=["Emma", "Ben"], balance=800)


async def a_parent_with_three_mondays(school: School) -> PersonClient:
    """One place is covered, one is not, one date is full."""
    parent = await school.parent("Anna", balance=800)
    first = school.make.session(name="Swimming", price=800)
    for week in (1, 2):
        school.make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=week))
    full = school.make.session(
        activity_id=first.activity.id, on=MONDAY + timedelta(weeks=3), override=1
    )
    school.make.booking(full, school.make.family(balance=800))
    return parent


async def the_office(school: School) -> PersonClient:
    return await school.office()


async def the_office_with_a_queue_to_call(school: School) -> PersonClient:
    """Who waits does not use Telegram."""
    make = school.make
    parent_id = make.parent(telegram_id=None)
    swimming = make.session(name="Swimming", capacity=1)
    make.waiting(swimming, Family(parent_id, make.child(parent_id)))
    return await school.office()


async def the_office_with_two_holds(school: School) -> PersonClient:
    """Two families are called Smith; Anna's Emma has two places that are to be paid for."""
    make = school.make
    anna = await school.parent("Anna", balance=100)
    await school.parent("Zoe", children=["Max"])
    swimming = make.session(name="Swimming", price=800)
    early = NOW + timedelta(hours=6)
    make.booking(swimming, anna.family, status="pending", hold_expires_at=early)
    chess = make.session(name="Chess", price=500, on=MONDAY + timedelta(days=2))
    late = NOW + timedelta(days=2)
    make.booking(chess, anna.family, status="pending", hold_expires_at=late)
    return await school.office()


async def the_office_with_a_register(school: School) -> PersonClient:
    anna = await school.parent("Anna")
    chess = school.make.session(
        name="Chess", on=NOW.date(), start_time=time(9, 15), end_time=time(10, 15)
    )
    school.make.booking(chess, anna.family)
    return await school.office()


async def the_office_with_a_tutor(school: School) -> PersonClient:
    school.make.activity(name="Chess", tutor_id=school.make.tutor(name="Mr Young"))
    school.make.tutor(name="Ms Ash", telegram_id=5001)
    return await school.office()


async def the_office_with_a_wish(school: School) -> PersonClient:
    """Anna has paid £9.00 online and asks for it back."""
    anna = await school.parent("Anna")
    school.make.paid(anna.parent_id, 900)
    wish = {"parent_id": anna.parent_id, "reason": "asked", "made_at": NOW}
    school.make.insert(repayment, amount_minor=900, open_minor=900, **wish)
    return await school.office()


async def the_office_with_a_parent_twice(school: School) -> PersonClient:
    """Anna has joined, and is on file from a list as well."""
    make = school.make
    await school.parent("Anna", balance=100)
    make.child(make.parent(name="A. Smith", telegram_id=None), name="Leo")
    return await school.office()


async def the_office_with_a_club(school: School) -> PersonClient:
    """Emma has booked Chess on a Monday."""
    anna = await school.parent("Anna", balance=800)
    chess = school.make.session(
        name="Chess", price=800, location="Hall", tutor_id=school.make.tutor(name="Tina")
    )
    school.make.booking(chess, anna.family)
    return await school.office()


async def the_office_with_a_full_session(school: School) -> PersonClient:
    """Emma has the one place, and Ben waits for it."""
    make = school.make
    anna = await school.parent("Anna", children=["Emma", "Ben"])
    swimming = make.session(name="Swimming", capacity=1)
    make.booking(swimming, anna.family)
    make.waiting(swimming, type(anna.family)(anna.parent_id, anna.child_ids[1]))
    return await school.office()


def calls_off(make: Factory) -> list[Any]:
    """Return the places, state and reason of each session, and what became of its bookings."""
    return [
        (
            row.capacity,
            row.status,
            [each.reason for each in make.rows(cancellation, session_id=row.id)],
            [each.status for each in make.rows(booking, session_id=row.id)],
        )
        for row in make.rows(session)
    ]


def parents(make: Factory) -> list[Any]:
    return [(row.name, row.phone, row.email) for row in make.rows(parent)]


def children(make: Factory) -> list[Any]:
    return [(row.name, row.born_on, row.grade) for row in make.rows(child)]


def guardians(make: Factory) -> list[Any]:
    """Return each child with who stands for it."""
    parents = {row.id: row.name for row in make.rows(parent)}
    children = {row.id: row.name for row in make.rows(child)}
    links = make.rows(guardianship)
    return sorted((children[row.child_id], parents[row.parent_id]) for row in links)


def money(make: Factory) -> list[Any]:
    """Return the entries of the accounts, without the corrections of a scene."""
    return [
        (row.kind, row.amount_minor, row.method, row.note)
        for row in make.rows(account_entry)
        if row.kind != "adjustment" or row.actor_role == "admin"
    ]


def deadlines(make: Factory) -> list[Any]:
    """Return the days and times, in UTC, at which places that are held are given up."""
    return [
        (f"{row.hold_expires_at:%a %d}", f"{row.hold_expires_at:%H:%M}")
        for row in make.rows(booking, status="pending")
    ]


def invitations(make: Factory) -> list[Any]:
    names = {row.id: row.name for row in make.rows(tutor)}
    return [(row.role, names[row.tutor_id]) for row in make.rows(staff_invitation)]


def terms(make: Factory) -> list[Any]:
    """Return when each activity begins, and how many sessions it has."""
    return [(row.first_on, make.count(session, activity_id=row.id)) for row in make.rows(activity)]


def notes(make: Factory) -> list[str]:
    return [row.text for row in make.rows(register_note)]


def told_of(make: Factory) -> list[Any]:
    """Return what kinds of notices there are."""
    return [row.kind for row in make.rows(notice)]


def places(make: Factory) -> list[Any]:
    """Return Emma's places: her bookings and waiting-list entries by date."""
    [emma] = make.rows(child, name="Emma")
    days = {row.id: row.date for row in make.rows(session)}
    return sorted(
        (days[row.session_id], row.status)
        for table in (booking, waitlist_entry)
        for row in make.rows(table, child_id=emma.id)
    )


JOINING = Script(
    "join",
    a_stranger,
    (say("/start"), say("Ann Smith"), share_contact, say("ann@example.org")),
    "You have joined Hill School\nWelcome, Ann Smith. Now add your first child, then you can book.",
    parents,
    [("Ann Smith", "+447700900123", "ann@example.org")],
)
JOINING_BY_CARD = Script(
    "join by card",
    a_parent_with_a_card,
    (say("/start card"), say("Who are you?"), share_contact, say("ann at home"), tap("Skip")),
    "You have joined Hill School\nWelcome, Ann Smith. You can book at once for:\nNia, Year 3",
    lambda make: (
        [(row.name, row.phone, bool(row.telegram_id)) for row in make.rows(parent)]
        + [row.parent_id == row.for_parent_id for row in make.rows(invitation)]
    ),
    [("Ann Smith", "+447700900123", True), True],
)
ASKING = Script(
    "ask to join",
    a_stranger,
    (
        say("/start"),
        tap("Ask to join"),
        say("Ann Smith"),
        say("07700 900123"),
        share_contact,
    ),
    "You have asked to join Hill School\nThe school office decides, and you are told here. "
    "If it has sent you a link, you can open that instead.",
    lambda make: [(row.name, row.phone, row.status) for row in make.rows(applicant)],
    [("Ann Smith", "+447700900123", "waiting")],
    begins_at=1,
    settings={"registration": "invite"},
)
ADDING = Script(
    "add",
    a_parent,
    (
        say("/children"),
        tap("Add a child"),
        say("Ben"),
        say("29.2.2020"),
        tap("Back"),
        say("1.3.2020"),
        tap("Year 1"),
    ),
    "Saved\nBen, Year 1",
    children,
    [("Emma", date(2018, 5, 31), 3), ("Ben", date(2020, 3, 1), 1)],
    begins_at=1,
)
EDITING = Script(
    "edit",
    a_parent,
    (
        say("/children"),
        tap("Emma · Year 3"),
        tap("Change"),
        tap("Keep: Emma"),
        say("1 June 2018"),
        tap("Year 4"),
    ),
    "Saved\nEmma, Year 4",
    children,
    [("Emma", date(2018, 6, 1), 4)],
    begins_at=2,
)
WRITING_NOTES = Script(
    "notes on a child",
    a_parent,
    (
        say("/children"),
        tap("Emma · Year 3"),
        tap("Notes for the school"),
        say("W" * 301),
        tap("Back"),
        tap("Notes for the school"),
        say("No nuts"),
    ),
    "Emma\nYear 3\nBorn on 31 May 2018, 8 years old\nFor the school: No nuts",
    lambda make: [row.notes for row in make.rows(child)],
    ["No nuts"],
    begins_at=2,
)
BOOKING = Script(
    "book",
    a_parent_with_two_children,
    (say("/book"), tap("Emma"), tap("Swimming"), tap("14 Sept"), tap("Confirm")),
    "Booked\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n£8.00 was taken from your account.",
    places,
    [(MONDAY, "confirmed")],
)
BOOKING_DATES = Script(
    "book several dates",
    a_parent_with_three_mondays,
    (
        say("/book"),
        tap("Swimming"),
        tap("14 Sept"),
        tap("More dates"),
        tap("21 Sept"),
        tap("28 Sept"),
        tap("5 Oct"),
        tap("✓ Mon 28 Sept"),
        tap("Go on with 3 dates"),
        tap("Confirm"),
    ),
    "Booked\n"
    "Emma: Swimming, Mon 14 Sept, 15:30–16:30\n"
    "£8.00 was taken from your account.\n\n"
    "Held for you until Wed 9 Sept, 09:00\n"
    "Emma: Swimming, Mon 21 Sept, 15:30–16:30\n"
    "Not confirmed yet: please pay £8.00 to the school office by then.\n\n"
    "On the waiting list, position 1\n"
    "Emma: Swimming, Mon 5 Oct, 15:30–16:30\n"
    "No place yet. When your turn comes, you get one automatically, and we tell you.\n"
    "It then costs £8.00, from your account.",
    places,
    [
        (MONDAY, "confirmed"),
        (MONDAY + timedelta(weeks=1), "pending"),
        (MONDAY + timedelta(weeks=3), "waiting"),
    ],
)
PAYING = Script(
    "payment",
    the_office_with_two_holds,
    (
        say("/payment"),
        say("jones"),
        say("SMITH"),
        tap("Anna Smith · Emma"),
        tap("Back"),
        tap("Anna Smith · Emma"),
        tap("Paid in cash"),
        say("ten"),
        say("10.005"),
        say("£10"),
        tap("Back"),
        say("9,00"),
        say("Receipt 7"),
        tap("Confirm"),
    ),
    "Recorded\nAnna Smith\n£9.00, paid in cash\nReference: Receipt 7\n\n"
    "Confirmed by it:\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n\n"
    "The balance is £2.00.\nThe parent is told.",
    money,
    [("payment", 900, "cash", "Receipt 7"), ("charge", -800, None, "")],
)
KEEPING = Script(
    "keep",
    the_office_with_two_holds,
    (
        say("/payment"),
        say("smith"),
        tap("Anna Smith · Emma"),
        tap("Waiting for voucher"),
        tap("Chess"),
        tap("Back"),
        tap("Swimming"),
        tap("Until the start"),
    ),
    "Kept until Mon 14 Sept, 15:30, waiting for voucher\n"
    "Swimming, Mon 14 Sept, 15:30–16:30\nThe parent is told.",
    deadlines,
    [("Mon 14", "14:30"), ("Wed 09", "08:00")],
)
INVITING = Script(
    "invite staff",
    the_office_with_a_tutor,
    (
        say("/invite_staff"),
        tap("Office"),
        tap("Back"),
        tap("Tutor"),
        say("W" * 81),
        say("Ms Ash"),
        say("Ms Wood"),
        tap("Back"),
        tap("Mr Young · Chess"),
        tap("Make the link"),
    ),
    "The invitation is made\nGive the picture below to Mr Young, and to nobody else.\n"
    "Forward it, or let them scan it from your screen.",
    invitations,
    [("tutor", "Mr Young")],
)
PAYING_BACK = Script(
    "pay back",
    the_office_with_a_wish,
    (
        say("/refunds"),
        tap("Anna Smith"),
        tap("Refunded at the provider"),
        tap("1. £9.00"),
        say("ten"),
        say("7"),
        tap("Back"),
        say("6"),
        say("Refund 7"),
        tap("Confirm"),
    ),
    "Recorded\nAnna Smith\n£6.00, paid back the way it was paid online\n"
    "Reference: Refund 7\n\nThe balance is £3.00.\nThe parent is told.",
    money,
    [("payment", 900, "online", ""), ("payout", -600, "online", "Refund 7")],
    begins_at=1,
)
IMPORTING = Script(
    "import",
    the_office,
    (
        say("/import"),
        tap("Activities"),
        tap("Back"),
        tap("Families"),
        say("Emma Smith, Year 3"),
        send_file("wrong.csv", WRONG),
        send_file("other.csv", FAMILIES),
        tap("Back"),
        send_file("families.csv", FAMILIES),
        tap("Confirm"),
    ),
    "Taken in\n\nFamilies: 2 new, 0 on file\nChildren: 3 new, 0 on file\nParents: 3 new, 0 on file",
    children,
    [
        ("Emma Smith", date(2018, 5, 31), 3),
        ("Leo Smith", date(2020, 2, 14), 1),
        ("O’Neill, Zoë", date(2019, 3, 1), 0),
    ],
)
GIVING_CREDIT = Script(
    "give credit",
    the_office_with_two_holds,
    (
        say("/payment"),
        say("smith"),
        tap("Anna Smith · Emma"),
        tap("Credit limit"),
        say("lots"),
        say("5"),
        tap("Back"),
        say("7.50"),
        tap("Confirm"),
    ),
    "Saved\nAnna Smith\nCredit limit: £7.50\nThe balance is -£7.00.",
    money,
    [("charge", -800, None, "")],
)
COPYING = Script(
    "copy",
    the_office_with_a_club,
    (
        say("/activities"),
        tap("Chess"),
        tap("Copy"),
        say("4.1.2027"),
        say("soon"),
        say("11 January 2027"),
        tap("Save"),
    ),
    "Saved\n\nChess\nMonday 15:30–16:30, Hall, with Tina\nWhat children do here.\n"
    "Reception to Year 6 · 10 places · £8.00\nMon 4 Jan 2027 to Mon 11 Jan 2027\n"
    "Booking closes: 1 hour before, as the school's\n"
    "Cancelling is free until: 24 hours before, as the school's\n\n"
    "Mon 4 Jan: 0 of 10 booked\nMon 11 Jan: 0 of 10 booked",
    terms,
    [(date(2026, 9, 7), 1), (date(2027, 1, 4), 2)],
    begins_at=2,
)
CHANGING = Script(
    "change",
    the_office_with_a_club,
    (
        say("/activities"),
        tap("Chess"),
        tap("Place"),
        say("Gym"),
        tap("Save"),
    ),
    "Saved\n\nChess\nMonday 15:30–16:30, Gym, with Tina\nWhat children do here.\n"
    "Reception to Year 6 · 10 places · £8.00\nMon 7 Sept 2026 to Mon 14 Dec 2026\n"
    "Booking closes: 1 hour before, as the school's\n"
    "Cancelling is free until: 24 hours before, as the school's\n\n"
    "Mon 14 Sept: 1 of 10 booked",
    told_of,
    ["activity_changed"],
    begins_at=2,
)
CLOSING = Script(
    "close",
    the_office_with_a_club,
    (
        say("/closures"),
        tap("Close a day or more"),
        say("14.9.2026 to 15.9.2026"),
        say("Election day"),
        tap("Yes, close"),
    ),
    "Shut: Mon 14 Sept 2026 to Tue 15 Sept 2026\nReason: Election day\n"
    "1 session is cancelled. Its families are told, and refunded in full.\n"
    "Who is not on Telegram then stands under /undelivered: please call them.",
    told_of,
    ["session_cancelled"],
    begins_at=1,
)
CALLING_OFF = Script(
    "session",
    the_office_with_a_full_session,
    (
        say("/week"),
        tap("Week after ›"),
        tap("15:30 Swimming"),
        tap("Change the number of places"),
        say("none"),
        tap("+1"),
        tap("Set to 2 places"),
        tap("Cancel the session"),
        say("The pool is shut."),
        tap("Yes, cancel the session"),
    ),
    "Cancelled: Swimming\nMon 14 Sept, 15:30–16:30\nYou wrote: The pool is shut.\n\n"
    "0 of 1 family has tapped “Got it”, as of 09:00.\n\n"
    "Told, but not seen yet:\n• Emma, Ben: Anna Smith, +447700900001",
    calls_off,
    [(2, "cancelled", ["The pool is shut."], ["cancelled", "cancelled"])],
    begins_at=3,
    writes_at=6,
)
CORRECTING = Script(
    "correct a balance",
    the_office_with_two_holds,
    (
        say("/payment"),
        say("smith"),
        tap("Anna Smith · Emma"),
        tap("Correct the balance"),
        tap("Take off it"),
        tap("Back"),
        tap("Add to it"),
        say("lots"),
        say("5"),
        tap("Back"),
        say("5.50"),
        say("y" * 81),
        say("Paid in May"),
        tap("Confirm"),
    ),
    "Corrected\nAnna Smith\n£5.50 is added\nReason: Paid in May\n\n"
    "Confirmed by it:\nEmma: Chess, Wed 16 Sept, 15:30–16:30\n\n"
    "The balance is £1.50.\nThe parent is told.",
    money,
    [("adjustment", 550, None, "Paid in May"), ("charge", -500, None, "")],
    begins_at=2,
)
PLACING = Script(
    "book for a family",
    the_office_with_a_full_session,
    (
        say("/week"),
        tap("Week after ›"),
        tap("15:30 Swimming"),
        tap("Book for a family"),
        say("nobody"),
        tap("A family that is not on file"),
        say("Nora Old"),
        say("+44 151 496 0000"),
        say("Nia"),
        say("31.5.2018"),
        tap("Year 3"),
        tap("Back"),
        tap("Nia · Year 3"),
        tap("Confirm"),
    ),
    "On the waiting list, position 2\n\nNia: Swimming, Mon 14 Sept, 15:30–16:30\n"
    "Family: Nora Old\n\n"
    "Nora Old does not use Telegram: please tell them yourself (+441514960000).",
    children,
    [
        ("Emma", date(2018, 5, 31), 3),
        ("Ben", date(2018, 5, 31), 3),
        ("Nia", date(2018, 5, 31), 3),
    ],
    begins_at=3,
)
FINDING = Script(
    "find",
    the_office_with_two_holds,
    (
        say("/family"),
        say("Jones"),
        say("smith"),
        tap("Zoe Smith · Max"),
    ),
    "Zoe Smith\n+447700900003\nOn Telegram\n\nMax, Year 3\n\nBalance: £0.00\n\nNothing is booked.",
    told_of,
    [],
)
MERGING = Script(
    "put together",
    the_office_with_a_parent_twice,
    (
        say("/family Anna"),
        tap("Put together"),
        say("nobody"),
        say("A. Smith"),
        tap("A. Smith · Leo"),
        tap("Keep the other one"),
        tap("Keep the other one"),
        tap("Back"),
        tap("A. Smith · Leo"),
        tap("Yes, put them together"),
    ),
    "They are one parent now\n\nMoved:\n1 child\n0 places booked or waited for\n"
    "£0.00 on the account",
    guardians,
    [("Emma", "Anna Smith"), ("Leo", "Anna Smith")],
    begins_at=1,
)
ANNOUNCING = Script(
    "announcement",
    the_office_with_a_queue_to_call,
    (
        say("/announce"),
        tap("Families of one date"),
        tap("Swimming, Monday"),
        tap("Back"),
        tap("A waiting list"),
        tap("Swimming, Mon 14 Sept · 1 waiting"),
        say("\u200b"),
        say("We look for a second tutor."),
        tap("Send to 1 parent"),
    ),
    "Your message has been sent\n"
    "To the families on the waiting list of Swimming, Mon 14 Sept, 15:30–16:30\n\n"
    "Sent: 0 of 1\nNot reached: 1",
    lambda make: [(row.audience, row.text) for row in make.rows(announcement)],
    [("queue", "We look for a second tutor.")],
)
NOTING = Script(
    "note",
    the_office_with_a_register,
    (
        say("/register"),
        tap("Notes"),
        tap("Emma"),
        say("W" * 101),
        say("Left early with aunt"),
    ),
    "Saved.\n\nChess\nMon 7 Sept, 09:15–10:15, Hall\n1 expected, 0 in\n\n"
    "Emma, Year 3 – Left early with aunt\n\n"
    "Tap a child for present, late, absent, and again for not marked.",
    notes,
    ["Left early with aunt"],
    begins_at=2,
)
SCRIPTS = (
    *(JOINING, JOINING_BY_CARD, ASKING, ADDING, EDITING, WRITING_NOTES, BOOKING, BOOKING_DATES),
    *(PAYING, KEEPING, GIVING_CREDIT, CORRECTING, INVITING, PAYING_BACK, IMPORTING),
    *(COPYING, CHANGING, CLOSING, NOTING, FINDING),
    *(CALLING_OFF, PLACING, ANNOUNCING, MERGING),
)

of_each_script = each_of(
    "script",
    SCRIPTS,
    also_on_postgresql=(JOINING, BOOKING_DATES, PAYING, IMPORTING, MERGING),
    name=lambda script: script.name,
)
