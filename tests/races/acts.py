"""What contenders do in a race, and what is looked at when it is over."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from domain.booking import book_places, cancel_booking
from domain.model import ACTIVE, EntryStatus, Session
from domain.outcomes import CancelOutcome, PlaceOutcome
from domain.ports.bookings import BookPlaces
from storage.database import Database
from storage.tables import booking, waitlist_entry
from storage.transaction import Transaction
from tests.factory import NOW, POLICY, Factory
from tests.races.crowd import Crowd, Work

Arguments = ParamSpec("Arguments")
Answer = TypeVar("Answer")
Race = Callable[[Crowd, Factory], None]

TIMES = 5
MANY_TIMES = 100
MOST_TIMES = 500
"""Mostly a few are enough."""


def race(scene: Race) -> Race:
    """Play a scene several times: what is wrong need not show at once."""

    @wraps(scene)
    def played(crowd: Crowd, make: Factory) -> None:
        for _ in range(TIMES):
            scene(crowd, make)

    return played


def goes_wrong(scene: Race, crowd: Crowd, make: Factory) -> bool:
    """Tell whether a scene fails, once in many times, where nothing guards it.

    If it does not, it proves nothing: its contenders do not meet, or it looks at the wrong rows.
    """
    with crowd.without_locks(), crowd.without_unique_rules():
        for _ in range(MOST_TIMES // TIMES):
            try:
                scene(crowd, make)
            except (AssertionError, ValueError):  # or more rows than there may be
                return True
    return False


def does(
    work: Callable[Concatenate[Transaction, Arguments], Answer],
    *args: Arguments.args,
    **kwargs: Arguments.kwargs,
) -> Work[Answer]:
    """Return what one contender does: one transaction."""
    return lambda database: database.transact(work, *args, **kwargs)


def books(request: BookPlaces) -> Work[PlaceOutcome]:
    def book(database: Database) -> PlaceOutcome:
        [outcome] = database.transact(book_places, request, POLICY, now=NOW)
        return outcome

    return book


def cancels(parent_id: int, booking_id: int) -> Work[CancelOutcome]:
    return does(cancel_booking, parent_id, booking_id, POLICY, shown_refund_minor=0, now=NOW)


def children_in(make: Factory, session: Session) -> list[int]:
    """List the children who have a place, in the order in which they got it."""
    rows = make.rows(booking, session_id=session.id)
    return [each.child_id for each in rows if each.status in ACTIVE]


def children_waiting(make: Factory, session: Session) -> list[int]:
    rows = make.rows(waitlist_entry, session_id=session.id, status=EntryStatus.WAITING)
    return [each.child_id for each in rows]
