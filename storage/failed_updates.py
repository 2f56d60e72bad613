"""Updates that could not be handled and were passed over, each with a reference to the log."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import exists, insert, select

from domain.notices import Notice, NoticeKind
from storage.tables import failed_update
from storage.transaction import Transaction

AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class FailedUpdate:
    update_id: int
    telegram_id: int | None
    """Whose it was, if anybody's."""
    error: str
    """The name of the exception."""
    reference: str


def record_failed_update(
    tx: Transaction, failed: FailedUpdate, office: Collection[int], *, now: datetime
) -> None:
    """Record an update that was passed over and tell the admins, also those of the settings.

    One that comes again later is recorded once; of the same fault the office hears once an hour.
    """
    known = exists().where(failed_update.c.id == failed.update_id)
    lately = exists().where(
        failed_update.c.error == failed.error, failed_update.c.failed_at > now - AN_HOUR
    )
    if tx.connection.scalar(select(known)):
        return
    is_news = not tx.connection.scalar(select(lately))
    tx.connection.execute(
        insert(failed_update).values(
            id=failed.update_id,
            telegram_id=failed.telegram_id,
            error=failed.error,
            reference=failed.reference,
            failed_at=now,
        )
    )
    if is_news:
        _tell(tx, failed, {*office, *tx.staff.list_admins()}, now)


def _tell(tx: Transaction, failed: FailedUpdate, admins: Collection[int], now: datetime) -> None:
    kind = NoticeKind.UPDATE_FAILED
    tx.outbox.add(
        *[
            Notice(
                None, kind, now, failed_update_id=failed.update_id, staff_telegram_id=telegram_id
            )
            for telegram_id in sorted(admins)
        ]
    )
