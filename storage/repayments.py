"""Money that the school may have to give back: opened with its cause, closed when done with."""

from datetime import datetime

from sqlalchemy import BigInteger, Connection, Text, bindparam, exists, insert, select, update

from domain.model import Repayment, RepaymentReason
from domain.ports.repayments import NewRepayment
from storage.rows import AnyRow
from storage.tables import Instant, repayment, repayment_change

_COLUMNS = (
    repayment.c.id,
    repayment.c.parent_id,
    repayment.c.reason,
    repayment.c.open_minor,
    repayment.c.payment_id,
)
_ID = bindparam("repayment_id", type_=BigInteger)
_ADD = insert(repayment).returning(repayment.c.id)
_LOCK = select(*_COLUMNS).where(repayment.c.id == _ID).with_for_update()
_LIST_OPEN = (
    select(*_COLUMNS)
    .where(
        repayment.c.parent_id == bindparam("parent_id", type_=BigInteger),
        repayment.c.closed_at.is_(None),
    )
    .order_by(repayment.c.id)
)
_IS_NOTED = select(exists().where(repayment.c.charge_id == bindparam("charge_id", type_=Text)))
_NOTE_CHANGE = insert(repayment_change).from_select(
    ["repayment_id", "amount_minor", "made_at"],
    select(
        repayment.c.id,
        bindparam("left_minor", type_=BigInteger) - repayment.c.open_minor,
        bindparam("at", type_=Instant),
    ).where(repayment.c.id == _ID, repayment.c.open_minor != bindparam("left_minor")),
)
_LEAVE_OPEN = (
    update(repayment)
    .where(repayment.c.id == _ID)
    .values(open_minor=bindparam("left_minor"), closed_at=bindparam("closed_at"))
)


def _repayment_of(row: AnyRow) -> Repayment:
    return Repayment(
        row.id, row.parent_id, RepaymentReason(row.reason), row.open_minor, row.payment_id
    )


class Repayments:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: NewRepayment) -> int:
        values = {
            "parent_id": new.parent_id,
            "reason": new.reason,
            "amount_minor": new.amount_minor,
            "open_minor": new.amount_minor,
            "made_at": new.made_at,
            "payment_id": new.payment_id,
            "charge_id": new.charge_id,
            "provider_charge_id": new.provider_charge_id,
            "currency": new.currency,
        }
        repayment_id = int(self._connection.scalars(_ADD, values).one())
        change = {"amount_minor": new.amount_minor, "made_at": new.made_at}
        self._connection.execute(insert(repayment_change), change | {"repayment_id": repayment_id})
        return repayment_id

    def lock(self, repayment_id: int) -> Repayment | None:
        row = self._connection.execute(_LOCK, {"repayment_id": repayment_id}).first()
        return None if row is None else _repayment_of(row)

    def find_request(self, parent_id: int) -> Repayment | None:
        asked = [each for each in self.list_open(parent_id) if each.reason == RepaymentReason.ASKED]
        return asked[0] if asked else None

    def list_open(self, parent_id: int) -> list[Repayment]:
        rows = self._connection.execute(_LIST_OPEN, {"parent_id": parent_id})
        return [_repayment_of(row) for row in rows]

    def is_noted(self, charge_id: str) -> bool:
        return bool(self._connection.scalar(_IS_NOTED, {"charge_id": charge_id}))

    def leave_open(self, repayment_id: int, open_minor: int, now: datetime) -> None:
        leave_open(self._connection, repayment_id, open_minor, now)


def leave_open(connection: Connection, repayment_id: int, open_minor: int, now: datetime) -> None:
    """Say how much of a repayment is open from now on; what changed is kept with its date."""
    known = {"repayment_id": repayment_id, "left_minor": open_minor}
    connection.execute(_NOTE_CHANGE, known | {"at": now})
    connection.execute(_LEAVE_OPEN, known | {"closed_at": None if open_minor else now})
