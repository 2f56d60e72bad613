"""The office and the tutors run sessions from the chat, over the wire."""

from datetime import timedelta

from bot.sandbox.client import PersonClient
from domain.model import Session
from storage.tables import (
    audit_event,
    booking,
    child,
    conversation,
    notice,
    parent,
    session,
    waitlist_entry,
)
from tests.factory import MONDAY, Factory
from tests.journeys.school import OFFICE_ID, Parent, School
from tests.journeys.test_payment import do

PLACE = "Swimming, Mon 14 Sept, 15:30–16:30"
SHEET = "Swimming\nMon 14 Sept, 15:30–16:30, Pool\nMs Wood\n"


def swimming(make: Factory, *, capacity: int = 2, price: int = 800) -> Session:
    tutor = make.tutor(name="Ms Wood")
    return make.session(
        name="Swimming", location="Pool", tutor_id=tutor, capacity=capacity, price=price
    )


async def at_the_session(school: School) -> PersonClient:
    olive = await school.office()
    await do(olive, "/week", "[Week after ›]", "[15:30 Swimming]")
    return olive


def done_by_the_office(school: School) -> list[str]:
    return [row.action for row in school.make.rows(audit_event, actor_id=OFFICE_ID)]


async def test_office_looks_at_day_week_and_session(school: School, anna: Parent) -> None:
    make = school.make
    with make.at_once():
        swim = swimming(make)
        make.booking(swim, anna.family)
        make.session(name="Chess", on=MONDAY + timedelta(days=1), status="cancelled")
        make.closure(MONDAY + timedelta(days=2))
    olive = await school.office()
    assert await do(olive, "/today") == "Monday 7 September\n\nNothing runs on this day."
    assert await do(olive, "[The week]", "[Week after ›]") == (
        "Mon 14 Sept to Sun 20 Sept\nWed 16 Sept: the school is closed. Staff training\n\n"
        "Monday 14 September\nSwimming, 15:30–16:30, Pool\n1 of 2 places taken\n\n"
        "Tuesday 15 September\nChess, 15:30–16:30, Hall\ncancelled"
    )
    assert await do(olive, "[15:30 Swimming]") == (
        f"{SHEET}1 of 2 places taken\n\nExpected:\nEmma, Year 3"
    )
    assert (await do(olive, "[Mon 14 Sept]")).startswith("Monday 14 September\n\nSwimming")
    assert (await do(olive, "[Tue 15 Sept ›]")).startswith("Tuesday 15 September\n\nChess")
    assert (await do(olive, "[‹ Mon 14 Sept]", "[The week]")).startswith("Mon 14 Sept to")


async def test_session_that_has_filled_meanwhile_is_asked_about_again(
    school: School, anna: Parent
) -> None:
    swim = swimming(school.make)
    olive = await at_the_session(school)
    assert "nobody is told" in await do(olive, "[Cancel the session]")
    school.make.booking(swim, anna.family)
    answer = await do(olive, "[Yes, cancel the session]")
    assert answer.startswith("This has changed since you looked.\n\nCancel Swimming?")
    assert "1 family is told." in answer
    assert (await do(olive, "[No, leave it as it is]")).startswith(SHEET)
    assert school.make.rows(booking)[0].status == "confirmed"
    await olive.repeat_tap()
    assert olive.changed.text.startswith(SHEET)


async def test_office_books_and_cancels_for_a_family_without_telegram(school: School) -> None:
    make = school.make
    swim = swimming(make)
    olive = await at_the_session(school)
    asked = await do(olive, "[Book for a family]", "nobody here")
    assert asked.startswith("I find nobody by that.")
    await do(olive, "[A family that is not on file]", "y" * 81)
    assert olive.changed.text.startswith("A name has 1 to 80 letters.")
    await do(olive, "Nora <Old>", "none")
    assert olive.changed.text.startswith("I cannot use that as a phone number.")
    await do(olive, "+44 (0)151 496 0000", "Nia", "yesterday")
    assert olive.changed.text.startswith("I cannot read that as a birth date")
    assert await do(olive, "31.5.2018", "[Year 3]") == (
        f"Please check\n\nNia: {PLACE}\nFamily: Nora <Old>\n\n"
        "The price is £8.00 and the balance £0.00, which does not cover it: the place is held "
        "until Wed 9 Sept, 09:00, to be paid by then."
    )
    assert await do(olive, "[Confirm]") == (
        "Held until Wed 9 Sept, 09:00\n£8.00 is to be paid by then.\n\n"
        f"Nia: {PLACE}\nFamily: Nora <Old>\n\n"
        "Nora <Old> does not use Telegram: please tell them yourself (+441514960000)."
    )
    answer = olive.changed
    await olive.repeat_tap()
    assert (olive.changed.text, make.count(booking)) == (answer.text, 1)
    [nora] = make.rows(parent)
    assert (nora.telegram_id, nora.name, nora.phone) == (None, "Nora <Old>", "+441514960000")
    await do(olive, "[The session]", "[Cancel for a family]", "[Nia · Year 3 · not paid]")
    assert olive.changed.text == (
        f"Cancel this place?\nNia: {PLACE}\nBooked by Nora <Old>\n\n"
        "Nothing was paid, so nothing is refunded.\n\n"
        "Nora <Old> does not use Telegram: please tell them yourself (+441514960000)."
    )
    answer_text = await do(olive, "[Cancel, no refund]")
    assert answer_text.startswith(f"Cancelled\nNia: {PLACE}")
    await olive.repeat_tap()
    assert olive.changed.text == answer_text
    assert make.rows(booking, session_id=swim.id)[0].status == "cancelled"
    assert make.count(notice) == 0
    assert done_by_the_office(school) == ["family_added", "child_added", "held", "cancelled"]
    assert make.count(conversation) == 0


async def test_office_books_and_cancels_for_a_family_that_is_told(
    school: School, anna: Parent, bob: Parent
) -> None:
    make = school.make
    with make.at_once():
        swim = swimming(make, capacity=1)
        make.money(anna.parent_id, 2000)
    olive = await at_the_session(school)
    await do(olive, "[Book for a family]", "emma", "[Add a child]", "Ada", "1.6.2019", "[Year 2]")
    assert olive.changed.text.endswith("£8.00 is taken from the account; £12.00 remains on it.")
    assert (await do(olive, "[Back]", "[Emma]", "[Confirm]")).startswith("Booked\n£8.00 was taken")
    await school.settle()
    await anna.wait_for("Booked for you by the school office")
    await do(olive, "[Book for another family]", "ben", "[Ben]", "[Confirm]")
    assert olive.changed.text.startswith("On the waiting list, position 1")
    await school.settle()
    await bob.wait_for("The school office has put Ben on the list.")
    await school.advance(days=6, hours=20)  # half is refunded by now
    await do(olive, "[The session]", "[Cancel for a family]", "[Emma · Year 3]")
    assert "By the terms £4.00 of £8.00 is refunded." in olive.changed.text
    assert (await do(olive, "[Cancel, refund all: £8.00]")).startswith("Cancelled\nEmma")
    await school.settle()
    told = await anna.wait_for("Cancelled by the school office")
    assert told.text.endswith("£8.00 was refunded to your account.")
    await bob.wait_for("A place has come free: held for you")
    assert [row.status for row in make.rows(booking, session_id=swim.id)] == [
        "cancelled",
        "pending",
    ]
    assert make.count(child, name="Ada") == 1


async def test_child_is_taken_off_a_waiting_list_by_the_office(
    school: School, anna: Parent
) -> None:
    make = school.make
    swim = swimming(make, capacity=1)
    make.booking(swim, make.family())
    make.waiting(swim, anna.family)
    olive = await at_the_session(school)
    await do(olive, "[Cancel for a family]", "[Emma · waiting, position 1]")
    answer = await do(olive, "[Yes, take off the list]")
    assert answer.startswith(f"Off the waiting list\nEmma: {PLACE}")
    await olive.repeat_tap()
    assert olive.changed.text == answer
    await school.settle()
    await anna.wait_for("Taken off the waiting list by the school office")
    await school.forge(olive, f"d.askq:{make.rows(waitlist_entry)[0].id}")
    assert "not on the waiting list any more" in olive.changed.text


async def test_more_places_promote_the_first_in_the_queue_who_is_told(
    school: School, anna: Parent, bob: Parent
) -> None:
    make = school.make
    with make.at_once():
        swim = swimming(make, capacity=1, price=0)
        make.booking(swim, make.family(name="Zoe"))
        make.waiting(swim, anna.family)
        make.waiting(swim, bob.family)
    olive = await at_the_session(school)
    await do(olive, "[Change the number of places]", "none")
    assert olive.changed.text.startswith("I cannot use that as a number of places.")
    assert "the first on the waiting list" in await do(olive, "[+1]")
    changed = await do(olive, "[Set to 2 places]")
    assert changed == (
        f"Changed: 2 places\n\n{SHEET}2 of 2 places taken, 1 waiting\n\n"
        "Expected:\nEmma, Year 3\nZoe, Year 3\n\nWaiting list:\n1. Ben, Year 3"
    )
    await olive.repeat_tap()
    assert olive.changed.text == changed
    await school.settle()
    await anna.wait_for("A place has come free, and it is yours")
    assert (school.sent(anna, ""), school.sent(bob, "")) == (1, 0)
    await do(olive, "[Change the number of places]", "1")
    assert "Nobody loses one" in olive.changed.text
    assert "2 of 1 places taken" in await do(olive, "[Set to 1 place]")
    assert done_by_the_office(school) == ["capacity_changed"] * 2


async def test_capacity_that_another_admin_changed_is_shown_anew(school: School) -> None:
    swim = swimming(school.make)
    olive = await at_the_session(school)
    await do(olive, "[Change the number of places]", "[+1]")
    school.make.change(session, swim.id, capacity=9)
    assert (await do(olive, "[Set to 3 places]")).startswith("This has changed since you looked.")
    assert school.make.read_session(swim.id).capacity == 9


async def test_tutor_sees_own_sessions_and_changes_nothing(school: School, anna: Parent) -> None:
    make = school.make
    wood = await school.person("Tamsin", "Wood")
    with make.at_once():
        own = make.session(
            name="Swimming", tutor_id=make.tutor(name="Ms Wood", telegram_id=wood.id)
        )
        make.booking(own, anna.family)
        other = make.session(name="Chess")
        make.booking(other, make.family(name="Zoe"))
    text = await do(wood, "/week", "[Week after ›]")
    assert "Swimming" in text
    assert "Chess" not in text
    assert (await do(wood, "[15:30 Swimming]")).endswith("Expected:\nEmma, Year 3")
    assert wood.changed.labels == ("Register", "Attendance", "Refresh", "Mon 14 Sept")
    await school.forge(wood, f"d.one:{other.id}:0")
    assert wood.changed.text == "I cannot find this session. Look at /today or /week."
    held = make.rows(booking)[0].id
    for tap in (
        f"d.cap:{own.id}",
        f"d.can:{own.id}",
        f"d.who:{own.id}:0",
        f"d.told:{own.id}:0",
        f"d.rm:{held}:0:0",
        f"f.book:{own.id}",
        f"d.set:{own.id}:10:1",
    ):
        await school.forge(wood, tap)
        assert "Swimming" not in wood.screen.text
    assert {row.status for row in make.rows(booking)} == {"confirmed"}
    assert make.read_session(own.id) == own


async def test_to_parents_there_are_no_sessions_to_run(school: School, anna: Parent) -> None:
    swim = swimming(school.make)
    await anna.send("/nonsense")
    answer = anna.screen.text
    for command in ("/today", "/week"):
        await anna.send(command)
        assert anna.screen.text == answer
    await school.forge(anna, f"d.one:{swim.id}:0")
    assert "Swimming" not in anna.screen.text


async def test_taps_that_no_button_made_are_answered_and_do_nothing(school: School) -> None:
    swim = swimming(school.make)
    olive = await school.office()
    await olive.send("/today")
    for data in (
        "d.day:1:0",
        "d.day:3652059:0",
        "d.wk:1:9",
        "d.one:999999:0",
        "d.who:999999:0",
        "d.ask:999999",
        "d.rm:999999:0:0",
        "d.askq:999999",
        "d.rmq:999999",
        "d.told:999999:0",
        f"d.told:{swim.id}:0",
        "d.cap:999999",
        "d.can:999999",
        "d.try:5",
        "d.set:999999:1:2",
        "d.why",
        f"d.off:{swim.id}:0:0",
        "d.stop:999999",
        "f.book:999999",
        "f.par:999999",
        "f.ok:999999:key",
        "f.gr:3",
        "f.stop:999999",
    ):
        await school.forge(olive, data)
        assert olive.changed.text
    assert school.make.read_session(swim.id) == swim
    await do(olive, "/week", "[Week after ›]", "[15:30 Swimming]", "[Book for a family]")
    for data in ("f.par:999999", "f.add", "f.ch:999999", "f.ok:1:key", "f.gr:3"):
        await school.forge(olive, data)
        assert olive.changed.text
    assert school.make.count(booking) == school.make.count(parent) == 0
