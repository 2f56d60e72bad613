"""Back to a version that knows no payouts: balances stay as they are."""

from storage import schema
from storage.tables import account_entry
from tests.factory import NOW, Factory
from tests.storage.conftest import NewDatabase

BEFORE = "0004"


def test_payouts_and_second_refunds_become_corrections(new_database: NewDatabase) -> None:
    database = new_database()
    schema.upgrade(database)
    make = Factory(database)
    family = make.family(balance=500)
    place = make.booking(make.session(price=500), family)
    common = {"parent_id": family.parent_id, "note": "", "made_at": NOW, "actor_role": "system"}
    for amount in (200, 300):
        make.insert(account_entry, kind="refund", amount_minor=amount, booking_id=place, **common)
    make.insert(
        account_entry, kind="payout", amount_minor=-100, charge_id="out", method="cash", **common
    )
    schema.downgrade(database, BEFORE)
    assert make.balance(family.parent_id) == 400
    schema.upgrade(database)
    assert [(row.kind, row.amount_minor) for row in make.rows(account_entry)] == [
        ("adjustment", 500),
        ("charge", -500),
        ("refund", 200),
        ("adjustment", 300),
        ("adjustment", -100),
    ]
