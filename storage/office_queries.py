"""What the office looks up: families by name or phone, and how one of them stands."""

import re
from collections import defaultdict
from dataclasses import dataclass

from sqlalchemy import BigInteger, Integer, Text, bindparam, exists, or_, select

from domain.model import Booking, Child, Funds, Session
from storage.accounts import BALANCE
from storage.queries import list_children
from storage.rows import (
    BOOKING_COLUMNS,
    CHILD_COLUMNS,
    IS_PENDING,
    SESSION_COLUMNS,
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


# Three ways to write a name: the databases fold the case of ASCII letters, and no others surely.
_WRITTEN = tuple(bindparam(f"written_{way}", type_=Text) for way in ("so", "small", "great"))


def _is_like(column: object) -> object:
    return or_(*[column.ilike(written, escape="/") for written in _WRITTEN])  # type: ignore[attr-defined]


_hits = (
    select(parent.c.id, parent.c.name)
    .where(
        parent.c.merged_into.is_(None),
        or_(
            _is_like(parent.c.name),  # type: ignore[arg-type]
            parent.c.phone.like(bindparam("phone", type_=Text)),
            exists()
            .where(
                guardianship.c.parent_id == parent.c.id,
                child.c.id == guardianship.c.child_id,
                child.c.removed_at.is_(None),
                _is_like(child.c.name),  # type: ignore[arg-type]
            )
            .correlate(parent),
        ),
    )
    .order_by(parent.c.name, parent.c.id)
    .limit(bindparam("most", type_=Integer))
    .cte("hits")
)
_SEARCH = (
    select(_hits.c.id, _hits.c.name, child.c.name.label("child_name"))
    .select_from(_hits)
    .outerjoin(guardianship, guardianship.c.parent_id == _hits.c.id)
    .outerjoin(child, (child.c.id == guardianship.c.child_id) & child.c.removed_at.is_(None))
    .order_by(_hits.c.name, _hits.c.id, child.c.born_on, child.c.id)
)


def search_families(tx: Transaction, text: str, *, most: int) -> list[FamilyFound]:
    """List at most so many parents by a part of their name, a child's name, or their phone."""
    so, small, great = text, text.lower(), text.title()
    known = {
        "written_so": _containing(so),
        "written_small": _containing(small),
        "written_great": _containing(great),
        "phone": _phone(text),
        "most": most,
    }
    names: dict[int, str] = {}
    children = defaultdict[int, list[str]](list)
    for row in tx.connection.execute(_SEARCH, known):
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
_FIND_PARENT = select(
    parent.c.id,
    parent.c.name,
    parent.c.phone,
    BALANCE.label("balance_minor"),
    parent.c.credit_limit_minor,
).where(parent.c.id == _PARENT, parent.c.merged_into.is_(None))
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
    row = tx.connection.execute(_FIND_PARENT, known).first()
    if row is None:
        return None
    held = tx.connection.execute(_LIST_HELD, known)
    return FamilyAccount(
        row.id,
        row.name,
        row.phone,
        tuple(list_children(tx, parent_id)),
        Funds(row.balance_minor, row.credit_limit_minor),
        tuple(HeldPlace(booking_of(each), session_of(each), each.child_name) for each in held),
    )


_FIND_FAMILY_CHILD = (
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
)


def find_family_child(tx: Transaction, parent_id: int, child_id: int) -> FamilyChild | None:
    """Find a parent with one of their children."""
    known = {"parent_id": parent_id, "child": child_id}
    row = tx.connection.execute(_FIND_FAMILY_CHILD, known).first()
    if row is None:
        return None
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
