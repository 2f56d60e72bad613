"""What families did: they paid, booked, queued, held and cancelled, by the real use cases."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import count
from random import Random

from sqlalchemy import Select, select

from domain.booking import book_places, cancel_booking, preview_places
from domain.model import ACTIVE, BookingStatus, EntryStatus, PaymentMethod, Policy, Session
from domain.money import record_payment
from domain.outcomes import Booked, Held, PlaceOutcome, Queued, Wanted
from domain.ports.bookings import BookPlaces
from domain.timetable import local_date
from domain.waiting_list import leave_waiting_list
from storage.sample_data.people import OFFICE, SampleChild
from storage.tables import booking, session, waitlist_entry
from storage.transaction import Transaction

LONGEST_QUEUE = 4
"""Who would be further back does not bother to wait."""
TOP_UP_MINOR = 500
"""Parents pay in round sums, so something is left over."""


class Families:
    """Acts for families, at instants that its caller moves forward."""

    def __init__(self, tx: Transaction, policy: Policy, rng: Random) -> None:
        self._tx = tx
        self._policy = policy
        self._rng = rng
        self._numbers = count(1)

    def pay(self, parent_id: int, amount_minor: int, *, now: datetime) -> None:
        charge_id = f"sample-payment-{next(self._numbers)}"
        record_payment(
            self._tx,
            parent_id,
            amount_minor,
            charge_id,
            self._policy,
            method=PaymentMethod.TRANSFER,
            actor=OFFICE,
            now=now,
        )

    def book(self, child: SampleChild, sessions: Sequence[Session], *, now: datetime) -> None:
        """Pay for and book what can be had of the dates; queue where the queue is short."""
        parent_id = self._rng.choice(child.parent_ids)
        outcomes = self._preview(parent_id, child, sessions, now)
        cost = sum(each.price_minor for each in outcomes if isinstance(each, Booked | Held))
        if cost:
            self.pay(parent_id, -(-cost // TOP_UP_MINOR) * TOP_UP_MINOR, now=now)
        chosen = [
            session
            for session, outcome in zip(sessions, outcomes, strict=True)
            if _is_worth_it(outcome)
        ]
        self._confirm(parent_id, child, chosen, now)

    def hold(self, child: SampleChild, sessions: Sequence[Session], *, now: datetime) -> None:
        """Book the first of the dates that has a place, and that there is no money for."""
        parent_id = child.parent_ids[0]
        for each in sessions:
            [outcome] = self._preview(parent_id, child, [each], now)
            if isinstance(outcome, Held):
                self._confirm(parent_id, child, [each], now)
                return

    def cancel_something(self, keepers: Sequence[int], *, now: datetime) -> None:
        """Give back a place that is a day away or more; the parents in `keepers` never do."""
        tomorrow = local_date(now + timedelta(days=1), self._policy.zone)
        found = self._pick(
            select(booking.c.id, booking.c.parent_id)
            .join_from(booking, session)
            .where(
                booking.c.status.in_(ACTIVE),
                booking.c.parent_id.not_in(keepers),
                session.c.date > tomorrow,
            )
            .order_by(booking.c.id)
        )
        if found:
            booking_id, parent_id = found
            cancel_booking(
                self._tx, parent_id, booking_id, self._policy, shown_refund_minor=0, now=now
            )

    def leave_some_queue(self, *, now: datetime) -> None:
        found = self._pick(
            select(waitlist_entry.c.id, waitlist_entry.c.parent_id)
            .where(waitlist_entry.c.status == EntryStatus.WAITING)
            .order_by(waitlist_entry.c.id)
        )
        if found:
            entry_id, parent_id = found
            leave_waiting_list(self._tx, parent_id, entry_id, now=now)

    def pay_for_a_hold(self, *, now: datetime) -> None:
        found = self._pick(
            select(booking.c.price_minor, booking.c.parent_id)
            .where(booking.c.status == BookingStatus.PENDING)
            .order_by(booking.c.id)
        )
        if found:
            price_minor, parent_id = found
            self.pay(parent_id, price_minor, now=now)

    def _pick(self, query: Select[int, int]) -> tuple[int, int] | None:
        rows = [(first, second) for first, second in self._tx.connection.execute(query)]
        return self._rng.choice(rows) if rows else None

    def _preview(
        self, parent_id: int, child: SampleChild, sessions: Sequence[Session], now: datetime
    ) -> list[PlaceOutcome]:
        request = self._request(parent_id, child, sessions)
        return preview_places(self._tx, request, self._policy, now=now).outcomes

    def _confirm(
        self, parent_id: int, child: SampleChild, sessions: Sequence[Session], now: datetime
    ) -> None:
        if sessions:
            request = self._request(parent_id, child, sessions)
            book_places(self._tx, request, self._policy, now=now)

    def _request(
        self, parent_id: int, child: SampleChild, sessions: Sequence[Session]
    ) -> BookPlaces:
        wanted = [Wanted(each.activity.id, each.on, each.activity.price_minor) for each in sessions]
        return BookPlaces(parent_id, child.id, tuple(wanted), f"sample-{next(self._numbers)}")


def _is_worth_it(outcome: PlaceOutcome) -> bool:
    match outcome:
        case Booked() | Held():
            return True
        case Queued():
            return outcome.position <= LONGEST_QUEUE
        case _:
            return False
