"""Updates that could not be handled and were passed over, each with a reference to the log."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import exists, insert, select

from storage.tables import failed_update
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class FailedUpdate:
    update_id: int
    telegram_id: int | None
    """Whose it was, if anybody's."""
    error: str
    """The name of the exception."""
    reference: str


def record_failed_update(tx: Transaction, failed: FailedUpdate, *, now: datetime) -> None:
    """Record an update that was passed over; one that comes again later is recorded once."""
    known = select(exists().where(failed_update.c.update_id == failed.update_id))
    if tx.connection.scalar(known):
        return
    tx.connection.execute(
        insert(failed_update).values(
            update_id=failed.update_id,
            telegram_id=failed.telegram_id,
            error=failed.error,
            reference=failed.reference,
            failed_at=now,
        )
    )
