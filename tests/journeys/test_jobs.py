"""What time brings: holds end, queues close, reminders go out, each of them once."""

from datetime import date, datetime, time, timedelta

import pytest

from domain.notices import Notice, NoticeKind
from domain.sessions import cancel_session
from storage.tables import NoticeState, booking, notice, waitlist_entry
from tests.domain.school import OFFICE
from tests.factory import LONDON, MONDAY, NOW
from tests.journeys.school import Parent, School

EVENING_BEFORE = datetime.combine(MONDAY - timedelta(days=1), time(18), tzinfo=LONDON)
TWO_HOURS_BEFORE = datetime.combine(MONDAY, time(13, 30), tzinfo=LONDON)
CUTOFF = datetime.combine(MONDAY, time(14, 30), tzinfo=LONDON)
START = datetime.combine(MONDAY, time(15, 30), tzinfo=LONDON)
SECOND = timedelta(seconds=1)


async def go_to(school: School, moment: datetime) -> None:
    """Move the clock to an instant, and wait until what has become due is done."""
    school.clock.advance(moment - school.clock.now())
    await school.settle()


async def test_hold_ends_at_its_deadline_and_the_next_in_the_queue_gets_the_place(
    school: School, anna: Parent, bob: Parent
) -> None:
    swimming = school.make.session(name="Swimming", price=800, capacity=1)
    school.make.money(bob.parent_id, 800)
    deadline = NOW + timedelta(hours=48)
    held = school.make.booking(swimming, anna.family, status="pending", hold_expires_at=deadline)
    school.make.waiting(swimming, bob.family)

    await go_to(school, deadline - SECOND)
    assert school.make.rows(booking, id=held)[0].status == "pending"
    await go_to(school, deadline)
    assert (await anna.wait_for("No longer held")).text == (
        "No longer held\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "It was not paid in time, so the place was given up. Nothing was charged. "
        "You can book again if there is room."
    )
    assert (await bob.wait_for("A place has come free")).text == (
        "A place has come free, and it is yours: booked\n"
        "Ben: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "£8.00 was taken from your account.\n"
        "If you no longer need it, please cancel, so that the next child gets it."
    )
    assert school.make.balance(bob.parent_id) == 0


async def test_offer_that_nobody_pays_wanders_down_the_queue(
    school: School, anna: Parent, bob: Parent
) -> None:
    swimming = school.make.session(name="Swimming", price=800, capacity=1)
    school.make.booking(
        swimming,
        school.make.family(),
        status="pending",
        hold_expires_at=NOW + timedelta(hours=1),
    )
    school.make.waiting(swimming, anna.family)
    school.make.waiting(swimming, bob.family)
    await school.advance(hours=1)
    await anna.wait_for("held for you until Tue 8 Sept, 10:00")
    assert school.sent(bob, "A place has come free") == 0
    await school.advance(hours=24)
    await anna.wait_for("No longer held")
    await bob.wait_for("held for you until Wed 9 Sept, 10:00")
    await anna.tap("Pay")
    assert anna.changed.text == "This place is no longer held for you. Book again with /book."


async def test_queue_closes_at_the_cut_off_and_everybody_in_it_is_told(
    school: School, anna: Parent, bob: Parent
) -> None:
    full = school.make.session(name="Swimming", price=800, capacity=1)
    last = school.make.booking(full, school.make.family(balance=800))
    school.make.waiting(full, anna.family)
    school.make.waiting(full, bob.family)
    await go_to(school, CUTOFF - SECOND)
    assert school.make.count(waitlist_entry, status="waiting") == 2
    await go_to(school, CUTOFF)
    for parent, child in ((anna, "Emma"), (bob, "Ben")):
        assert (await parent.wait_for("No place came free")).text == (
            f"No place came free\n{child}: Swimming, Mon 14 Sept, 15:30–16:30\n"
            "Booking has closed and the waiting list with it. Nothing was charged."
        )
        assert school.sent(parent, "No place came free") == 1
    school.make.change(booking, last, status="cancelled", ended_at=school.clock.now())
    await school.advance(minutes=5)
    assert school.make.count(booking, status="confirmed") == 0
    assert school.sent(anna, "") == school.sent(bob, "") == 1


async def test_reminders_go_out_the_evening_before_and_two_hours_before_each_once(
    school: School, anna: Parent
) -> None:
    swimming = school.make.session(name="Swimming", location="Pool")
    school.make.booking(swimming, anna.family)
    expected = [
        (EVENING_BEFORE - SECOND, 0),
        (EVENING_BEFORE, 1),
        (EVENING_BEFORE + timedelta(hours=1), 1),
        (TWO_HOURS_BEFORE - SECOND, 1),
        (TWO_HOURS_BEFORE, 2),
        (TWO_HOURS_BEFORE + timedelta(minutes=30), 2),
        (START, 2),
        (START + timedelta(days=1), 2),
    ]
    for moment, reminders in expected:
        await go_to(school, moment)
        assert school.sent(anna, "Reminder") == reminders, moment
    await anna.refresh()
    assert anna.screen.text == (
        "Reminder: today, Mon 14 Sept\n"
        "Emma: Swimming, 15:30–16:30, Pool\n"
        "When to be reminded: /settings"
    )
    assert anna.screen.labels == ("Cancel Emma, Swimming", "My bookings")


@pytest.mark.parametrize("why", ["cancelled", "held", "expired", "session", "waiting"])
async def test_nobody_is_reminded_of_a_place_they_do_not_have(
    school: School, anna: Parent, why: str, caplog: pytest.LogCaptureFixture
) -> None:
    status = "cancelled" if why == "session" else "scheduled"
    swimming = school.make.session(name="Swimming", status=status, capacity=1)
    if why == "waiting":
        school.make.booking(swimming, school.make.family())
        school.make.waiting(swimming, anna.family)
    else:
        wanted = {"held": "pending", "session": "confirmed"}.get(why, why)
        late = {"hold_expires_at": START} if why == "held" else {}
        school.make.booking(swimming, anna.family, status=wanted, **late)
    for moment in (EVENING_BEFORE, TWO_HOURS_BEFORE, START):
        await go_to(school, moment)
    assert school.sent(anna, "Reminder") == 0
    if why == "session":
        # The check of the books rightly finds such a place.
        caplog.clear()


async def test_who_has_just_booked_is_not_reminded_of_what_has_passed(
    school: School, anna: Parent
) -> None:
    school.make.session(name="Swimming")
    await go_to(school, EVENING_BEFORE + timedelta(minutes=5))
    await anna.send("/book")
    for label in ("Swimming", "14 Sept", "Confirm"):
        await anna.tap(label)
    await school.advance(hours=1)
    assert school.sent(anna, "Reminder") == 0
    await go_to(school, TWO_HOURS_BEFORE)
    assert school.sent(anna, "Reminder") == 1


async def test_reminder_is_not_sent_if_the_place_goes_before_it_leaves(
    school: School, anna: Parent
) -> None:
    """A notice is put into words when it is sent, by the rows as they are then."""
    swimming = school.make.session(name="Swimming")
    made = school.make.booking(swimming, anna.family)
    await school.kill()
    reminder = Notice(anna.parent_id, NoticeKind.REMINDER_EVENING, NOW, on_date=MONDAY)
    school.make.database.transact(lambda tx: tx.outbox.add(reminder))
    school.make.change(booking, made, status="cancelled", ended_at=NOW)
    await school.start()
    await school.settle()
    assert [row.state for row in school.make.rows(notice)] == [NoticeState.DROPPED]
    assert school.sent(anna, "") == 0


async def test_what_came_due_while_no_bot_ran_is_done_at_the_start_and_once(
    school: School, anna: Parent, bob: Parent
) -> None:
    swimming = school.make.session(name="Swimming", price=800)
    school.make.booking(swimming, anna.family)
    deadline = NOW + timedelta(hours=48)
    school.make.booking(swimming, bob.family, status="pending", hold_expires_at=deadline)
    await school.kill()
    school.clock.advance(TWO_HOURS_BEFORE + timedelta(minutes=1) - NOW)
    for _ in range(2):
        await school.start()
        await school.settle()
        await school.kill()
    assert school.sent(anna, "Reminder") == 1  # the later of the two says it all
    assert school.sent(bob, "No longer held") == 1
    await school.start()


async def test_session_that_is_called_off_refunds_and_tells_every_family_once(
    school: School, bob: Parent
) -> None:
    anna = await school.parent("Anna", balance=800)
    swimming = school.make.session(name="Swimming", price=800, capacity=1)
    school.make.booking(swimming, anna.family)
    school.make.waiting(swimming, bob.family)
    for _ in range(2):
        await school.process.database.run(
            cancel_session, swimming.id, actor=OFFICE, now=school.clock.now()
        )
    assert (await anna.wait_for("Cancelled by the school")).text == (
        "Cancelled by the school\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "This session will not take place. We are sorry.\n"
        "£8.00 was refunded to your account."
    )
    assert "refunded" not in (await bob.wait_for("Cancelled by the school")).text
    for moment in (EVENING_BEFORE, TWO_HOURS_BEFORE, CUTOFF, START):
        await go_to(school, moment)
    assert school.sent(anna, "") == school.sent(bob, "") == 1
    assert school.make.balance(anna.parent_id) == 800


async def test_reminder_is_at_six_by_the_schools_clock_after_the_clocks_change(
    school: School, anna: Parent
) -> None:
    """Summer time ends on 25 October; six in the evening is 18:00 in UTC from then on."""
    monday = school.make.session(name="Swimming", on=date(2026, 10, 26))
    school.make.booking(monday, anna.family)
    await go_to(school, datetime(2026, 10, 25, 18, tzinfo=LONDON) - SECOND)
    assert school.sent(anna, "Reminder") == 0
    await school.advance(seconds=1)
    assert school.sent(anna, "Reminder") == 1
