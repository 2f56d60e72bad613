"""The staff: who has which role, who teaches what, and invitations to become one."""

from datetime import datetime

from sqlalchemy import BigInteger, Connection, bindparam, case, exists, insert, select, update

from domain.model import Actor, Role
from domain.ports.staff import NewStaff, NewStaffInvitation, StaffInvitation, StaffMember
from storage.tables import activity, staff, staff_invitation, tutor

_PERSON = bindparam("person_id", type_=BigInteger)
_TEACHES = select(
    exists()
    .where(activity.c.id == bindparam("activity_id", type_=BigInteger))
    .where(tutor.c.id == activity.c.tutor_id, tutor.c.telegram_id == _PERSON)
)
_IS_KNOWN = select(exists().where(staff.c.telegram_id == _PERSON))
_IS_TUTOR = select(exists().where(tutor.c.telegram_id == _PERSON))
_MEMBERS = (
    select(staff.c.id, staff.c.telegram_id, staff.c.role)
    .where(staff.c.removed_at.is_(None))
    .order_by(staff.c.id)
)
_FIND = _MEMBERS.where(staff.c.telegram_id == _PERSON)
_LOCK_ALL = _MEMBERS.with_for_update(key_share=True)
_LIST_ADMINS = select(staff.c.telegram_id).where(
    staff.c.removed_at.is_(None), staff.c.role == Role.ADMIN
)
_ADD = insert(staff).returning(staff.c.id)
_PUT = (
    update(staff)
    .where(staff.c.telegram_id == _PERSON)
    .values(
        name=bindparam("new_name"),
        language=bindparam("new_language"),
        role=bindparam("new_role"),
        joined_at=case((staff.c.removed_at.is_(None), staff.c.joined_at), else_=bindparam("now")),
        removed_at=None,
    )
    .returning(staff.c.id)
)
_LOCK_INVITATION = (
    select(staff_invitation.c.id)
    .where(staff_invitation.c.code == bindparam("the_code"))
    .with_for_update()
)
_READ_INVITATION = (
    select(
        staff_invitation.c.id,
        staff_invitation.c.role,
        staff_invitation.c.tutor_id,
        staff_invitation.c.invited_by,
        staff_invitation.c.expires_at,
        staff.c.telegram_id.label("used_by"),
    )
    .outerjoin_from(staff_invitation, staff, staff.c.id == staff_invitation.c.staff_id)
    .where(staff_invitation.c.id == bindparam("invitation_id"))
)
_LOCK_TUTOR = (
    select(tutor.c.telegram_id)
    .where(tutor.c.id == bindparam("tutor_id"))
    .with_for_update(key_share=True)
)


class Staff:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def teaches(self, telegram_id: int | None, activity_id: int) -> bool:
        known = {"person_id": telegram_id, "activity_id": activity_id}
        return bool(self._connection.scalar(_TEACHES, known))

    def find(self, telegram_id: int) -> StaffMember | None:
        row = self._connection.execute(_FIND, {"person_id": telegram_id}).first()
        return None if row is None else StaffMember(row.id, row.telegram_id, Role(row.role))

    def list_admins(self) -> list[int]:
        """List the Telegram ids of the admins, but for those who are named in the settings."""
        return list(self._connection.scalars(_LIST_ADMINS))

    def list_ever(self) -> list[int]:
        """List the Telegram ids of all who are or were of the staff."""
        return list(self._connection.scalars(select(staff.c.telegram_id)))

    def lock_all(self) -> list[StaffMember]:
        rows = self._connection.execute(_LOCK_ALL)
        return [StaffMember(row.id, row.telegram_id, Role(row.role)) for row in rows]

    def put(self, person: NewStaff, role: Role, now: datetime) -> int:
        values = {
            "person_id": person.telegram_id,
            "new_name": person.name,
            "new_language": person.language,
            "new_role": role,
            "now": now,
        }
        known: int | None = self._connection.scalar(_PUT, values)
        return self._add(person, role, now) if known is None else known

    def _add(
        self, person: NewStaff, role: Role, now: datetime, *, removed_at: datetime | None = None
    ) -> int:
        row = {
            "telegram_id": person.telegram_id,
            "name": person.name,
            "language": person.language,
            "role": role,
            "joined_at": now,
            "removed_at": removed_at,
        }
        return int(self._connection.execute(_ADD, row).scalar_one())

    def note_named(self, person: NewStaff, now: datetime) -> None:
        """Keep the name of an admin whom the settings name; the row itself gives no role."""
        if self._connection.scalar(_IS_KNOWN, {"person_id": person.telegram_id}):
            return
        self._add(person, Role.ADMIN, now, removed_at=now)

    def remove(self, member: StaffMember, now: datetime) -> None:
        self._connection.execute(
            update(tutor).where(tutor.c.telegram_id == member.telegram_id).values(telegram_id=None)
        )
        self._connection.execute(
            update(staff).where(staff.c.id == member.id).values(removed_at=now)
        )

    def lock_invitation(self, code: str) -> StaffInvitation | None:
        locked = self._connection.scalar(_LOCK_INVITATION, {"the_code": code})
        if locked is None:
            return None
        row = self._connection.execute(_READ_INVITATION, {"invitation_id": locked}).one()
        return StaffInvitation(
            row.id, Role(row.role), row.tutor_id, row.invited_by, row.expires_at, row.used_by
        )

    def add_invitation(
        self, new: NewStaffInvitation, tutor_id: int | None, actor: Actor, now: datetime
    ) -> int:
        row = {
            "code": new.code,
            "role": new.role,
            "tutor_id": tutor_id,
            "invited_by": actor.id,
            "made_at": now,
            "expires_at": new.expires_at,
        }
        added = insert(staff_invitation).returning(staff_invitation.c.id)
        return int(self._connection.execute(added, row).scalar_one())

    def use_invitation(self, invitation_id: int, staff_id: int, now: datetime) -> None:
        self._connection.execute(
            update(staff_invitation)
            .where(staff_invitation.c.id == invitation_id)
            .values(staff_id=staff_id, used_at=now)
        )

    def lock_tutor(self, tutor_id: int) -> int | None:
        return self._connection.execute(_LOCK_TUTOR, {"tutor_id": tutor_id}).scalar_one_or_none()

    def is_tutor(self, telegram_id: int) -> bool:
        return bool(self._connection.scalar(_IS_TUTOR, {"person_id": telegram_id}))

    def link_tutor(self, tutor_id: int, telegram_id: int) -> None:
        self._connection.execute(
            update(tutor).where(tutor.c.id == tutor_id).values(telegram_id=telegram_id)
        )
