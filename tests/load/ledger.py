"""What must hold of the rows and the chats, whatever the bot has been through."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any

from domain.model import ACTIVE, BookingStatus, EntryStatus
from domain.notices import NoticeKind
from storage.tables import (
    NoticeState,
    account_entry,
    activity,
    booking,
    notice,
    session,
    waitlist_entry,
)
from tests.factory import Factory
from tests.load.regulars import PROMOTED, REFUSED, Regular, Wish


class Ledger:
    """The rows at one moment, for complaints about them."""

    def __init__(self, make: Factory) -> None:
        with make.at_once():
            self.clubs = {row.id: row for row in make.rows(activity)}
            self.sessions = make.rows(session)
            self.bookings = make.rows(booking)
            self.entries = make.rows(waitlist_entry)
            self.money = make.rows(account_entry)
            self.notices = make.rows(notice)

    def of_places(self) -> Iterator[str]:
        """Complain of what may not be so even between two transactions."""
        for row in self.sessions:
            club = self.clubs[row.activity_id]
            entries = [each for each in self.entries if each.session_id == row.id]
            waiting = [each.id for each in entries if each.status == EntryStatus.WAITING]
            given = [each.id for each in entries if each.status == EntryStatus.PROMOTED]
            active = self._active(row.id)
            if active > club.max_capacity:
                yield f"{club.name}: {active} places given of {club.max_capacity}"
            if waiting and active < club.max_capacity:
                yield f"{club.name}: {len(waiting)} wait and a place is free"
            if waiting and given and max(given) > min(waiting):
                yield f"{club.name}: entry {max(given)} went before {min(waiting)}"
            yield from self._out_of_turn(club.name, entries)

    def _active(self, session_id: int) -> int:
        return sum(row.session_id == session_id and row.status in ACTIVE for row in self.bookings)

    def _out_of_turn(self, club: str, entries: list[Any]) -> Iterator[str]:
        """Complain of places given in another order than that of the queue."""
        turns = [row.booking_id for row in entries if row.status == EntryStatus.PROMOTED]
        if turns != sorted(turns):
            yield f"{club}: promoted out of turn: {turns}"

    def of_people(self, people: Sequence[Regular]) -> Iterator[str]:
        """Complain of what people did without effect, or with too much of it."""
        for one in people:
            if one.waits_for is not None:
                yield f"{one.parent.first_name} has no answer to {one.waits_for!r}"
            for wish in one.wishes:
                yield from self._of_wish(one, wish)
            yield from self._of_endings(one)
            yield from self._of_balance(one)
        yield from self._of_strangers(people)

    def _of_wish(self, one: Regular, wish: Wish) -> Iterator[str]:
        name = f"{one.parent.first_name}'s wish for {wish.club}"
        made = [rows for rows in map(self._made, wish.keys) if any(rows)]
        is_refused = wish.answer is not None and wish.answer.startswith(REFUSED)
        if wish.keys and not made and not is_refused:
            yield f"{name} has no effect"
        if len(made) > 1:
            yield f"{name} has {len(made)} effects"
        for bookings, entries in made:
            if len(bookings) > 1 or len(entries) > 1:
                yield f"{name} made {len(bookings)} bookings and {len(entries)} entries"
            if bookings and entries and entries[0].booking_id != bookings[0].id:
                yield f"{name} has a booking beside its entry"

    def _made(self, key: str) -> tuple[list[Any], list[Any]]:
        bookings = [row for row in self.bookings if row.request_key == key]
        entries = [row for row in self.entries if row.request_key == key]
        return bookings, entries

    def _of_endings(self, one: Regular) -> Iterator[str]:
        ended = {row.id for row in self.bookings if row.status == BookingStatus.CANCELLED}
        if stands := one.cancelled - ended:
            yield f"{one.parent.first_name} cancelled {stands} without effect"
        waiting = {row.id for row in self.entries if row.status == EntryStatus.WAITING}
        if stays := one.left & waiting:
            yield f"{one.parent.first_name} left {stays} without effect"

    def _of_balance(self, one: Regular) -> Iterator[str]:
        own = [row for row in self.money if row.parent_id == one.parent.parent_id]
        paid = sum(row.amount_minor for row in own if row.kind == "adjustment")
        owed = sum(
            row.price_minor
            for row in self.bookings
            if row.parent_id == one.parent.parent_id and row.status == BookingStatus.CONFIRMED
        )
        if (balance := sum(row.amount_minor for row in own)) != paid - owed:
            yield f"{one.parent.first_name} has {balance} and should have {paid - owed}"

    def _of_strangers(self, people: Sequence[Regular]) -> Iterator[str]:
        """Complain of places that nobody asked for, or gave up."""
        asked = {key for one in people for wish in one.wishes for key in wish.keys}
        for row in chain(self.bookings, self.entries):
            if row.request_key not in asked:
                yield f"nobody asked for {row}"
        cancelled = set().union(*(one.cancelled for one in people))
        for row in self.bookings:
            if row.status == BookingStatus.CANCELLED and row.id not in cancelled:
                yield f"nobody cancelled booking {row.id}"

    def of_notices(self, people: Sequence[Regular]) -> Iterator[str]:
        """Complain of promotions that were not told."""
        told = {row.booking_id: row for row in self.notices if row.kind == NoticeKind.PROMOTED}
        ended = {row.id for row in self.bookings if row.status == BookingStatus.CANCELLED}
        sent = Counter[int]()
        for row in self.entries:
            if row.status != EntryStatus.PROMOTED:
                continue
            state = told[row.booking_id].state if row.booking_id in told else "missing"
            sent[row.parent_id] += state == NoticeState.SENT
            # Nobody is told of a place that they have found, and given up, in the meantime.
            if state != NoticeState.SENT and not (
                state == NoticeState.DROPPED and row.booking_id in ended
            ):
                yield f"the notice of entry {row.id} is {state}"
        for one in people:
            seen = sum(message.text.startswith(PROMOTED) for message in one.parent.shown)
            if seen < sent[one.parent.parent_id]:
                yield f"{one.parent.first_name} has {seen} of {sent[one.parent.parent_id]} notices"


def complaints(make: Factory, people: Sequence[Regular]) -> list[str]:
    """Return all that is wrong once everything is at rest; the phones must be up to date."""
    ledger = Ledger(make)
    return [*ledger.of_places(), *ledger.of_people(people), *ledger.of_notices(people)]
