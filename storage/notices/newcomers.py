"""Who has joined the staff by a link, for who made it."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, bindparam, select

from domain.model import Role
from storage.tables import staff, staff_invitation, tutor


@dataclass(frozen=True, slots=True)
class AboutNewcomer:
    """Somebody who has used an invitation to the staff, named as Telegram does."""

    staff_id: int
    name: str
    role: Role
    tutor_name: str | None


_LIST = (
    select(
        staff_invitation.c.id,
        staff_invitation.c.role,
        staff.c.id.label("staff_id"),
        staff.c.name,
        tutor.c.name.label("tutor_name"),
    )
    .join_from(staff_invitation, staff, staff.c.id == staff_invitation.c.staff_id)
    .outerjoin(tutor, tutor.c.id == staff_invitation.c.tutor_id)
    .where(staff_invitation.c.id.in_(bindparam("invitation_ids", expanding=True)))
)


def read_newcomers(
    connection: Connection, invitation_ids: Collection[int]
) -> dict[int, AboutNewcomer]:
    """Read who used some invitations, by the ids of these."""
    rows = connection.execute(_LIST, {"invitation_ids": list(invitation_ids)})
    return {
        row.id: AboutNewcomer(row.staff_id, row.name, Role(row.role), row.tutor_name)
        for row in rows
    }
