"""Makes rows for tests, hiding what does not matter."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from sqlalchemy import Table, delete, func, insert, select, update

from domain.model import Activity, Booking, Policy, Session
from domain.outcomes import Wanted
from domain.ports.bookings import BookPlaces
from storage.connection import transaction
from storage.database import Database
from storage.tables import (
    account_entry,
    activity,
    booking,
    child,
    closure,
    guardianship,
    metadata,
    parent,
    session,
    staff,
    tutor,
    waitlist_entry,
)
from storage.transaction import Transaction

Answer = TypeVar("Answer")

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 9, 7, 8, 0, tzinfo=UTC)
"""A Monday morning in term; in London it is nine o'clock."""
MONDAY = date(2026, 9, 14)
"""The Monday after `NOW`, when sessions are unless a test says otherwise."""

POLICY = Policy(
    zone=LONDON,
    hold=timedelta(hours=48),
    offer_hold=timedelta(hours=24),
    booking_cutoff=timedelta(hours=1),
    free_cancellation=timedelta(hours=24),
    late_refund_percent=50,
    credit_limit_minor=0,
)


@dataclass(frozen=True)
class Family:
    parent_id: int
    child_id: int


class _Here(threading.local):
    tx: Transaction | None = None


class Factory:
    """Writes rows straight to the tables, each call in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._numbers: Iterator[int] = count(1)
        self._here = _Here()

    @contextmanager
    def at_once(self) -> Iterator[None]:
        """Put what is made inside into one transaction: commits cost more than rows."""
        if self._here.tx is not None:
            yield
            return
        with transaction(self.database.engine) as connection:
            self._here.tx = Transaction(connection)
            try:
                yield
            finally:
                self._here.tx = None

    def _run(self, work: Callable[[Transaction], Answer]) -> Answer:
        return self.database.transact(work) if self._here.tx is None else work(self._here.tx)

    def insert(self, table: Table, **values: Any) -> int:
        def work(tx: Transaction) -> int:
            row = tx.connection.execute(insert(table).values(**values))
            key: int = row.inserted_primary_key[0]  # type: ignore[index]  # an insert has one
            return key

        return self._run(work)

    def parent(self, **values: Any) -> int:
        number = next(self._numbers)
        defaults = {
            "telegram_id": 1000 + number,
            "name": f"Parent {number}",
            "phone": f"+4477009{number:05}",
            "language": "en",
            "joined_at": NOW - timedelta(days=30),
        }
        return self.insert(parent, **(defaults | values))

    def child(self, parent_id: int, *more_parents: int, **values: Any) -> int:
        defaults = {
            "name": f"Child {next(self._numbers)}",
            "born_on": date(2018, 5, 31),
            "grade": 3,
            "added_at": NOW - timedelta(days=30),
        }
        with self.at_once():
            child_id = self.insert(child, **(defaults | values))
            for guardian in (parent_id, *more_parents):
                self.insert(guardianship, parent_id=guardian, child_id=child_id)
        return child_id

    def family(self, *, balance: int = 0, **child_values: Any) -> Family:
        with self.at_once():
            parent_id = self.parent()
            if balance:
                self.money(parent_id, balance)
            return Family(parent_id, self.child(parent_id, **child_values))

    def families(self, many: int) -> list[Family]:
        """Make many families in one transaction."""
        first = next(self._numbers)
        for _ in range(many):
            next(self._numbers)
        numbers = range(first, first + many)

        def work(tx: Transaction) -> list[Family]:
            ids = [100_000 + number for number in numbers]
            tx.connection.execute(
                insert(parent),
                [
                    {
                        "id": number,
                        "telegram_id": number,
                        "name": f"Parent {number}",
                        "language": "en",
                        "joined_at": NOW,
                    }
                    for number in ids
                ],
            )
            tx.connection.execute(
                insert(child),
                [
                    {
                        "id": number,
                        "name": f"Child {number}",
                        "born_on": date(2018, 5, 31),
                        "grade": 3,
                        "added_at": NOW,
                    }
                    for number in ids
                ],
            )
            tx.connection.execute(
                insert(guardianship), [{"parent_id": each, "child_id": each} for each in ids]
            )
            return [Family(each, each) for each in ids]

        return self._run(work)

    def money(self, parent_id: int, amount_minor: int) -> None:
        self.insert(
            account_entry,
            parent_id=parent_id,
            kind="adjustment",
            amount_minor=amount_minor,
            note="",
            made_at=NOW,
            actor_role="system",
        )

    def paid(self, parent_id: int, amount_minor: int, charge_id: str = "t1", **values: Any) -> int:
        """Let money have come in online."""
        defaults = {
            "kind": "payment",
            "provider_charge_id": f"provider-{charge_id}",
            "method": "online",
            "note": "",
            "made_at": NOW,
            "actor_role": "system",
        }
        known = {"parent_id": parent_id, "amount_minor": amount_minor, "charge_id": charge_id}
        return self.insert(account_entry, **known, **(defaults | values))

    def staff(self, telegram_id: int, role: str = "admin", **values: Any) -> int:
        """Make somebody one of the staff; a tutor teaches only what `tutor` names them for."""
        defaults = {"name": f"Staff {next(self._numbers)}", "language": "en", "joined_at": NOW}
        return self.insert(staff, telegram_id=telegram_id, role=role, **(defaults | values))

    def tutor(self, **values: Any) -> int:
        """Make a tutor; one with a `telegram_id` is of the staff, unless they are already."""
        telegram_id = values.get("telegram_id")
        with self.at_once():
            if telegram_id and not self.count(staff, telegram_id=telegram_id):
                self.staff(telegram_id, "tutor")
            return self.insert(tutor, **({"name": f"Tutor {next(self._numbers)}"} | values))

    def activity(self, **values: Any) -> int:
        if "tutor_id" not in values:
            values["tutor_id"] = self.tutor()
        defaults = {
            "name": f"Activity {next(self._numbers)}",
            "description": "What children do here.",
            "location": "Hall",
            "price_minor": 0,
            "max_capacity": 10,
            "weekday": 0,
            "start_time": time(15, 30),
            "end_time": time(16, 30),
            "first_on": date(2026, 9, 7),
            "last_on": date(2026, 12, 14),
            "grade_from": 0,
            "grade_to": 6,
        }
        return self.insert(activity, **(defaults | values))

    def session(
        self,
        *,
        activity_id: int | None = None,
        on: date = MONDAY,
        status: str = "scheduled",
        override: int | None = None,
        **activity_values: Any,
    ) -> Session:
        """Make a session, of a new activity unless one is given; `capacity` is the activity's."""
        if "capacity" in activity_values:
            activity_values["max_capacity"] = activity_values.pop("capacity")
        if "price" in activity_values:
            activity_values["price_minor"] = activity_values.pop("price")
        activity_values.setdefault("weekday", on.weekday())
        with self.at_once():
            chosen = activity_id or self.activity(**activity_values)
            session_id = self.insert(
                session, activity_id=chosen, date=on, status=status, capacity=override
            )
            return self.read_session(session_id)

    def read_session(self, session_id: int) -> Session:
        [found] = self._run(lambda tx: tx.sessions.lock([session_id]))
        return found

    def read_booking(self, booking_id: int) -> Booking:
        found = self._run(lambda tx: tx.bookings.lock(booking_id))
        assert found is not None
        return found[0]

    def booking(self, of: Session, family: Family, **values: Any) -> int:
        status = values.get("status", "confirmed")
        defaults = {
            "session_id": of.id,
            "child_id": family.child_id,
            "parent_id": family.parent_id,
            "status": status,
            "price_minor": of.activity.price_minor,
            "free_cancellation_minutes": 24 * 60,
            "late_refund_percent": 50,
            "request_key": f"made-{next(self._numbers)}",
            "made_at": NOW - timedelta(days=1),
            "confirmed_at": NOW - timedelta(days=1) if status == "confirmed" else None,
            "hold_expires_at": NOW + timedelta(hours=1) if status == "pending" else None,
            "ended_at": NOW if status in ("cancelled", "expired") else None,
        }
        charged = values.get("price_minor", of.activity.price_minor) * (status == "confirmed")
        with self.at_once():
            booking_id = self.insert(booking, **(defaults | values))
            if charged:
                self.insert(
                    account_entry,
                    parent_id=family.parent_id,
                    kind="charge",
                    amount_minor=-charged,
                    booking_id=booking_id,
                    note="",
                    made_at=NOW,
                    actor_role="system",
                )
        return booking_id

    def waiting(self, of: Session, family: Family, **values: Any) -> int:
        defaults = {
            "session_id": of.id,
            "child_id": family.child_id,
            "parent_id": family.parent_id,
            "status": "waiting",
            "request_key": f"queued-{next(self._numbers)}",
            "price_minor": of.activity.price_minor,
            "joined_at": NOW,
        }
        return self.insert(waitlist_entry, **(defaults | values))

    def closure(self, on: date) -> None:
        self.insert(closure, date=on, reason="Staff training")

    def request(self, family: Family, *sessions: Session, key: str | None = None) -> BookPlaces:
        return BookPlaces(
            family.parent_id,
            family.child_id,
            tuple(Wanted(each.activity.id, each.on) for each in sessions),
            key or f"request-{next(self._numbers)}",
        )

    def change(self, table: Table, row_id: int, **values: Any) -> None:
        changed = update(table).where(table.c.id == row_id).values(**values)
        self._run(lambda tx: tx.connection.execute(changed))

    def delete(self, table: Table, **equal: Any) -> None:
        """Delete the rows of a table whose columns equal the values."""
        gone = delete(table).where(*[table.c[name] == value for name, value in equal.items()])
        self._run(lambda tx: tx.connection.execute(gone))

    def rows(self, table: Table, **equal: Any) -> list[Any]:
        """Return the rows of a table whose columns equal the values, by primary key."""
        wanted = select(table).filter_by(**equal).order_by(*table.primary_key.columns)
        return self._run(lambda tx: list(tx.connection.execute(wanted)))

    def count(self, table: Table, **equal: Any) -> int:
        return len(self.rows(table, **equal))

    def balance(self, parent_id: int) -> int:
        total = select(func.coalesce(func.sum(account_entry.c.amount_minor), 0)).where(
            account_entry.c.parent_id == parent_id
        )
        return self._run(lambda tx: int(tx.connection.execute(total).scalar_one()))


def clean(database: Database) -> None:
    """Empty every table, on PostgreSQL."""

    def work(tx: Transaction) -> None:
        # Among them are such as refuse to be emptied.
        tx.connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for table in reversed(metadata.sorted_tables):
            tx.connection.execute(table.delete())

    database.transact(work)


__all__ = ["LONDON", "MONDAY", "NOW", "POLICY", "Activity", "Factory", "Family", "clean"]
