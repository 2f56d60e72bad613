"""Which reminder is due when: one of each kind a parent and a day."""

from collections.abc import Callable
from datetime import date, time, timedelta

import pytest

from domain.model import QuietHours, Reminders
from domain.notices import REMINDERS, NoticeKind
from domain.reminders import (
    awake_at,
    choose_reminders,
    due_reminder,
    queue_reminders,
    remind_at,
)
from storage.tables import notice, parent
from tests.domain.school import School
from tests.domain.values import booked, policy, quiet, utc
from tests.factory import MONDAY, POLICY, Family

EVENING, SOON = REMINDERS
NIGHT = QuietHours(time(21), time(7))
OCTOBER, MARCH = date(2026, 10, 25), date(2027, 3, 28)
"""The Sundays on which the clocks of London change."""
Remind = Callable[[], int]


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
    assert awake_at(utc(at), quiet(begins, ends)) == utc(expected)


@pytest.mark.parametrize(
    ("start", "expected"),
    [
        ("15:30", {EVENING: "2026-09-13 17:00", SOON: "2026-09-14 12:30"}),
        # Two hours before ten to eight it is night: at seven, then.
        ("07:50", {EVENING: "2026-09-13 17:00", SOON: "2026-09-14 06:00"}),
        # There are 45 minutes left after seven, in which one can get ready, or cancel.
        ("07:45", {EVENING: "2026-09-13 17:00", SOON: "2026-09-14 06:00"}),
        # Seven would be too late: on the evening before, and once.
        ("07:44", {SOON: "2026-09-13 17:00"}),
        ("06:30", {SOON: "2026-09-13 17:00"}),
        # Two hours before is in the quiet hours of the evening before.
        ("00:30", {SOON: "2026-09-13 17:00"}),
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


@pytest.mark.parametrize(
    ("start", "expected"), [("07:45", "2026-09-14 06:00"), ("07:44", "2026-09-13 15:00")]
)
def test_evening_that_is_quiet_is_the_morning_or_where_that_is_too_late_before_it_is_quiet(
    start: str, expected: str
) -> None:
    early = booked(start, wish=Reminders.EVENING)
    assert remind_at(MONDAY, [early], quiet("17:00")) == {EVENING: utc(expected)}


def test_evening_reminder_before_an_early_session_comes_if_it_is_the_only_one_wanted() -> None:
    [early] = [booked("06:30", wish=Reminders.EVENING)]
    assert remind_at(MONDAY, [early], quiet()) == {EVENING: utc("2026-09-13 17:00")}


@pytest.mark.parametrize(
    ("confirmed_at", "now", "expected"),
    [
        pytest.param("2026-09-01 08:00", "2026-09-13 16:59:59", None, id="not before its moment"),
        pytest.param("2026-09-01 08:00", "2026-09-13 17:00", EVENING, id="at its moment"),
        pytest.param("2026-09-01 08:00", "2026-09-13 22:59", EVENING, id="late, but of use"),
        # As for who chooses on the day itself to be reminded the evening before.
        pytest.param("2026-09-01 08:00", "2026-09-13 23:00", None, id="not once it is over"),
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
    due = due_reminder(MONDAY, [one], (), POLICY, now=utc(now))
    assert due == (expected and (expected, utc(now)))


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
    due = due_reminder(MONDAY, [booked()], told, POLICY, now=utc(now))
    assert due == (expected and (expected, utc(now)))


@pytest.mark.parametrize(
    ("told", "now", "expected"),
    [
        ([], "2026-09-13 21:30", SOON),  # two hours before half past midnight
        ([EVENING], "2026-09-13 21:30", None),  # what they have booked since, they know
        ([EVENING], "2026-09-14 12:29", None),
        ([EVENING], "2026-09-14 12:30", SOON),
    ],
)
def test_who_was_told_in_the_evening_is_told_no_more_that_evening(
    told: list[NoticeKind], now: str, expected: NoticeKind | None
) -> None:
    later = booked("00:30", confirmed_at=utc("2026-09-13 18:00"))
    due = due_reminder(MONDAY, [booked(), later], told, POLICY, now=utc(now))
    assert due == (expected and (expected, utc(now)))


def test_who_booked_something_in_time_is_reminded_of_all() -> None:
    late = booked(confirmed_at=utc("2026-09-13 18:00"))
    now = utc("2026-09-13 18:30")
    both = [late, booked("17:00")]
    assert due_reminder(MONDAY, both, (), POLICY, now=now) == (EVENING, now)


def test_what_has_started_is_not_reminded_of_but_what_has_not_is() -> None:
    both = [booked("12:00"), booked("17:00")]
    at = ["2026-09-14 10:30", "2026-09-14 11:00", "2026-09-14 14:00", "2026-09-14 16:00"]
    found = [due_reminder(MONDAY, both, (EVENING,), POLICY, now=utc(each)) for each in at]
    assert found == [(SOON, utc(at[0])), None, (SOON, utc(at[2])), None]


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
