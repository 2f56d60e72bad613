"""The one promoter: who gets a freed place, who is passed over, and when it stops."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update

from domain.model import Session
from domain.outcomes import Booked
from domain.waiting_list import promote
from storage.tables import activity, booking, child, guardianship, waitlist_entry
from storage.transaction import Transaction
from tests.domain.school import School
from tests.domain.values import utc
from tests.factory import MONDAY, NOW, Family


def full_with_queue(school: School, *waiting: Family, price: int = 0) -> Session:
    """A session for one, taken; `free` gives the place back."""
    session = school.make.session(capacity=1, price=price)
    school.make.booking(session, school.make.family(), status="pending", hold_expires_at=NOW)
    for family in waiting:
        school.make.waiting(session, family)
    return session


def free(school: School, session: Session) -> None:
    [taken] = school.make.rows(booking, session_id=session.id, status="pending")
    assert school.expire(taken.id)


def change(school: School, table: Any, row_id: int, **values: Any) -> None:
    school.run(
        lambda tx: tx.connection.execute(update(table).where(table.c.id == row_id).values(values))
    )


def test_covered_place_is_confirmed_and_charged_on_promotion(school: School) -> None:
    ann = school.make.family(balance=500)
    swim = full_with_queue(school, ann, price=500)
    free(school, swim)
    [row] = school.make.rows(booking, child_id=ann.child_id)
    [entry] = school.make.rows(waitlist_entry)
    assert (row.status, row.parent_id, row.price_minor) == ("confirmed", ann.parent_id, 500)
    assert row.request_key == entry.request_key
    assert school.account(ann)[1:] == [("charge", -500, row.id)]
    assert school.told(ann.parent_id) == [f"promoted:b{row.id}"]


def test_place_that_is_not_covered_is_offered_until_a_deadline(school: School) -> None:
    ann = school.make.family(balance=499)
    swim = full_with_queue(school, ann, price=500)
    free(school, swim)
    [row] = school.make.rows(booking, child_id=ann.child_id)
    assert (row.status, row.hold_expires_at) == ("pending", NOW + timedelta(hours=24))
    assert school.account(ann) == [("adjustment", 499, None)]
    assert school.told(ann.parent_id) == [f"offered:b{row.id}"]
    [entry] = school.make.rows(waitlist_entry)
    assert school.trail()[-2:] == [
        ("system", "held", row.id, ""),
        ("system", "promoted", entry.id, str(row.id)),
    ]


def test_credit_limit_covers_a_promotion_as_it_does_a_booking(school: School) -> None:
    school.policy = replace(school.policy, credit_limit_minor=500)
    ann = school.make.family()
    swim = full_with_queue(school, ann, price=500)
    free(school, swim)
    assert school.make.balance(ann.parent_id) == -500


def test_queue_is_first_in_first_out(school: School) -> None:
    families = [school.make.family() for _ in range(4)]
    swim = full_with_queue(school, *families)
    free(school, swim)
    for number, family in enumerate(families[:-1], start=1):
        assert school.queue(swim) == [each.child_id for each in families[number:]]
        [row] = school.make.rows(booking, child_id=family.child_id)
        school.cancel(family, row.id)
    assert school.queue(swim) == []


def a_clash(school: School, family: Family) -> None:
    school.make.booking(school.make.session(), family)


def another_year_group(school: School, family: Family) -> None:
    change(school, child, family.child_id, grade=9)


def a_removed_child(school: School, family: Family) -> None:
    change(school, child, family.child_id, removed_at=NOW)


def a_guardianship_that_ended(school: School, family: Family) -> None:
    other = school.make.parent()
    school.make.insert(guardianship, parent_id=other, child_id=family.child_id)
    end = delete(guardianship).where(guardianship.c.parent_id == family.parent_id)
    school.run(lambda tx: tx.connection.execute(end))


def a_place_got_otherwise(school: School, family: Family) -> None:
    [entry] = school.make.rows(waitlist_entry, child_id=family.child_id)
    swim = school.make.read_session(entry.session_id)
    school.make.booking(swim, family)
    school.change_capacity(swim, 2)  # and somebody else has the other


@pytest.mark.parametrize(
    ("obstacle", "reason"),
    [
        pytest.param(a_clash, "clash", id="clash"),
        pytest.param(another_year_group, "wrong_year_group", id="moved year group"),
        pytest.param(a_removed_child, "not_your_child", id="removed child"),
        pytest.param(a_guardianship_that_ended, "not_your_child", id="guardianship gone"),
        pytest.param(a_place_got_otherwise, "already_booked", id="has a place"),
    ],
)
def test_who_can_no_longer_come_is_passed_over_and_told_and_the_next_gets_it(
    school: School, obstacle: Callable[[School, Family], None], reason: str
) -> None:
    ann, ben = school.make.family(), school.make.family()
    swim = full_with_queue(school, ann, ben)
    obstacle(school, ann)
    free(school, swim)
    [row] = school.make.rows(booking, child_id=ben.child_id)
    assert school.entries(swim) == [
        (ann.child_id, "expired", reason),
        (ben.child_id, "promoted", None),
    ]
    passed_over = school.make.rows(waitlist_entry)[0]
    assert passed_over.ended_at == NOW
    assert school.told(ann.parent_id) == [f"passed_over:e{passed_over.id}"]
    assert school.told(ben.parent_id) == [f"promoted:b{row.id}"]
    assert ("system", "passed_over", passed_over.id, reason) in school.trail()


@pytest.mark.parametrize("ended", ["cancelled", "expired"])
def test_place_given_up_elsewhere_is_no_clash(school: School, ended: str) -> None:
    ann = school.make.family()
    swim = full_with_queue(school, ann)
    school.make.booking(school.make.session(), ann, status=ended)
    free(school, swim)
    assert school.entries(swim) == [(ann.child_id, "promoted", None)]


def test_queue_of_invalid_entries_does_not_stop_before_the_one_valid(school: School) -> None:
    families = [school.make.family() for _ in range(6)]
    swim = full_with_queue(school, *families)
    for family in families[:5]:
        another_year_group(school, family)
    free(school, swim)
    assert school.make.rows(booking)[-1].child_id == families[5].child_id
    assert school.queue(swim) == []
    assert len(school.told()) == 1 + 5 + 1


def test_place_nobody_in_the_queue_can_take_is_open_to_newcomers(school: School) -> None:
    ann, newcomer = school.make.family(), school.make.family()
    swim = full_with_queue(school, ann)
    another_year_group(school, ann)
    free(school, swim)
    school.book_one(newcomer, swim)
    assert school.places(swim)[-1] == (newcomer.child_id, "confirmed")


@pytest.mark.parametrize("shut", ["closure", "archived"])
def test_nobody_is_promoted_into_a_date_that_is_off(school: School, shut: str) -> None:
    ann, ben = school.make.family(), school.make.family()
    swim = full_with_queue(school, ann, ben)
    if shut == "closure":
        school.make.closure(MONDAY)
    else:
        change(school, activity, swim.activity.id, archived_at=NOW)
    free(school, swim)
    reason = {"closure": "school_closed", "archived": "activity_archived"}[shut]
    assert [entry[2] for entry in school.entries(swim)] == [reason, reason]
    assert school.make.count(booking, status="expired") == school.make.count(booking) == 1


@pytest.mark.parametrize(
    ("now", "promoted"),
    [
        pytest.param("2026-09-14 13:29:59", True, id="one second before the cut-off"),
        pytest.param("2026-09-14 13:30", False, id="at the cut-off"),
        pytest.param("2026-09-14 15:00", False, id="after the start"),
    ],
)
def test_promotion_stops_at_the_cutoff(school: School, now: str, promoted: bool) -> None:
    ann = school.make.family()
    swim = full_with_queue(school, ann)
    school.now = utc(now)
    free(school, swim)
    assert school.queue(swim) == ([] if promoted else [ann.child_id])
    assert (school.told(ann.parent_id) != []) is promoted


def test_nobody_is_promoted_into_a_cancelled_session(school: School) -> None:
    ann = school.make.family()
    swim = school.make.session(status="cancelled")
    school.make.waiting(swim, ann)

    def by_hand(tx: Transaction) -> object:
        [locked] = tx.sessions.lock([swim.id])
        return promote(tx, locked, school.policy, now=school.now)

    assert school.run(by_hand) == ()
    assert school.queue(swim) == [ann.child_id]


def test_promotion_never_exceeds_the_capacity(school: School) -> None:
    families = [school.make.family() for _ in range(5)]
    swim = school.make.session(capacity=3)
    taken = [school.make.booking(swim, school.make.family()) for _ in range(3)]
    for family in families:
        school.make.waiting(swim, family)
    school.change_capacity(swim, 2)  # one child too many
    [row, *_] = school.make.rows(booking, id=taken[0])
    school.cancel(Family(row.parent_id, row.child_id), row.id)
    assert school.queue(swim) == [family.child_id for family in families]
    [row, *_] = school.make.rows(booking, id=taken[1])
    school.cancel(Family(row.parent_id, row.child_id), row.id)
    assert school.queue(swim) == [family.child_id for family in families[1:]]
    assert school.make.count(booking, status="confirmed") == 2


def test_two_children_of_one_parent_promoted_at_once_spend_the_money_once(school: School) -> None:
    ann = school.make.family(balance=700)
    sibling = Family(ann.parent_id, school.make.child(ann.parent_id))
    swim = school.make.session(capacity=1, price=500)
    school.make.booking(swim, school.make.family())
    for family in (ann, sibling):
        school.make.waiting(swim, family)
    changed = school.change_capacity(swim, 3)
    first, second = school.make.rows(booking, parent_id=ann.parent_id)
    assert (first.child_id, first.status) == (ann.child_id, "confirmed")
    assert (second.child_id, second.status) == (sibling.child_id, "pending")
    assert [each.hold_expires_at for each in changed.promotions] == [
        None,
        NOW + timedelta(hours=24),
    ]
    assert school.make.balance(ann.parent_id) == 200
    assert school.told(ann.parent_id) == [f"promoted:b{first.id}", f"offered:b{second.id}"]


def test_money_spent_in_one_round_is_gone_in_the_next(school: School) -> None:
    """The child between the two is passed over, so the second sibling is found by looking again."""
    ann = school.make.family(balance=500)
    sibling = Family(ann.parent_id, school.make.child(ann.parent_id))
    between = school.make.family(grade=9)
    swim = school.make.session(capacity=1, price=500)
    school.make.booking(swim, school.make.family())
    for family in (ann, between, sibling):
        school.make.waiting(swim, family)
    school.change_capacity(swim, 3)
    statuses = [row.status for row in school.make.rows(booking, parent_id=ann.parent_id)]
    assert statuses == ["confirmed", "pending"]
    assert school.make.balance(ann.parent_id) == 0


def test_promotion_is_at_the_price_and_terms_of_the_day_it_happens(school: School) -> None:
    ann = school.make.family(balance=500)
    swim = full_with_queue(school, ann, price=500)
    change(school, activity, swim.activity.id, price_minor=400, free_cancellation_minutes=30)
    free(school, swim)
    [row] = school.make.rows(booking, child_id=ann.child_id)
    assert (row.status, row.price_minor, row.free_cancellation_minutes) == ("confirmed", 400, 30)
    assert school.make.balance(ann.parent_id) == 100


@pytest.mark.parametrize("shown", [0, 500])
def test_nobody_is_charged_more_than_they_were_shown_but_asked(school: School, shown: int) -> None:
    ann = school.make.family(balance=900)
    swim = full_with_queue(school, ann, price=shown)
    change(school, activity, swim.activity.id, price_minor=600)
    free(school, swim)
    [row] = school.make.rows(booking, child_id=ann.child_id)
    assert (row.status, row.price_minor) == ("pending", 600)
    assert school.told(ann.parent_id) == [f"offered:b{row.id}"]
    assert school.make.balance(ann.parent_id) == 900
    assert isinstance(school.confirm(ann, row.id), Booked)
    assert school.make.balance(ann.parent_id) == 300
