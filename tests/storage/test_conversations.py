"""Where a person's conversation stands, kept for any process to go on from."""

from dataclasses import replace

import pytest

from domain.model import STAFF, Role
from storage.conversations import Conversation, Visitor, find_visitor, save_conversation
from storage.database import Database
from storage.tables import conversation
from tests.factory import NOW, Factory
from tests.storage.turns import in_turn

STEP = Conversation(name="booking", step="child", draft='{"child": 5}', message_id=9)


def save(database: Database, current: Conversation | None, telegram_id: int = 77) -> None:
    database.transact(save_conversation, telegram_id, current, now=NOW)


def find(database: Database, telegram_id: int = 77) -> Visitor:
    return database.look(find_visitor, telegram_id)


def test_stranger_is_nobody_yet(database: Database) -> None:
    assert find(database) == Visitor(77, None, None, None, None)


def test_parent_is_known_by_telegram_id(make: Factory) -> None:
    parent_id = make.parent(telegram_id=77, name="Ann", language="de")
    make.parent(telegram_id=78)
    assert find(make.database) == Visitor(77, parent_id, "Ann", "de", None)


@pytest.mark.parametrize("role", STAFF)
def test_staff_are_known_by_telegram_id(make: Factory, role: Role) -> None:
    make.staff(77, role, name="Olive", language="de")
    assert find(make.database) == Visitor(77, None, "Olive", "de", None, staff_role=role)


def test_who_is_parent_and_of_the_staff_goes_by_the_parents_name(make: Factory) -> None:
    make.staff(77, name="Olive", language="de")
    parent_id = make.parent(telegram_id=77, name="Ann", language="fr")
    found = find(make.database)
    assert found == Visitor(77, parent_id, "Ann", "fr", None, staff_role=Role.ADMIN)


def test_who_is_no_longer_of_the_staff_has_a_name_and_no_role(make: Factory) -> None:
    make.staff(77, name="Olive", removed_at=NOW)
    assert find(make.database) == Visitor(77, None, "Olive", "en", None)


def test_stranger_may_be_in_a_conversation(database: Database) -> None:
    save(database, STEP)
    assert find(database) == Visitor(77, None, None, None, STEP)
    assert find(database, 78).conversation is None


def test_later_step_takes_the_place_of_the_earlier(make: Factory) -> None:
    make.parent(telegram_id=77)
    later = replace(STEP, step="dates", draft="{}", message_id=None)
    for step in (STEP, later):
        save(make.database, step)
    assert find(make.database).conversation == later
    assert make.count(conversation) == 1
    assert make.rows(conversation)[0].updated_at == NOW


def test_ended_conversation_is_forgotten(database: Database) -> None:
    save(database, STEP)
    save(database, STEP, telegram_id=78)
    save(database, None)
    assert find(database).conversation is None
    assert find(database, 78).conversation == STEP
    save(database, None)  # told twice is no fault


def test_large_telegram_ids_have_room(database: Database) -> None:
    save(database, STEP, telegram_id=2**52 - 1)
    assert find(database, 2**52 - 1).conversation == STEP


def test_two_first_steps_at_once_are_one_conversation(make: Factory) -> None:
    other = replace(STEP, step="dates")
    in_turn(
        make.database,
        lambda tx: save_conversation(tx, 77, STEP, now=NOW),
        lambda tx: save_conversation(tx, 77, other, now=NOW),
    )
    assert find(make.database).conversation == other
    assert make.count(conversation) == 1
