"""Money on the office's list of what may have to be given back, as it stands now."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from domain.model import RepaymentReason
from domain.repayments import free_credit
from storage.rows import IS_PENDING, AnyRow
from storage.tables import account_entry, booking, parent, repayment


@dataclass(frozen=True, slots=True)
class DueBack:
    """Money on the office's list, and how much of it can be given back at this moment."""

    id: int
    reason: RepaymentReason
    parent_id: int | None
    parent_name: str | None
    amount_minor: int
    currency: str | None
    """None: the school's own; so too, no charge id: it is on an account."""
    charge_id: str | None
    provider_charge_id: str | None
    made_at: datetime


_balance = account_entry.alias()
_held = booking.alias()
DUE: Select[Any] = select(
    repayment.c.id,
    repayment.c.reason,
    repayment.c.parent_id,
    parent.c.name,
    repayment.c.open_minor,
    repayment.c.currency,
    repayment.c.charge_id,
    repayment.c.provider_charge_id,
    repayment.c.made_at,
    select(func.coalesce(func.sum(_balance.c.amount_minor), 0))
    .where(_balance.c.parent_id == repayment.c.parent_id)
    .scalar_subquery()
    .label("balance_minor"),
    select(func.coalesce(func.sum(_held.c.price_minor), 0))
    .where(_held.c.parent_id == repayment.c.parent_id, _held.c.status == IS_PENDING)
    .scalar_subquery()
    .label("held_minor"),
).outerjoin_from(repayment, parent, parent.c.id == repayment.c.parent_id)


def free_of(row: AnyRow) -> int:
    """Return how much of the account can be given back."""
    return free_credit(row.balance_minor, row.held_minor)


def due_of(row: AnyRow, free_minor: int) -> DueBack:
    is_credit = row.charge_id is None
    return DueBack(
        row.id,
        RepaymentReason(row.reason),
        row.parent_id,
        row.name,
        min(row.open_minor, free_minor) if is_credit else row.open_minor,
        row.currency,
        row.charge_id,
        row.provider_charge_id,
        row.made_at,
    )


def read_due_back(connection: Connection, repayment_ids: Collection[int]) -> dict[int, DueBack]:
    """Read some of it by their ids."""
    rows = connection.execute(DUE.where(repayment.c.id.in_(repayment_ids)))
    return {row.id: due_of(row, free_of(row)) for row in rows}
