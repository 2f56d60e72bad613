"""What the office sees of the staff: who is of it, tutors without Telegram, invitations."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, or_, select

from domain.model import Role
from storage.rows import AnyRow
from storage.tables import activity, parent, staff, staff_invitation, tutor
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffEntry:
    """Somebody of the staff."""

    telegram_id: int
    staff_id: int | None
    """None: they have no role of their own; the settings may name them."""
    name: str | None
    """None: they have never told it."""
    role: Role
    is_named: bool
    """By the settings, so that nobody can take the role away here."""
    joined_at: datetime | None
    tutor_name: str | None
    activities: tuple[str, ...]
    """What they teach."""


@dataclass(frozen=True, slots=True)
class TutorFound:
    """A tutor who does not use the bot."""

    id: int
    name: str
    activities: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StaffLink:
    code: str
    role: Role
    tutor_name: str | None
    expires_at: datetime
    invited_by: int


_OF_STAFF = (
    select(
        staff.c.id,
        staff.c.telegram_id,
        staff.c.role,
        staff.c.name,
        staff.c.joined_at,
        staff.c.removed_at,
        tutor.c.id.label("tutor_id"),
        tutor.c.name.label("tutor_name"),
    )
    .outerjoin_from(staff, tutor, tutor.c.telegram_id == staff.c.telegram_id)
    .order_by(staff.c.role, staff.c.name, staff.c.id)
)
_TAUGHT = (
    select(activity.c.tutor_id, activity.c.name)
    .where(activity.c.archived_at.is_(None))
    .order_by(activity.c.name, activity.c.id)
)
_FREE_TUTORS = (
    select(tutor.c.id, tutor.c.name)
    .where(tutor.c.telegram_id.is_(None))
    .order_by(tutor.c.name, tutor.c.id)
)


def list_staff(tx: Transaction, named: Collection[int]) -> list[StaffEntry]:
    """List the staff, admins first; `named` are the admins of the settings."""
    shown = or_(staff.c.removed_at.is_(None), staff.c.telegram_id.in_(named))
    rows = tx.connection.execute(_OF_STAFF.where(shown)).all()
    taught = _taught(tx)
    known = [_entry(row, taught[row.tutor_id], named) for row in rows]
    nameless = set(named) - {each.telegram_id for each in known}
    entries = [*_known_as_parents(tx, nameless), *known]
    return sorted(entries, key=lambda each: (each.role is not Role.ADMIN, not each.is_named))


def is_of_staff(tx: Transaction, tutor_name: str, named: Collection[int]) -> bool:
    """Tell whether a tutor is of the staff already; `named` as above."""
    is_shown = or_(staff.c.removed_at.is_(None), staff.c.telegram_id.in_(named))
    found = exists().where(
        tutor.c.name == tutor_name, staff.c.telegram_id == tutor.c.telegram_id, is_shown
    )
    return bool(tx.connection.scalar(select(found)))


def find_staff(tx: Transaction, staff_id: int, named: Collection[int]) -> StaffEntry | None:
    """Find somebody who is or was of the staff."""
    row = tx.connection.execute(_OF_STAFF.where(staff.c.id == staff_id)).first()
    return None if row is None else _entry(row, _taught(tx)[row.tutor_id], named)


def _entry(row: AnyRow, activities: tuple[str, ...], named: Collection[int]) -> StaffEntry:
    is_named = row.telegram_id in named
    return StaffEntry(
        telegram_id=row.telegram_id,
        staff_id=None if row.removed_at else row.id,
        name=row.name,
        role=Role.ADMIN if is_named else Role(row.role),
        is_named=is_named,
        joined_at=None if row.removed_at else row.joined_at,
        tutor_name=row.tutor_name,
        activities=activities,
    )


def _known_as_parents(tx: Transaction, telegram_ids: Collection[int]) -> list[StaffEntry]:
    who = select(parent.c.telegram_id, parent.c.name).where(parent.c.telegram_id.in_(telegram_ids))
    names = {row.telegram_id: row.name for row in tx.connection.execute(who)}
    return [
        StaffEntry(
            telegram_id=each,
            staff_id=None,
            name=names.get(each),
            role=Role.ADMIN,
            is_named=True,
            joined_at=None,
            tutor_name=None,
            activities=(),
        )
        for each in sorted(telegram_ids)
    ]


def list_free_tutors(tx: Transaction) -> list[TutorFound]:
    """List the tutors without Telegram, by name, each with what they teach."""
    rows = tx.connection.execute(_FREE_TUTORS).all()
    taught = _taught(tx)
    return [TutorFound(row.id, row.name, taught[row.id]) for row in rows]


def _taught(tx: Transaction) -> defaultdict[int, tuple[str, ...]]:
    taught = defaultdict[int, tuple[str, ...]](tuple)
    for tutor_id, name in tx.connection.execute(_TAUGHT):
        taught[tutor_id] += (name,)
    return taught


def find_staff_link(tx: Transaction, code: str) -> StaffLink | None:
    """Find an invitation by its code, used or not."""
    row = tx.connection.execute(
        select(
            staff_invitation.c.role,
            staff_invitation.c.expires_at,
            staff_invitation.c.invited_by,
            tutor.c.name,
        )
        .outerjoin_from(staff_invitation, tutor, tutor.c.id == staff_invitation.c.tutor_id)
        .where(staff_invitation.c.code == code)
    ).first()
    if row is None:
        return None
    return StaffLink(code, Role(row.role), row.name, row.expires_at, row.invited_by)
