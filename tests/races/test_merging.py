"""Two rows of one parent are put together while they book and pay."""

import pytest

from domain.merging import MergeChanged, Merged, merge_parents
from domain.model import PaymentMethod
from domain.money import record_payment
from domain.outcomes import Booked
from storage.tables import account_entry, booking, parent
from tests.domain.school import OFFICE
from tests.factory import NOW, POLICY, Factory, Family
from tests.races.acts import books, does, goes_wrong, race
from tests.races.crowd import Crowd

pytestmark = pytest.mark.race


@race
def booking_while_merged(crowd: Crowd, make: Factory) -> None:
    """Whatever comes first, nothing is left with who was merged."""
    kept, other = make.parent(), make.parent(telegram_id=None, phone=None)
    family = Family(other, make.child(other))
    session = make.session()
    merges = does(merge_parents, kept, other, POLICY, shown=(1, 0, 0), actor=OFFICE, now=NOW)
    pays = does(
        record_payment,
        other,
        500,
        f"charge-{other}",
        POLICY,
        method=PaymentMethod.CASH,
        actor=OFFICE,
        now=NOW,
    )
    outcomes = crowd.at_once([books(make.request(family, session)), merges, pays])
    if MergeChanged() in outcomes:
        return
    assert Merged(1, 0, 0) in outcomes
    places = make.rows(booking, session_id=session.id)
    assert len(places) == sum(isinstance(each, Booked) for each in outcomes)
    assert {row.parent_id for row in places} <= {kept}
    assert (make.balance(kept), make.balance(other)) == (500, 0)
    assert make.rows(parent, id=other)[0].merged_into == kept
    assert {row.parent_id for row in make.rows(account_entry, kind="payment")} >= {kept}


def test_nothing_is_left_with_who_was_merged(crowd: Crowd, make: Factory) -> None:
    booking_while_merged(crowd, make)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_without_locks_something_is_left(crowd: Crowd, make: Factory) -> None:
    """The control: SQLite has one writer, whom nothing can be taken from."""
    assert goes_wrong(booking_while_merged, crowd, make)
