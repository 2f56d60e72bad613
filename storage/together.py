"""What is paid together with a held place, and with which money."""

from typing import Any

from sqlalchemy import func, select

from domain.model import Funds
from domain.money import Together
from storage.rows import IS_PENDING, AnyRow
from storage.tables import account_entry, booking, parent

_beside = booking.alias("beside")
_entry = account_entry.alias("of_payer")
_payer = parent.alias("payer")
_is_beside = (
    _beside.c.parent_id == booking.c.parent_id,
    _beside.c.request_key == booking.c.request_key,
    _beside.c.status == IS_PENDING,
)


def together_columns() -> tuple[Any, ...]:
    """Select what is held by the confirmation of a statement's `booking`, and its payer's money."""
    return (
        select(func.count()).where(*_is_beside).scalar_subquery().label("together"),
        select(func.coalesce(func.sum(_beside.c.price_minor), 0))
        .where(*_is_beside)
        .scalar_subquery()
        .label("together_minor"),
        select(func.coalesce(func.sum(_entry.c.amount_minor), 0))
        .where(_entry.c.parent_id == booking.c.parent_id)
        .scalar_subquery()
        .label("payer_minor"),
        select(_payer.c.credit_limit_minor)
        .where(_payer.c.id == booking.c.parent_id)
        .scalar_subquery()
        .label("payer_limit_minor"),
    )


def together_of(row: AnyRow) -> Together | None:
    """Read the columns back; None: nothing is held."""
    if not row.together:
        return None
    funds = Funds(int(row.payer_minor), row.payer_limit_minor)
    return Together(row.together, int(row.together_minor), funds)
