"""All that the validator wants to know about one request, in few statements."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Date,
    Text,
    and_,
    bindparam,
    exists,
    or_,
    select,
    true,
    tuple_,
)

from domain.discounts import week_of
from domain.model import Funds, SessionStatus
from domain.ports.bookings import BookPlaces, DateFacts, Made, RequestFacts
from storage.accounts import BALANCE, LOCK_ACCOUNTS
from storage.connection import Ask, Connection
from storage.families import LOCK_CHILDREN
from storage.rows import (
    ACTIVITY_COLUMNS,
    BOOKING_COLUMNS,
    BUSY,
    CHILD_COLUMNS,
    ENTRY_COLUMNS,
    IS_ACTIVE,
    IS_WAITING,
    SESSIONS,
    AnyRow,
    activity_of,
    booking_of,
    busy_of,
    child_of,
    count_active,
    count_waiting,
    entry_of,
    position_of,
    session_of,
)
from storage.sessions import LOCK_SESSIONS
from storage.tables import (
    activity,
    booking,
    child,
    closure,
    guardianship,
    parent,
    session,
    waitlist_entry,
)

Keys = Sequence[tuple[int, date]]
"""Activities' ids, and dates."""

_IS_WANTED = tuple_(session.c.activity_id, session.c.date).in_(bindparam("wanted", expanding=True))
_LOCK_WANTED = LOCK_SESSIONS.where(_IS_WANTED)

_CHILD_ID = bindparam("child_id", type_=BigInteger)
_REQUEST_KEY = bindparam("request_key", type_=Text)

# Of the parent's other children too: whether they have a place in the same week counts.
_busy = BUSY.where(
    booking.c.child_id.in_(
        select(guardianship.c.child_id).where(guardianship.c.parent_id == bindparam("parent_id"))
    ),
    booking.c.status.in_(IS_ACTIVE),
    session.c.date.between(bindparam("monday", type_=Date), bindparam("sunday", type_=Date)),
).subquery("busy")
# A row for each place that keeps one of the family busy, or one without.
_FAMILY = (
    select(
        *CHILD_COLUMNS,
        BALANCE.label("balance_minor"),
        parent.c.credit_limit_minor,
        or_(
            exists().where(booking.c.request_key == _REQUEST_KEY),
            exists().where(waitlist_entry.c.request_key == _REQUEST_KEY),
        ).label("was_told"),
        _busy.c.child_id.label("busy_child_id"),
        *[each for each in _busy.c if each.name != "child_id"],
    )
    .join_from(child, guardianship)
    .join(parent, parent.c.id == guardianship.c.parent_id)
    .outerjoin(_busy, true())
    .where(
        guardianship.c.parent_id == bindparam("parent_id"),
        child.c.id == _CHILD_ID,
        child.c.removed_at.is_(None),
    )
)

_IS_CLOSED = exists().where(closure.c.date == session.c.date)
_IS_WAITED_FOR = exists().where(
    waitlist_entry.c.session_id == session.c.id,
    waitlist_entry.c.child_id == _CHILD_ID,
    waitlist_entry.c.status == IS_WAITING,
)
_DATES = SESSIONS.add_columns(
    count_active(session.c.id).label("active"),
    count_waiting(session.c.id).label("waiting"),
    _IS_WAITED_FOR.label("is_waiting"),
    _IS_CLOSED.label("is_closed"),
)
_WANTED = _DATES.where(_IS_WANTED)
_WANTED_AND_REST = _DATES.where(
    session.c.activity_id.in_(bindparam("activity_ids", expanding=True)),
    or_(
        _IS_WANTED,
        and_(
            session.c.status == SessionStatus.SCHEDULED,
            ~_IS_CLOSED,
            ~_IS_WAITED_FOR,
            ~exists().where(
                booking.c.session_id == session.c.id,
                booking.c.child_id == _CHILD_ID,
                booking.c.status.in_(IS_ACTIVE),
            ),
        ),
    ),
)
_ACTIVITIES = select(*ACTIVITY_COLUMNS).where(
    activity.c.id.in_(bindparam("activity_ids", expanding=True))
)
_CLOSURES = select(closure.c.date).where(closure.c.date.in_(bindparam("dates", expanding=True)))
_BOOKINGS_MADE = select(*BOOKING_COLUMNS).where(booking.c.request_key == _REQUEST_KEY)

_ENTRIES_MADE = select(*ENTRY_COLUMNS, position_of(waitlist_entry).label("position")).where(
    waitlist_entry.c.request_key == _REQUEST_KEY
)


def gather(
    connection: Connection, request: BookPlaces, *, lock: bool, with_rest: bool
) -> RequestFacts:
    """Read the facts about a request, its sessions, its account and its child locked or not."""
    if not request.wanted:
        return RequestFacts(None, (), (), Funds(0), ())
    keys = [(each.activity_id, each.on) for each in request.wanted]
    [*_, found, families] = connection.ask(
        *((Ask(_LOCK_WANTED, {"wanted": keys}, only_locks=True), *_locks(request)) if lock else ()),
        Ask(_WANTED_AND_REST if with_rest else _WANTED, _about_dates(request, keys)),
        Ask(_FAMILY, _about_family(request)),
        numbering=(booking, len(keys)) if lock else None,
    )
    if not families:
        nothing = tuple(DateFacts(None, None) for _ in request.wanted)
        return RequestFacts(None, nothing, (), Funds(0), ())
    known, busy = families[0], [row for row in families if row.busy_child_id is not None]
    sessions = {(row.activity_id, row.session_date): row for row in found}
    return RequestFacts(
        child_of(known),
        _dates(connection, keys, sessions),
        tuple(busy_of(row) for row in busy if row.busy_child_id == request.child_id),
        Funds(known.balance_minor, known.credit_limit_minor),
        _made(connection, request.request_key) if known.was_told else (),
        frozenset(
            week_of(row.session_date) for row in busy if row.busy_child_id != request.child_id
        ),
        tuple(session_of(row) for key, row in sessions.items() if key not in keys),
    )


def _locks(request: BookPlaces) -> tuple[Ask, ...]:
    return (
        # Another device of the same parent may be spending the balance, or removing the child.
        Ask(LOCK_ACCOUNTS, {"parent_ids": [request.parent_id]}, only_locks=True),
        # The other parent may be booking the child elsewhere at the same time of day.
        Ask(LOCK_CHILDREN, {"child_ids": [request.child_id]}, only_locks=True),
    )


def _about_dates(request: BookPlaces, keys: Keys) -> dict[str, Any]:
    ids = list({activity_id for activity_id, _ in keys})
    return {"wanted": keys, "child_id": request.child_id, "activity_ids": ids}


def _about_family(request: BookPlaces) -> dict[str, Any]:
    return {
        "parent_id": request.parent_id,
        "child_id": request.child_id,
        "request_key": request.request_key,
        **_weeks(request),
    }


def _weeks(request: BookPlaces) -> dict[str, date]:
    """Return from when to when it counts what the family has booked."""
    mondays = [week_of(wanted.on) for wanted in request.wanted]
    # Who meddles with a tap may ask for the last week that there is.
    sunday = max(mondays) + min(timedelta(days=6), date.max - max(mondays))
    return {"monday": min(mondays), "sunday": sunday}


def _dates(
    connection: Connection, keys: Keys, found: Mapping[tuple[int, date], AnyRow]
) -> tuple[DateFacts, ...]:
    dates = {key: _date_of(row) for key, row in found.items()}
    missing = [key for key in keys if key not in dates]
    dates |= _without_session(connection, missing)
    return tuple(dates[key] for key in keys)


def _date_of(row: AnyRow) -> DateFacts:
    session = session_of(row)
    return DateFacts(
        session.activity,
        session,
        is_closed=bool(row.is_closed),
        active=row.active,
        waiting=row.waiting,
        is_waiting=bool(row.is_waiting),
    )


def _without_session(connection: Connection, keys: Keys) -> dict[tuple[int, date], DateFacts]:
    """Say what is known of dates that have no session."""
    if not keys:
        return {}
    rows, closures = connection.ask(
        Ask(_ACTIVITIES, {"activity_ids": [activity_id for activity_id, _ in keys]}),
        Ask(_CLOSURES, {"dates": [on for _, on in keys]}),
    )
    activities = {row.activity_id: activity_of(row) for row in rows}
    closed = {row.date for row in closures}
    return {
        key: DateFacts(activities.get(key[0]), None, is_closed=key[1] in closed) for key in keys
    }


def _made(connection: Connection, request_key: str) -> tuple[Made, ...]:
    known = {"request_key": request_key}
    entries, bookings = connection.ask(Ask(_ENTRIES_MADE, known), Ask(_BOOKINGS_MADE, known))
    made = {}
    for row in entries:
        entry = entry_of(row)
        made[entry.session_id] = Made(entry.session_id, entry=entry, position=row.position)
    for row in bookings:
        booked = booking_of(row)
        made[booked.session_id] = Made(booked.session_id, booking=booked)
    return tuple(made.values())
