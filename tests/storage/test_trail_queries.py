"""The trail with names, newest first, and each part of it by an index."""

from datetime import timedelta
from typing import Any

import pytest

from domain.audit import ABOUT, Action, AuditEvent, Topic
from domain.model import SYSTEM, Actor, Role
from storage.tables import audit_event
from storage.trail_queries import Sought, list_trail, name_sought
from tests.factory import MONDAY, NOW, Factory, Family
from tests.storage.test_indexes import plans

OLIVE, JANE = Actor(Role.ADMIN, 42), Actor(Role.TUTOR, 77)


def write(make: Factory, *events: AuditEvent) -> None:
    make.database.transact(lambda tx: tx.audit.add(*events))


def event(actor: Actor, action: Action, subject_id: int = 1, **more: Any) -> AuditEvent:
    return AuditEvent(more.pop("at", NOW), actor, action, subject_id, **more)


def found(make: Factory, *, before: int | None = None, most: int = 50, **sought: Any) -> list[str]:
    lines = make.database.look(list_trail, Sought(**sought), before=before, most=most)
    return [line.action for line in lines]


@pytest.fixture
def ann(make: Factory) -> Family:
    parent_id = make.parent(name="Ann Smith", telegram_id=1234)
    return Family(parent_id, make.child(parent_id, name="Emma"))


def test_lines_name_who_did_it_and_what_it_was_done_to(make: Factory, ann: Family) -> None:
    make.staff(42, name="Olive", removed_at=NOW)
    staff_id = make.staff(77, "tutor", name="Jane")
    swim = make.session(name="Swimming")
    parent = Actor(Role.PARENT, ann.parent_id)
    entry_id = make.waiting(make.session(name="Chess"), ann)
    write(
        make,
        event(parent, Action.BOOKED, make.booking(swim, ann)),
        event(parent, Action.QUEUED, entry_id),
        event(OLIVE, Action.PAYMENT_RECORDED, ann.parent_id, detail="500"),
        event(OLIVE, Action.SESSION_CANCELLED, swim.id),
        event(JANE, Action.STAFF_JOINED, staff_id),
        event(OLIVE, Action.ACTIVITY_CHANGED, swim.activity.id),
        event(SYSTEM, Action.CHILD_REMOVED, ann.child_id),
        event(Actor(Role.ADMIN, 99), Action.INVITED, 7),
        event(Actor(Role.ADMIN, 1234), Action.DAY_CLOSED, 0),
    )

    lines = make.database.look(list_trail, Sought(), most=50)

    assert [
        (each.actor_name, each.action, each.person, each.activity_name, each.on) for each in lines
    ] == [
        ("Ann Smith", "day_closed", None, None, None),
        (None, "invited", None, None, None),
        (None, "child_removed", "Emma", None, None),
        ("Olive", "activity_changed", None, "Swimming", None),
        ("Jane", "staff_joined", "Jane", None, None),
        ("Olive", "session_cancelled", None, "Swimming", MONDAY),
        ("Olive", "payment_recorded", "Ann Smith", None, None),
        ("Ann Smith", "queued", "Emma", "Chess", MONDAY),
        ("Ann Smith", "booked", "Emma", "Swimming", MONDAY),
    ]
    assert lines[6].detail == "500"


def test_newest_come_first_and_older_ones_page_by_page(make: Factory) -> None:
    minutes = (3, 1, 2, 2, 0)
    actions = list(Action)[: len(minutes)]
    for minute, action in zip(minutes, actions, strict=True):
        write(make, event(OLIVE, action, at=NOW + timedelta(minutes=minute)))
    expected = [actions[n] for n in (0, 3, 2, 1, 4)]
    pages: list[str] = []
    before = None
    while page := make.database.look(list_trail, Sought(), before=before, most=2):
        pages += [line.action for line in page]
        before = page[-1].id
    assert pages == expected
    assert found(make, before=10_000) == expected


def test_part_of_the_trail_is_by_topic_days_and_staff(make: Factory) -> None:
    day = timedelta(days=1)
    write(
        make,
        event(OLIVE, Action.PAYMENT_RECORDED, at=NOW - day),
        event(OLIVE, Action.INVITED),
        event(JANE, Action.CAPACITY_CHANGED, at=NOW + day),
        event(Actor(Role.PARENT, 42), Action.BALANCE_ADJUSTED),
        event(Actor(Role.TUTOR, 42), Action.PAID_OUT),
    )
    assert found(make, topic=Topic.MONEY) == ["paid_out", "balance_adjusted", "payment_recorded"]
    assert found(make, topic=Topic.STAFF) == []
    assert found(make, since=NOW, until=NOW + day) == ["paid_out", "balance_adjusted", "invited"]
    assert found(make, staff_telegram_id=42) == ["paid_out", "invited", "payment_recorded"]
    assert found(make, staff_telegram_id=42, topic=Topic.FAMILIES) == ["invited"]
    assert found(make, staff_telegram_id=42, since=NOW, most=1) == ["paid_out"]


def test_part_of_a_family_is_what_it_did_and_what_was_done_to_it(
    make: Factory, ann: Family
) -> None:
    other = make.family()
    swim = make.session()
    mine, theirs = make.booking(swim, ann), make.booking(swim, other)
    entry_id = make.waiting(make.session(), ann)
    write(
        make,
        event(Actor(Role.PARENT, ann.parent_id), Action.LEFT_QUEUE, 999),
        event(SYSTEM, Action.HOLD_EXPIRED, mine),
        event(SYSTEM, Action.HOLD_EXPIRED, theirs),
        event(SYSTEM, Action.PASSED_OVER, entry_id),
        event(OLIVE, Action.CHILD_EDITED, ann.child_id),
        event(OLIVE, Action.BALANCE_ADJUSTED, ann.parent_id),
        event(OLIVE, Action.BALANCE_ADJUSTED, other.parent_id),
        event(OLIVE, Action.SESSION_CANCELLED, swim.id),
    )
    assert found(make, parent_id=ann.parent_id) == [
        *("balance_adjusted", "child_edited", "passed_over", "hold_expired", "left_queue")
    ]
    assert found(make, parent_id=ann.parent_id, topic=Topic.MONEY) == ["balance_adjusted"]


def test_whose_doing_is_looked_for_has_a_name(make: Factory, ann: Family) -> None:
    make.staff(77, name="Jane")
    look = make.database.look
    assert look(name_sought, Sought()) is None
    assert look(name_sought, Sought(parent_id=ann.parent_id)) == "Ann Smith"
    assert look(name_sought, Sought(staff_telegram_id=77)) == "Jane"
    assert look(name_sought, Sought(staff_telegram_id=78)) == "78"


def test_every_action_has_its_place() -> None:
    assert ABOUT.keys() == set(Action)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("sought", "index"),
    [
        (Sought(), "ix_audit_event_at"),
        (Sought(since=NOW, until=NOW), "ix_audit_event_at"),
        (Sought(topic=Topic.PLACES, since=NOW), "ix_audit_event_action"),
        (Sought(staff_telegram_id=42), "ix_audit_event_actor"),
        (Sought(staff_telegram_id=42, topic=Topic.MONEY), "ix_audit_event_actor"),
        (Sought(parent_id=1), "ix_audit_event_subject"),
        (Sought(parent_id=1), "ix_audit_event_actor"),
    ],
    ids=str,
)
def test_each_part_is_read_by_an_index_without_sorting_the_rest(
    make: Factory, sought: Sought, index: str
) -> None:
    [plan] = plans(make.database, lambda tx: list_trail(tx, sought, most=9))
    assert index in plan
    assert "SCAN audit_event\n" not in f"{plan}\n"
    assert make.count(audit_event) == 0
