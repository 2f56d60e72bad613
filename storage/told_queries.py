"""Who has been told that a session is cancelled, who has seen it, and whom to call."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Select,
    Table,
    bindparam,
    exists,
    select,
    union,
)

from domain.notices import NoticeKind
from storage.rows import AnyRow
from storage.tables import (
    NoticeState,
    acknowledgement,
    booking,
    cancellation,
    child,
    guardianship,
    notice,
    parent,
    waitlist_entry,
)
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Contact:
    """A parent of a child."""

    name: str
    phone: str | None


@dataclass(frozen=True, slots=True)
class ToldFamily:
    """What a cancelled session has taken from one family, and whom to call about it."""

    children: tuple[str, ...]
    contacts: tuple[Contact, ...]
    has_seen: bool
    """Of each child, one of the parents has."""
    is_reachable: bool
    """A message has reached, or may reach, a parent of each child."""


@dataclass(frozen=True, slots=True)
class Told:
    """What a cancellation has done, and who has seen it."""

    reason: str
    families: tuple[ToldFamily, ...]


_SESSION_ID = bindparam("session", type_=BigInteger)


def _affected(table: Table, person_id: ColumnElement[int]) -> Select[int, int, int]:
    """Select whom it concerns: the child, who had booked for it, and who is to know of it."""
    return (
        select(
            table.c.child_id.label("child_id"),
            table.c.parent_id.label("family_id"),
            person_id.label("person_id"),
        )
        .join_from(cancellation, table, table.c.session_id == cancellation.c.session_id)
        .outerjoin(guardianship, guardianship.c.child_id == table.c.child_id)
        .where(
            cancellation.c.session_id == _SESSION_ID,
            table.c.ended_at == cancellation.c.made_at,
            person_id.is_not(None),
        )
    )


_people = union(
    *[
        _affected(table, person)
        for table in (booking, waitlist_entry)
        for person in (table.c.parent_id, guardianship.c.parent_id)
    ]
).subquery()
LIST_TOLD = (
    select(
        _people.c.child_id,
        _people.c.family_id,
        _people.c.person_id,
        child.c.name.label("child_name"),
        parent.c.name.label("person_name"),
        parent.c.phone,
        parent.c.unreachable_since,
        notice.c.state,
        exists().where(acknowledgement.c.notice_id == notice.c.id).label("has_seen"),
    )
    .join_from(_people, child, child.c.id == _people.c.child_id)
    .join(parent, parent.c.id == _people.c.person_id)
    .outerjoin(
        notice,
        (notice.c.session_id == _SESSION_ID)
        & (notice.c.parent_id == _people.c.person_id)
        & (notice.c.kind == NoticeKind.SESSION_CANCELLED),
    )
    .order_by(_people.c.family_id, _people.c.child_id, _people.c.person_id)
)
_FIND_REASON = select(cancellation.c.reason).where(cancellation.c.session_id == _SESSION_ID)
_IN_VAIN = (None, NoticeState.FAILED, NoticeState.PAUSED)
"""What a notice is like that has not reached anybody, and will not soon."""


def find_told(tx: Transaction, session_id: int) -> Told | None:
    """Find who was told of a cancelled session; None if it is not cancelled."""
    known = {"session": session_id}
    reason = tx.connection.execute(_FIND_REASON, known).scalar()
    if reason is None:
        return None
    of_each = defaultdict[int, list[AnyRow]](list)
    for row in tx.connection.execute(LIST_TOLD, known):
        of_each[row.family_id].append(row)
    families = [_family_of(rows) for rows in of_each.values()]
    families.sort(key=lambda each: [name.casefold() for name in each.children])
    return Told(reason, tuple(families))


def _family_of(rows: Sequence[AnyRow]) -> ToldFamily:
    by_child = defaultdict[int, list[AnyRow]](list)
    for row in rows:
        by_child[row.child_id].append(row)
    contacts = {row.person_id: Contact(row.person_name, row.phone) for row in rows}
    return ToldFamily(
        tuple(each[0].child_name for each in by_child.values()),
        tuple(contacts.values()),
        all(any(row.has_seen for row in each) for each in by_child.values()),
        all(any(_is_reached(row) for row in each) for each in by_child.values()),
    )


def _is_reached(row: AnyRow) -> bool:
    return row.state not in _IN_VAIN and row.unreachable_since is None
