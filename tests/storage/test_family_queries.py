"""All about a family, in few statements however much there is of it."""

from datetime import timedelta

import pytest

from domain.model import Child, Funds
from storage.family_queries import find_sheet, list_messages
from storage.tables import NoticeState, notice
from tests.factory import MONDAY, NOW, Factory, Family
from tests.statements import statements


def told(
    make: Factory, parent_id: int, booking_id: int | None, state: str, **values: object
) -> None:
    number = make.count(notice)
    row = {
        "parent_id": parent_id,
        "kind": "offered",
        "dedupe_key": f"key {number}",
        "booking_id": booking_id,
        "state": state,
        "first_due_at": NOW,
        "due_at": NOW + timedelta(minutes=number),
        "attempts": 0,
        "settled_at": None if state in ("waiting", "paused") else NOW - timedelta(hours=1),
    }
    make.insert(notice, **(row | values))


@pytest.fixture
def ann(make: Factory) -> Family:
    """Ann and Tom have Emma and Leo; Emma's place is held, and Leo waits."""
    with make.at_once():
        ann = make.parent(name="Ann", phone="+441", email="ann@example.org", unreachable_since=NOW)
        tom = make.parent(name="Tom", phone=None, telegram_id=None)
        emma = make.child(ann, tom, name="Emma")
        leo = make.child(ann, name="Leo", grade=0)
        make.child(ann, name="Gone", removed_at=NOW)
        make.money(ann, 200)
        swimming = make.session(name="Swimming", price=650, on=MONDAY)
        late = NOW + timedelta(days=1)
        held = make.booking(swimming, Family(ann, emma), status="pending", hold_expires_at=late)
        make.waiting(make.session(name="Chess", on=MONDAY), Family(ann, leo))
        make.booking(make.session(on=MONDAY - timedelta(days=14)), Family(ann, leo))
        for state in NoticeState:
            told(make, ann, held, state)
        told(make, tom, held, "sent")
    return Family(ann, emma)


def test_family_is_found_with_all_about_it_in_few_statements(make: Factory, ann: Family) -> None:
    with statements() as executed:
        found = make.database.look(find_sheet, ann.parent_id, from_on=NOW.date(), messages=3)
    assert len(executed) <= 4
    assert found is not None
    assert (
        found.parent.name,
        found.parent.phone,
        found.parent.email,
        found.parent.has_telegram,
    ) == ("Ann", "+441", "ann@example.org", True)
    assert found.parent.unreachable_since == NOW
    [tom] = found.others
    assert (tom.name, tom.has_telegram, tom.unreachable_since) == ("Tom", False, None)
    assert [each.name for each in found.children] == ["Emma", "Leo"]
    assert isinstance(found.children[0], Child)
    assert found.funds == Funds(200, None)
    assert (found.held_minor, found.due_until) == (650, NOW + timedelta(days=1))
    assert [(each.child_name, each.position) for each in found.places] == [
        ("Emma", None),
        ("Leo", 1),
    ]
    assert [each.state for each in found.messages] == ["paused", "failed", "dropped"]


def test_nobody_is_found_by_an_id_that_is_none(make: Factory) -> None:
    assert make.database.look(find_sheet, 7, from_on=NOW.date(), messages=3) is None


def test_message_says_what_it_was_about_and_when(make: Factory, ann: Family) -> None:
    told(make, ann.parent_id, None, "sent", on_date=MONDAY, kind="reminder_soon")
    told(make, ann.parent_id, None, "sent", on_date=MONDAY, kind="of a new version")
    newer, day, paused, failed, *_ = make.database.look(list_messages, ann.parent_id, most=5)
    assert newer.kind is None
    assert (day.activity_name, day.on, day.at) == (None, MONDAY, NOW - timedelta(hours=1))
    assert (paused.activity_name, paused.on) == ("Swimming", MONDAY)
    assert paused.at == NOW + timedelta(minutes=4)
    assert failed.at == NOW - timedelta(hours=1)
