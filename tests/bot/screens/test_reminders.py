"""A reminder: one message about all that is booked on a day."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.screen import Screen
from bot.screens.notices.notice import notice
from bot.taps.places import AskCancel, ShowPlaces
from bot.texts import Say
from domain.model import Reminders
from domain.notices import NoticeKind
from domain.timetable import starts_at
from storage.notices.about import AboutDay, PlaceThen
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, claimed, place_then, session
from tests.factory import LONDON, MONDAY, NOW, POLICY

EVENING, SOON = NoticeKind.REMINDER_EVENING, NoticeKind.REMINDER_SOON
START = starts_at(session(), LONDON)
DAY = timedelta(days=1)
LEO = place_then(booking_id=22, child_name="Leo")
CHESS = place_then(
    booking_id=23,
    session=session(name="Chess", start_time=time(17), end_time=time(18)),
    location="Library",
)


def tell(
    say: Say,
    *places: PlaceThen,
    kind: NoticeKind = SOON,
    wish: Reminders = Reminders.BOTH,
    now: datetime = NOW,
) -> Screen | None:
    return notice(
        say, claimed(kind, AboutDay(MONDAY, wish, places, (), has_later=False)), POLICY, now=now
    )


def told(say: Say, *places: PlaceThen, now: datetime = NOW) -> Screen:
    screen = tell(say, *places, now=now)
    assert screen is not None
    return screen


@pytest.mark.parametrize(
    ("now", "heading"),
    [
        (START - DAY, "Reminder: tomorrow, Mon 14 Sept"),
        (START - timedelta(hours=2), "Reminder: today, Mon 14 Sept"),
        (START - 2 * DAY, "Reminder: Mon 14 Sept"),
    ],
)
def test_reminder_says_what_is_booked_and_where(say: Say, now: datetime, heading: str) -> None:
    assert read(told(say, place_then(), LEO, CHESS, now=now)).splitlines() == [
        heading,
        "Emma: Swimming, 15:30–16:30, Pool",
        "Leo: Swimming, 15:30–16:30, Pool",
        "Emma: Chess, 17:00–18:00, Library",
        "When to be reminded: /settings",
    ]


def test_each_place_can_be_cancelled_and_children_in_one_club_are_told_apart(say: Say) -> None:
    screen = told(say, place_then(), LEO, CHESS)

    assert buttons(screen) == {
        "Cancel Emma, Swimming": AskCancel(21),
        "Cancel Leo, Swimming": AskCancel(22),
        "Cancel Emma, Chess": AskCancel(23),
        "My bookings": ShowPlaces(),
    }
    assert screen.stays


def test_what_has_started_is_left_out(say: Say) -> None:
    assert "Swimming" not in read(told(say, place_then(), CHESS, now=START))
    assert tell(say, place_then(), now=START) is None
    assert tell(say, place_then(), now=START - timedelta(seconds=1)) is not None


def test_nothing_left_is_not_told(say: Say) -> None:
    assert tell(say) is None


@pytest.mark.parametrize(
    ("wish", "wanted"),
    [
        (Reminders.OFF, set()),
        (Reminders.EVENING, {EVENING}),
        (Reminders.SOON, {SOON}),
        (Reminders.BOTH, {EVENING, SOON}),
    ],
)
def test_what_is_not_wished_any_more_is_not_told(
    say: Say, wish: Reminders, wanted: set[NoticeKind]
) -> None:
    kinds = (EVENING, SOON)
    assert {each for each in kinds if tell(say, LEO, kind=each, wish=wish)} == wanted


@pytest.mark.parametrize("name", [HOSTILE_NAME, LONGEST_NAME])
def test_any_name_is_told_as_it_is(say: Say, name: str) -> None:
    screen = told(say, place_then(child_name=name, location=name))

    assert read(screen).count(name) == 2
    assert any(name in label for label in buttons(screen))


@pytest.mark.parametrize("length", [1, 80])
def test_day_with_too_much_for_a_message_says_how_much_more(say: Say, length: int) -> None:
    of = session(name="😀" * length)
    many = [replace(LEO, booking_id=each, session=of) for each in range(100)]
    screen = told(say, *[replace(each, child_name=f"Leo {each.booking_id}") for each in many])

    shown = len(buttons(screen)) - 1
    assert read(screen).splitlines()[-2] == f"… and {100 - shown} more: see your bookings."
    assert len(read(screen).splitlines()) == shown + 3
    assert 0 < shown <= 30
