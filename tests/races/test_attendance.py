"""Tutors mark a register at the same time, while parents cancel, or say that a child is away."""

from itertools import count, pairwise

import pytest

from domain.attendance import mark_child, tell_away
from domain.model import Actor, AttendanceStatus, Role, Session
from domain.outcomes import AlreadyEnded, Cancelled, Saved
from storage.tables import absence, attendance, audit_event, booking
from tests.domain.school import OFFICE
from tests.domain.values import utc
from tests.factory import POLICY, Factory
from tests.races.acts import cancels, does, goes_wrong, race
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race

SOON = utc("2026-09-14 14:10")
"""The register is open, and the session has not begun."""
PRESENT, LATE, ABSENT = AttendanceStatus
_NUMBERS = count(7001)


def with_tutor(make: Factory) -> tuple[Session, Actor]:
    telegram_id = next(_NUMBERS)
    session = make.session(tutor_id=make.tutor(telegram_id=telegram_id))
    return session, Actor(Role.TUTOR, telegram_id)


def marks(booking_id: int, status: AttendanceStatus, actor: Actor) -> Work[object]:
    return does(mark_child, booking_id, status, POLICY, actor=actor, now=SOON)


@race
def test_two_who_mark_same_and_different_children_leave_one_mark_a_child(
    crowd: Crowd, make: Factory
) -> None:
    """What each mark changed is known: nobody's mark is lost unseen."""
    session, tutor = with_tutor(make)
    same, *others = [make.booking(session, make.family()) for _ in range(4)]
    works = [
        *[marks(same, status, actor) for status in AttendanceStatus for actor in (tutor, OFFICE)],
        *[marks(each, LATE, tutor) for each in others],
    ]
    assert all(isinstance(each, Saved) for each in crowd.at_once(works))
    rows = {row.booking_id: row for row in make.rows(attendance)}
    assert [rows[each].status for each in others] == ["late"] * 3
    made = [row.detail for row in make.rows(audit_event, action="marked", subject_id=same)]
    assert made[-1] == rows[same].status
    assert rows[same].status_before == ([None, *made][-2])
    assert all(one != then for one, then in pairwise(made))


@race
def test_child_is_marked_or_its_place_is_cancelled_and_both_know_it(
    crowd: Crowd, make: Factory
) -> None:
    session, tutor = with_tutor(make)
    families = [make.family() for _ in range(4)]
    booked = [make.booking(session, each) for each in families]
    works: list[Work[object]] = []
    for family, booking_id in zip(families, booked, strict=True):
        works += [marks(booking_id, PRESENT, tutor), cancels(family.parent_id, booking_id)]
    answers = crowd.at_once(works)
    assert {row.status for row in make.rows(booking, session_id=session.id)} == {"cancelled"}
    for number, booking_id in enumerate(booked):
        marked, cancelled = answers[2 * number], answers[2 * number + 1]
        assert isinstance(cancelled, Cancelled)
        is_marked = make.count(attendance, booking_id=booking_id) == 1
        assert isinstance(marked, Saved if is_marked else AlreadyEnded)


@race
def test_absence_told_five_times_at_once_is_told_once(crowd: Crowd, make: Factory) -> None:
    family = make.family()
    booked = make.booking(make.session(), family)
    tells = does(tell_away, family.parent_id, booked, POLICY, is_away=True, now=SOON)
    crowd.at_once([tells] * 5)
    assert make.count(absence, booking_id=booked) == 1
    assert make.count(audit_event, action="away_told", subject_id=booked) == 1


def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory) -> None:
    scene = test_two_who_mark_same_and_different_children_leave_one_mark_a_child
    assert goes_wrong(scene, crowd, make)
