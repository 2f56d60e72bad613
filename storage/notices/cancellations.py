"""What the words of a cancelled session need: why, whom it concerns, and what came back."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Select,
    Table,
    Text,
    bindparam,
    exists,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from domain.model import MoneyKind, Session
from domain.notices import NoticeKind
from storage.rows import AnyRow, session_of
from storage.tables import (
    account_entry,
    booking,
    cancellation,
    child,
    guardianship,
    notice,
    waitlist_entry,
)

_NOTICE_IDS: BindParameter[int] = bindparam("notice_ids", expanding=True)
_calls_off = (cancellation.c.session_id == notice.c.session_id) & (
    notice.c.kind == NoticeKind.SESSION_CANCELLED
)


_came_back = (
    select(func.coalesce(func.sum(account_entry.c.amount_minor), 0))
    .join_from(account_entry, booking, booking.c.id == account_entry.c.booking_id)
    .where(
        booking.c.session_id == cancellation.c.session_id,
        account_entry.c.kind == MoneyKind.REFUND,
        account_entry.c.made_at == cancellation.c.made_at,
        account_entry.c.parent_id == notice.c.parent_id,
    )
    .scalar_subquery()
)
_why = (
    select(
        notice.c.id.label("notice_id"),
        cancellation.c.reason,
        null().cast(Text).label("child_name"),
        _came_back.label("refund_minor"),
    )
    .join_from(notice, cancellation, _calls_off)
    .where(notice.c.id.in_(_NOTICE_IDS))
)


def _lost(table: Table) -> Select[Any]:
    """Select what ended with a cancelled session, of the children of whom a notice is to."""
    is_theirs = or_(
        table.c.parent_id == notice.c.parent_id,
        exists().where(
            guardianship.c.parent_id == notice.c.parent_id,
            guardianship.c.child_id == table.c.child_id,
        ),
    )
    return (
        select(notice.c.id, null().cast(Text), child.c.name, literal(0))
        .join_from(notice, cancellation, _calls_off)
        .join(
            table,
            (table.c.session_id == cancellation.c.session_id)
            & (table.c.ended_at == cancellation.c.made_at),
        )
        .join(child, child.c.id == table.c.child_id)
        .where(notice.c.id.in_(_NOTICE_IDS), is_theirs)
    )


_LOST = union_all(_why, _lost(booking), _lost(waitlist_entry))


@dataclass(frozen=True, slots=True)
class AboutCancellation:
    """A cancelled session, and what a parent's children had in it."""

    session: Session
    reason: str
    """In the words of the office; often none."""
    children: tuple[str, ...]
    refund_minor: int
    """What came back to this parent's account."""


def calls_off(row: AnyRow) -> bool:
    return bool(row.kind == NoticeKind.SESSION_CANCELLED)


def read_cancellations(
    connection: Connection, notices: Sequence[AnyRow]
) -> dict[int, AboutCancellation]:
    """Read what notices of cancelled sessions are about, by the notice's id."""
    rows = defaultdict[int, list[AnyRow]](list)
    known = {"notice_ids": [each.id for each in notices]}
    for row in connection.execute(_LOST, known):
        rows[row.notice_id].append(row)
    return {each.id: _cancellation_of(each, rows[each.id]) for each in notices if rows[each.id]}


def _cancellation_of(notice: AnyRow, rows: Sequence[AnyRow]) -> AboutCancellation:
    [why] = [each for each in rows if each.child_name is None]
    children = {each.child_name for each in rows if each.child_name is not None}
    return AboutCancellation(
        session_of(notice), why.reason, tuple(sorted(children, key=str.casefold)), why.refund_minor
    )
