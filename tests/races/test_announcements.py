"""An announcement that is confirmed several times at once, and stopped while it is being sent."""

from itertools import count

import pytest

from domain.announcements import announce, stop_announcement
from domain.audiences import Audience, AudienceKind
from storage.tables import announcement, notice
from tests.domain.school import OFFICE
from tests.factory import LONDON, NOW, Factory
from tests.races.acts import does, race
from tests.races.crowd import Crowd

pytestmark = pytest.mark.race

EVERYONE = Audience(AudienceKind.EVERYONE)
_numbers = count(1)


@race
def test_one_confirmation_told_five_times_at_once_tells_each_parent_once(
    crowd: Crowd, make: Factory
) -> None:
    key = f"key {next(_numbers)}"
    parents = len([make.parent() for _ in range(3)])
    tells = does(announce, EVERYONE, "Hello", key, LONDON, actor=OFFICE, now=NOW)
    [made] = set(crowd.at_once([tells] * 5))
    [row] = make.rows(announcement, key=key)
    assert row.id == made
    told = [each.parent_id for each in make.rows(notice, announcement_id=made)]
    assert len(told) == len(set(told)) >= parents


@race
def test_stopped_several_times_at_once_drops_each_notice_once(crowd: Crowd, make: Factory) -> None:
    for _ in range(3):
        make.parent()
    key = f"key {next(_numbers)}"
    made = make.database.transact(announce, EVERYONE, "Hello", key, LONDON, actor=OFFICE, now=NOW)
    assert isinstance(made, int)
    stops = does(stop_announcement, made, actor=OFFICE, now=NOW)
    dropped = crowd.at_once([stops] * 5)
    assert sum(dropped) == make.count(notice, announcement_id=made)
    assert sorted(dropped)[:-1] == [0] * 4
