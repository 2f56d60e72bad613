"""A family as the office sees it: who belongs to it, how it stands, what it was told."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    and_,
    bindparam,
    func,
    select,
)

from domain.model import Child, Funds
from domain.notices import NoticeKind
from storage.account_queries import due_columns
from storage.accounts import BALANCE
from storage.queries import Place, list_places
from storage.rows import CHILD_COLUMNS, AnyRow, child_of
from storage.tables import (
    NoticeState,
    activity,
    booking,
    child,
    guardianship,
    notice,
    parent,
    session,
    waitlist_entry,
)
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class FamilyParent:
    """A parent, and how they can be reached."""

    id: int
    name: str
    phone: str | None
    email: str | None
    has_telegram: bool
    unreachable_since: datetime | None


@dataclass(frozen=True, slots=True)
class Message:
    """A notice to a parent: what it was about, and what has become of it."""

    kind: NoticeKind | None
    """None: one that a newer version has written, which was taken back."""
    state: NoticeState
    at: datetime
    """When it was sent, dropped or given up; until then, when it was to be sent."""
    activity_name: str | None
    on: date | None


@dataclass(frozen=True, slots=True)
class FamilySheet:
    """A parent with all the office looks for."""

    parent: FamilyParent
    others: tuple[FamilyParent, ...]
    """The other parents of the children."""
    children: tuple[Child, ...]
    funds: Funds
    held_minor: int
    """What the parent's held places cost."""
    due_until: datetime | None
    """The earliest deadline among them."""
    places: tuple[Place, ...]
    """What is booked and waited for, the next first."""
    messages: tuple[Message, ...]
    """The latest."""


_PARENT = bindparam("parent_id", type_=BigInteger)


def _parent_columns(of: FromClause, prefix: str) -> tuple[ColumnElement[Any], ...]:
    return (
        of.c.id.label(f"{prefix}_id"),
        of.c.name.label(f"{prefix}_name"),
        of.c.phone.label(f"{prefix}_phone"),
        of.c.email.label(f"{prefix}_email"),
        of.c.telegram_id.is_not(None).label(f"{prefix}_has_telegram"),
        of.c.unreachable_since.label(f"{prefix}_unreachable_since"),
    )


_theirs, _other = guardianship.alias(), parent.alias()
# A row for each child with each of its parents, or one without.
_FIND = (
    select(
        *_parent_columns(parent, "parent"),
        BALANCE.label("balance_minor"),
        parent.c.credit_limit_minor,
        *due_columns(),
        *CHILD_COLUMNS,
        *_parent_columns(_other, "other"),
    )
    .outerjoin_from(parent, guardianship, guardianship.c.parent_id == parent.c.id)
    .outerjoin(child, and_(child.c.id == guardianship.c.child_id, child.c.removed_at.is_(None)))
    .outerjoin(_theirs, _theirs.c.child_id == child.c.id)
    .outerjoin(_other, _other.c.id == _theirs.c.parent_id)
    .where(parent.c.id == _PARENT, parent.c.merged_into.is_(None))
    .order_by(child.c.born_on, child.c.id, _other.c.id)
)
_LIST_MESSAGES: Select[Any] = (
    select(
        notice.c.kind,
        notice.c.state,
        func.coalesce(notice.c.settled_at, notice.c.due_at).label("at"),
        activity.c.name.label("activity_name"),
        func.coalesce(session.c.date, notice.c.on_date).label("on_date"),
    )
    .outerjoin_from(notice, booking, booking.c.id == notice.c.booking_id)
    .outerjoin(waitlist_entry, waitlist_entry.c.id == notice.c.entry_id)
    .outerjoin(
        session,
        session.c.id
        == func.coalesce(notice.c.session_id, booking.c.session_id, waitlist_entry.c.session_id),
    )
    .outerjoin(
        activity, activity.c.id == func.coalesce(notice.c.activity_id, session.c.activity_id)
    )
    .where(notice.c.parent_id == _PARENT)
    .order_by(notice.c.id.desc())
    .limit(bindparam("most", type_=Integer))
)


def find_sheet(
    tx: Transaction, parent_id: int, *, from_on: date, messages: int
) -> FamilySheet | None:
    """Find a parent with their family, what it has from a day on, and some latest messages."""
    rows = tx.connection.execute(_FIND, {"parent_id": parent_id}).all()
    if not rows:
        return None
    row, members = rows[0], [each for each in rows if each.child_id is not None]
    others = {each.other_id: _parent_of(each, "other") for each in members}
    others.pop(parent_id, None)
    return FamilySheet(
        _parent_of(row, "parent"),
        tuple(others.values()),
        tuple({each.child_id: child_of(each) for each in members}.values()),
        Funds(int(row.balance_minor), row.credit_limit_minor),
        row.held_minor,
        row.due_until,
        tuple(list_places(tx, parent_id, from_on=from_on)),
        tuple(list_messages(tx, parent_id, most=messages)),
    )


def list_messages(tx: Transaction, parent_id: int, *, most: int) -> list[Message]:
    """List at most so many messages to a parent, the latest first."""
    rows = tx.connection.execute(_LIST_MESSAGES, {"parent_id": parent_id, "most": most})
    return [_message_of(row) for row in rows]


def _parent_of(row: AnyRow, prefix: str) -> FamilyParent:
    values = row._mapping
    return FamilyParent(
        values[f"{prefix}_id"],
        values[f"{prefix}_name"],
        values[f"{prefix}_phone"],
        values[f"{prefix}_email"],
        bool(values[f"{prefix}_has_telegram"]),
        values[f"{prefix}_unreachable_since"],
    )


def _message_of(row: AnyRow) -> Message:
    kind = NoticeKind(row.kind) if row.kind in set(NoticeKind) else None
    return Message(kind, NoticeState(row.state), row.at, row.activity_name, row.on_date)
