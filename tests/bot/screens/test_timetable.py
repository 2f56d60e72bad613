"""What runs on a day or in a week."""

from datetime import date, timedelta

import pytest

from bot.screens import timetable
from bot.screens.timetable import Timetable
from bot.taps.sessions import ShowSession
from bot.taps.timetable import ShowDay, ShowWeek
from bot.texts import Say
from domain.model import Session, SessionStatus
from storage.session_lines import SessionLine
from storage.session_queries import Closure
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, activity
from tests.factory import MONDAY

TUESDAY = MONDAY + timedelta(days=1)


def line(
    number: int = 11,
    *,
    on: date = MONDAY,
    status: SessionStatus = SessionStatus.SCHEDULED,
    name: str = "Swimming",
    held: int = 0,
    waiting: int = 0,
) -> SessionLine:
    of = Session(number, activity(name=name), on, 10, status)
    return SessionLine(of, "Pool", "Mr Tall", 8, held, waiting)


def test_day_says_what_runs_and_how_full_it_is(say: Say) -> None:
    table = Timetable(
        MONDAY,
        [
            line(11, held=1, waiting=2),
            line(12, name="Chess", status=SessionStatus.CANCELLED),
        ],
        [],
    )
    screen = timetable.day(say, table, 0)
    assert read(screen) == (
        "Monday 14 September\n\n"
        "Swimming, 15:30–16:30, Pool\n8 of 10 places taken, 2 waiting, 1 not paid\n\n"
        "Chess, 15:30–16:30, Pool\ncancelled"
    )
    assert buttons(screen) == {
        "15:30 Swimming": ShowSession(11),
        "15:30 Chess": ShowSession(12),
        "‹ Sun 13 Sept": ShowDay(date(2026, 9, 13)),
        "Tue 15 Sept ›": ShowDay(TUESDAY),
        "The week": ShowWeek(MONDAY),
    }


def test_day_on_which_nothing_runs_says_why(say: Say) -> None:
    closed = Timetable(MONDAY, [], [Closure(MONDAY, "Staff training")])
    assert read(timetable.day(say, closed, 0)) == (
        "Monday 14 September\nMon 14 Sept: the school is closed. Staff training\n\n"
        "Nothing runs on this day."
    )


def test_week_is_told_day_by_day(say: Say) -> None:
    table = Timetable(
        MONDAY,
        [line(11), line(12, name="Chess"), line(13, on=TUESDAY)],
        [Closure(MONDAY + timedelta(days=3), "Election")],
    )
    screen = timetable.week(say, table, 0, today=TUESDAY)
    assert read(screen) == (
        "Mon 14 Sept to Sun 20 Sept\nThu 17 Sept: the school is closed. Election\n\n"
        "Monday 14 September\nSwimming, 15:30–16:30, Pool\n8 of 10 places taken\n\n"
        "Chess, 15:30–16:30, Pool\n8 of 10 places taken\n\n"
        "Tuesday 15 September\nSwimming, 15:30–16:30, Pool\n8 of 10 places taken"
    )
    shown = buttons(screen)
    assert shown["Tue 15 Sept 15:30 Swimming"] == ShowSession(13)
    assert shown["‹ Week before"] == ShowWeek(MONDAY - timedelta(weeks=1))
    assert shown["Week after ›"] == ShowWeek(MONDAY + timedelta(weeks=1))
    assert shown["Today"] == ShowDay(TUESDAY)


def test_empty_week_says_so(say: Say) -> None:
    screen = timetable.week(say, Timetable(MONDAY, [], []), 0, today=MONDAY)
    assert read(screen).endswith("Nothing runs in this week.")


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_many_sessions_come_a_page_at_a_time_and_fit(say: Say, name: str) -> None:
    sessions = [
        line(number, name=f"{name[:76]}{number}", held=99, waiting=99) for number in range(45)
    ]
    closures = [Closure(MONDAY + timedelta(days=each), "x" * 999) for each in range(7)]
    table = Timetable(MONDAY, sessions, closures)
    for page in range(5):
        week = timetable.week(say, table, page, today=MONDAY)
        read(week)
        assert ("Later ›" in buttons(week)) is (page < 4)
        assert ("‹ Earlier" in buttons(week)) is (page > 0)
    day = timetable.day(say, Timetable(MONDAY, sessions, closures[:1]), 1)
    read(day)
    assert buttons(day)["Later ›"] == ShowDay(MONDAY, 2)


def test_week_begins_on_monday() -> None:
    assert timetable.monday_of(MONDAY) == timetable.monday_of(MONDAY + timedelta(days=6)) == MONDAY
