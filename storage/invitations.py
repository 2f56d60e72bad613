"""Links with which parents join, each of them once."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from domain.model import Actor
from domain.ports.invitations import ParentInvitation
from storage.rows import AnyRow
from storage.tables import invitation

_COLUMNS = (
    invitation.c.id,
    invitation.c.for_parent_id,
    invitation.c.expires_at,
    invitation.c.parent_id,
)
_LOCK = select(*_COLUMNS).where(invitation.c.code == bindparam("the_code")).with_for_update()
_LOCK_UNUSED = (
    select(*_COLUMNS)
    .where(
        invitation.c.for_parent_id.in_(bindparam("parent_ids", expanding=True)),
        invitation.c.used_at.is_(None),
    )
    .order_by(invitation.c.id)
    .with_for_update()
)


class Invitations:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self, code: str) -> ParentInvitation | None:
        row = self._connection.execute(_LOCK, {"the_code": code}).first()
        return None if row is None else _invitation_of(row)

    def lock_unused(self, parent_ids: Iterable[int]) -> dict[int, ParentInvitation]:
        rows = self._connection.execute(_LOCK_UNUSED, {"parent_ids": list(parent_ids)})
        return {row.for_parent_id: _invitation_of(row) for row in rows}

    def add(self, code: str, actor: Actor, until: datetime, now: datetime) -> int:
        row = _row(code, actor, until, now)
        result = self._connection.execute(insert(invitation).returning(invitation.c.id), row)
        return int(result.scalar_one())

    def add_for(
        self, codes: Mapping[int, str], actor: Actor, until: datetime, now: datetime
    ) -> None:
        if codes:
            rows = [
                _row(code, actor, until, now) | {"for_parent_id": parent_id}
                for parent_id, code in codes.items()
            ]
            self._connection.execute(insert(invitation), rows)

    def prolong(self, invitation_ids: Collection[int], until: datetime) -> None:
        self._connection.execute(
            update(invitation).where(invitation.c.id.in_(invitation_ids)).values(expires_at=until)
        )

    def remove(self, invitation_ids: Collection[int]) -> None:
        self._connection.execute(delete(invitation).where(invitation.c.id.in_(invitation_ids)))

    def use(self, invitation_id: int, parent_id: int, now: datetime) -> None:
        self._connection.execute(
            update(invitation)
            .where(invitation.c.id == invitation_id)
            .values(parent_id=parent_id, used_at=now)
        )


def _row(code: str, actor: Actor, until: datetime, now: datetime) -> dict[str, object]:
    return {"code": code, "invited_by": actor.id, "made_at": now, "expires_at": until}


def _invitation_of(row: AnyRow) -> ParentInvitation:
    return ParentInvitation(row.id, row.for_parent_id, row.expires_at, row.parent_id)
