"""Whether a parent can be reached: if not, their notices wait until they can be."""

from datetime import datetime

from sqlalchemy import ColumnElement, Update, bindparam, literal_column, select, update

from storage.tables import NoticeState, notice, parent
from storage.transaction import Transaction

_IS_WAITING = notice.c.state == literal_column(f"'{NoticeState.WAITING}'")
_IS_PAUSED = notice.c.state == literal_column(f"'{NoticeState.PAUSED}'")
_MARK = (
    update(parent)
    .where(parent.c.id == bindparam("parent"), parent.c.unreachable_since.is_(None))
    .values(unreachable_since=bindparam("now"))
)
_UNMARK = update(parent).where(parent.c.id == bindparam("parent")).values(unreachable_since=None)
_PAUSE = (
    update(notice)
    .where(notice.c.parent_id == bindparam("parent"), _IS_WAITING)
    .values(state=NoticeState.PAUSED)
)


def _resume(whose: ColumnElement[bool]) -> Update:
    """Begin anew: what failed while nobody could be reached is not counted."""
    return (
        update(notice)
        .where(whose, _IS_PAUSED)
        .values(
            state=NoticeState.WAITING,
            first_due_at=bindparam("now"),
            due_at=bindparam("now"),
            attempts=0,
            unanswered=0,
        )
    )


_RESUME = _resume(notice.c.parent_id == bindparam("parent"))
_RESUME_ALL = _resume(
    notice.c.parent_id.in_(select(parent.c.id).where(parent.c.unreachable_since.is_(None)))
)


def mark_unreachable(tx: Transaction, parent_id: int, *, now: datetime) -> None:
    """Note that a parent cannot be written to, and let their notices wait."""
    tx.connection.execute(_MARK, {"parent": parent_id, "now": now})
    tx.connection.execute(_PAUSE, {"parent": parent_id})


def mark_reachable(tx: Transaction, parent_id: int, *, now: datetime) -> None:
    """Note that a parent can be written to again, and make what has waited due."""
    tx.connection.execute(_UNMARK, {"parent": parent_id})
    resumed = tx.connection.execute(_RESUME, {"parent": parent_id, "now": now})
    tx.outbox.has_new = tx.outbox.has_new or resumed.rowcount > 0


def resume_paused(tx: Transaction, *, now: datetime) -> int:
    """Make due what still waits although its parent can be reached; return how many.

    A notice may be put by at the very moment at which its parent comes back.
    """
    resumed = tx.connection.execute(_RESUME_ALL, {"now": now}).rowcount
    tx.outbox.has_new = tx.outbox.has_new or resumed > 0
    return resumed
