"""The staff: who has which role, and who teaches what."""

from sqlalchemy import BigInteger, Connection, bindparam, exists, select

from domain.model import Role
from storage.tables import activity, staff, tutor

_PERSON = bindparam("person_id", type_=BigInteger)
_TEACHES = select(
    exists()
    .where(activity.c.id == bindparam("activity_id", type_=BigInteger))
    .where(tutor.c.id == activity.c.tutor_id, tutor.c.telegram_id == _PERSON)
)
_LIST = select(staff.c.telegram_id).where(staff.c.removed_at.is_(None)).order_by(staff.c.id)
_LIST_ADMINS = _LIST.where(staff.c.role == Role.ADMIN)


class Staff:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def teaches(self, telegram_id: int | None, activity_id: int) -> bool:
        known = {"person_id": telegram_id, "activity_id": activity_id}
        return bool(self._connection.scalar(_TEACHES, known))

    def list_all(self) -> list[int]:
        """List the Telegram ids of all who are of the staff."""
        return list(self._connection.scalars(_LIST))

    def list_admins(self) -> list[int]:
        """List the Telegram ids of the admins, but for those who are named in the settings."""
        return list(self._connection.scalars(_LIST_ADMINS))
