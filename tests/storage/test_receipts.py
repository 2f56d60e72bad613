"""Receipts of payments."""

from datetime import datetime, timedelta

from domain.model import PaymentMethod
from domain.money import record_payment
from storage.office_queries import has_telegram
from storage.receipts import (
    PaymentLine,
    Receipt,
    find_payment,
    find_receipt,
    find_receipt_by_id,
    list_payments,
)
from tests.domain.school import OFFICE
from tests.factory import MONDAY, NOW, POLICY, Factory, Family


def pay(make: Factory, parent_id: int, amount: int, charge_id: str, now: datetime = NOW) -> None:
    make.database.transact(
        record_payment,
        parent_id,
        amount,
        charge_id,
        POLICY,
        method=PaymentMethod.VOUCHER,
        reference="V 1",
        actor=OFFICE,
        now=now,
    )


def receipt(make: Factory, charge_id: str) -> Receipt:
    found = make.database.look(find_receipt, charge_id)
    assert found is not None
    return found


def test_receipt_names_what_its_own_payment_confirmed(make: Factory) -> None:
    ann = make.parent(name="Ann")
    family = Family(ann, make.child(ann, name="Emma"))
    early = make.session(name="Swimming", price=800)
    late = make.session(name="Chess", price=300, on=MONDAY + timedelta(days=1))
    make.booking(early, family, status="pending")
    make.booking(late, family, status="pending", hold_expires_at=NOW + timedelta(hours=9))
    pay(make, ann, 800, "pay-1")
    pay(make, ann, 400, "pay-2")
    make.booking(make.session(price=50), family)
    pay(make, make.parent(), 400, "pay-3")
    first, second = receipt(make, "pay-1"), receipt(make, "pay-2")
    assert (first.parent_id, first.parent_name, first.reference) == (ann, "Ann", "V 1")
    assert (first.amount_minor, first.method) == (800, PaymentMethod.VOUCHER)
    assert [(each.session, each.price_minor) for each in first.confirmed] == [(early, 800)]
    assert [each.child_name for each in first.confirmed] == ["Emma"]
    assert second.confirmed[0].session == late
    assert first.balance_minor == second.balance_minor == make.balance(ann) == 50
    assert receipt(make, "pay-3").confirmed == ()


def test_what_was_booked_later_is_not_on_the_receipt(make: Factory) -> None:
    family = make.family()
    pay(make, family.parent_id, 800, "pay-1", now=NOW - timedelta(seconds=1))
    make.booking(make.session(price=800), family)
    assert receipt(make, "pay-1").confirmed == ()


def test_receipt_knows_whether_its_parent_can_be_written_to(make: Factory) -> None:
    for telegram_id in (7, None):
        parent_id = make.parent(telegram_id=telegram_id)
        pay(make, parent_id, 100, f"pay-{telegram_id}")
        is_reached = telegram_id is not None
        assert receipt(make, f"pay-{telegram_id}").has_telegram is is_reached
        assert make.database.look(has_telegram, parent_id) is is_reached


def test_payment_that_was_never_made_has_no_receipt(make: Factory) -> None:
    assert make.database.look(find_receipt, "pay-1") is None


def test_receipt_says_the_same_however_late_it_is_asked_for(make: Factory) -> None:
    family = make.family()
    make.booking(make.session(price=800), family, status="pending")
    pay(make, family.parent_id, 1000, "pay-1")
    first = receipt(make, "pay-1")
    pay(make, family.parent_id, 400, "pay-2", now=NOW + timedelta(seconds=1))
    make.booking(make.session(price=50), family)
    again = receipt(make, "pay-1")
    assert first.balance_then_minor == again.balance_then_minor == 200
    assert (first.balance_minor, again.balance_minor) == (200, 550)
    assert (first.made_at, first.provider_charge_id) == (NOW, None)
    assert receipt(make, "pay-2").balance_then_minor == 600


def test_parent_finds_receipts_of_their_own_payments_only(make: Factory) -> None:
    ann, ben = make.parent(), make.parent()
    pay(make, ann, 400, "pay-1")
    make.money(ann, 5)
    pay(make, ann, 300, "pay-2")
    newest, oldest = make.database.look(list_payments, ann)
    assert (newest.amount_minor, oldest) == (300, PaymentLine(oldest.payment_id, NOW, 400))
    assert make.database.look(list_payments, ben) == []
    look, number = make.database.look, oldest.payment_id
    assert look(find_payment, "pay-1") == number
    assert look(find_receipt_by_id, number) == receipt(make, "pay-1")
    assert look(find_receipt_by_id, number, parent_id=ann) == receipt(make, "pay-1")
    assert look(find_receipt_by_id, number, parent_id=ben) is None
    assert look(find_receipt_by_id, number + 1, parent_id=ann) is None, "a correction"
    assert look(find_receipt_by_id, 999) is None
