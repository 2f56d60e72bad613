"""Two rows of one parent are put together, and two entries of one child."""

from datetime import date, timedelta
from typing import Any

import pytest

from domain.booking import cancel_booking
from domain.families import add_child_for_family
from domain.joining import invite_parents
from domain.merging import (
    NOTE,
    CannotMerge,
    MergeChanged,
    Merged,
    MergePlan,
    merge_parents,
    preview_merge,
    unite_children,
)
from domain.model import PaymentMethod
from domain.money import record_payment
from domain.payouts import Payout, record_payout
from domain.ports.families import NewChild
from domain.ports.transaction import LookAgainError
from storage.book_rules import find_faults
from storage.connection import transaction
from storage.family_queries import find_sheet
from storage.merging import Merging
from storage.office_queries import find_family, search_families
from storage.tables import (
    account_entry,
    applicant,
    booking,
    child,
    conversation,
    guardianship,
    invitation,
    invoice,
    notice,
    parent,
    repayment,
    waitlist_entry,
)
from storage.transaction import Transaction
from tests.domain.school import OFFICE, School
from tests.factory import MONDAY, NOW, POLICY, Family

BORN = date(2018, 5, 31)


class Two:
    """Anna, who is on Telegram, and a row of hers that came with a list."""

    def __init__(self, school: School, **other: Any) -> None:
        make = school.make
        self.school = school
        self.kept = make.parent(name="Anna", telegram_id=77, phone="+441", email=None)
        self.other = make.parent(
            **({"name": "A. Smith", "telegram_id": None, "email": "a@example.org"} | other)
        )

    def plan(self) -> MergePlan:
        plan = self.school.make.database.look(preview_merge, self.kept, self.other)
        assert plan is not None
        return plan

    def merge(self, shown: tuple[int, int, int] | None = None) -> object:
        numbers = self.plan().numbers if shown is None else shown
        return self.school.run(
            merge_parents,
            self.kept,
            self.other,
            POLICY,
            shown=numbers,
            actor=OFFICE,
            now=self.school.now,
        )

    def row(self, parent_id: int) -> Any:
        return self.school.make.rows(parent, id=parent_id)[0]


def sound(school: School) -> bool:
    return school.make.database.look(find_faults, now=school.now) == []


def test_all_that_one_has_becomes_the_others(school: School) -> None:
    make, two = school.make, Two(school)
    emma = make.child(two.other, name="Emma")
    swimming, chess = make.session(price=800), make.session(on=MONDAY + timedelta(days=1))
    make.booking(swimming, Family(two.other, emma))
    make.waiting(chess, Family(two.other, emma))
    make.money(two.other, 1000)
    assert two.plan().numbers == (1, 2, 200)
    assert two.merge() == Merged(1, 2, 200)
    assert [(row.parent_id, row.child_id) for row in make.rows(guardianship)] == [(two.kept, emma)]
    assert {row.parent_id for row in make.rows(booking)} == {two.kept}
    assert {row.parent_id for row in make.rows(waitlist_entry)} == {two.kept}
    assert (make.balance(two.kept), make.balance(two.other)) == (200, 0)
    moved = make.rows(account_entry)[-2:]
    assert [(row.parent_id, row.kind, row.amount_minor, row.note) for row in moved] == [
        (two.other, "adjustment", -200, NOTE),
        (two.kept, "adjustment", 200, NOTE),
    ]
    kept, other = two.row(two.kept), two.row(two.other)
    assert (kept.telegram_id, kept.phone, kept.email) == (77, "+441", "a@example.org")
    assert (other.merged_into, other.name, other.phone, other.email) == (
        two.kept,
        "A. Smith",
        None,
        None,
    )
    assert school.trail() == [
        ("admin 42", "parents_merged", two.kept, f"{two.other} 1 2 200"),
    ]
    assert sound(school)


def test_told_twice_it_is_done_once(school: School) -> None:
    make, two = school.make, Two(school)
    make.money(two.other, 1000)
    shown = two.plan().numbers
    assert two.merge(shown) == Merged(0, 0, 1000)
    before = school.size()
    assert two.merge(shown) == Merged(0, 0, 1000)
    assert school.size() == before


def test_nothing_is_done_if_it_is_something_else_by_now(school: School) -> None:
    make, two = school.make, Two(school)
    shown = two.plan().numbers
    make.money(two.other, 1000)
    before = school.size()
    assert two.merge(shown) == MergeChanged()
    assert school.size() == before


def test_one_who_is_not_there_or_the_same_is_not_merged(school: School) -> None:
    two = Two(school)
    third = school.make.parent()
    shown = (0, 0, 0)
    two.merge()
    for kept, other in (
        (two.kept, two.kept),
        (two.kept, 999),
        (999, two.kept),
        (two.other, third),
        (third, two.other),
    ):
        outcome = school.run(
            merge_parents, kept, other, POLICY, shown=shown, actor=OFFICE, now=school.now
        )
        assert outcome == CannotMerge()


@pytest.mark.parametrize(
    ("kept", "other", "expected"),
    [
        pytest.param({}, {"telegram_id": 78}, 77, id="both are on Telegram"),
        pytest.param({"telegram_id": None}, {"telegram_id": 78}, 78, id="only the other is"),
        pytest.param({"unreachable_since": NOW}, {"telegram_id": 78}, 78, id="one left"),
        pytest.param(
            {"unreachable_since": NOW},
            {"telegram_id": 78, "unreachable_since": NOW},
            77,
            id="both left",
        ),
        pytest.param({"telegram_id": None}, {}, None, id="none is"),
    ],
)
def test_who_can_be_reached_keeps_their_telegram(
    school: School, kept: dict[str, Any], other: dict[str, Any], expected: int | None
) -> None:
    two = Two(school, language="pl", **other)
    if kept:
        school.make.change(parent, two.kept, **kept)
    school.make.insert(
        conversation,
        telegram_id=78,
        name="book",
        step="child",
        draft="{}",
        updated_at=NOW,
    )
    two.merge()
    row = two.row(two.kept)
    assert row.telegram_id == expected
    assert row.language == ("pl" if expected == 78 else "en")
    assert two.row(two.other).telegram_id is None
    assert school.make.count(conversation) == (0 if "telegram_id" in other else 1)


def test_who_was_merged_is_found_nowhere(school: School) -> None:
    two = Two(school)
    two.merge()
    look = school.make.database.look
    assert look(search_families, "A. Smith", most=9) == []
    assert look(find_family, two.other) is None
    assert look(find_sheet, two.other, from_on=MONDAY, messages=1) is None


def test_what_is_done_by_an_old_button_is_done_for_who_was_kept(school: School) -> None:
    make, two = school.make, Two(school)
    two.merge()
    now, other = school.now, two.other
    school.run(
        record_payment, other, 500, "c1", POLICY, method=PaymentMethod.CASH, actor=OFFICE, now=now
    )
    school.adjust(Family(other, 0), 100)
    payout = Payout(50, PaymentMethod.CASH)
    school.run(record_payout, other, payout, "k", shown_from_held_minor=0, actor=OFFICE, now=now)
    assert (make.balance(two.kept), make.balance(other)) == (550, 0)
    school.run(add_child_for_family, other, NewChild("Leo", BORN, 3), actor=OFFICE, now=now)
    assert [row.parent_id for row in make.rows(guardianship)] == [two.kept]


def test_account_that_was_merged_while_waiting_for_it_is_looked_at_again(school: School) -> None:
    two = Two(school)
    two.merge()
    with transaction(school.make.database.engine) as connection, pytest.raises(LookAgainError):
        Transaction(connection).accounts.lock(two.other)


def test_refund_for_what_the_other_paid_goes_to_who_was_kept(school: School) -> None:
    make, two = school.make, Two(school)
    emma = make.child(two.other)
    place = make.booking(make.session(price=800), Family(two.other, emma))
    two.merge()
    assert make.balance(two.kept) == -800
    school.run(cancel_booking, two.kept, place, POLICY, shown_refund_minor=800, now=school.now)
    assert (make.balance(two.kept), make.balance(two.other)) == (0, 0)
    assert sound(school)


def test_payment_of_the_other_can_be_refunded_at_the_provider(school: School) -> None:
    make, two = school.make, Two(school)
    payment = make.paid(two.other, 900)
    two.merge()
    payout = Payout(900, PaymentMethod.ONLINE, payment_id=payment)
    school.run(
        record_payout, two.kept, payout, "k", shown_from_held_minor=0, actor=OFFICE, now=school.now
    )
    assert make.balance(two.kept) == 0
    assert sound(school)


def test_held_place_that_both_accounts_cover_is_confirmed(school: School) -> None:
    make, two = school.make, Two(school)
    emma = make.child(two.other)
    make.booking(make.session(price=800), Family(two.other, emma), status="pending")
    make.money(two.kept, 800)
    two.merge()
    assert [row.status for row in make.rows(booking)] == ["confirmed"]
    assert make.balance(two.kept) == 0
    assert [(row.kind, row.parent_id) for row in make.rows(notice)] == [
        ("place_confirmed", two.kept)
    ]


def test_messages_go_with_them_and_nothing_is_told_twice(school: School) -> None:
    make, two = school.make, Two(school)

    def write(parent_id: int, on: date, state: str) -> int:
        settled = None if state in ("waiting", "paused") else NOW
        return make.insert(
            notice,
            parent_id=parent_id,
            kind="reminder_soon",
            on_date=on,
            dedupe_key=f"reminder_soon:d{on}:p{parent_id}",
            state=state,
            first_due_at=NOW,
            due_at=NOW,
            attempts=0,
            settled_at=settled,
        )

    tuesday, wednesday = MONDAY + timedelta(days=1), MONDAY + timedelta(days=2)
    write(two.kept, MONDAY, "sent")
    write(two.kept, wednesday, "sent")
    write(two.other, MONDAY, "paused")
    write(two.other, tuesday, "waiting")
    write(two.other, wednesday, "sent")
    two.merge()
    rows = make.rows(notice)
    assert {row.parent_id for row in rows} == {two.kept}
    assert [row.state for row in rows] == ["sent", "sent", "dropped", "waiting", "sent"]
    assert rows[3].dedupe_key == f"reminder_soon:d{tuesday}:p{two.kept}"


@pytest.mark.parametrize("has_one", [False, True])
def test_invitation_that_is_on_paper_still_works_if_it_is_needed(
    school: School, has_one: bool
) -> None:
    make, two = school.make, Two(school)
    make.change(parent, two.kept, telegram_id=None)
    codes = {two.other: "other"} | ({two.kept: "kept"} if has_one else {})
    until = NOW + timedelta(days=30)
    school.run(invite_parents, codes, actor=OFFICE, until=until, now=NOW)
    two.merge()
    [row] = make.rows(invitation)
    assert (row.for_parent_id, row.code) == (two.kept, "kept" if has_one else "other")


@pytest.mark.parametrize("both", [False, True])
def test_wishes_invoices_and_what_was_asked_go_with_them(school: School, both: bool) -> None:
    make, two = school.make, Two(school)
    for parent_id in (two.other, two.kept) if both else (two.other,):
        make.insert(
            repayment,
            parent_id=parent_id,
            reason="asked",
            amount_minor=300,
            open_minor=300,
            made_at=NOW,
        )
    make.insert(
        invoice,
        parent_id=two.other,
        payload="p",
        amount_minor=5,
        currency="GBP",
        status="open",
        made_at=NOW,
    )
    make.insert(
        applicant,
        telegram_id=5,
        name="A",
        phone="+1",
        language="en",
        status="approved",
        asked_at=NOW,
        decided_at=NOW,
        parent_id=two.other,
    )
    two.merge()
    for table in (repayment, invoice, applicant):
        assert {row.parent_id for row in make.rows(table)} == {two.kept}
    opened = sorted(row.open_minor for row in make.rows(repayment))
    assert opened == ([0, 600] if both else [300])


def test_merged_twice_over_all_lead_to_the_last(school: School) -> None:
    make, two = school.make, Two(school)
    two.merge()
    last = make.parent()
    school.run(merge_parents, last, two.kept, POLICY, shown=(0, 0, 0), actor=OFFICE, now=school.now)
    assert two.row(two.other).merged_into == last
    school.adjust(Family(two.other, 0), 5)
    assert make.balance(last) == 5


def twins(school: School, two: Two) -> tuple[int, int]:
    make = school.make
    return make.child(two.kept, name="Emma", born_on=BORN), make.child(
        two.other, name="EMMA", born_on=BORN
    )


def test_child_who_stands_twice_is_one(school: School) -> None:
    make, two = school.make, Two(school)
    first, second = twins(school, two)
    tom = make.parent()
    make.insert(guardianship, parent_id=tom, child_id=second)
    monday, tuesday = make.session(), make.session(on=MONDAY + timedelta(days=1))
    full = make.session(on=MONDAY + timedelta(days=2))
    make.booking(monday, Family(two.kept, first))
    make.booking(tuesday, Family(two.other, second))
    make.waiting(full, Family(two.kept, first))
    make.waiting(full, Family(two.other, second))
    make.waiting(tuesday, Family(two.kept, first))
    [twice] = two.plan().twice
    assert (twice.name, twice.kept_id, twice.other_id, twice.clashes) == (
        "Emma",
        first,
        second,
        False,
    )
    two.merge()
    assert {row.child_id for row in make.rows(booking)} == {first}
    assert [row.status for row in make.rows(waitlist_entry)] == ["waiting", "left", "left"]
    assert [row.removed_at for row in make.rows(child)] == [None, NOW]
    assert {(row.parent_id, row.child_id) for row in make.rows(guardianship)} == {
        (two.kept, first),
        (tom, first),
    }
    assert ("admin 42", "children_united", first, str(second)) in school.trail()


def test_child_with_two_places_at_one_time_stays_two_until_one_is_given_up(
    school: School,
) -> None:
    make, two = school.make, Two(school)
    first, second = twins(school, two)
    make.booking(make.session(), Family(two.kept, first))
    place = make.booking(make.session(), Family(two.other, second))
    assert two.plan().twice[0].clashes
    two.merge()
    assert [row.removed_at for row in make.rows(child)] == [None, None]
    assert school.run(unite_children, two.kept, actor=OFFICE, now=NOW) == 0
    school.run(cancel_booking, two.kept, place, POLICY, shown_refund_minor=0, now=NOW)
    assert school.run(unite_children, two.kept, actor=OFFICE, now=NOW) == 1
    assert [row.removed_at for row in make.rows(child)] == [None, NOW]
    assert school.run(unite_children, two.kept, actor=OFFICE, now=NOW) == 0


@pytest.mark.parametrize(
    ("kept", "other", "together"),
    [
        (None, None, None),
        (None, "No nuts", "No nuts"),
        ("No nuts", None, "No nuts"),
        ("No nuts", "No nuts", "No nuts"),
        ("No nuts", "Grandma collects", "No nuts; Grandma collects"),
    ],
)
def test_nothing_that_is_noted_of_a_child_is_lost(
    school: School, kept: str | None, other: str | None, together: str | None
) -> None:
    two = Two(school)
    first, second = twins(school, two)
    for child_id, notes in ((first, kept), (second, other)):
        school.make.change(child, child_id, notes=notes)
    two.merge()
    assert [row.notes for row in school.make.rows(child)] == [together, None]


@pytest.mark.parametrize("what", ["merge", "unite"])
def test_place_that_came_while_waiting_for_the_locks_is_looked_at_again(
    school: School, what: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    make, two = school.make, Two(school)
    emma = make.child(two.other)
    make.booking(make.session(), Family(two.other, emma))
    shown = two.plan().numbers
    list_sessions, calls = Merging.list_sessions, []

    def late(self: Merging, parent_ids: Any) -> set[int]:
        calls.append(1)
        return set() if len(calls) == 1 else list_sessions(self, parent_ids)

    monkeypatch.setattr(Merging, "list_sessions", late)
    if what == "merge":
        assert two.merge(shown) == Merged(1, 1, 0)
    else:
        assert school.run(unite_children, two.other, actor=OFFICE, now=NOW) == 0
    assert len(calls) == 4
