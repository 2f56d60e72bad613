"""Updates that take long: kept here, so that Telegram need not keep them."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, select

from storage.tables import parked_update
from storage.transaction import Transaction


def park_update(tx: Transaction, update_id: int, content: Any, *, now: datetime) -> None:
    """Keep an update until it is handled; one that is kept already stays as it is."""
    if not tx.connection.scalar(select(exists().where(parked_update.c.id == update_id))):
        tx.connection.execute(
            insert(parked_update).values(id=update_id, content=json.dumps(content), parked_at=now)
        )


def release_update(tx: Transaction, update_id: int) -> None:
    """Forget an update that is handled."""
    tx.connection.execute(delete(parked_update).where(parked_update.c.id == update_id))


def list_parked(tx: Transaction) -> list[Any]:
    """List the updates that are kept, as Telegram brought them, the first first."""
    rows = tx.connection.scalars(select(parked_update.c.content).order_by(parked_update.c.id))
    return [json.loads(content) for content in rows]
