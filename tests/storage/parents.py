"""The simplest row there is, for tests of transactions themselves."""

from sqlalchemy import func, select

from storage.tables import parent
from storage.transaction import Transaction
from tests.factory import NOW


def add_parent(tx: Transaction, name: str = "Tim", telegram_id: int | None = None) -> None:
    tx.connection.execute(
        parent.insert().values(name=name, telegram_id=telegram_id, language="en", joined_at=NOW)
    )


def count_parents(tx: Transaction) -> int:
    return tx.connection.execute(select(func.count()).select_from(parent)).scalar_one()
