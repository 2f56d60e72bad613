"""Waiting-list entries; their order is that of their ids, given under the session's lock."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime, timedelta

from sqlalchemy import (
    BigInteger,
    Date,
    and_,
    bindparam,
    exists,
    func,
    insert,
    select,
    update,
)

from domain.discounts import week_of
from domain.model import Busy, EntryStatus, Funds, Session, WaitlistEntry
from domain.ports.waiting_list import Candidate, NewEntry
from storage.accounts import LOCK_ACCOUNTS
from storage.connection import Ask, Connection
from storage.families import LOCK_CHILDREN
from storage.rows import (
    BUSY,
    CHILD_COLUMNS,
    ENTRY_COLUMNS,
    IS_ACTIVE,
    IS_WAITING,
    SESSION_COLUMNS,
    busy_of,
    child_of,
    entry_of,
    session_of,
)
from storage.sessions import LOCK_SESSIONS
from storage.tables import (
    account_entry,
    activity,
    booking,
    child,
    closure,
    guardianship,
    parent,
    session,
    waitlist_entry,
)

_SESSION_ID = bindparam("session_id", type_=BigInteger)
_ENTRY_ID = bindparam("entry_id", type_=BigInteger)
_WAITING = waitlist_entry.c.status == IS_WAITING
_LOCK_SESSION = LOCK_SESSIONS.where(
    session.c.id
    == select(waitlist_entry.c.session_id).where(waitlist_entry.c.id == _ENTRY_ID).scalar_subquery()
)
_FIND = (
    select(*ENTRY_COLUMNS, *SESSION_COLUMNS)
    .join_from(waitlist_entry, session, session.c.id == waitlist_entry.c.session_id)
    .join(activity)
    .where(waitlist_entry.c.id == _ENTRY_ID)
)
_FRONT = (
    select(*ENTRY_COLUMNS)
    .where(waitlist_entry.c.session_id == _SESSION_ID, _WAITING)
    .order_by(waitlist_entry.c.id)
    .limit(bindparam("most"))
)
_siblings = guardianship.alias()
_week = session.alias()
_HAS_SIBLING = exists().where(
    _siblings.c.parent_id == waitlist_entry.c.parent_id,
    _siblings.c.child_id != waitlist_entry.c.child_id,
    booking.c.child_id == _siblings.c.child_id,
    booking.c.status.in_(IS_ACTIVE),
    _week.c.id == booking.c.session_id,
    _week.c.date.between(bindparam("monday", type_=Date), bindparam("sunday", type_=Date)),
)
_CANDIDATES = (
    select(
        *ENTRY_COLUMNS,
        *CHILD_COLUMNS,
        select(func.coalesce(func.sum(account_entry.c.amount_minor), 0))
        .where(account_entry.c.parent_id == waitlist_entry.c.parent_id)
        .scalar_subquery()
        .label("balance_minor"),
        parent.c.credit_limit_minor,
        _HAS_SIBLING.label("has_sibling"),
        exists().where(closure.c.date == bindparam("date")).label("is_closed"),
    )
    .join_from(waitlist_entry, parent, parent.c.id == waitlist_entry.c.parent_id)
    .join(
        guardianship,
        and_(
            guardianship.c.parent_id == waitlist_entry.c.parent_id,
            guardianship.c.child_id == waitlist_entry.c.child_id,
        ),
        isouter=True,
    )
    .outerjoin(child, and_(child.c.id == guardianship.c.child_id, child.c.removed_at.is_(None)))
    .where(waitlist_entry.c.id.in_(bindparam("entry_ids", expanding=True)))
    .order_by(waitlist_entry.c.id)
)
_BUSY = BUSY.where(
    booking.c.child_id.in_(bindparam("child_ids", expanding=True)),
    booking.c.status.in_(IS_ACTIVE),
    session.c.date == bindparam("date"),
)
_LIST_WAITING = (
    select(*ENTRY_COLUMNS)
    .where(waitlist_entry.c.session_id == _SESSION_ID, _WAITING)
    .order_by(waitlist_entry.c.id)
)
_LIST_WAITING_OF = select(*ENTRY_COLUMNS).where(
    waitlist_entry.c.child_id == bindparam("child_id"), _WAITING
)
_CLOSE = (
    update(waitlist_entry)
    .where(waitlist_entry.c.id.in_(bindparam("entry_ids", expanding=True)))
    .values(
        status=bindparam("new_status"),
        ended_at=bindparam("now"),
        reason=bindparam("why"),
        booking_id=bindparam("promoted_to"),
    )
)
_ADD = insert(waitlist_entry).returning(waitlist_entry.c.id)


class WaitingList:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, entries: Sequence[NewEntry]) -> list[int]:
        rows = [
            {
                "session_id": new.session_id,
                "child_id": new.child_id,
                "parent_id": new.parent_id,
                "status": EntryStatus.WAITING,
                "request_key": new.request_key,
                "price_minor": new.price_minor,
                "joined_at": new.joined_at,
            }
            for new in entries
        ]
        return self._connection.add(_ADD, *rows)

    def lock(self, entry_id: int) -> tuple[WaitlistEntry, Session] | None:
        known = {"entry_id": entry_id}
        _, found = self._connection.ask(
            Ask(_LOCK_SESSION, known, only_locks=True), Ask(_FIND, known)
        )
        return next(((entry_of(row), session_of(row)) for row in found), None)

    def lock_front(self, session: Session, limit: int) -> list[Candidate]:
        [front] = self._connection.ask(Ask(_FRONT, {"session_id": session.id, "most": limit}))
        entries = [entry_of(row) for row in front]
        if not entries:
            return []
        child_ids = [entry.child_id for entry in entries]
        monday = week_of(session.on)
        known = {
            "entry_ids": [entry.id for entry in entries],
            "date": session.on,
            "monday": monday,
            "sunday": monday + timedelta(days=6),
        }
        *_, booked, found = self._connection.ask(
            # In the order of the parents' ids, not of the queue, or two promotions could wait for
            # each other; and before the balances are read.
            Ask(
                LOCK_ACCOUNTS,
                {"parent_ids": [entry.parent_id for entry in entries]},
                only_locks=True,
            ),
            # A child's other parent may be booking it elsewhere at the same time of day.
            Ask(LOCK_CHILDREN, {"child_ids": child_ids}, only_locks=True),
            Ask(_BUSY, {"child_ids": child_ids, "date": session.on}),
            Ask(_CANDIDATES, known),
            numbering=(booking, len(entries)),
        )
        busy = defaultdict[int, list[Busy]](list)
        for row in booked:
            busy[row.child_id].append(busy_of(row))
        return [
            Candidate(
                entry=entry_of(row),
                child=None if row.child_id is None else child_of(row),
                is_closed=bool(row.is_closed),
                busy=tuple(busy[row.entry_child_id]),
                funds=Funds(row.balance_minor, row.credit_limit_minor),
                has_sibling=bool(row.has_sibling),
            )
            for row in found
        ]

    def close(
        self,
        entry_ids: Collection[int],
        status: EntryStatus,
        now: datetime,
        *,
        reason: str | None = None,
        booking_id: int | None = None,
    ) -> None:
        if entry_ids:
            self._connection.write(
                _CLOSE,
                {
                    "entry_ids": list(entry_ids),
                    "new_status": status,
                    "now": now,
                    "why": reason,
                    "promoted_to": booking_id,
                },
            )

    def list_waiting(self, session_id: int) -> list[WaitlistEntry]:
        rows = self._connection.execute(_LIST_WAITING, {"session_id": session_id})
        return [entry_of(row) for row in rows]

    def list_waiting_of(self, child_id: int) -> list[WaitlistEntry]:
        rows = self._connection.execute(_LIST_WAITING_OF, {"child_id": child_id})
        return [entry_of(row) for row in rows]
