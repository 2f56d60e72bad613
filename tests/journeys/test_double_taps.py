"""Every button tapped twice: one effect, and the screen of one tap."""

import pytest

from bot.sandbox.client import PersonClient
from storage.tables import (
    account_entry,
    activity,
    applicant,
    booking,
    child,
    closure,
    conversation,
    guardianship,
    parent,
    session,
    waitlist_entry,
)
from tests.journeys.school import School, bot_messages
from tests.journeys.scripts import ASKING, JOINING_BY_CARD, Script
from tests.journeys.variants import each_of
from tests.journeys.walks import Walk, at_the_till, in_the_office, walk, walk_in, with_a_list

pytestmark = pytest.mark.unmeasured

TABLES = (
    *(account_entry, activity, applicant, booking, child, closure, guardianship, parent),
    *(session, waitlist_entry),
)
SUMMARY = ("/book", "[Emma]", "[Swimming]", "[14 Sept]")
TICKED = (*SUMMARY, "[More dates]")
AMOUNT = ("emma", "[Paid by card]", "25")
HELD = ("emma", "[Waiting for voucher]")
LIMIT = ("emma", "[Credit limit]")
CLUB = ("/activities", "[Swimming]")
COPY = (*CLUB, "[Copy]", "4.1.2027", "29.3.2027")
SHUT = ("/closures", "[Close a day or more]", "21.9.2026")
CAPACITY, CALL_OFF = "[Change the number of places]", "[Cancel the session]"
FAMILY = "/family Anna"
TWO = (FAMILY, "[Put together]", "parent")
NOTES = "[Notes for the school]"
PLACING = "[Book for a family]"
SECOND = ("/children", "[Emma]", "[Change]", "[Keep: Emma]")


def at_the_session(*steps: str) -> Walk:
    """Go there as the office, to the Chess for which Emma waits."""
    return in_the_office("/week", "[Week after ›]", "[15:30 Chess]", *steps)


def along(script: Script, steps: int) -> Walk:
    """Go some steps of a conversation that is written down."""

    async def go(school: School) -> PersonClient:
        await script.prepare(school)
        person = await script.begin(school)
        for act in script.acts[:steps]:
            await act(person, True)
        return person

    return go


BUTTONS: dict[str, tuple[Walk, str]] = {
    "join: own name": (walk_in(), "Sam Smith"),
    "join: skip": (walk_in("Sam", "contact"), "Skip"),
    "join by card: skip": (along(JOINING_BY_CARD, 4), "Skip"),
    "ask: to join": (along(ASKING, 1), "Ask to join"),
    "ask: own name": (along(ASKING, 2), "Anna Smith"),
    "home: book": (walk("/start"), "Book a place"),
    "home: bookings": (walk("/start"), "My bookings"),
    "home: children": (walk("/start"), "Children"),
    "home: balance": (walk("/start"), "Balance"),
    "home: reminders": (walk("/start"), "Reminders"),
    "home: help": (walk("/start"), "Help"),
    "help: home": (walk("/help"), "Home"),
    "book: child": (walk("/book"), "Emma"),
    "book: activity": (walk("/book", "[Emma]"), "Swimming"),
    "book: later activities": (walk("/book", "[Emma]"), "Later ›"),
    "book: earlier activities": (walk("/book", "[Emma]", "[Later ›]"), "‹ Earlier"),
    "book: back to children": (walk("/book", "[Emma]"), "Back"),
    "book: first date": (walk(*SUMMARY[:-1]), "14 Sept"),
    "book: later dates": (walk(*SUMMARY[:-1]), "Later ›"),
    "book: back to activities": (walk(*SUMMARY[:-1]), "Back"),
    "book: more dates": (walk(*SUMMARY), "More dates"),
    "book: back to dates": (walk(*SUMMARY), "Back"),
    "book: confirm": (walk(*SUMMARY), "Confirm"),
    "book: cancel": (walk(*SUMMARY), "Cancel"),
    "book: all dates": (walk(*SUMMARY[:-1]), "All 8 remaining dates"),
    "book: tick": (walk(*TICKED), "12 Oct"),
    "book: untick the last": (walk(*TICKED), "14 Sept"),
    "book: go on": (walk(*TICKED), "Go on with 1 date"),
    "book: confirm dates": (
        walk(*TICKED, "[5 Oct]", "[12 Oct]", "[Go on with 3 dates]"),
        "Confirm",
    ),
    "book: join a queue": (walk("/book", "[Ben]", "[Chess]", "[15 Sept]"), "Confirm"),
    "booked: more": (walk(*SUMMARY, "[Confirm]"), "Book more"),
    "children: one": (walk("/children"), "Emma"),
    "children: add": (walk("/children"), "Add a child"),
    "child: book": (walk("/children", "[Emma]"), "Book a place"),
    "child: change": (walk("/children", "[Emma]"), "Change"),
    "child: remove?": (walk("/children", "[Emma]"), "Remove"),
    "child: remove!": (walk("/children", "[Emma]", "[Remove]"), "Yes, remove"),
    "child: keep": (walk("/children", "[Emma]", "[Remove]"), "No, keep"),
    "notes: begin": (walk("/children", "[Emma]"), "Notes for the school"),
    "notes: delete": (
        walk("/children", "[Emma]", NOTES, "No nuts", NOTES),
        "Delete the notes",
    ),
    "form: keep name": (walk("/children", "[Emma]", "[Change]"), "Keep: Emma"),
    "form: keep name of a new child": (
        walk("/children", "[Add a child]", "Tim", "[Back]"),
        "Keep: Tim",
    ),
    "form: keep birth date": (walk(*SECOND), "Keep: 31 May 2018"),
    "form: back to the name": (walk(*SECOND), "Back"),
    "form: back to the birth date": (walk(*SECOND, "[Keep: 31 May 2018]"), "Back"),
    "form: year group": (walk(*SECOND, "[Keep: 31 May 2018]"), "Year 5"),
    "form: cancel": (walk(*SECOND), "Cancel"),
    "form: new child": (walk("/children", "[Add a child]", "Tim", "1.1.2020"), "Year 1"),
    "places: booked": (walk("/bookings"), "21 Sept"),
    "places: queued": (walk("/bookings"), "Chess"),
    "places: cancel?": (walk("/bookings", "[21 Sept]"), "Cancel this booking"),
    "places: cancel!": (
        walk("/bookings", "[21 Sept]", "[Cancel this booking]"),
        "Yes, cancel",
    ),
    "places: keep": (walk("/bookings", "[21 Sept]", "[Cancel this booking]"), "No, keep it"),
    "places: pay": (walk("/bookings", "[28 Sept]"), "Pay"),
    "places: give up": (walk("/bookings", "[28 Sept]", "[Give up this place]"), "Yes, cancel"),
    "places: leave": (walk("/bookings", "[Chess]"), "Leave the waiting list"),
    "balance: statement": (walk("/balance"), "Statement"),
    "balance: month": (walk("/balance", "[Statement]"), "September 2026"),
    "balance: spreadsheet": (
        walk("/balance", "[Statement]", "[September 2026]"),
        "Spreadsheet (CSV)",
    ),
    "balance: receipts": (walk("/balance"), "Receipts"),
    "office: cancel": (at_the_till(), "Cancel"),
    "office: later families": (at_the_till("smith"), "Later ›"),
    "office: earlier families": (at_the_till("smith", "[Later ›]"), "‹ Earlier"),
    "office: family": (at_the_till("smith"), "Anna Smith"),
    "office: method": (at_the_till("emma"), "Paid by card"),
    "office: back to the search": (at_the_till("emma"), "Back"),
    "office: back to the family": (at_the_till("emma", "[Paid by card]"), "Back"),
    "office: back to the amount": (at_the_till(*AMOUNT), "Back"),
    "office: skip": (at_the_till(*AMOUNT), "Skip"),
    "office: back to the reference": (at_the_till(*AMOUNT, "[Skip]"), "Back"),
    "office: confirm": (at_the_till(*AMOUNT, "[Skip]"), "Confirm"),
    "office: held places": (at_the_till("emma"), "Waiting for voucher"),
    "office: held place": (at_the_till(*HELD), "28 Sept"),
    "office: back from the held places": (at_the_till(*HELD), "Back"),
    "office: back to the held places": (at_the_till(*HELD, "[28 Sept]"), "Back"),
    "office: keep": (at_the_till(*HELD, "[28 Sept]"), "2 weeks"),
    "office: credit limit": (at_the_till("emma"), "Credit limit"),
    "credit: back to the family": (at_the_till(*LIMIT), "Back"),
    "credit: back to the limit": (at_the_till(*LIMIT, "50"), "Back"),
    "credit: confirm": (at_the_till(*LIMIT, "50"), "Confirm"),
    "credit: cancel": (at_the_till(*LIMIT), "Cancel"),
    "activities: new": (in_the_office("/activities"), "New activity"),
    "activities: archived": (in_the_office("/activities"), "Archived ones"),
    "activities: one": (in_the_office("/activities"), "Swimming"),
    "activity: question": (in_the_office(*CLUB), "Place"),
    "activity: copy": (in_the_office(*CLUB), "Copy"),
    "activity: archive?": (in_the_office(*CLUB), "Archive"),
    "activity: archive!": (in_the_office(*CLUB, "[Archive]"), "Yes, archive"),
    "activity: keep": (in_the_office(*CLUB, "[Archive]"), "No, keep it"),
    "question: keep": (in_the_office(*CLUB, "[Term]"), "Keep"),
    "question: back": (in_the_office(*CLUB, "[Term]", "[Keep]"), "Back"),
    "question: choose": (in_the_office(*CLUB, "[Years]"), "Year 1"),
    "question: leave": (in_the_office(*CLUB, "[Place]"), "Back"),
    "change: back": (in_the_office(*CLUB, "[Place]", "Gym"), "Back"),
    "change: save": (in_the_office(*CLUB, "[Place]", "Gym"), "Save"),
    "plan: save": (in_the_office(*COPY), "Save"),
    "plan: change": (in_the_office(*COPY), "Change"),
    "plan: field": (in_the_office(*COPY, "[Change]"), "Price"),
    "plan: back": (in_the_office(*COPY, "[Change]"), "Back"),
    "plan: cancel": (in_the_office(*COPY), "Cancel"),
    "closures: add": (in_the_office("/closures"), "Close a day or more"),
    "closures: reason": (in_the_office(*SHUT), "Holidays"),
    "closures: back to the days": (in_the_office(*SHUT), "Back"),
    "closures: back to the reason": (in_the_office(*SHUT, "[Holidays]"), "Back"),
    "closures: close": (in_the_office(*SHUT, "[Holidays]"), "Yes, close"),
    "closures: cancel": (in_the_office(*SHUT), "Cancel"),
    "closed: all": (in_the_office(*SHUT, "[Holidays]", "[Yes, close]"), "All closed days"),
    "closed: open": (
        in_the_office(*SHUT, "[Holidays]", "[Yes, close]", "[All closed days]", "[21 Sept 2026]"),
        "Open again",
    ),
    "put together: begin": (in_the_office(FAMILY), "Put together"),
    "put together: pick": (in_the_office(*TWO), "Parent"),
    "put together: swap": (in_the_office(*TWO, "[Parent]"), "Keep the other one"),
    "put together: back": (in_the_office(*TWO, "[Parent]"), "Back"),
    "put together: confirm": (in_the_office(*TWO, "[Parent]"), "Yes, put them together"),
    "put together: cancel": (in_the_office(*TWO), "Cancel"),
    "recorded: this family": (at_the_till(*AMOUNT, "[Skip]", "[Confirm]"), "This family"),
    "recorded: another family": (at_the_till(*AMOUNT, "[Skip]", "[Confirm]"), "Another family"),
    "day: the day after": (at_the_session("[Tue 15 Sept]"), "Wed 16 Sept ›"),
    "week: the week before": (at_the_session("[Tue 15 Sept]", "[The week]"), "‹ Week before"),
    "session: refresh": (at_the_session(), "Refresh"),
    "session: more places": (at_the_session(CAPACITY), "+1"),
    "session: set places": (at_the_session(CAPACITY, "[+1]"), "Set to 2 places"),
    "session: leave it": (at_the_session(CAPACITY), "No, leave it as it is"),
    "session: no reason": (at_the_session(CALL_OFF, "Ill."), "Without a reason"),
    "session: take off": (
        at_the_session("[Cancel for a family]", "[Emma · waiting, position 1]"),
        "Yes, take off the list",
    ),
    "placing: family": (at_the_session(PLACING), "A family that is not on file"),
    "placing: child": (at_the_session(PLACING, "ben"), "Ben"),
    "placing: back": (at_the_session(PLACING, "ben"), "Back"),
    "placing: confirm": (at_the_session(PLACING, "ben", "[Ben]"), "Confirm"),
    "placing: cancel": (at_the_session(PLACING), "Cancel"),
    "import: list": (with_a_list(), "Families"),
    "import: template": (with_a_list("[Families]"), "Send me the template"),
    "import: back to the lists": (with_a_list("[Families]"), "Back"),
    "import: back to the file": (with_a_list("[Families]", "file"), "Back"),
    "import: confirm": (with_a_list("[Families]", "file"), "Confirm"),
    "import: cancel": (with_a_list("[Families]"), "Cancel"),
    "taken in: another": (with_a_list("[Families]", "file", "[Confirm]"), "Take in a list"),
}
WRITING = (
    *("join by card: skip", "ask: own name", "book: confirm", "book: confirm dates"),
    *("book: join a queue", "child: remove!", "form: new child", "places: cancel!", "places: pay"),
    *("places: leave", "office: confirm", "office: keep", "credit: confirm", "activity: archive!"),
    *("change: save", "plan: save", "closures: close", "closed: open", "put together: confirm"),
    *("session: set places", "session: no reason", "session: take off", "placing: confirm"),
    "import: confirm",
)
"""More than the step of a conversation."""
ENDS = (
    "office: cancel",
    "office: keep",
    "credit: confirm",
    "credit: cancel",
    "question: leave",
    "change: save",
    "plan: cancel",
    "closures: cancel",
    "import: cancel",
    "placing: cancel",
    "put together: cancel",
    "join by card: skip",
    # The conversation is over after the first tap; the second says so below.
    "join: skip",
    "book: cancel",
    "form: year group",
    "form: cancel",
    "form: new child",
)
IN_A_NEW_MESSAGE = (
    "join: own name",
    "ask: own name",
    "booked: more",
    "balance: spreadsheet",
    "import: template",
    "taken in: another",
)


def rows(school: School) -> list[object]:
    return [school.make.rows(table) for table in TABLES]


@each_of("button", BUTTONS, also_on_postgresql=WRITING)
async def test_button_tapped_twice_does_what_it_does_once(school: School, button: str) -> None:
    go, label = BUTTONS[button]
    person = await go(school)
    await person.tap(label)
    once, kept = person.changed, rows(school)
    standing = [(row.step, row.draft) for row in school.make.rows(conversation)]

    await person.repeat_tap()
    assert rows(school) == kept
    assert [(row.step, row.draft) for row in school.make.rows(conversation)] == standing
    shown = {message.message_id: message for message in await bot_messages(person)}
    assert shown[once.message_id].text == once.text
    if button not in (*ENDS, *IN_A_NEW_MESSAGE):
        assert shown[once.message_id].labels == once.labels
        assert max(shown) == once.message_id


async def test_joining_stopped_twice_is_stopped(school: School) -> None:
    sam = await walk_in()(school)
    await sam.tap("Cancel")
    await sam.repeat_tap()
    assert sam.screen.text == "I do not know you yet. Please send /start to join Hill School first."
    assert school.make.count(parent) == school.make.count(conversation) == 0


async def test_two_confirms_at_the_same_moment_are_one_booking(school: School) -> None:
    """Updates of one person are handled one after the other, however fast they come."""
    anna = await walk(*SUMMARY)(school)
    before = school.make.count(booking)
    first = await anna.tap("Confirm", wait=False)
    second = await anna.repeat_tap(wait=False)
    await school.handled(anna, first)
    await school.handled(anna, second)
    assert anna.screen.text.startswith("Booked\nEmma: Swimming")
    assert school.make.count(booking) == before + 1
