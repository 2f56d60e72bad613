"""A school at a moment: runs use cases as transactions, and shows the rows they leave."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from secrets import token_hex
from typing import Concatenate, ParamSpec, TypeVar

from sqlalchemy import func, select

from domain.booking import book_places, cancel_booking, expire_hold, preview_places
from domain.corrections import adjust_balance
from domain.credit import set_credit_limit
from domain.families import ChildRemoved, NotYourChild, RemovalChanged, remove_child
from domain.holds import keep_hold
from domain.model import Actor, PaymentMethod, Policy, Role, Session
from domain.money import confirm_from_balance, record_payment
from domain.office import cancel_for_family, take_off_waiting_list
from domain.outcomes import (
    CancelOutcome,
    CapacityChanged,
    CapacityOutcome,
    ConfirmOutcome,
    CreditLimitSet,
    KeepOutcome,
    LeaveOutcome,
    PaymentRecorded,
    PlaceOutcome,
    Refused,
    SessionCancelled,
    SessionOutcome,
    Wanted,
)
from domain.ports.bookings import BookPlaces
from domain.sessions import cancel_session, change_capacity
from domain.waiting_list import close_waiting_list, leave_waiting_list
from storage.tables import account_entry, audit_event, booking, notice, waitlist_entry
from storage.transaction import Transaction
from tests.factory import NOW, POLICY, Factory, Family

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")

OFFICE = Actor(Role.ADMIN, 42)


@dataclass
class School:
    make: Factory
    now: datetime = NOW
    policy: Policy = POLICY

    def run(
        self,
        work: Callable[Concatenate[Transaction, Arguments], Answer],
        *args: Arguments.args,
        **kwargs: Arguments.kwargs,
    ) -> Answer:
        return self.make.database.transact(work, *args, **kwargs)

    def wait(self, **lengths: float) -> None:
        self.now += timedelta(**lengths)

    # What parents do

    def tell(self, request: BookPlaces) -> list[PlaceOutcome]:
        return self.run(book_places, request, self.policy, now=self.now)

    def preview(self, request: BookPlaces) -> list[PlaceOutcome]:
        seen = self.make.database.look(preview_places, request, self.policy, now=self.now)
        return seen.outcomes

    def book(
        self, family: Family, *sessions: Session, key: str | None = None
    ) -> list[PlaceOutcome]:
        return self.tell(self.make.request(family, *sessions, key=key))

    def book_one(
        self, family: Family, session: Session, *, shown: int | None = None
    ) -> PlaceOutcome:
        request = self.make.request(family, session)
        wanted = (Wanted(session.activity.id, session.on, shown),)
        [outcome] = self.tell(
            BookPlaces(request.parent_id, request.child_id, wanted, request.request_key)
        )
        return outcome

    def cancel(self, family: Family, booking_id: int, *, shown: int = 0) -> CancelOutcome:
        return self.run(
            cancel_booking,
            family.parent_id,
            booking_id,
            self.policy,
            shown_refund_minor=shown,
            now=self.now,
        )

    def leave(self, family: Family, entry_id: int) -> LeaveOutcome:
        return self.run(leave_waiting_list, family.parent_id, entry_id, now=self.now)

    def remove_child(
        self, family: Family, *, shown: tuple[int, int] = (99, 0)
    ) -> ChildRemoved | RemovalChanged | NotYourChild:
        """Remove a child; unless `shown` says so, any loss is accepted."""
        return self.run(
            remove_child,
            family.parent_id,
            family.child_id,
            self.policy,
            shown=shown,
            now=self.now,
        )

    def confirm(self, family: Family, booking_id: int) -> ConfirmOutcome:
        actor = Actor(Role.PARENT, family.parent_id)
        return self.run(
            confirm_from_balance,
            family.parent_id,
            booking_id,
            self.policy,
            actor=actor,
            now=self.now,
        )

    # What the office does

    def pay(
        self,
        family: Family,
        amount_minor: int,
        charge_id: str = "cash-1",
        *,
        reference: str = "",
        actor: Actor = OFFICE,
    ) -> PaymentRecorded:
        return self.run(
            record_payment,
            family.parent_id,
            amount_minor,
            charge_id,
            self.policy,
            method=PaymentMethod.CASH,
            reference=reference,
            actor=actor,
            now=self.now,
        )

    def keep(self, booking_id: int, on: date, *, actor: Actor = OFFICE) -> KeepOutcome | None:
        return self.run(keep_hold, booking_id, on, self.policy, actor=actor, now=self.now)

    def limit(
        self, family: Family, limit_minor: int | None, *, actor: Actor = OFFICE
    ) -> CreditLimitSet:
        return self.run(
            set_credit_limit,
            family.parent_id,
            limit_minor,
            self.policy,
            actor=actor,
            now=self.now,
        )

    def adjust(
        self,
        family: Family,
        amount_minor: int,
        reason: str = "slip",
        *,
        key: str | None = None,
        actor: Actor = OFFICE,
    ) -> int:
        return self.run(
            adjust_balance,
            family.parent_id,
            amount_minor,
            key or token_hex(4),
            self.policy,
            reason=reason,
            actor=actor,
            now=self.now,
        )

    def book_for(
        self,
        family: Family,
        *sessions: Session,
        key: str | None = None,
        actor: Actor = OFFICE,
    ) -> list[PlaceOutcome]:
        request = self.make.request(family, *sessions, key=key)
        return self.run(book_places, request, self.policy, actor=actor, now=self.now)

    def cancel_for(
        self, booking_id: int, *, shown: int = 0, in_full: bool = False, actor: Actor = OFFICE
    ) -> CancelOutcome:
        return self.run(
            cancel_for_family,
            booking_id,
            self.policy,
            shown_refund_minor=shown,
            in_full=in_full,
            actor=actor,
            now=self.now,
        )

    def take_off(self, entry_id: int, *, actor: Actor = OFFICE) -> LeaveOutcome:
        return self.run(take_off_waiting_list, entry_id, actor=actor, now=self.now)

    def set_capacity(
        self, session: Session, capacity: int, *, shown: int | None = None, actor: Actor = OFFICE
    ) -> CapacityOutcome:
        return self.run(
            change_capacity,
            session.id,
            capacity,
            self.policy,
            shown=shown,
            actor=actor,
            now=self.now,
        )

    def change_capacity(self, session: Session, capacity: int) -> CapacityChanged:
        outcome = self.set_capacity(session, capacity)
        assert isinstance(outcome, CapacityChanged)
        return outcome

    def cancel_session(
        self,
        session: Session,
        *,
        reason: str = "",
        shown: tuple[int, int] | None = None,
        actor: Actor = OFFICE,
    ) -> SessionOutcome:
        return self.run(
            cancel_session, session.id, reason=reason, shown=shown, actor=actor, now=self.now
        )

    def call_off(self, session: Session) -> SessionCancelled:
        outcome = self.cancel_session(session)
        assert isinstance(outcome, SessionCancelled)
        return outcome

    # What time does

    def expire(self, booking_id: int) -> bool:
        return self.run(expire_hold, booking_id, self.policy, now=self.now)

    def close_queue(self, session: Session) -> int:
        return self.run(close_waiting_list, session.id, self.policy, now=self.now)

    # What is there afterwards

    def places(self, session: Session) -> list[tuple[int, str]]:
        """The session's bookings, active or not: child and status, the oldest first."""
        rows = self.make.rows(booking, session_id=session.id)
        return [(row.child_id, row.status) for row in rows]

    def queue(self, session: Session) -> list[int]:
        """The children who wait, the first in front."""
        rows = self.make.rows(waitlist_entry, session_id=session.id, status="waiting")
        return [row.child_id for row in rows]

    def entries(self, session: Session) -> list[tuple[int, str, str | None]]:
        """All entries of a queue: child, status and the reason of one passed over."""
        rows = self.make.rows(waitlist_entry, session_id=session.id)
        return [(row.child_id, row.status, row.reason) for row in rows]

    def told(self, parent_id: int | None = None) -> list[str]:
        """All notices, or those to one parent: the occasions, in the order of writing."""
        known = {} if parent_id is None else {"parent_id": parent_id}
        rows = self.make.rows(notice, **known)
        return [row.dedupe_key.removesuffix(f":p{row.parent_id}") for row in rows]

    def trail(self) -> list[tuple[str, str, int, str]]:
        """The audit events: who (`parent 3`), did what, to which row, with which detail."""
        return [
            (
                f"{row.actor_role} {row.actor_id or ''}".strip(),
                row.action,
                row.subject_id,
                row.detail,
            )
            for row in self.make.rows(audit_event)
        ]

    def account(self, family: Family) -> list[tuple[str, int, int | None]]:
        """The entries of a parent's account: kind, signed amount and booking."""
        rows = self.make.rows(account_entry, parent_id=family.parent_id)
        return [(row.kind, row.amount_minor, row.booking_id) for row in rows]

    def size(self) -> tuple[int, ...]:
        """How many rows there are that a use case could have written."""
        tables = (booking, waitlist_entry, account_entry, notice, audit_event)
        counts = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
        return tuple(self.run(lambda tx: tx.connection.execute(select(*counts)).one()))


def reasons(outcome: object) -> list[str]:
    """Why an outcome is a refusal."""
    assert isinstance(outcome, Refused), outcome
    return [refusal.reason.value for refusal in outcome.refusals]
