"""The register: who is expected, for the tutor."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.screen import Screen
from bot.screens.notices import notice
from bot.texts import Say
from domain.model import BookingStatus, Session, SessionStatus
from domain.notices import NoticeKind
from domain.timetable import ends_at
from storage.notice_details import AboutSession, PlaceThen
from tests.bot.screens.reading import read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, place_then, session
from tests.bot.values import claimed as claimed_notice
from tests.factory import LONDON, NOW

END = ends_at(session(), LONDON)
EMMA = place_then()


def tell(
    say: Say, *places: PlaceThen, of: Session | None = None, now: datetime = NOW
) -> Screen | None:
    about = AboutSession(of or session(), "Pool", places)
    return notice(say, claimed_notice(NoticeKind.REGISTER, about), now=now)


def lines_of(say: Say, *places: PlaceThen, of: Session | None = None) -> list[str]:
    screen = tell(say, *places, of=of)
    assert screen is not None
    return read(screen).splitlines()


def test_register_names_the_session_and_who_is_expected(say: Say) -> None:
    leo = place_then(child_name="Leo", grade=0, status=BookingStatus.PENDING)

    assert lines_of(say, EMMA, leo) == [
        "Swimming",
        "Mon 14 Sept, 15:30–16:30, Pool",
        "",
        "2 children are expected:",
        "",
        "Emma, Year 3",
        "Leo, Reception (not paid yet)",
    ]


def test_place_that_is_kept_for_a_voucher_is_said_to_be(say: Say) -> None:
    kept = replace(EMMA, status=BookingStatus.PENDING, is_promised=True)
    assert lines_of(say, kept)[-1] == "Emma, Year 3 (waiting for voucher)"


def test_one_child_is_one_child(say: Say) -> None:
    assert "1 child is expected:" in lines_of(say, EMMA)


def test_nobody_is_said_plainly(say: Say) -> None:
    assert lines_of(say)[-1] == "Nobody is booked."


def test_session_that_does_not_take_place_has_no_register(say: Say) -> None:
    called_off = replace(session(), status=SessionStatus.CANCELLED)

    assert tell(say, EMMA, of=called_off) is None


def test_register_is_of_use_until_the_session_is_over(say: Say) -> None:
    assert tell(say, EMMA, now=END - timedelta(seconds=1)) is not None
    assert tell(say, EMMA, now=END) is None


@pytest.mark.parametrize("name", ["Emma", HOSTILE_NAME, LONGEST_NAME, "😀" * 80, "<" * 80])
@pytest.mark.parametrize("children", [1, 60, 500])
def test_register_fits_a_message_however_long(say: Say, name: str, children: int) -> None:
    expected = [replace(EMMA, child_name=name)] * children
    found = lines_of(say, *expected, of=session(name="W" * 80))

    shown = sum(name in line for line in found)
    assert shown > 0
    if shown < children:
        assert found[-1] == f"… and {children - shown} more."
    else:
        assert found[-1] != "… and 0 more."
    assert len("\n".join(found).encode("utf-16-le")) // 2 <= 4096
