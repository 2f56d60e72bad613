"""Siblings booked from two devices at once, and credit given while a place is booked."""

from dataclasses import replace
from datetime import timedelta

import pytest

from domain.booking import book_places
from domain.credit import set_credit_limit
from domain.model import BookingStatus
from storage.tables import booking
from tests.domain.school import OFFICE
from tests.factory import MONDAY, NOW, POLICY, Factory, Family
from tests.races.acts import Race, books, does, goes_wrong, race
from tests.races.crowd import Crowd

pytestmark = pytest.mark.race

CHEAPER = replace(POLICY, sibling_discount_percent=10)


@race
def test_of_two_siblings_booked_at_once_one_has_the_discount(crowd: Crowd, make: Factory) -> None:
    ann = make.family(balance=5000)
    ben = Family(ann.parent_id, make.child(ann.parent_id))
    requests = [
        make.request(family, make.session(price=1000, on=MONDAY + timedelta(days=day)))
        for day, family in enumerate((ann, ben))
    ]
    crowd.at_once([does(book_places, request, CHEAPER, now=NOW) for request in requests])
    rows = make.rows(booking, parent_id=ann.parent_id)
    assert sorted(row.price_minor for row in rows) == [900, 1000]
    assert make.balance(ann.parent_id) == 5000 - 1900


@race
def test_place_booked_while_credit_is_given_does_not_stay_held(crowd: Crowd, make: Factory) -> None:
    """Whichever comes first, the place is covered in the end."""
    ann = make.family()
    request = make.request(ann, make.session(price=500))
    credit = does(set_credit_limit, ann.parent_id, 500, POLICY, actor=OFFICE, now=NOW)
    crowd.at_once([books(request), credit])
    [row] = make.rows(booking, parent_id=ann.parent_id)
    assert row.status == BookingStatus.CONFIRMED
    assert make.balance(ann.parent_id) == -500


@pytest.mark.parametrize(
    "scene",
    [
        test_of_two_siblings_booked_at_once_one_has_the_discount,
        test_place_booked_while_credit_is_given_does_not_stay_held,
    ],
)
def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory, scene: Race) -> None:
    assert goes_wrong(scene, crowd, make)
