"""What the office looks up to give money back, in few statements."""

from typing import Any

from domain.model import RepaymentReason
from storage.payout_queries import (
    find_due_back,
    find_payee,
    find_payout,
    list_due_back,
    list_unused,
)
from storage.tables import account_entry, repayment
from tests.factory import NOW, Factory
from tests.statements import statements


def paid(make: Factory, parent_id: int, amount: int, charge: str, **values: Any) -> int:
    defaults = {
        "parent_id": parent_id,
        "kind": "payment",
        "amount_minor": amount,
        "charge_id": charge,
        "method": "online",
        "note": "",
        "made_at": NOW,
        "actor_role": "system",
    }
    return make.insert(account_entry, **(defaults | values))


def due(make: Factory, parent_id: int | None, amount: int, reason: str, **values: Any) -> int:
    given = {"parent_id": parent_id, "reason": reason, "made_at": NOW, "open_minor": amount}
    return make.insert(repayment, amount_minor=amount, **(given | values))


def test_list_has_wishes_first_and_no_more_than_is_there(make: Factory) -> None:
    ann, ben, cem = (make.parent(name=name) for name in ("Ann", "Ben", "Cem"))
    unused = paid(make, ann, 800, "t1")
    due(make, ann, 800, "unused", payment_id=unused)
    due(make, None, 500, "unknown", charge_id="c", currency="USD")
    make.money(ben, 300)
    due(make, ben, 700, "asked")
    due(make, cem, 700, "asked")  # used for places in the meantime
    make.money(ann, 5)
    due(make, ann, 5, "asked", open_minor=0, closed_at=NOW)
    with statements() as executed:
        found = make.database.look(list_due_back)
    assert [(each.parent_name, each.reason, each.amount_minor) for each in found] == [
        ("Ben", RepaymentReason.ASKED, 300),
        ("Ann", RepaymentReason.UNUSED, 800),
        (None, RepaymentReason.UNKNOWN, 500),
    ]
    assert len(executed) == 1


def test_money_that_came_twice_and_is_asked_for_too_is_listed_once(make: Factory) -> None:
    ann = make.parent(name="Ann")
    for charge in ("t1", "t2"):
        due(make, ann, 800, "unused", payment_id=paid(make, ann, 800, charge))
    due(make, ann, 1000, "asked")
    due(make, ann, 500, "unknown", charge_id="c", currency="USD")
    assert [(each.reason, each.amount_minor) for each in make.database.look(list_due_back)] == [
        (RepaymentReason.ASKED, 1000),
        (RepaymentReason.UNUSED, 600),
        (RepaymentReason.UNKNOWN, 500),
    ]


def test_what_held_places_wait_for_is_not_listed(make: Factory) -> None:
    family = make.family(balance=800)
    due(make, family.parent_id, 800, "asked")
    make.booking(make.session(price=500), family, status="pending")
    [found] = make.database.look(list_due_back)
    assert found.amount_minor == 300
    assert make.database.look(find_due_back, found.id) == found
    assert make.database.look(find_due_back, 999_999) is None


def test_family_comes_with_its_payments_and_what_is_left_of_each(make: Factory) -> None:
    family = make.family(balance=100)
    ann = family.parent_id
    first = paid(make, ann, 500, "t1", provider_charge_id="p1")
    second = paid(make, ann, 700, "t2")
    gone = paid(make, ann, 200, "t3")
    paid(make, ann, 300, "office-1", method="cash")
    paid(make, make.parent(), 900, "t4")
    for payment_id, amount in ((first, -400), (gone, -200)):
        key = f"out-{payment_id}"
        paid(make, ann, amount, key, kind="payout", payment_id=payment_id)
    due(make, ann, 50, "asked")
    unused_id = due(make, ann, 60, "unused", payment_id=second)
    make.booking(make.session(price=1150), family, status="pending")
    with statements() as executed:
        payee = make.database.look(find_payee, ann)
    assert payee is not None
    assert [(each.charge_id, each.amount_minor, each.left_minor) for each in payee.payments] == [
        ("t2", 700, 700),
        ("p1", 500, 100),
    ]
    assert (payee.asked_minor, payee.unused_minor) == (50, 60)
    assert make.database.look(list_unused, ann) == [unused_id]
    assert (payee.balance_minor, payee.held_minor, payee.free_minor) == (1200, 1150, 50)
    assert len(executed) <= 5
    assert make.database.look(find_payee, 999_999) is None


def test_payout_is_found_by_its_key_and_a_payment_is_none(make: Factory) -> None:
    ann = make.parent(name="Ann")
    paid(make, ann, 500, "t1")
    paid(make, ann, -200, "out", kind="payout", method="cash", note="slip")
    found = make.database.look(find_payout, "out")
    assert found is not None
    assert (found.parent_name, found.amount_minor, found.reference) == ("Ann", 200, "slip")
    assert (found.parent_id, found.balance_minor) == (ann, 300)
    assert make.database.look(find_payout, "t1") is None
