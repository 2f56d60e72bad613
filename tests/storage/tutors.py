"""The simplest row there is, for tests of transactions themselves."""

from sqlalchemy import func, select

from storage.tables import tutor
from storage.transaction import Transaction


def add_tutor(tx: Transaction, name: str = "Tim", telegram_id: int | None = None) -> None:
    tx.connection.execute(tutor.insert().values(name=name, telegram_id=telegram_id))


def count_tutors(tx: Transaction) -> int:
    return tx.connection.execute(select(func.count()).select_from(tutor)).scalar_one()
