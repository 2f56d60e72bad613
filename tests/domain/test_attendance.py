"""Registers are marked by who teaches, in their time; a mark says who made it and can be undone."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from domain.attendance import NoSuchBookingError, mark_child, note_child, tell_away
from domain.model import Actor, AttendanceStatus, Role, Session
from domain.outcomes import (
    AlreadyEnded,
    AwayOutcome,
    NotBooked,
    NotYours,
    RegisterOutcome,
    Saved,
    TooEarly,
    TooLate,
)
from domain.registers import queue_registers
from domain.roles import NotAllowedError
from storage.tables import absence, attendance, audit_event, register_note, session
from tests.domain.school import OFFICE, School
from tests.domain.values import utc
from tests.factory import Factory, Family

WOOD, ASH = 77, 78
START = utc("2026-09-14 14:30")
"""Half past three on the clock of the school."""
PRESENT, LATE, ABSENT = AttendanceStatus


@pytest.fixture
def swim(make: Factory) -> Session:
    return make.session(tutor_id=make.tutor(telegram_id=WOOD))


@pytest.fixture
def place(make: Factory, swim: Session) -> int:
    return make.booking(swim, make.family())


def mark(
    school: School,
    booking_id: int,
    status: AttendanceStatus | None = PRESENT,
    *,
    by: int = WOOD,
    at: datetime = START,
    is_undo: bool = False,
) -> RegisterOutcome:
    return school.run(
        mark_child,
        booking_id,
        status,
        school.policy,
        is_undo=is_undo,
        actor=Actor(Role.TUTOR, by),
        now=at,
    )


def note(
    school: School, booking_id: int, text: str, *, actor: Actor = OFFICE, at: datetime = START
) -> RegisterOutcome:
    return school.run(note_child, booking_id, text, school.policy, actor=actor, now=at)


def marks(school: School) -> list[tuple[str | None, str | None, int | None]]:
    return [(row.status, row.status_before, row.marked_by) for row in school.make.rows(attendance)]


def test_mark_is_kept_with_who_made_it_and_when(school: School, swim: Session, place: int) -> None:
    assert mark(school, place) == Saved(swim)
    [row] = school.make.rows(attendance)
    assert (row.booking_id, row.status, row.marked_by, row.marked_at) == (
        place,
        "present",
        WOOD,
        START,
    )
    assert school.trail() == [(f"tutor {WOOD}", "marked", place, "present")]


def test_same_mark_again_is_one(school: School, place: int) -> None:
    for _ in range(3):
        mark(school, place, LATE)
    mark(school, place, LATE, at=START + timedelta(minutes=1))
    assert school.make.rows(attendance)[0].marked_at == START
    assert len(school.trail()) == 1


def test_mark_takes_the_place_of_the_one_before_and_can_be_taken_back(
    school: School, place: int
) -> None:
    mark(school, place, PRESENT)
    mark(school, place, ABSENT)
    assert marks(school) == [("absent", "present", WOOD)]
    mark(school, place, None)
    assert marks(school) == [(None, "absent", WOOD)]
    assert [detail for *_, detail in school.trail()] == ["present", "absent", "unmarked"]


def test_undo_leaves_nothing_to_undo(school: School, place: int) -> None:
    mark(school, place, PRESENT)
    mark(school, place, LATE)
    for _ in range(2):
        mark(school, place, PRESENT, is_undo=True)
    assert marks(school) == [("present", "present", WOOD)]
    mark(school, place, None, is_undo=True)
    assert marks(school) == [(None, None, WOOD)]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        ("2026-09-14 13:59:59", TooEarly),
        ("2026-09-14 14:00", Saved),
        ("2026-09-14 22:59:59", Saved),
        ("2026-09-14 23:00", TooLate),  # it is midnight in London
    ],
)
def test_tutor_marks_from_half_an_hour_before_the_start_to_the_end_of_the_day(
    school: School, place: int, now: str, expected: type
) -> None:
    assert isinstance(mark(school, place, at=utc(now)), expected)
    assert len(marks(school)) == (expected is Saved)


def test_register_that_was_sent_can_be_marked_however_early_that_is(
    school: School, swim: Session, place: int
) -> None:
    school.policy = replace(school.policy, register_before=timedelta(hours=2))
    early = START - timedelta(hours=2)
    assert mark(school, place, at=early - timedelta(seconds=1)) == TooEarly(swim, early)
    assert mark(school, place, at=early) == Saved(swim)


def test_office_marks_later_too(school: School, swim: Session, place: int) -> None:
    later = START + timedelta(days=30)
    outcome = school.run(mark_child, place, LATE, school.policy, actor=OFFICE, now=later)
    assert outcome == Saved(swim)
    assert school.trail() == [("admin 42", "marked", place, "late")]


def test_child_without_a_place_is_not_marked(school: School, swim: Session) -> None:
    gone = school.make.booking(swim, school.make.family(), status="cancelled")
    held = school.make.booking(swim, school.make.family(), status="pending")
    assert mark(school, gone) == AlreadyEnded(swim)
    assert mark(school, held) == Saved(swim)


def test_session_that_is_called_off_is_not_marked(
    school: School, swim: Session, place: int
) -> None:
    school.make.change(session, swim.id, status="cancelled")
    assert isinstance(mark(school, place), AlreadyEnded)


def test_tutor_marks_and_notes_only_what_they_teach(school: School, place: int) -> None:
    with pytest.raises(NotAllowedError):
        mark(school, place, by=ASH)
    with pytest.raises(NotAllowedError):
        note(school, place, "Sick", actor=Actor(Role.TUTOR, ASH))
    assert school.make.count(audit_event) == 0


def test_what_was_never_there_is_an_error(school: School, place: int) -> None:
    with pytest.raises(NoSuchBookingError):
        mark(school, place + 99)


def test_note_is_written_once_changed_and_deleted(
    school: School, swim: Session, place: int
) -> None:
    for text in ("Left early", "Left early", "Left early with aunt"):
        assert note(school, place, text) == Saved(swim)
    [row] = school.make.rows(register_note)
    assert (row.text, row.written_by, row.written_at) == ("Left early with aunt", 42, START)
    for _ in range(2):
        note(school, place, "")
    assert school.make.count(register_note) == 0
    assert [(action, detail) for _, action, _, detail in school.trail()] == [
        ("noted", ""),
        ("noted", ""),
        ("noted", "deleted"),
    ]


def test_note_keeps_to_the_times_of_marks(school: School, swim: Session, place: int) -> None:
    early = START - timedelta(hours=1)
    assert isinstance(note(school, place, "Sick", at=early), TooEarly)
    assert school.make.count(register_note) == 0


def tell(
    school: School,
    family: Family,
    booking_id: int,
    *,
    is_away: bool = True,
    at: datetime = START,
) -> AwayOutcome:
    return school.run(
        tell_away, family.parent_id, booking_id, school.policy, is_away=is_away, now=at
    )


def send_register(school: School) -> None:
    policy = replace(school.policy, register_before=timedelta(minutes=30))
    assert school.run(queue_registers, policy, now=START - timedelta(minutes=10)) == 1


@pytest.fixture
def anna(make: Factory) -> Family:
    return make.family()


def test_absence_is_told_once_and_taken_back_once(
    school: School, swim: Session, anna: Family
) -> None:
    booked = school.make.booking(swim, anna)
    for _ in range(2):
        assert tell(school, anna, booked) == Saved(swim)
    [row] = school.make.rows(absence)
    assert (row.booking_id, row.parent_id, row.announced_at) == (booked, anna.parent_id, START)
    for _ in range(2):
        assert tell(school, anna, booked, is_away=False) == Saved(swim)
    assert school.make.count(absence) == 0
    who = f"parent {anna.parent_id}"
    assert school.trail() == [
        (who, "away_told", booked, ""),
        (who, "away_taken_back", booked, ""),
    ]
    assert school.told() == []


def test_tutor_is_told_if_they_have_the_register_already(
    school: School, swim: Session, anna: Family
) -> None:
    booked = school.make.booking(swim, anna)
    send_register(school)
    tell(school, anna, booked)
    tell(school, anna, booked)
    tell(school, anna, booked, is_away=False, at=START + timedelta(minutes=1))
    at = int(START.timestamp())
    assert school.told()[1:] == [
        f"away:b{booked}-{at}:t{WOOD}",
        f"comes:b{booked}-{at + 60}:t{WOOD}",
    ]


def test_mark_of_the_tutor_has_the_last_word(school: School, swim: Session, anna: Family) -> None:
    booked = school.make.booking(swim, anna)
    send_register(school)
    mark(school, booked, ABSENT)
    assert tell(school, anna, booked) == Saved(swim)
    assert len(school.told()) == 1
    mark(school, booked, None)
    tell(school, anna, booked, is_away=False)
    assert len(school.told()) == 2


def test_absence_can_be_told_until_the_end_after_any_cut_off(
    school: School, swim: Session, anna: Family
) -> None:
    booked = school.make.booking(swim, anna)
    end = START + timedelta(hours=1)
    assert tell(school, anna, booked, at=end) == TooLate(swim)
    assert tell(school, anna, booked, at=end - timedelta(seconds=1)) == Saved(swim)


def test_absence_is_told_of_booked_places_only(school: School, swim: Session, anna: Family) -> None:
    held = school.make.booking(swim, anna, status="pending")
    assert tell(school, anna, held) == NotBooked(swim)
    assert tell(school, anna, held, is_away=False) == Saved(swim)
    assert school.make.count(absence) == 0


def test_absence_is_told_of_a_place_of_ones_own_child_only(
    school: School, swim: Session, anna: Family
) -> None:
    others = school.make.booking(swim, school.make.family())
    assert tell(school, anna, others) == NotYours()
    assert tell(school, anna, others + 99) == NotYours()
    gone = school.make.booking(swim, anna, status="cancelled")
    assert tell(school, anna, gone) == AlreadyEnded(swim)
    school.make.change(session, swim.id, status="cancelled")
    assert isinstance(tell(school, anna, school.make.booking(swim, anna)), AlreadyEnded)
    assert school.make.count(absence) == 0
