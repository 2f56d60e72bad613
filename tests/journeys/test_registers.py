"""The register: in the tutor's chat before the session starts."""

from datetime import datetime, time, timedelta

import pytest

from bot.sandbox.client import PersonClient
from bot.taps.registers import DeleteNote, MarkChild, PrintRegister, SetAway, StopNoting, WriteNote
from domain.model import Session
from storage.tables import (
    NoticeState,
    absence,
    attendance,
    notice,
    register_note,
    session,
)
from tests.factory import LONDON, MONDAY
from tests.journeys.school import Parent, School
from tests.journeys.test_payment import do

START = datetime.combine(MONDAY, time(15, 30), tzinfo=LONDON)
HALF_AN_HOUR = timedelta(minutes=30)
ASK = "Tap a child for present, late, absent, and again for not marked."


async def go_to(school: School, moment: datetime) -> None:
    school.clock.advance(moment - school.clock.now())
    await school.settle()


@pytest.fixture
async def tutor(school: School) -> PersonClient:
    """A tutor who has written to the bot before."""
    wood = await school.person("Tamsin", "Wood")
    school.phone_of(wood).chat.started = True
    return wood


@pytest.fixture
def swimming(school: School, tutor: PersonClient) -> Session:
    tutor_id = school.make.tutor(name="Ms Wood", telegram_id=tutor.id)
    return school.make.session(name="Swimming", location="Pool", tutor_id=tutor_id)


async def test_tutor_marks_own_sessions_in_their_time(
    school: School, tutor: PersonClient, swimming: Session, anna: Parent, bob: Parent
) -> None:
    own = school.make.booking(swimming, anna.family)
    other = school.make.booking(school.make.session(name="Chess"), bob.family)
    assert (await do(tutor, "/register")).startswith("Nothing runs today")
    await go_to(school, START - timedelta(hours=5))
    assert (await do(tutor, "/register", "[☐ Emma]")).startswith(
        "Not saved: this register can be marked from Mon 14 Sept, 15:00.\n\nSwimming"
    )
    await school.forge(tutor, MarkChild(other, "present", is_undo=False, page=0).pack())
    assert tutor.changed.text.startswith("I cannot find this session")
    await school.forge(tutor, MarkChild(own, "asleep", is_undo=False, page=0).pack())
    assert tutor.changed.text.startswith("I cannot find this session")
    await go_to(school, START + timedelta(hours=9))
    await school.forge(tutor, MarkChild(own, "late", is_undo=False, page=0).pack())
    assert tutor.changed.text.startswith("Not saved: that day is over.")
    assert school.make.count(attendance) == 0
    # With two of them, what is on or next comes first.
    olive = await school.office()
    await go_to(school, START + timedelta(days=7))
    school.make.session(activity_id=swimming.activity.id, on=MONDAY + timedelta(days=7))
    school.make.session(
        name="Art", on=MONDAY + timedelta(days=7), start_time=time(9, 30), end_time=time(10, 30)
    )
    await do(olive, "/register")
    assert olive.changed.labels == ("15:30 Swimming", "09:30 Art")
    assert (await do(olive, "[09:30 Art]")).endswith("Nobody is booked.")


async def test_parent_takes_an_absence_back_and_is_told_when_it_is_too_late(
    school: School, tutor: PersonClient, swimming: Session, anna: Parent
) -> None:
    booked = school.make.booking(swimming, anna.family)
    await do(anna, "/bookings", "[Mon 14 Sept · Swimming · Emma]", "[Emma will be absent]")
    await do(anna, "[Yes, tell the school]", "[My bookings]", "[Mon 14 Sept · Swimming · Emma]")
    assert "You have told the school that Emma will be absent." in anna.changed.text
    assert "your child comes" in await do(anna, "[Emma comes after all]")
    await school.settle()
    assert school.sent(tutor, "") == 0
    await do(anna, "[My bookings]", "[Mon 14 Sept · Swimming · Emma]")
    await go_to(school, START + timedelta(hours=2))
    assert "cannot find that" in await do(anna, "[Emma will be absent]")
    await school.forge(anna, SetAway(booked, is_away=True).pack())
    assert anna.changed.text.startswith("This session is over.")
    assert school.make.count(absence) == 0


async def test_note_is_deleted_and_one_can_turn_back(
    school: School, tutor: PersonClient, swimming: Session, anna: Parent, bob: Parent
) -> None:
    own = school.make.booking(swimming, anna.family)
    other = school.make.booking(school.make.session(name="Chess"), bob.family)
    await go_to(school, START)
    await do(tutor, "/register", "[Notes]", "[Emma]", "No nuts", "[Notes]", "[Emma ✎]")
    assert "Note: No nuts" in tutor.changed.text
    assert (await do(tutor, "[Back]")).startswith("Swimming")
    assert "No nuts" not in await do(tutor, "[Notes]", "[Emma ✎]", "[Delete the note]")
    await tutor.repeat_tap()
    assert "1 expected, 0 in" in tutor.changed.text
    await school.forge(tutor, StopNoting(own).pack())
    assert tutor.changed.text.startswith("Swimming")
    await do(tutor, "[Notes]")
    assert (await do(tutor, "[Back]")).startswith("Swimming")
    for tap in (WriteNote(other), DeleteNote(other), StopNoting(other), PrintRegister(99)):
        await school.forge(tutor, tap.pack())
        assert tutor.changed.text.startswith("I cannot find this session")
    assert school.make.count(register_note) == 0


async def test_nobody_expected_is_said_plainly(
    school: School, tutor: PersonClient, swimming: Session
) -> None:
    await go_to(school, START - HALF_AN_HOUR)
    assert (await tutor.wait_for("Swimming")).text.endswith("Nobody is booked.")


async def test_session_that_is_called_off_has_no_register(
    school: School, tutor: PersonClient, swimming: Session
) -> None:
    await school.client.fault("server_error", method="sendMessage", person=tutor.id, times=1)
    await go_to(school, START - HALF_AN_HOUR)
    school.make.change(session, swimming.id, status="cancelled")
    await school.advance(minutes=1)
    assert school.sent(tutor, "") == 0
    assert [row.state for row in school.make.rows(notice)] == [NoticeState.DROPPED]


async def test_school_chooses_how_long_before_or_never(
    school: School, tutor: PersonClient, swimming: Session
) -> None:
    await school.restart(register_minutes=0)
    await go_to(school, START - HALF_AN_HOUR)
    assert school.sent(tutor, "") == 0
    await school.restart(register_minutes=10)
    await go_to(school, START - timedelta(minutes=10))
    assert school.sent(tutor, "Swimming") == 1


async def test_tutor_who_has_blocked_the_bot_is_not_written_to_later(
    school: School, tutor: PersonClient, swimming: Session
) -> None:
    await tutor.block()
    await go_to(school, START - HALF_AN_HOUR)
    assert [row.state for row in school.make.rows(notice)] == [NoticeState.FAILED]
    await tutor.unblock()
    await school.settle()
    assert school.sent(tutor, "") == 0

    office = await school.office()
    await office.send("/undelivered")
    assert "Ms Wood: the register\nSwimming, Mon 14 Sept\n" in office.screen.text
