"""Writing the families, as if each had joined in the days before booking opened."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Table, insert

from domain.audit import Action, AuditEvent
from domain.model import Actor, Role
from storage.sample_data.households import Household
from storage.tables import child, guardianship, parent
from storage.transaction import Transaction

OFFICE = Actor(Role.ADMIN, 1)
"""Nobody has Telegram's number 1."""


@dataclass(frozen=True, slots=True)
class SampleChild:
    """A child with the parents who may book."""

    id: int
    grade: int
    parent_ids: tuple[int, ...]


def add_households(
    tx: Transaction, households: Sequence[Household], joined: Sequence[datetime]
) -> list[list[SampleChild]]:
    """Write the families, each with the instant it joined; return the children by family."""
    families = list(zip(households, joined, strict=True))
    parent_ids = _insert(tx, parent, [row for home, at in families for row in _parents(home, at)])
    child_ids = _insert(tx, child, [row for home, at in families for row in _children(home, at)])
    added = []
    for home, at in families:
        parents = tuple(next(parent_ids) for _ in home.parents)
        children = [SampleChild(next(child_ids), each.grade, parents) for each in home.children]
        tx.audit.add(*_trail(parents, children, at))
        added.append(children)
    _link(tx, [each for children in added for each in children])
    return added


def _insert(tx: Transaction, table: Table, rows: list[dict[str, Any]]) -> Iterator[int]:
    added = insert(table).returning(table.c.id, sort_by_parameter_order=True)
    return iter(tx.connection.scalars(added, rows).all())


def _parents(home: Household, joined_at: datetime) -> list[dict[str, Any]]:
    return [
        {
            "telegram_id": each.telegram_id,
            "name": each.name,
            "phone": each.phone,
            "email": each.email,
            "language": "en",
            "joined_at": joined_at,
        }
        for each in home.parents
    ]


def _children(home: Household, added_at: datetime) -> list[dict[str, Any]]:
    return [
        {"name": each.name, "born_on": each.born_on, "grade": each.grade, "added_at": added_at}
        for each in home.children
    ]


def _link(tx: Transaction, children: list[SampleChild]) -> None:
    tx.connection.execute(
        insert(guardianship),
        [
            {"parent_id": parent_id, "child_id": each.id}
            for each in children
            for parent_id in each.parent_ids
        ],
    )


def _trail(
    parent_ids: tuple[int, ...], children: list[SampleChild], at: datetime
) -> Iterator[AuditEvent]:
    for parent_id in parent_ids:
        yield AuditEvent(at, Actor(Role.PARENT, parent_id), Action.JOINED_SCHOOL, parent_id)
    for each in children:
        yield AuditEvent(at, Actor(Role.PARENT, parent_ids[0]), Action.CHILD_ADDED, each.id)
