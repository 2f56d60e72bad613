"""The same steps through real transactions, and what is in the rows afterwards."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import select

from domain.booking import book_places, cancel_booking, expire_hold
from domain.credit import set_credit_limit
from domain.families import remove_child
from domain.invoices import Checkout, approve_checkout, bill
from domain.model import Actor, Invoice, PaymentMethod, Role, Session
from domain.money import confirm_from_balance, record_payment
from domain.outcomes import Wanted
from domain.payments import OnlinePayment, take_payment
from domain.payouts import Payout, record_payout
from domain.ports.bookings import BookPlaces
from domain.sessions import cancel_session, change_capacity
from domain.waiting_list import close_waiting_list, leave_waiting_list
from storage.database import Database
from storage.sweeps import list_due_holds
from storage.tables import (
    account_entry,
    audit_event,
    booking,
    invoice,
    notice,
    session,
    waitlist_entry,
)
from tests.factory import LONDON, MONDAY, NOW, POLICY, Factory
from tests.truth import model as rules
from tests.truth.model import Club, Model

OFFICE = Actor(Role.ADMIN, 42)
POLICY_OF_TRUTH = replace(
    POLICY,
    hold=rules.HOLD,
    offer_hold=rules.OFFER_HOLD,
    sibling_discount_percent=rules.SIBLING_PERCENT,
)
PARENTS = 3
CHILDREN = ((0,), (0,), (1,), (1, 2), (2,))
"""The parents of each child."""
CLUBS = ((1, 505, 0), (2, 301, 0), (1, 505, 2), (1, 0, 7))
"""Capacity, price, and how many days after Monday; the first two are at the same time."""
OPENING = 900
ALL = 10**9


@dataclass
class World:
    """A school in a database, with the model's numbers for its rows."""

    database: Database
    now: datetime = NOW + timedelta(days=5, hours=6)
    sessions: list[Session] = field(default_factory=list)
    parent_ids: list[int] = field(default_factory=list)
    child_ids: list[int] = field(default_factory=list)

    def open(self) -> Model:
        """Make the school, and return the model of it."""
        make = Factory(self.database)
        with make.at_once():
            self.parent_ids = [make.parent() for _ in range(PARENTS)]
            self.child_ids = [
                make.child(*[self.parent_ids[parent] for parent in parents]) for parents in CHILDREN
            ]
            self.sessions = [
                make.session(
                    capacity=capacity,
                    price=price,
                    on=MONDAY + timedelta(days=days),
                    start_time=time(15, 30),
                )
                for capacity, price, days in CLUBS
            ]
            make.money(self.parent_ids[0], OPENING)
        clubs = [
            Club(
                datetime.combine(each.on, each.activity.start_time, LONDON),
                each.capacity,
                each.activity.price_minor,
                slot=each.on.toordinal(),
                week=each.on.toordinal() // 7,
            )
            for each in self.sessions
        ]
        balances = [OPENING, *[0] * (PARENTS - 1)]
        parents_of = [set(each) for each in CHILDREN]
        return Model(self.now, clubs, parents_of, balances, [None] * PARENTS)

    # Steps

    def _run(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        return self.database.transact(work, *args, now=self.now, **kwargs)

    def book(self, parent: int, child: int, clubs: tuple[int, ...], key: str) -> None:
        sessions = [self.sessions[number] for number in clubs]
        wanted = tuple(Wanted(each.activity.id, each.on) for each in sessions)
        request = BookPlaces(self.parent_ids[parent], self.child_ids[child], wanted, key)
        self._run(book_places, request, POLICY_OF_TRUTH)

    def cancel(self, parent: int, place_number: int) -> None:
        self._run(
            cancel_booking,
            self.parent_ids[parent],
            self._ids(booking)[place_number],
            POLICY_OF_TRUTH,
            shown_refund_minor=0,
        )

    def leave(self, parent: int, entry_number: int) -> None:
        entry_id = self._ids(waitlist_entry)[entry_number]
        self._run(leave_waiting_list, self.parent_ids[parent], entry_id)

    def pay_office(self, parent: int, amount: int, charge_id: str) -> None:
        self._run(
            record_payment,
            self.parent_ids[parent],
            amount,
            charge_id,
            POLICY_OF_TRUTH,
            method=PaymentMethod.CASH,
            actor=OFFICE,
        )

    def pay_from_balance(self, parent: int, place_number: int) -> None:
        parent_id = self.parent_ids[parent]
        booking_id = self._ids(booking)[place_number]
        actor = Actor(Role.PARENT, parent_id)
        self._run(confirm_from_balance, parent_id, booking_id, POLICY_OF_TRUTH, actor=actor)

    def bill(self, parent: int, place_number: int, payload: str) -> None:
        booking_id = self._ids(booking)[place_number]
        self._run(
            bill, self.parent_ids[parent], booking_id, payload, POLICY_OF_TRUTH, currency="GBP"
        )

    def check_out(self, payload: str) -> None:
        billed = self._invoice(payload)
        checkout = Checkout(payload, billed.amount_minor, "GBP")
        self._run(approve_checkout, billed.parent_id, checkout, POLICY_OF_TRUTH)

    def pay_online(self, payload: str, charge_id: str) -> None:
        billed = self._invoice(payload)
        payment = OnlinePayment(payload, billed.amount_minor, "GBP", charge_id, f"p-{charge_id}")
        self._run(take_payment, billed.parent_id, payment, "GBP", POLICY_OF_TRUTH, office=())

    def _invoice(self, payload: str) -> Invoice:
        found = self.database.look(lambda tx: tx.invoices.find(payload))
        assert found is not None
        return found

    def pay_out(self, parent: int, amount: int, key: str) -> None:
        payout = Payout(amount, PaymentMethod.CASH)
        parent_id = self.parent_ids[parent]
        self._run(record_payout, parent_id, payout, key, shown_from_held_minor=ALL, actor=OFFICE)

    def trust(self, parent: int, limit: int | None) -> None:
        self._run(set_credit_limit, self.parent_ids[parent], limit, POLICY_OF_TRUTH, actor=OFFICE)

    def remove_child(self, parent: int, child: int) -> None:
        ids = self.parent_ids[parent], self.child_ids[child]
        self._run(remove_child, *ids, POLICY_OF_TRUTH, shown=(ALL, 0))

    def set_capacity(self, number: int, capacity: int) -> None:
        session_id = self.sessions[number].id
        self._run(change_capacity, session_id, capacity, POLICY_OF_TRUTH, actor=OFFICE)

    def call_off(self, number: int) -> None:
        self._run(cancel_session, self.sessions[number].id, actor=OFFICE)

    def next_due(self) -> int | None:
        due = self.database.look(list_due_holds, now=self.now, most=1)
        return self._ids(booking).index(due[0]) if due else None

    def expire(self, place_number: int) -> None:
        self._run(expire_hold, self._ids(booking)[place_number], POLICY_OF_TRUTH)

    def close_queue(self, number: int) -> None:
        self._run(close_waiting_list, self.sessions[number].id, POLICY_OF_TRUTH)

    # What is there afterwards

    def _ids(self, table: Any) -> list[int]:
        ids = select(table.c.id).order_by(table.c.id)
        return self.database.look(lambda tx: list(tx.connection.scalars(ids)))

    def rows(self) -> "Rows":
        def read(tx: Any) -> Rows:
            def all_of(table: Any) -> list[Any]:
                return list(tx.connection.execute(select(table).order_by(*table.primary_key)))

            return Rows(
                *map(
                    all_of,
                    (booking, waitlist_entry, account_entry, notice, audit_event, session, invoice),
                )
            )

        return self.database.look(read)


@dataclass
class Rows:
    """All rows that a step may have written."""

    bookings: list[Any]
    entries: list[Any]
    money: list[Any]
    notices: list[Any]
    trail: list[Any]
    sessions: list[Any]
    invoices: list[Any]


def told(rows: Rows, world: World) -> Counter[tuple[int, str]]:
    numbers = {each: number for number, each in enumerate(world.parent_ids)}
    return Counter(
        (numbers[each.parent_id], each.kind) for each in rows.notices if each.parent_id is not None
    )
