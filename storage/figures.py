"""How much waits in the database, for whoever watches the bot."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import distinct, func, literal_column, select

from storage.rows import IS_WAITING
from storage.tables import Instant, NoticeState, books_check, books_fault, notice, waitlist_entry
from storage.transaction import Transaction

_OUTBOX = select(
    func.count().label("notices"), func.min(notice.c.first_due_at, type_=Instant).label("oldest")
).where(notice.c.state == literal_column(f"'{NoticeState.WAITING}'"))
_QUEUES = select(
    func.count().label("entries"),
    func.count(distinct(waitlist_entry.c.session_id)).label("queues"),
).where(waitlist_entry.c.status == IS_WAITING)
_BOOKS = (
    select(books_check.c.checked_at, books_fault.c.rule, books_fault.c.faults)
    .outerjoin(books_fault, books_fault.c.on_date == books_check.c.on_date)
    .where(books_check.c.on_date == select(func.max(books_check.c.on_date)).scalar_subquery())
)
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
    books_age: timedelta | None = None
    """How long ago the books were checked last; None: never."""
    faults: Mapping[str, int] = field(default_factory=dict)
    """How often that check has found each rule broken, of those that it has."""


def find_figures(tx: Transaction, *, now: datetime) -> Figures:
    outbox = tx.connection.execute(_OUTBOX).one()
    waiting = tx.connection.execute(_QUEUES).one()
    age = max(timedelta(), now - outbox.oldest) if outbox.oldest else timedelta()
    checked = tx.connection.execute(_BOOKS).all()
    return Figures(
        outbox.notices,
        age,
        waiting.entries,
        waiting.queues,
        now - checked[0].checked_at if checked else None,
        {row.rule: row.faults for row in checked if row.rule is not None},
    )


def answers(tx: Transaction) -> bool:
    """Do next to nothing, to see whether the database does anything."""
    return bool(tx.connection.scalar(_ANSWER))
