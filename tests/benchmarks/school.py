"""A school of five thousand families, as the first release kept it: rows by the set.

It writes the tables of migration 0001, so that a later version gets them by upgrading. What is
written is counted by numbers alone: the same school each time, on either database.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Connection, MetaData, TextClause, func, insert, select, text

WEEKS = 50
THIS_WEEK = 35
"""Of those weeks: the sessions after it are still to come."""
FIRST_ON = date(2026, 1, 5)
BEGAN_AT = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
"""When the first place was booked; from then on one every three minutes."""
MINUTES_BETWEEN = 3
PRICE = 650
PAID = 2_600
"""A parent's payment is for four places."""
TELEGRAM = 1_000_000
"""Parent n is known to Telegram by this number and n."""
TUTORS_TELEGRAM = 2_000_000
TUTORS = 40
CHILDREN_EACH = 2
BOOKINGS_A_SESSION = 10
CAPACITY = 12
BUSY_PARENT = 25
"""One of whose children has places to come, one that is held, and a turn in a queue."""


@dataclass(frozen=True)
class Size:
    """How much there is of everything; the rest follows."""

    families: int = 5_000
    activities: int = 200
    waiting: int = 5_000

    @property
    def children(self) -> int:
        return CHILDREN_EACH * self.families

    @property
    def sessions(self) -> int:
        return WEEKS * self.activities

    @property
    def bookings(self) -> int:
        return BOOKINGS_A_SESSION * self.sessions


SMALL = Size(families=50, activities=2, waiting=50)
NUMBERS = "WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < {most} - 1) "
BOOKED = """
INSERT INTO booking (id, session_id, child_id, parent_id, status, price_minor,
  free_cancellation_minutes, late_refund_percent, request_key, made_at, confirmed_at,
  hold_expires_at, ended_at)
SELECT i + 1, session_id, child_id, (child_id + 1) / 2, status, {price}, 1440, 50,
  'request-' || i, {made_at},
  CASE WHEN status <> 'pending' THEN {made_at} END,
  CASE WHEN status = 'pending' THEN {deadline} END,
  CASE WHEN status = 'cancelled' THEN {made_at} END
FROM (
  SELECT i, i / 10 + 1 AS session_id, (i / 10 + 1001 * (i % 10)) % {children} + 1 AS child_id,
    CASE WHEN i % 10 = 9 THEN 'cancelled'
         WHEN i % 10 = 7 AND (i / 10) % {weeks} > {this_week} AND (i / 10) % 3 = 0 THEN 'pending'
         ELSE 'confirmed' END AS status
  FROM n) AS numbered
"""
WAITING = """
INSERT INTO waitlist_entry (id, session_id, child_id, parent_id, status, request_key, price_minor,
  joined_at)
SELECT i + 1, session_id, child_id, (child_id + 1) / 2, 'waiting', 'queued-' || i, {price},
  {made_at}
FROM (
  SELECT i, (i % {activities}) * {weeks} + {this_week} + 2 + (i / {activities}) % 10 AS session_id,
    (i * 7 + 500) % {children} + 1 AS child_id
  FROM n) AS numbered
"""
CHARGES = """
INSERT INTO account_entry (parent_id, kind, amount_minor, booking_id, note, made_at)
SELECT parent_id, 'charge', -price_minor, id, '', made_at FROM booking WHERE status <> 'pending'
"""
REFUNDS = """
INSERT INTO account_entry (parent_id, kind, amount_minor, booking_id, note, made_at)
SELECT parent_id, 'refund', price_minor, id, '', ended_at FROM booking WHERE status = 'cancelled'
"""
PAYMENTS = """
INSERT INTO account_entry (parent_id, kind, amount_minor, charge_id, method, note, made_at)
SELECT parent_id, 'payment', {paid}, 'charge-' || id, 'cash', '', made_at
FROM booking WHERE id % 4 = 0
"""
BOOKED_EVENTS = """
INSERT INTO audit_event (at, actor_role, actor_id, action, subject_id, detail)
SELECT made_at, 'parent', parent_id, CASE WHEN status = 'pending' THEN 'held' ELSE 'booked' END,
  id, '' FROM booking
"""
PAID_EVENTS = """
INSERT INTO audit_event (at, actor_role, actor_id, action, subject_id, detail)
SELECT made_at, 'admin', 9001, 'payment_recorded', parent_id, ''
FROM account_entry WHERE kind = 'payment'
"""
NOTICES = """
INSERT INTO notice (parent_id, kind, dedupe_key, booking_id, state, first_due_at, due_at, attempts,
  unanswered, settled_at)
SELECT parent_id, 'place_confirmed', 'place_confirmed:b' || id || ':p' || parent_id, id,
  CASE WHEN id % 1000 = 1 THEN 'failed' ELSE 'sent' END, made_at, made_at, 1, 0, made_at
FROM booking WHERE status = 'confirmed'
"""
INVOICES = """
INSERT INTO invoice (id, parent_id, payload, amount_minor, currency, status, made_at, closed_at)
SELECT id, parent_id, 'payload-' || id, price_minor, 'GBP',
  CASE WHEN status = 'pending' THEN 'open' ELSE 'paid' END, made_at,
  CASE WHEN status = 'pending' THEN NULL ELSE made_at END
FROM booking WHERE status = 'pending' OR id % 20 = 1
"""
INVOICED = "INSERT INTO invoice_booking (invoice_id, booking_id) SELECT id, id FROM invoice"
ATTENDED = """
INSERT INTO attendance (booking_id, status, marked_at)
SELECT booking.id, CASE WHEN booking.id % 20 = 0 THEN 'absent' ELSE 'present' END, {today}
FROM booking JOIN session ON session.id = booking.session_id
WHERE booking.status = 'confirmed' AND (session.id - 1) % {weeks} <= {this_week} - 1
"""


def fill(connection: Connection, size: Size) -> None:
    """Write the whole school into the empty tables of the first release."""
    tables = MetaData()
    tables.reflect(connection)
    for name, rows in (*_people(size), *_timetable(size), *_rest()):
        connection.execute(insert(tables.tables[name]), rows)
    is_sqlite = connection.dialect.name == "sqlite"
    given = {
        "price": PRICE,
        "paid": PAID,
        "children": size.children,
        "activities": size.activities,
        "weeks": WEEKS,
        "this_week": THIS_WEEK,
        "made_at": _minutes_after(f"i * {MINUTES_BETWEEN}", is_sqlite=is_sqlite),
        "deadline": _minutes_after(f"{THIS_WEEK + 2} * 10080", is_sqlite=is_sqlite),
        "today": _minutes_after(f"{THIS_WEEK} * 10080", is_sqlite=is_sqlite),
    }
    for many, statement in (
        (size.bookings, BOOKED),
        (size.waiting, WAITING),
        *((0, each) for each in _BY_BOOKINGS),
    ):
        numbers = NUMBERS.format(most=many) if many else ""
        connection.execute(_sql(numbers + statement.format(**given)))
    if not is_sqlite:
        _count_on(connection, tables)


_BY_BOOKINGS = (
    *(
        CHARGES,
        REFUNDS,
        PAYMENTS,
        BOOKED_EVENTS,
        PAID_EVENTS,
        NOTICES,
        INVOICES,
        INVOICED,
        ATTENDED,
    ),
)


def _sql(statement: str) -> TextClause:
    """Read a statement that has no parameters: a colon is nothing else."""
    return text(statement.replace(":", "\\:"))


def _minutes_after(minutes: str, *, is_sqlite: bool) -> str:
    """Return the SQL of an instant, so many minutes after the first booking."""
    if is_sqlite:
        began = BEGAN_AT.replace(tzinfo=None)
        return f"strftime('%Y-%m-%d %H:%M:%S.000000', '{began}', '+' || ({minutes}) || ' minutes')"
    return f"TIMESTAMPTZ '{BEGAN_AT}' + ({minutes}) * INTERVAL '1 minute'"


def _people(size: Size) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    parents, children = range(1, size.families + 1), range(1, size.children + 1)
    yield (
        "parent",
        [
            {
                "id": n,
                "telegram_id": TELEGRAM + n,
                "name": f"Parent {n}",
                "phone": f"+4477{n:08}",
                "email": f"parent{n}@example.org",
                "language": "en",
                "reminders": "both",
                "joined_at": BEGAN_AT,
            }
            for n in parents
        ],
    )
    yield (
        "child",
        [
            {
                "id": n,
                "name": f"Child {n}",
                "born_on": date(2018, 1, 1) + timedelta(days=n % 365),
                "grade": 3,
                "added_at": BEGAN_AT,
            }
            for n in children
        ],
    )
    yield "guardianship", [{"parent_id": (n + 1) // 2, "child_id": n} for n in children]


def _timetable(size: Size) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield (
        "tutor",
        [
            {"id": n, "name": f"Tutor {n}", "telegram_id": TUTORS_TELEGRAM + n}
            for n in range(1, TUTORS + 1)
        ],
    )
    activities = range(size.activities)
    yield (
        "activity",
        [
            {
                "id": n + 1,
                "tutor_id": n % TUTORS + 1,
                "name": f"Activity {n + 1}",
                "description": "What children do here.",
                "location": "Hall",
                "price_minor": PRICE,
                "max_capacity": CAPACITY,
                "weekday": n % 5,
                "start_time": time(15 + n % 3, 30),
                "end_time": time(16 + n % 3, 30),
                "first_on": _on(n, 0),
                "last_on": _on(n, WEEKS - 1),
                "grade_from": 0,
                "grade_to": 6,
            }
            for n in activities
        ],
    )
    yield (
        "session",
        [
            {
                "id": n * WEEKS + week + 1,
                "activity_id": n + 1,
                "date": _on(n, week),
                "capacity": None,
                "status": "scheduled",
            }
            for n in activities
            for week in range(WEEKS)
        ],
    )
    yield "closure", [{"date": date(2026, 12, 25), "reason": "Christmas"}]


def _rest() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    yield (
        "invitation",
        [{"code": "unused", "invited_by": 9001, "made_at": BEGAN_AT, "expires_at": BEGAN_AT}],
    )
    yield (
        "conversation",
        [
            {
                "telegram_id": TELEGRAM + 1,
                "name": "booking",
                "step": "child",
                "draft": "{}",
                "updated_at": BEGAN_AT,
            }
        ],
    )
    yield (
        "failed_update",
        [
            {
                "id": 1,
                "telegram_id": TELEGRAM + 1,
                "error": "ValueError",
                "reference": "0123abcd",
                "failed_at": BEGAN_AT,
            }
        ],
    )
    yield "lease", [{"name": "polling", "holder": "here/1/a", "expires_at": BEGAN_AT}]
    yield "parked_update", [{"id": 1, "content": "{}", "parked_at": BEGAN_AT}]


def _on(activity: int, week: int) -> date:
    return FIRST_ON + timedelta(weeks=week, days=activity % 5)


def _count_on(connection: Connection, tables: MetaData) -> None:
    """Let PostgreSQL give the numbers after those that were given here."""
    for table in tables.tables.values():
        if (
            "id" in table.c
            and table.c["id"].autoincrement
            and table.c["id"].server_default is not None
        ):
            sequence = f"pg_get_serial_sequence('{table.name}', 'id')"
            most = select(func.coalesce(func.max(table.c["id"]), 1)).scalar_subquery()
            connection.execute(select(func.setval(text(sequence), most)))
