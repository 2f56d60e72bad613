"""What the office looks up: families by name or phone, and how one of them stands."""

import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    bindparam,
    or_,
    select,
    true,
)

from domain.model import Booking, Child, Funds, Session
from storage.accounts import BALANCE
from storage.rows import (
    BOOKING_COLUMNS,
    CHILD_COLUMNS,
    IS_PENDING,
    SESSION_COLUMNS,
    AnyRow,
    booking_of,
    child_of,
    session_of,
)
from storage.tables import activity, booking, child, guardianship, parent, session
from storage.transaction import Transaction

SHORTEST_PHONE = 4
"""Fewer digits would fit half the school."""


@dataclass(frozen=True, slots=True)
class FamilyFound:
    parent_id: int
    parent_name: str
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class HeldPlace:
    booking: Booking
    session: Session
    child_name: str


@dataclass(frozen=True, slots=True)
class PromisedPlace:
    """A held place that the office keeps until a voucher comes."""

    parent_id: int
    parent_name: str
    place: HeldPlace


@dataclass(frozen=True, slots=True)
class FamilyAccount:
    """A parent as the office sees them."""

    parent_id: int
    parent_name: str
    phone: str | None
    children: tuple[Child, ...]
    funds: Funds
    held: tuple[HeldPlace, ...]
    """The earliest deadline first."""


@dataclass(frozen=True, slots=True)
class FamilyChild:
    """One child of a parent, for whom the office does something."""

    parent_id: int
    parent_name: str
    phone: str | None
    has_telegram: bool
    balance_minor: int
    child: Child


def _search(ways: int) -> Select[Any]:
    """Search for a name that may be written in some ways."""
    hits = _hits(ways).cte("hits")
    return (
        select(hits.c.id, hits.c.name, child.c.name.label("child_name"))
        .select_from(hits)
        .outerjoin(guardianship, guardianship.c.parent_id == hits.c.id)
        .outerjoin(child, (child.c.id == guardianship.c.child_id) & child.c.removed_at.is_(None))
        .order_by(hits.c.name, hits.c.id, child.c.born_on, child.c.id)
    )


def _hits(ways: int) -> Select[Any]:
    """Select the parents whose own name or phone fits, or a child's name."""
    written = [bindparam(f"written_{way}", type_=Text) for way in range(ways)]

    def is_like(column: ColumnElement[str]) -> ColumnElement[bool]:
        return or_(*[column.ilike(each, escape="/") for each in written])

    # Not asked of each parent anew: children whose names fit are few.
    of_children = (
        select(guardianship.c.parent_id)
        .join(child)
        .where(child.c.removed_at.is_(None), is_like(child.c.name))
    )
    return (
        select(parent.c.id, parent.c.name)
        .where(
            parent.c.merged_into.is_(None),
            or_(
                is_like(parent.c.name),
                parent.c.phone.like(bindparam("phone", type_=Text)),
                parent.c.id.in_(of_children),
            ),
        )
        .order_by(parent.c.name, parent.c.id)
        .limit(bindparam("most", type_=Integer))
    )


_SEARCH_IN_ASCII, _SEARCH_IN_ANY_LETTERS = _search(1), _search(3)


def search_families(tx: Transaction, text: str, *, most: int) -> list[FamilyFound]:
    """List at most so many parents by a part of their name, a child's name, or their phone."""
    # The databases fold the case of ASCII letters, and no others surely.
    statement = _SEARCH_IN_ASCII if text.isascii() else _SEARCH_IN_ANY_LETTERS
    ways = (text, text.lower(), text.title())
    written = {f"written_{way}": _containing(each) for way, each in enumerate(ways)}
    known = written | {"phone": _phone(text), "most": most}
    names: dict[int, str] = {}
    children = defaultdict[int, list[str]](list)
    for row in tx.connection.execute(statement, known):
        names[row.id] = row.name
        if row.child_name is not None:
            children[row.id].append(row.child_name)
    return [FamilyFound(each, name, tuple(children[each])) for each, name in names.items()]


def _containing(text: str) -> str:
    return "%{}%".format(re.sub(r"([%_/])", r"/\1", text))


def _phone(text: str) -> str | None:
    """Return the pattern of a phone number, which is on file with its country's code."""
    if re.search(r"[^\d\s()+./-]", text):
        return None
    digits = re.sub(r"[^0-9]", "", text).lstrip("0")
    return f"%{digits}%" if len(digits) >= SHORTEST_PHONE else None


_PARENT = bindparam("parent_id", type_=BigInteger)
# A row for each child, or one without.
_FIND_FAMILY = (
    select(
        parent.c.id,
        parent.c.name,
        parent.c.phone,
        BALANCE.label("balance_minor"),
        parent.c.credit_limit_minor,
        *CHILD_COLUMNS,
    )
    .outerjoin_from(parent, guardianship, guardianship.c.parent_id == parent.c.id)
    .outerjoin(child, and_(child.c.id == guardianship.c.child_id, child.c.removed_at.is_(None)))
    .where(parent.c.id == _PARENT, parent.c.merged_into.is_(None))
    .order_by(child.c.born_on, child.c.id)
)
_LIST_HELD = (
    select(*BOOKING_COLUMNS, *SESSION_COLUMNS, child.c.name.label("child_name"))
    .join_from(booking, session, session.c.id == booking.c.session_id)
    .join(activity, activity.c.id == session.c.activity_id)
    .join(child, child.c.id == booking.c.child_id)
    .where(booking.c.parent_id == _PARENT, booking.c.status == IS_PENDING)
    .order_by(booking.c.hold_expires_at, booking.c.id)
)


def find_family(tx: Transaction, parent_id: int) -> FamilyAccount | None:
    """Find a parent with their children, balance and held places."""
    known = {"parent_id": parent_id}
    rows = tx.connection.execute(_FIND_FAMILY, known).all()
    if not rows:
        return None
    row = rows[0]
    held = tx.connection.execute(_LIST_HELD, known)
    return FamilyAccount(
        row.id,
        row.name,
        row.phone,
        tuple(child_of(each) for each in rows if each.child_id is not None),
        Funds(row.balance_minor, row.credit_limit_minor),
        tuple(HeldPlace(booking_of(each), session_of(each), each.child_name) for each in held),
    )


_HAS_TELEGRAM = select(parent.c.telegram_id.is_not(None)).where(parent.c.id == _PARENT)


def has_telegram(tx: Transaction, parent_id: int) -> bool:
    """Tell whether a parent can be written to at all."""
    return bool(tx.connection.execute(_HAS_TELEGRAM, {"parent_id": parent_id}).scalar())


_family_child = (
    select(
        parent.c.id,
        parent.c.name,
        parent.c.phone,
        parent.c.telegram_id.is_not(None).label("has_telegram"),
        BALANCE.label("balance_minor"),
        *CHILD_COLUMNS,
    )
    .join_from(parent, guardianship, guardianship.c.parent_id == parent.c.id)
    .join(child, child.c.id == guardianship.c.child_id)
    .where(
        parent.c.id == _PARENT,
        child.c.id == bindparam("child", type_=BigInteger),
        child.c.removed_at.is_(None),
    )
    .subquery()
)
_FIND_FAMILY_CHILD = (
    select(*SESSION_COLUMNS, _family_child)
    .join_from(session, activity)
    .outerjoin(_family_child, true())
    .where(session.c.id == bindparam("session", type_=BigInteger))
)


def find_family_child(
    tx: Transaction, session_id: int, parent_id: int, child_id: int
) -> tuple[Session, FamilyChild | None] | None:
    """Find a session, and a parent with one of their children to book it for."""
    known = {"session": session_id, "parent_id": parent_id, "child": child_id}
    row = tx.connection.execute(_FIND_FAMILY_CHILD, known).first()
    if row is None:
        return None
    return session_of(row), None if row.id is None else _family_child_of(row)


def _family_child_of(row: AnyRow) -> FamilyChild:
    return FamilyChild(
        row.id, row.name, row.phone, bool(row.has_telegram), row.balance_minor, child_of(row)
    )


_LIST_PROMISED = (
    select(
        *BOOKING_COLUMNS,
        *SESSION_COLUMNS,
        child.c.name.label("child_name"),
        parent.c.name.label("parent_name"),
    )
    .join_from(booking, session, session.c.id == booking.c.session_id)
    .join(activity, activity.c.id == session.c.activity_id)
    .join(child, child.c.id == booking.c.child_id)
    .join(parent, parent.c.id == booking.c.parent_id)
    .where(booking.c.status == IS_PENDING, booking.c.promised_at.is_not(None))
    .order_by(booking.c.hold_expires_at, booking.c.id)
)


def list_promised(tx: Transaction) -> list[PromisedPlace]:
    """List the places that wait for a voucher, the earliest deadline first."""
    return [
        PromisedPlace(
            row.booking_parent_id,
            row.parent_name,
            HeldPlace(booking_of(row), session_of(row), row.child_name),
        )
        for row in tx.connection.execute(_LIST_PROMISED)
    ]
