"""The register: in the tutor's chat before the session starts."""

from datetime import datetime, time, timedelta

import pytest

from bot.sandbox.client import PersonClient
from domain.model import Session
from storage.tables import NoticeState, notice, session
from tests.factory import LONDON, MONDAY
from tests.journeys.school import Parent, School

START = datetime.combine(MONDAY, time(15, 30), tzinfo=LONDON)
HALF_AN_HOUR = timedelta(minutes=30)


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


async def test_tutor_has_the_list_half_an_hour_before_the_start_and_once(
    school: School, tutor: PersonClient, swimming: Session, anna: Parent, bob: Parent
) -> None:
    school.make.booking(swimming, bob.family)
    await go_to(school, START - HALF_AN_HOUR - timedelta(seconds=1))
    assert school.sent(tutor, "") == 0
    school.make.booking(swimming, anna.family, status="pending", hold_expires_at=START)
    await go_to(school, START - HALF_AN_HOUR)
    assert (await tutor.wait_for("Swimming")).text == (
        "Swimming\nMon 14 Sept, 15:30–16:30, Pool\n\n2 children are expected:\n\n"
        "Ben, Year 3\nEmma, Year 3 (not paid yet)"
    )
    cleo = await school.parent("Cleo", children=["Cara"])
    school.make.booking(swimming, cleo.family)
    for moment in (START - HALF_AN_HOUR / 2, START, START + HALF_AN_HOUR):
        await go_to(school, moment)
    assert school.sent(tutor, "") == 1


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
