"""The staff, when two people reach for the same at once."""

from datetime import timedelta
from itertools import count

import pytest

from domain.model import Actor, Role
from domain.ports.staff import NewStaff, NewStaffInvitation
from domain.staff import StaffJoined, StaffRemoved, invite_staff, join_staff, remove_staff
from storage.tables import staff
from tests.factory import NOW, Factory
from tests.races.acts import Race, does, goes_wrong, race
from tests.races.crowd import Crowd

pytestmark = pytest.mark.race

PEOPLE = count(1001)
"""Telegram ids that nobody has had yet."""


@race
def test_one_link_lets_in_one_of_many(crowd: Crowd, make: Factory) -> None:
    inviter = next(PEOPLE)
    invitation = NewStaffInvitation(f"code-{inviter}", Role.ADMIN, None, NOW + timedelta(days=1))
    make.database.transact(invite_staff, invitation, actor=Actor(Role.ADMIN, inviter), now=NOW)
    people = [NewStaff(next(PEOPLE), "Jane", "en") for _ in range(5)]
    outcomes = crowd.at_once(
        [does(join_staff, invitation.code, each, [inviter], now=NOW) for each in people]
    )
    assert sum(isinstance(each, StaffJoined) for each in outcomes) == 1
    assert sum(make.count(staff, telegram_id=each.telegram_id) for each in people) == 1


@race
def test_of_two_admins_who_remove_each_other_one_stays(crowd: Crowd, make: Factory) -> None:
    make.delete(staff)
    first, second = next(PEOPLE), next(PEOPLE)
    ids = [make.staff(first), make.staff(second)]
    actors = [Actor(Role.ADMIN, second), Actor(Role.ADMIN, first)]
    outcomes = crowd.at_once(
        [
            does(remove_staff, staff_id, [], actor=actor, now=NOW)
            for staff_id, actor in zip(ids, actors, strict=True)
        ]
    )
    assert sum(isinstance(each, StaffRemoved) for each in outcomes) == 1
    assert make.count(staff, removed_at=None) == 1


@pytest.mark.parametrize(
    "scene",
    [
        test_one_link_lets_in_one_of_many,
        test_of_two_admins_who_remove_each_other_one_stays,
    ],
)
def test_control_unguarded_it_goes_wrong(crowd: Crowd, make: Factory, scene: Race) -> None:
    assert goes_wrong(scene, crowd, make)
