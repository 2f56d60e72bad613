"""Notices waiting to be delivered: written with their cause, claimed, tried, settled."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    bindparam,
    case,
    exists,
    insert,
    literal,
    literal_column,
    or_,
    select,
    update,
)
from sqlalchemy.sql.dml import ReturningUpdate

from domain.notices import REMINDERS, SUBJECTS, TOLD_BY_PHONE, Notice, NoticeKind
from domain.ports.outbox import Asking
from storage.connection import Connection
from storage.notices.about import ClaimedNotice
from storage.notices.details import read_details
from storage.tables import NoticeState, acknowledgement, notice, parent

READ_AGAIN_AFTER = timedelta(minutes=15)
ANNOUNCEMENTS_AT_ONCE = 10
"""Sent in a third of a second, as fast as Telegram takes messages."""
MOST_READINGS = 100
"""About a day: what only a newer version can read waits for it that long."""

_NEW = ("parent_id", "staff_telegram_id", "kind", "dedupe_key", *SUBJECTS, "changed", "due_at")
_DUE_AT = bindparam("new_due_at", type_=notice.c.due_at.type)
_IS_TO_CALL = bindparam("new_is_to_call", type_=Integer) == 1
_IS_ABSENT = exists().where(
    parent.c.id == bindparam("new_parent_id", type_=notice.c.parent_id.type),
    parent.c.telegram_id.is_(None),
)
_ADD = insert(notice).from_select(
    [*_NEW, "first_due_at", "state", "settled_at", "attempts", "unanswered"],
    select(
        *[bindparam(f"new_{name}", type_=notice.c[name].type) for name in _NEW],
        _DUE_AT,
        case((_IS_ABSENT, literal(NoticeState.FAILED)), else_=literal(NoticeState.WAITING)),
        case((_IS_ABSENT, _DUE_AT)),
        literal(0),
        literal(0),
    ).where(
        ~exists().where(notice.c.dedupe_key == bindparam("new_dedupe_key")),
        # There is nobody to tell: what matters is listed for the office, who calls.
        or_(_IS_TO_CALL, ~_IS_ABSENT),
    ),
)
_IS_UNSETTLED = notice.c.state == literal_column(f"'{NoticeState.WAITING}'")


def _claim(which: ColumnElement[bool]) -> ReturningUpdate[int]:
    """Take the due notices of some sort, which are due again at a later time."""
    # A part of its own, run once: planned into the update, its limit may be applied again.
    due = (
        select(notice.c.id)
        .where(_IS_UNSETTLED, notice.c.due_at <= bindparam("now"), which)
        .order_by(notice.c.due_at, notice.c.id)
        .limit(bindparam("most"))
        .with_for_update(skip_locked=True)
        .cte("due")
    )
    return (
        update(notice)
        .where(notice.c.id.in_(select(due.c.id)))
        .values(due_at=bindparam("again_at"), attempts=notice.c.attempts + 1)
        .returning(notice.c.id)
    )


_CLAIM = _claim(notice.c.announcement_id.is_(None))
_CLAIM_ANNOUNCEMENTS = _claim(notice.c.announcement_id.is_not(None))
_told, _with = notice.alias("told"), notice.alias("with")
# What is told in one message is claimed at once, however few there was room for. Looked for from
# what is claimed: thousands may be due.
_TOLD_WITH = (
    select(_with.c.id)
    .join_from(
        _told,
        _with,
        (_with.c.parent_id == _told.c.parent_id)
        & (_with.c.kind == _told.c.kind)
        & (_with.c.first_due_at == _told.c.first_due_at),
    )
    .where(
        _told.c.id.in_(bindparam("claimed", expanding=True)),
        _told.c.kind == NoticeKind.SESSION_CANCELLED,
    )
)
_CLAIM_THE_REST = (
    update(notice)
    .where(_IS_UNSETTLED, notice.c.due_at <= bindparam("now"), notice.c.id.in_(_TOLD_WITH))
    .values(due_at=bindparam("again_at"), attempts=notice.c.attempts + 1)
    .returning(notice.c.id)
)
_SETTLE = (
    update(notice)
    .where(notice.c.id == bindparam("notice_id"))
    .values(state=bindparam("new_state"), settled_at=bindparam("now"))
)
_POSTPONE = (
    update(notice)
    .where(notice.c.id == bindparam("notice_id"))
    .values(
        due_at=bindparam("until"), unanswered=notice.c.unanswered + bindparam("newly_unanswered")
    )
)
_PUT_OFF = (
    update(notice)
    .where(notice.c.id == bindparam("notice_id"))
    .values(due_at=bindparam("until"), first_due_at=bindparam("until"))
)
_PAUSE = (
    update(notice)
    .where(notice.c.id == bindparam("notice_id"), _IS_UNSETTLED)
    .values(state=NoticeState.PAUSED)
)
_DROP_FOR = (
    update(notice)
    .where(notice.c.staff_telegram_id == bindparam("person_id"), _IS_UNSETTLED)
    .values(state=NoticeState.DROPPED, settled_at=bindparam("now"))
)
_GIVE_UP = notice.c.attempts >= MOST_READINGS
_PUT_BY_UNREAD = (
    update(notice)
    .where(notice.c.id.in_(bindparam("unread", expanding=True)))
    .values(
        due_at=bindparam("later"),
        state=case((_GIVE_UP, literal(NoticeState.FAILED)), else_=notice.c.state),
        settled_at=case((_GIVE_UP, bindparam("now", type_=notice.c.settled_at.type))),
    )
)
_LIST_ASKING = (
    select(
        notice.c.id,
        notice.c.session_id,
        exists().where(acknowledgement.c.notice_id == notice.c.id).label("is_acknowledged"),
    )
    .join(
        _told,
        (_told.c.kind == notice.c.kind)
        & (_told.c.parent_id == notice.c.parent_id)
        & (_told.c.first_due_at == notice.c.first_due_at),
    )
    .where(
        _told.c.id == bindparam("notice_id"),
        _told.c.parent_id == bindparam("to_parent_id"),
        _told.c.kind == NoticeKind.SESSION_CANCELLED,
    )
    .order_by(notice.c.id)
)
_LIST_REMINDED = select(notice.c.parent_id, notice.c.kind).where(
    notice.c.on_date == bindparam("on", type_=Date), notice.c.kind.in_(REMINDERS)
)


def _known_of(new: Notice) -> dict[str, Any]:
    known = {f"new_{name}": getattr(new, name) for name in _NEW}
    return {**known, "new_is_to_call": int(new.kind in TOLD_BY_PHONE)}


class Outbox:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self.has_new = False
        """Whether something has become due that was not before."""

    def add(self, *notices: Notice) -> None:
        if not notices:
            return
        self.has_new = True
        self._connection.write(_ADD, *[_known_of(new) for new in notices])

    def list_asking(self, notice_id: int, parent_id: int) -> list[Asking]:
        known = {"notice_id": notice_id, "to_parent_id": parent_id}
        rows = self._connection.execute(_LIST_ASKING, known)
        return [Asking(row.id, row.session_id, bool(row.is_acknowledged)) for row in rows]

    def acknowledge(self, notice_id: int, now: datetime) -> None:
        self._connection.execute(insert(acknowledgement).values(notice_id=notice_id, made_at=now))

    def list_reminded(self, on: date) -> dict[int, set[NoticeKind]]:
        found = defaultdict[int, set[NoticeKind]](set)
        for parent_id, kind in self._connection.execute(_LIST_REMINDED, {"on": on}):
            found[parent_id].add(NoticeKind(kind))
        return found

    def drop_for(self, staff_telegram_id: int, now: datetime) -> None:
        self._connection.execute(_DROP_FOR, {"person_id": staff_telegram_id, "now": now})

    def claim(self, *, now: datetime, again_at: datetime, most: int) -> list[ClaimedNotice]:
        """Take the due notices that nobody else is sending, in the order they were written.

        Announcements only when nothing else is due, and few at once: what is written meanwhile
        does not wait behind thousands. One that is not settled, because its sender died, is due
        again at `again_at`. One that cannot be read does not keep the others, and is given up in
        the end.
        """
        known = {"now": now, "again_at": again_at}
        few = min(most, ANNOUNCEMENTS_AT_ONCE)
        while True:
            claimed = [
                *(
                    self._connection.scalars(_CLAIM, known | {"most": most}).all()
                    or self._connection.scalars(_CLAIM_ANNOUNCEMENTS, known | {"most": few}).all()
                )
            ]
            if claimed:
                rest = self._connection.scalars(_CLAIM_THE_REST, known | {"claimed": claimed})
                claimed = [*claimed, *rest]
            found = read_details(self._connection, claimed) if claimed else []
            self._put_by({*claimed} - {one for each in found for one in each.ids}, now)
            if found or not claimed:
                return found

    def _put_by(self, unread: Collection[int], now: datetime) -> None:
        if unread:
            known = {"unread": list(unread), "later": now + READ_AGAIN_AFTER, "now": now}
            self._connection.execute(_PUT_BY_UNREAD, known)

    def settle(self, notice_id: int, state: NoticeState, *, now: datetime) -> None:
        """Mark a notice as done with, one way or the other."""
        self._connection.execute(_SETTLE, {"notice_id": notice_id, "new_state": state, "now": now})

    def postpone(self, notice_id: int, until: datetime, *, unanswered: bool = False) -> None:
        """Try a notice again later; `unanswered` if it may have arrived all the same."""
        self._connection.execute(
            _POSTPONE, {"notice_id": notice_id, "until": until, "newly_unanswered": int(unanswered)}
        )

    def put_off(self, notice_id: int, until: datetime) -> None:
        """Let a notice wait for a better time, by which it is not late."""
        self._connection.execute(_PUT_OFF, {"notice_id": notice_id, "until": until})

    def pause(self, notice_id: int) -> None:
        """Put a notice by until its parent can be reached again."""
        self._connection.execute(_PAUSE, {"notice_id": notice_id})
