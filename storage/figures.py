"""How much waits in the database, for whoever watches the bot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import distinct, func, literal_column, select

from storage.rows import IS_WAITING
from storage.tables import Instant, NoticeState, notice, waitlist_entry
from storage.transaction import Transaction

_OUTBOX = select(
    func.count().label("notices"), func.min(notice.c.first_due_at, type_=Instant).label("oldest")
).where(notice.c.state == literal_column(f"'{NoticeState.WAITING}'"))
_QUEUES = select(
    func.count().label("entries"),
    func.count(distinct(waitlist_entry.c.session_id)).label("queues"),
).where(waitlist_entry.c.status == IS_WAITING)
_ANSWER = select(1)


@dataclass(frozen=True, slots=True)
class Figures:
    notices: int
    """Not settled, due or not."""
    outbox_age: timedelta
    """How long the one has been due that is due longest, however often it was tried."""
    entries: int
    """On the waiting lists."""
    queues: int
    """Sessions for which somebody waits."""


def find_figures(tx: Transaction, *, now: datetime) -> Figures:
    outbox = tx.connection.execute(_OUTBOX).one()
    waiting = tx.connection.execute(_QUEUES).one()
    age = max(timedelta(), now - outbox.oldest) if outbox.oldest else timedelta()
    return Figures(outbox.notices, age, waiting.entries, waiting.queues)


def answers(tx: Transaction) -> bool:
    """Do next to nothing, to see whether the database does anything."""
    return bool(tx.connection.scalar(_ANSWER))
