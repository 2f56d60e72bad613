"""Who asks to join where the school lets parents in by invitation."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, func, insert, select, update

from domain.model import Actor, ApplicantStatus
from domain.ports.applicants import Applicant
from domain.ports.families import NewParent
from storage.rows import AnyRow
from storage.tables import applicant, parent, staff


@dataclass(frozen=True, slots=True)
class ApplicantSeen:
    """Somebody who has asked to join, and what has become of it."""

    id: int
    name: str
    phone: str
    status: ApplicantStatus
    asked_at: datetime
    on_file: str | None
    """The one parent with the phone number who is not on Telegram: approved, they are that one."""
    decided_at: datetime | None
    decided_by: str | None
    """The name of one of the staff."""


_on_file = (
    select(func.min(parent.c.name))
    .where(parent.c.phone == applicant.c.phone)
    .having(func.count() == 1, func.count(parent.c.telegram_id) == 0)
    .correlate(applicant)
    .scalar_subquery()
)
APPLICANTS: Select[Any] = select(
    applicant.c.id,
    applicant.c.name,
    applicant.c.phone,
    applicant.c.status,
    applicant.c.asked_at,
    applicant.c.decided_at,
    staff.c.name.label("decided_by"),
    _on_file.label("on_file"),
).outerjoin_from(applicant, staff, staff.c.telegram_id == applicant.c.decided_by)
_LOCK_BY = (
    select(applicant).where(applicant.c.telegram_id == bindparam("person_id")).with_for_update()
)
_LOCK = select(applicant).where(applicant.c.id == bindparam("applicant")).with_for_update()


class Applicants:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock_by(self, telegram_id: int | None) -> Applicant | None:
        row = self._connection.execute(_LOCK_BY, {"person_id": telegram_id}).first()
        return None if row is None else _applicant_of(row)

    def lock(self, applicant_id: int) -> Applicant | None:
        row = self._connection.execute(_LOCK, {"applicant": applicant_id}).first()
        return None if row is None else _applicant_of(row)

    def add(self, person: NewParent, now: datetime) -> int:
        new = insert(applicant).values(telegram_id=person.telegram_id, **_values(person, now))
        return int(self._connection.execute(new.returning(applicant.c.id)).scalar_one())

    def ask_again(self, applicant_id: int, person: NewParent, now: datetime) -> None:
        again = _values(person, now) | {"parent_id": None, "decided_at": None, "decided_by": None}
        self._connection.execute(
            update(applicant).where(applicant.c.id == applicant_id).values(again)
        )

    def decide(self, applicant_id: int, parent_id: int | None, actor: Actor, now: datetime) -> None:
        status = ApplicantStatus.DECLINED if parent_id is None else ApplicantStatus.APPROVED
        self._connection.execute(
            update(applicant)
            .where(applicant.c.id == applicant_id)
            .values(status=status, parent_id=parent_id, decided_at=now, decided_by=actor.id)
        )


def _values(person: NewParent, now: datetime) -> dict[str, object]:
    return {
        "name": person.name,
        "phone": person.phone,
        "language": person.language,
        "asked_at": now,
        "status": ApplicantStatus.WAITING,
    }


def _applicant_of(row: AnyRow) -> Applicant:
    person = NewParent(
        telegram_id=row.telegram_id,
        name=row.name,
        phone=row.phone,
        email=None,
        language=row.language,
    )
    return Applicant(row.id, person, ApplicantStatus(row.status))


def read_applicants(
    connection: Connection, applicant_ids: Collection[int]
) -> dict[int, ApplicantSeen]:
    """Read some of them by their ids."""
    rows = connection.execute(APPLICANTS.where(applicant.c.id.in_(applicant_ids)))
    return {row.id: seen_of(row) for row in rows}


def seen_of(row: AnyRow) -> ApplicantSeen:
    return ApplicantSeen(
        row.id,
        row.name,
        row.phone,
        ApplicantStatus(row.status),
        row.asked_at,
        row.on_file,
        row.decided_at,
        row.decided_by,
    )
