"""The invitations of parents: what a link is worth, and whom the office may invite."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import BigInteger, Text, bindparam, or_, select

from domain.model import Child
from storage.rows import CHILD_COLUMNS, child_of
from storage.tables import child, guardianship, invitation, parent
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class ParentLink:
    """What somebody holds who has opened a link."""

    expires_at: datetime
    used_by: int | None
    for_parent_id: int | None
    parent_name: str | None
    """Of the parent on file whom it is for."""
    has_email: bool
    has_joined: bool
    """The parent on file is on Telegram already, by this link or without it."""

    def is_open(self, now: datetime) -> bool:
        return self.used_by is None and not self.has_joined and now < self.expires_at


@dataclass(frozen=True, slots=True)
class ToInvite:
    """A parent on file who is not on Telegram, and their invitation if there is one."""

    parent_id: int
    name: str
    children: tuple[Child, ...]
    code: str | None
    expires_at: datetime | None


_FIND_LINK = (
    select(
        invitation.c.expires_at,
        invitation.c.parent_id,
        invitation.c.for_parent_id,
        parent.c.name,
        parent.c.email,
        parent.c.telegram_id,
    )
    .outerjoin_from(invitation, parent, parent.c.id == invitation.c.for_parent_id)
    .where(invitation.c.code == bindparam("the_code", type_=Text))
)
_ONLY = bindparam("only", type_=BigInteger)
_LIST_TO_INVITE = (
    select(
        parent.c.id,
        parent.c.name,
        invitation.c.code,
        invitation.c.expires_at,
        *CHILD_COLUMNS,
    )
    .join_from(parent, guardianship, guardianship.c.parent_id == parent.c.id)
    .join(child, child.c.id == guardianship.c.child_id)
    .outerjoin(
        invitation,
        (invitation.c.for_parent_id == parent.c.id) & invitation.c.used_at.is_(None),
    )
    .where(
        parent.c.telegram_id.is_(None),
        child.c.removed_at.is_(None),
        or_(_ONLY.is_(None), parent.c.id == _ONLY),
    )
    .order_by(child.c.born_on, child.c.id)
)


def find_link(tx: Transaction, code: str) -> ParentLink | None:
    """Find an invitation by the code in its link."""
    row = tx.connection.execute(_FIND_LINK, {"the_code": code}).first()
    if row is None:
        return None
    return ParentLink(
        row.expires_at,
        row.parent_id,
        row.for_parent_id,
        row.name,
        row.email is not None,
        row.telegram_id is not None,
    )


def list_to_invite(tx: Transaction, *, only: int | None = None) -> list[ToInvite]:
    """List the parents of children who are not on Telegram, or one of them, as classes are.

    By the year group and the name of their youngest child: so they are handed out at the school.
    """
    found: dict[int, ToInvite] = {}
    for row in tx.connection.execute(_LIST_TO_INVITE, {"only": only}):
        known = found.get(row.id)
        children = (*(known.children if known else ()), child_of(row))
        found[row.id] = ToInvite(row.id, row.name, children, row.code, row.expires_at)
    # Here and not in the statement: the databases do not agree on the order of names.
    return sorted(
        found.values(),
        key=lambda each: (
            each.children[-1].grade,
            each.children[-1].name.casefold(),
            each.children[-1].id,
            each.parent_id,
        ),
    )
