"""Which reminder is due when: one of each kind a parent and a day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from domain.model import Policy, QuietHours, Reminders
from domain.notices import NoticeKind
from domain.ports import ToRemind
from domain.reminders import (
    choose_reminders,
    due_reminder,
    out_of_quiet_hours,
    queue_reminders,
    remind_at,
)
from storage.tables import notice, parent
from tests.domain.school import School
from tests.domain.values import policy, utc
from tests.factory import MONDAY, POLICY, Family

EVENING, SOON = NoticeKind.REMINDER_EVENING, NoticeKind.REMINDER_SOON
LONG_AGO = utc("2026-01-01 08:00")
NIGHT = QuietHours(time(21), time(7))
OCTOBER, MARCH = date(2026, 10, 25), date(2027, 3, 28)
"""The Sundays on which the clocks of London change."""
Remind = Callable[[], int]


def booked(
    start: str = "15:30",
    *,
    confirmed_at: datetime = LONG_AGO,
    wish: Reminders = Reminders.BOTH,
) -> ToRemind:
    return ToRemind(3, wish, time.fromisoformat(start), confirmed_at)


def quiet(begins: str = "21:00", ends: str = "07:00") -> Policy:
    return replace(POLICY, quiet=QuietHours(time.fromisoformat(begins), time.fromisoformat(ends)))


@pytest.mark.parametrize(
    ("on", "start", "evening", "soon"),
    [
        pytest.param(MONDAY, "15:30", "2026-09-13 17:00", "2026-09-14 12:30", id="in summer"),
        # The clocks go back on Sunday: its evening before is still in summer time.
        pytest.param(OCTOBER, "15:30", "2026-10-24 17:00", "2026-10-25 13:30", id="25 October"),
        # Two hours are two hours, though the clock shows one of them twice.
        pytest.param(OCTOBER, "02:30", "2026-10-24 17:00", "2026-10-25 00:30", id="25 Oct., night"),
        pytest.param(
            OCTOBER + timedelta(days=1),
            "15:30",
            "2026-10-25 18:00",
            "2026-10-26 13:30",
            id="the day after",
        ),
        # The clocks go forward: six in the evening before is winter time, the session is not.
        pytest.param(MARCH, "15:30", "2027-03-27 18:00", "2027-03-28 12:30", id="28 March"),
        # Half past two in summer time; two hours before is still winter.
        pytest.param(MARCH, "02:30", "2027-03-27 18:00", "2027-03-27 23:30", id="28 March, night"),
        pytest.param(
            MARCH + timedelta(days=1),
            "15:30",
            "2027-03-28 17:00",
            "2027-03-29 12:30",
            id="the Monday after",
        ),
    ],
)
def test_reminders_are_at_six_the_evening_before_and_two_hours_before(
    on: date, start: str, evening: str, soon: str
) -> None:
    wanted = [booked(start, wish=wish) for wish in (Reminders.EVENING, Reminders.SOON)]
    found = [remind_at(on, [each], POLICY) for each in wanted]
    assert found == [{EVENING: utc(evening)}, {SOON: utc(soon)}]


def test_evening_is_that_of_the_schools_zone() -> None:
    found = remind_at(MONDAY, [booked()], policy("Pacific/Auckland"))
    assert found[EVENING] == utc("2026-09-13 06:00")


@pytest.mark.parametrize(
    ("wish", "kinds"),
    [
        (Reminders.OFF, []),
        (Reminders.EVENING, [EVENING]),
        (Reminders.SOON, [SOON]),
        (Reminders.BOTH, [EVENING, SOON]),
    ],
)
def test_parent_has_the_reminders_they_want(wish: Reminders, kinds: list[NoticeKind]) -> None:
    assert list(remind_at(MONDAY, [booked(wish=wish)], POLICY)) == kinds


def test_two_hours_are_before_the_first_of_the_day() -> None:
    found = remind_at(MONDAY, [booked("15:30"), booked("12:00"), booked("17:00")], POLICY)
    assert found[SOON] == utc("2026-09-14 09:00")


def test_session_booked_too_late_for_its_reminder_does_not_count_as_the_first() -> None:
    early = booked("12:00", confirmed_at=utc("2026-09-14 09:00"))
    assert remind_at(MONDAY, [early, booked("15:30")], POLICY)[SOON] == utc("2026-09-14 12:30")


@pytest.mark.parametrize(
    ("at", "begins", "ends", "expected"),
    [
        # A Sunday evening in September; London is an hour ahead of UTC.
        ("2026-09-13 19:59", "21:00", "07:00", "2026-09-13 19:59"),  # a minute before they begin
        ("2026-09-13 20:00", "21:00", "07:00", "2026-09-14 06:00"),  # as they begin
        ("2026-09-14 05:59", "21:00", "07:00", "2026-09-14 06:00"),  # the last minute of them
        ("2026-09-14 06:00", "21:00", "07:00", "2026-09-14 06:00"),  # as they end
        ("2026-09-14 11:30", "12:00", "14:00", "2026-09-14 13:00"),  # a midday rest
        ("2026-09-14 10:59", "12:00", "14:00", "2026-09-14 10:59"),  # before it
        ("2026-09-13 23:30", "00:00", "06:00", "2026-09-14 05:00"),  # from midnight on
        # The clocks go back: the night is an hour longer.
        ("2026-10-25 06:30", "21:00", "07:00", "2026-10-25 07:00"),
        ("2026-10-24 20:00", "21:00", "07:00", "2026-10-25 07:00"),
        # The second half past one is after an end at two, by the first two o'clock there is.
        ("2026-10-25 01:30", "21:00", "02:00", "2026-10-25 02:00"),
        # The clocks go forward: the night is an hour shorter.
        ("2027-03-27 21:00", "21:00", "07:00", "2027-03-28 06:00"),
        ("2027-03-28 06:00", "21:00", "07:00", "2027-03-28 06:00"),
    ],
)
def test_what_falls_into_quiet_hours_comes_at_their_end(
    at: str, begins: str, ends: str, expected: str
) -> None:
    late = utc("2030-01-01 00:00")
    assert out_of_quiet_hours(utc(at), late, quiet(begins, ends)) == utc(expected)


@pytest.mark.parametrize(
    ("before", "expected"),
    [
        ("2026-09-14 06:01", "2026-09-14 06:00"),  # there is a minute left after they end
        ("2026-09-14 06:00", "2026-09-13 20:00"),  # they end when it starts
        ("2026-09-14 05:30", "2026-09-13 20:00"),  # it starts in the middle of them
    ],
)
def test_or_at_their_beginning_where_their_end_is_too_late(before: str, expected: str) -> None:
    assert out_of_quiet_hours(utc("2026-09-14 04:00"), utc(before), quiet()) == utc(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("15:30", {EVENING: "2026-09-13 17:00", SOON: "2026-09-14 12:30"}),
        # Two hours before ten to eight it is night: at seven, then.
        ("07:50", {EVENING: "2026-09-13 17:00", SOON: "2026-09-14 06:00"}),
        # Seven would be too late: on the evening before, and once.
        ("06:30", {SOON: "2026-09-13 20:00"}),
        # Two hours before is on the evening before, an hour before they begin.
        ("00:30", {SOON: "2026-09-13 20:00"}),
    ],
)
def test_two_reminders_never_come_on_one_evening(
    start: str, expected: dict[NoticeKind, str]
) -> None:
    found = remind_at(MONDAY, [booked(start)], quiet())
    assert found == {kind: utc(at) for kind, at in expected.items()}


def test_two_reminders_never_come_together() -> None:
    """The evening's is put off to the morning, when the other one comes too."""
    found = remind_at(MONDAY, [booked("08:30")], quiet("17:00", "07:00"))
    assert found == {SOON: utc("2026-09-14 06:00")}


def test_evening_reminder_before_an_early_session_comes_if_it_is_the_only_one_wanted() -> None:
    [early] = [booked("06:30", wish=Reminders.EVENING)]
    assert remind_at(MONDAY, [early], quiet()) == {EVENING: utc("2026-09-13 17:00")}


@pytest.mark.parametrize(
    ("confirmed_at", "now", "expected"),
    [
        pytest.param("2026-09-01 08:00", "2026-09-13 16:59:59", None, id="not before its moment"),
        pytest.param("2026-09-01 08:00", "2026-09-13 17:00", EVENING, id="at its moment"),
        pytest.param("2026-09-01 08:00", "2026-09-14 12:29", EVENING, id="late, but of use"),
        pytest.param("2026-09-01 08:00", "2026-09-14 12:30", SOON, id="the later says it all"),
        pytest.param("2026-09-01 08:00", "2026-09-14 14:29", SOON, id="until the start"),
        pytest.param("2026-09-01 08:00", "2026-09-14 14:30", None, id="not once it has started"),
        pytest.param("2026-09-13 17:00", "2026-09-13 17:30", None, id="booked at that moment"),
        pytest.param("2026-09-13 18:00", "2026-09-14 12:29", None, id="booked after the evening's"),
        pytest.param("2026-09-13 18:00", "2026-09-14 12:30", SOON, id="but before the later"),
        pytest.param("2026-09-14 13:00", "2026-09-14 14:00", None, id="booked after both"),
    ],
)
def test_reminder_is_due(confirmed_at: str, now: str, expected: NoticeKind | None) -> None:
    [one] = [booked(confirmed_at=utc(confirmed_at))]
    assert due_reminder(MONDAY, [one], (), POLICY, now=utc(now)) == expected


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        pytest.param([EVENING], "2026-09-13 17:01", None, id="once"),
        pytest.param([EVENING], "2026-09-14 12:30", SOON, id="each in its turn"),
        pytest.param([EVENING, SOON], "2026-09-14 12:31", None, id="and once"),
        pytest.param([SOON], "2026-09-14 12:31", None, id="the later was all"),
        # What was first was cancelled after the later one had gone out.
        pytest.param([SOON], "2026-09-14 10:00", None, id="nothing goes back"),
    ],
)
def test_what_has_been_told_is_not_told_again(
    told: list[NoticeKind], now: str, expected: NoticeKind | None
) -> None:
    assert due_reminder(MONDAY, [booked()], told, POLICY, now=utc(now)) == expected


def test_who_booked_something_in_time_is_reminded_of_all() -> None:
    late = booked(confirmed_at=utc("2026-09-13 18:00"))
    now = utc("2026-09-13 18:30")
    assert due_reminder(MONDAY, [late, booked("17:00")], (), POLICY, now=now) is EVENING


def test_what_has_started_is_not_reminded_of_but_what_has_not_is() -> None:
    both = [booked("12:00"), booked("17:00")]
    at = ["2026-09-14 10:30", "2026-09-14 11:00", "2026-09-14 14:00", "2026-09-14 16:00"]
    found = [due_reminder(MONDAY, both, (EVENING,), POLICY, now=utc(each)) for each in at]
    assert found == [SOON, None, SOON, None]


@pytest.mark.parametrize(
    ("start", "now", "expected"),
    [
        ("15:30", "2026-09-13 19:59", EVENING),  # three hours late, and nobody sleeps yet
        ("15:30", "2026-09-13 20:00", None),  # the quiet hours have begun
        ("15:30", "2026-09-14 05:59", None),
        ("15:30", "2026-09-14 06:00", EVENING),  # in the morning
        ("06:30", "2026-09-14 04:30", SOON),  # late, and there is no better time
    ],
)
def test_what_was_held_up_until_the_quiet_hours_waits_for_their_end(
    start: str, now: str, expected: NoticeKind | None
) -> None:
    assert due_reminder(MONDAY, [booked(start)], (), quiet(), now=utc(now)) == expected


# With the tables


@pytest.fixture
def remind(school: School) -> Remind:
    return lambda: school.run(queue_reminders, MONDAY, school.policy, now=school.now)


def test_parent_is_reminded_once_of_all_their_children(school: School, remind: Remind) -> None:
    ann, ben = school.make.family(), school.make.family()
    sister = Family(ann.parent_id, school.make.child(ann.parent_id))
    swim, chess = school.make.session(), school.make.session()
    for of, family in ((swim, ann), (swim, sister), (chess, ann), (swim, ben)):
        school.make.booking(of, family)
    school.now = utc("2026-09-13 17:00")
    assert [remind(), remind()] == [2, 0]
    assert school.told(ann.parent_id) == ["reminder_evening:d2026-09-14"]
    assert school.told(ben.parent_id) == ["reminder_evening:d2026-09-14"]


def test_both_reminders_of_a_day_are_told_in_their_turn(school: School, remind: Remind) -> None:
    school.make.booking(school.make.session(), school.make.family())
    for now in ("2026-09-13 17:00", "2026-09-13 17:01", "2026-09-14 12:30", "2026-09-14 12:31"):
        school.now = utc(now)
        remind()
    assert school.told() == ["reminder_evening:d2026-09-14", "reminder_soon:d2026-09-14"]
    assert [row.due_at for row in school.make.rows(notice)] == [
        utc("2026-09-13 17:00"),
        utc("2026-09-14 12:30"),
    ]


@pytest.mark.parametrize("status", ["pending", "cancelled", "expired"])
def test_only_confirmed_bookings_are_reminded(school: School, remind: Remind, status: str) -> None:
    school.make.booking(school.make.session(), school.make.family(), status=status)
    school.now = utc("2026-09-13 17:00")
    assert (remind(), school.told()) == (0, [])


def test_nobody_is_reminded_of_a_cancelled_session_or_of_another_day(
    school: School, remind: Remind
) -> None:
    school.make.booking(school.make.session(status="cancelled"), school.make.family())
    tuesday = school.make.session(on=MONDAY + timedelta(days=1))
    school.make.booking(tuesday, school.make.family())
    school.now = utc("2026-09-13 17:00")
    assert (remind(), school.told()) == (0, [])


def test_who_was_promoted_is_still_reminded(school: School, remind: Remind) -> None:
    swim = school.make.session(capacity=1)
    ann, ben = school.make.family(), school.make.family()
    booked_by_ann = school.make.booking(swim, ann)
    school.make.waiting(swim, ben)
    school.cancel(ann, booked_by_ann)
    school.now = utc("2026-09-13 17:00")
    assert remind() == 1
    assert school.told(ben.parent_id) == [
        f"promoted:b{booked_by_ann + 1}",
        "reminder_evening:d2026-09-14",
    ]


def test_who_wants_no_reminders_has_none_from_then_on(school: School, remind: Remind) -> None:
    ann = school.make.family()
    school.make.booking(school.make.session(), ann)
    school.run(choose_reminders, ann.parent_id, Reminders.OFF)
    school.now = utc("2026-09-13 17:00")
    assert (remind(), school.told()) == (0, [])

    school.run(choose_reminders, ann.parent_id, Reminders.SOON)
    assert [row.reminders for row in school.make.rows(parent)] == ["soon"]
    assert remind() == 0
    school.now = utc("2026-09-14 12:30")
    assert remind() == 1
