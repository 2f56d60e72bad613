"""The office changes an activity, or closes a day, while parents book and colleagues change it."""

from datetime import timedelta

import pytest

from domain.activities import create_activity
from domain.activity_changes import change_activity
from domain.activity_imports import import_activities
from domain.closures import close_days
from domain.consequences import Change
from domain.model import Field, Session
from storage.tables import activity, audit_event, notice
from storage.tables import session as session_table
from tests.domain.lists import swimming
from tests.domain.school import OFFICE
from tests.domain.values import plan
from tests.factory import MONDAY, NOW, POLICY, Factory
from tests.races.acts import (
    Race,
    books,
    cancels,
    children_in,
    children_waiting,
    does,
    goes_wrong,
    race,
)
from tests.races.crowd import Crowd, Work

pytestmark = pytest.mark.race


def changes(of: Session, change: Change, key: str = "key") -> Work[object]:
    return does(
        change_activity,
        of.activity.id,
        change,
        POLICY,
        shown_places=0,
        key=key,
        actor=OFFICE,
        now=NOW,
    )


@race
def test_capacity_of_all_dates_raised_while_parents_come_and_go_fills_every_place_once(
    crowd: Crowd, make: Factory
) -> None:
    first = make.session(capacity=1)
    second = make.session(activity_id=first.activity.id, on=MONDAY + timedelta(weeks=1))
    works = [changes(first, Change(Field.CAPACITY, plan(capacity=3)))]
    queues = []
    for session in (first, second):
        leaving, queue = make.family(), make.families(4)
        works.append(cancels(leaving.parent_id, make.booking(session, leaving)))
        for each in queue:
            make.waiting(session, each)
        works += [books(make.request(each, session)) for each in make.families(2)]
        queues.append(queue)
    crowd.at_once(works)
    for session, queue in zip((first, second), queues, strict=True):
        assert children_in(make, session) == [each.child_id for each in queue[:3]]
        assert children_waiting(make, session)[0] == queue[3].child_id


@race
def test_nobody_keeps_a_place_on_a_day_that_is_closed_while_they_book(
    crowd: Crowd, make: Factory
) -> None:
    # Far apart, for each time another day is closed.
    number = make.count(session_table)
    on = MONDAY + timedelta(weeks=number)
    session = make.session(on=on, price=500, last_on=on + timedelta(weeks=1))
    families = [make.family(balance=500) for _ in range(6)]
    closes: Work[object] = does(
        close_days, on, on, "Training", POLICY, shown_places=9, actor=OFFICE, now=NOW
    )
    crowd.at_once([closes, *[books(make.request(each, session)) for each in families]])
    assert children_in(make, session) == []
    assert [make.balance(each.parent_id) for each in families] == [500] * 6
    for each in families:
        assert make.count(notice, session_id=session.id, parent_id=each.parent_id) <= 1


@race
def test_nothing_is_planned_on_a_day_that_is_closed_meanwhile(crowd: Crowd, make: Factory) -> None:
    number = make.count(activity)
    on = MONDAY + timedelta(weeks=number)
    early = make.session(on=on - timedelta(weeks=1), last_on=on - timedelta(weeks=1))
    term = plan(first_on=early.on, last_on=on)
    works: list[Work[object]] = [
        does(close_days, on, on, "Training", POLICY, shown_places=0, actor=OFFICE, now=NOW),
        does(create_activity, term, f"key-{number}", POLICY, actor=OFFICE, now=NOW),
        does(
            import_activities,
            [swimming(name=f"{number}", first_on=early.on, last_on=on)],
            f"list-{number}",
            POLICY,
            actor=OFFICE,
            now=NOW,
        ),
        changes(early, Change(Field.TERM, term)),
    ]
    crowd.at_once(works)
    assert make.count(session_table, date=early.on) == 3
    assert make.count(session_table, date=on, status="scheduled") == 0


@race
def test_change_saved_by_three_at_once_is_made_and_told_once(crowd: Crowd, make: Factory) -> None:
    session, family = make.session(), make.family()
    make.booking(session, family)
    crowd.at_once([changes(session, Change(Field.PLACE, plan(location="Gym")))] * 3)
    made = make.rows(audit_event, subject_id=session.activity.id, action="activity_changed")
    assert len(made) == 1
    assert make.count(notice, parent_id=family.parent_id) == 1


@race
def test_activity_saved_by_three_at_once_is_made_once(crowd: Crowd, make: Factory) -> None:
    """No lock decides, but the database's own rule; see tests/storage/test_constraints.py."""
    key = f"key-{make.count(activity)}"
    create: Work[object] = does(create_activity, plan(name=key), key, POLICY, actor=OFFICE, now=NOW)
    made, *again = crowd.at_once([create] * 3)
    assert again == [made, made]
    assert make.count(activity, name=key) == 1


@pytest.mark.parametrize(
    "scene",
    [
        test_capacity_of_all_dates_raised_while_parents_come_and_go_fills_every_place_once,
        test_nobody_keeps_a_place_on_a_day_that_is_closed_while_they_book,
        test_nothing_is_planned_on_a_day_that_is_closed_meanwhile,
        test_change_saved_by_three_at_once_is_made_and_told_once,
    ],
)
def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory, scene: Race) -> None:
    assert goes_wrong(scene, crowd, make)
