"""/activities and /closures: the office plans, changes, closes; families hear of it, once."""

from datetime import date, timedelta

import pytest

from bot.sandbox.client import PersonClient
from storage.tables import activity, audit_event, booking, closure, conversation, session, tutor
from tests.factory import MONDAY
from tests.journeys.school import OFFICE_ID, Parent, School

PLANNED = (
    "Chess\n"
    "Monday 15:30–16:30, Library, with Theo Smith\n"
    "Boards are there.\n"
    "Year 2 to Year 4 · 1 place · £6.50\n"
    "Mon 14 Sept 2026 to Mon 12 Oct 2026\n"
    "Booking closes: 2 hours before\n"
    "Cancelling is free until: 24 hours before, as the school's"
)
QUESTIONS = (
    "Chess",
    "Theo Smith",
    "Boards are there.",
    "Library",
    "[Monday]",
    "3.30pm to 4.30pm",
    "14.9.2026",
    "12 October 2026",
    "[Year 2]",
    "[Year 4]",
    "1",
    "6.50",
    "2 hours",
    "[As the school's]",
)


async def do(person: PersonClient, *steps: str) -> str:
    """Write, or tap what is in brackets; return what is shown then."""
    for step in steps:
        await (person.tap(step[1:-1]) if step.startswith("[") else person.send(step))
    return person.changed.text


def dates(school: School) -> list[tuple[date, str]]:
    return sorted((row.date, row.status) for row in school.make.rows(session))


async def test_activity_from_its_first_question_to_the_archive(school: School) -> None:
    olive = await school.office()
    anna = await school.parent("Anna", balance=2000)
    bob = await school.parent("Bob", "Jones", children=["Ben"], balance=2000)
    school.make.closure(MONDAY + timedelta(weeks=1))

    # Planned, with its dates, none of them on a closed day.
    shown = await do(olive, "/activities", "[New activity]", *QUESTIONS)
    assert shown == (
        f"Please check\n\n{PLANNED}\n\n"
        "4 dates from Mon 14 Sept to Mon 12 Oct, without the days the school is shut."
    )
    assert (await do(olive, "[Save]")).startswith(f"Saved\n\n{PLANNED}\n\nMon 14 Sept: 0 of 1")
    days = [MONDAY + timedelta(weeks=week) for week in (0, 2, 3, 4)]
    assert dates(school) == [(on, "scheduled") for on in days]

    # Booked by parents.
    await do(anna, "/book", "[Chess]", "[14 Sept]", "[Confirm]")
    await do(bob, "/book", "[Chess]", "[14 Sept]", "[Confirm]")
    assert "position 1" in bob.changed.text

    # Another time: shown whom it touches, told once.
    shown = await do(olive, "/activities", "[Chess · Monday 15:30]", "[Times]", "16:00-17:00")
    assert shown == (
        "Please check: Chess\n\nTimes\nNow: 15:30–16:30\nThen: 16:00–17:00\n\n"
        "To come: 2 families, 1 place, 1 waiting.\n2 families are told, once.\n"
        "Who is not on Telegram then stands under /undelivered: please call them."
    )
    await do(olive, "[Save]")
    await school.settle()
    told = await anna.wait_for("Chess is now at another time")
    assert told.text == (
        "Chess is now at another time\n"
        "Now: Monday 16:00–17:00, Library, with Theo Smith\n\n"
        "Your places:\nEmma: Mon 14 Sept, booked\n\n"
        "Nothing is cancelled. If it no longer suits you, you can cancel under My bookings."
    )
    assert (
        "Ben: Mon 14 Sept, on the waiting list"
        in (await bob.wait_for("Chess is now at another time")).text
    )
    for parent in (anna, bob):
        assert school.sent(parent, "at another time") == 1

    # More places: who waits gets one.
    shown = await do(olive, "[Places]", "2")
    assert "1 child who waits gets a place at once" in shown
    await do(olive, "[Save]")
    await school.settle()
    assert (await bob.wait_for("it is yours")).text.startswith("A place has come free")
    assert school.sent(bob, "now has 2 places") == 0
    assert school.sent(anna, "Chess now has 2 places on each date") == 1

    # A closed day: shown what goes, refunded in full.
    shown = await do(olive, "/closures", "[Close a day or more]", "14.9.2026", "Election day")
    assert shown == (
        "Please check\n\nShut: Mon 14 Sept 2026\nReason: Election day\n\n"
        "1 date is cancelled:\n2 families, 2 places, 0 waiting\n"
        "£13.00 is refunded, in full, and each family is told.\n"
        "Who is not on Telegram then stands under /undelivered: please call them."
    )
    assert await do(olive, "[Yes, close]") == (
        "Shut: Mon 14 Sept 2026\nReason: Election day\n"
        "1 session is cancelled. Its families are told, and refunded in full.\n"
        "Who is not on Telegram then stands under /undelivered: please call them."
    )
    await school.settle()
    for parent in (anna, bob):
        await parent.wait_for("Cancelled by the school")
        assert school.sent(parent, "Cancelled by the school") == 1
        assert school.make.balance(parent.parent_id) == 2000

    # Archived, never deleted.
    await do(anna, "/book", "[Chess]", "[28 Sept]", "[Confirm]")
    shown = await do(olive, "/activities", "[Chess · Monday 16:00]", "[Archive]")
    assert shown == (
        "Archive Chess?\n\nIt can then no longer be booked. What has been stays on file.\n\n"
        "3 dates are cancelled:\n1 family, 1 place, 0 waiting\n"
        "£6.50 is refunded, in full, and each family is told.\n"
        "Who is not on Telegram then stands under /undelivered: please call them."
    )
    assert (await do(olive, "[Yes, archive]")).startswith("Archived: Chess\n")
    await school.settle()
    assert school.make.balance(anna.parent_id) == 2000
    assert "nothing that Emma can book" in await do(anna, "/book")
    await do(olive, "[All activities]", "[Archived ones]")
    assert olive.screen.labels[0] == "Chess · Monday 16:00"
    assert [row.action for row in school.make.rows(audit_event) if row.actor_id == OFFICE_ID] == [
        "activity_created",
        "activity_changed",
        "activity_changed",
        *["cancelled"] * 2,
        "session_cancelled",
        "day_closed",
        "cancelled",
        "session_cancelled",
        "activity_archived",
    ]


async def test_what_cannot_be_read_is_asked_again_with_an_example(school: School) -> None:
    olive = await school.office()
    await do(olive, "/activities", "[New activity]")
    for wrong, complaint, right in (
        ("\n", "A name has 1 to 80 letters.", "Chess"),
        ("x" * 81, "A name has 1 to 80 letters.", "Theo Smith"),
        ("x" * 501, "A description has 1 to 500 letters.", "[No description]"),
        ("x" * 81, "A name has 1 to 80 letters.", "Library"),
        ("often", "I cannot read that as a day of the week.", "mon"),
        ("half past", "I cannot read that as two times.", "15:30-16:30"),
        ("soon", "I cannot read that as a day.", "14 Sept"),
        ("1.9.2026", "The last day is before the first one.", "12.10.2026"),
        ("all", "I cannot read that as a year group.", "Year 2"),
        ("[Year 1]", "The last year group is below the first one.", "4"),
        ("many", "Places are a number from 1 to 500.", "1 place"),
        ("cheap", "I cannot use that as a price.", "free"),
        ("3 weeks", "Booking can close 14 days before the start at most.", "[As the school's]"),
        ("late", "I cannot read that as a length of time.", "1 day"),
    ):
        if wrong.strip():
            asked = olive.screen.text
            shown = await do(olive, wrong)
            assert shown.startswith(complaint)
            assert shown.endswith(asked)
        await do(olive, right)
    assert "1 place · free" in olive.screen.text
    assert school.make.count(activity) == 0


async def test_back_leads_through_all_that_was_answered(school: School) -> None:
    olive = await school.office()
    shown = await do(olive, "/activities", "[New activity]", *QUESTIONS)
    for _ in QUESTIONS:
        await do(olive, "[Back]")
    assert olive.screen.labels == ("Keep: Chess", "Cancel")
    for _ in QUESTIONS:
        await do(olive, "[Keep]")
    assert olive.changed.text == shown
    shown = await do(olive, "[Change]", "[Tutor]", "THEO SMITH", "[Change]", "[Term]", "[Keep]")
    assert shown.startswith("New activity: Chess\n\nUntil which day?")
    assert await do(olive, "[Back]", "[Back]", "[Cancel]") == "Stopped. Nothing was changed."
    assert school.make.count(tutor) == school.make.count(conversation) == 0


async def test_copy_is_a_new_activity_for_another_term(school: School) -> None:
    olive = await school.office()
    chess = school.make.session(name="Chess", location="Hall", price=500)
    await do(olive, "/activities", "[Chess]", "[Copy]", "4.1.2027", "29 March 2027", "[Save]")
    assert olive.changed.text.startswith("Saved\n\nChess\nMonday 15:30–16:30, Hall, with Tutor")
    old, new = school.make.rows(activity)
    assert (old.id, old.tutor_id, old.first_on) == (
        chess.activity.id,
        new.tutor_id,
        chess.activity.first_on,
    )
    assert (new.first_on, new.last_on) == (date(2027, 1, 4), date(2027, 3, 29))
    assert school.make.count(session, activity_id=new.id) == 13


async def test_shorter_term_asks_again_when_more_has_been_booked(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    first = school.make.session(name="Chess", price=0, last_on=MONDAY + timedelta(weeks=1))
    last = school.make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=1))
    shown = await do(olive, "/activities", "[Chess]", "[Term]", "[Keep]", "14.9.2026")
    assert "1 date goes; nobody has booked it." in shown
    school.make.booking(last, anna.family)
    shown = await do(olive, "[Save]")
    assert shown.startswith("More has been booked in the meantime. Please look again.\n\n")
    assert "1 date is cancelled:\n1 family, 1 place, 0 waiting\n" in shown
    await do(olive, "[Save]")
    assert dates(school) == [
        (date(2026, 9, 7), "scheduled"),
        (MONDAY, "scheduled"),
        (MONDAY + timedelta(weeks=1), "cancelled"),
    ]


async def test_day_of_the_week_stays_where_something_is_booked(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    chess = school.make.session(name="Chess")
    school.make.booking(chess, anna.family)
    shown = await do(olive, "/activities", "[Chess]", "[Day]", "[Tuesday]")
    assert shown.startswith("The day of the week stays\n\nTo come: 1 family, 1 place, 0 waiting.")
    assert olive.screen.labels == ("Copy", "Back", "Cancel")
    assert "Nothing was changed." in await do(olive, "[Back]", "[Back]")
    assert school.make.rows(activity)[0].weekday == 0


async def test_closed_days_are_asked_for_and_opened_again(school: School) -> None:
    olive = await school.office()
    await do(olive, "/closures", "[Close a day or more]")
    for wrong, complaint in (
        ("Christmas", "I cannot read that as days."),
        ("1.9.2026", "The first day is today or later"),
        ("25.12.2026 to 24.12.2026", "The first day is today or later"),
        ("24.12.2026 to 24.3.2027", "At most 62 days can be closed at once."),
    ):
        assert (await do(olive, wrong)).startswith(complaint)
    shown = await do(olive, "21.12.2026 - 2.1.2027", "[Back]", "21 Dec to 2 Jan", "x" * 81)
    assert shown.startswith("A reason has 1 to 80 letters")
    shown = await do(olive, "[Holidays]", "[Back]", "[Holidays]")
    assert shown.endswith("Reason: Holidays\n\nNo activity is on then.")
    await do(olive, "[Yes, close]", "[All closed days]", "[Later ›]", "[1 Jan 2027]")
    assert "No session is cancelled on this day." in olive.screen.text
    assert (await do(olive, "[Open again]")).startswith("Open: Fri 1 Jan 2027\n")
    assert school.make.count(closure) == 12
    assert await do(olive, "/closures", "[Close a day or more]", "[Cancel]") == (
        "Stopped. Nothing was changed."
    )


@pytest.mark.parametrize("place", ["activity", "closure"])
async def test_taps_that_no_button_made_do_nothing(school: School, place: str) -> None:
    olive = await school.office()
    school.make.session(name="Chess")
    if place == "activity":
        for data in ("a.one:999999", "a.ask:999999", "a.rm:999999:0", "a.copy:999999"):
            await do(olive, "/activities")
            await school.forge(olive, data)
            assert olive.changed.text == "I cannot find this activity."
        await do(olive, "/activities")
        await school.forge(olive, "a.edit:1:shoes")
        assert olive.changed.text == "I cannot find this activity."
        shown = await do(olive, "/activities", "[New activity]")
        forged = ("a.is:name:=", "a.is:tutor:999999", "a.bk1:free", "a.bk2", "a.ok:key", "a.re:no")
        for data in forged:
            await school.forge(olive, data)
            assert olive.changed.text == shown
        await do(olive, "Chess")
        asked = olive.changed.text
        await school.forge(olive, "a.is:tutor:999999")
        assert olive.changed.text == asked
    else:
        await do(olive, "/closures", "[Close a day or more]", "24.12.2026")
        asked = olive.changed.text
        await school.forge(olive, "x.why:boredom")
        assert olive.changed.text == asked
        await do(olive, "[Holidays]")
        await school.forge(olive, f"x.ok:{MONDAY.toordinal()}:{MONDAY.toordinal()}:0")
        assert olive.changed.text.startswith("Please check")
        await do(olive, "/closures")
        await school.forge(olive, f"x.one:{MONDAY.toordinal()}")
        assert olive.changed.text == "The school is open on that day."
        await school.forge(olive, f"x.ok:{MONDAY.toordinal()}:{MONDAY.toordinal()}:0")
        assert olive.screen.text == "That message was from earlier. You can go on from here:"
    assert school.make.count(activity) == 1
    assert school.make.count(closure) == school.make.count(audit_event) == 0


async def test_to_others_there_are_no_activities_and_no_closures(
    school: School, anna: Parent
) -> None:
    chess = school.make.session(name="Chess")
    school.make.booking(chess, anna.family)
    await anna.send("/nonsense")
    nothing = anna.screen.text
    for command in ("/activities", "/closures"):
        await anna.send(command)
        assert anna.screen.text == nothing
    number = chess.activity.id
    for data in (
        *("a.all:0:0", f"a.one:{number}", f"a.rm:{number}:9", "a.new", f"a.copy:{number}"),
        *(f"a.edit:{number}:name", "a.ok:key", "x.add", f"x.rm:{MONDAY.toordinal()}"),
    ):
        await anna.send("/help")
        await school.forge(anna, data)
        assert anna.screen.text == "That message was from earlier. You can go on from here:"
    assert [row.status for row in school.make.rows(booking)] == ["confirmed"]
    assert school.make.count(conversation) == school.make.count(audit_event) == 0
