"""What the school's rules come to, in plain lists: no database, no locks, one step after another.

It is written from the rules as people are told them, and shares no code with the domain.
"""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime, timedelta

HOLD, OFFER_HOLD = timedelta(hours=6), timedelta(hours=3)
CLOSES_BEFORE = timedelta(hours=1)
FREE_UNTIL = timedelta(hours=24)
LATE_PERCENT = 50
SIBLING_PERCENT = 10
PAYING_TAKES, MOST_EXTRA = timedelta(minutes=10), timedelta(hours=1)
PENDING, CONFIRMED, CANCELLED, EXPIRED = "pending", "confirmed", "cancelled", "expired"
WAITING, PROMOTED, LEFT = "waiting", "promoted", "left"


@dataclass
class Club:
    """One session; those of one `slot` are at the same time, those of one `week` in one week."""

    starts_at: datetime
    capacity: int
    price: int
    slot: int
    week: int
    is_cancelled: bool = False

    def is_open(self, now: datetime) -> bool:
        return not self.is_cancelled and now < self.starts_at - CLOSES_BEFORE


@dataclass
class Place:
    club: int
    child: int
    parent: int
    status: str
    price: int
    has_discount: bool
    key: str
    deadline: datetime | None = None
    refunded: int = 0

    @property
    def is_active(self) -> bool:
        return self.status in (PENDING, CONFIRMED)

    def is_held(self, now: datetime) -> bool:
        return self.deadline is not None and now < self.deadline


@dataclass
class Entry:
    club: int
    child: int
    parent: int
    price: int
    key: str
    status: str = WAITING


@dataclass
class Bill:
    parent: int
    places: list[int]
    amount: int
    made_at: datetime
    status: str = "open"


@dataclass
class Model:
    now: datetime
    clubs: list[Club]
    parents_of: list[set[int]]
    """By child."""
    balances: list[int]
    """By parent."""
    limits: list[int | None]
    """How far below zero each may go; None is as all others, who may not."""
    places: list[Place] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    bills: dict[str, Bill] = field(default_factory=dict)
    keys: set[str] = field(default_factory=set)
    charge_ids: set[str] = field(default_factory=set)
    told: Counter[tuple[int, str]] = field(default_factory=Counter)
    """How often a parent was told what."""
    trail: Counter[str] = field(default_factory=Counter)
    paid_in: int = 0
    paid_out: int = 0

    # What is looked at

    def active(self, club: int) -> list[Place]:
        return [each for each in self.places if each.club == club and each.is_active]

    def queue(self, club: int) -> list[Entry]:
        return [each for each in self.entries if each.club == club and each.status == WAITING]

    def _is_busy(self, child: int, club: int) -> bool:
        """Tell whether the child has a place here or elsewhere at the same time."""
        slot = self.clubs[club].slot
        places = (each for each in self.places if each.is_active and each.child == child)
        return any(self.clubs[each.club].slot == slot for each in places)

    def _has_sibling(self, parent: int, child: int, club: int) -> bool:
        week = self.clubs[club].week
        return any(
            each.is_active
            and each.child != child
            and parent in self.parents_of[each.child]
            and self.clubs[each.club].week == week
            for each in self.places
        )

    def _price(self, club: int, *, has_sibling: bool) -> int:
        full = self.clubs[club].price
        return full + -full * SIBLING_PERCENT // 100 if has_sibling else full

    def _available(self, parent: int) -> int:
        return self.balances[parent] + (self.limits[parent] or 0)

    def _covers(self, parent: int, price: int) -> bool:
        return not price or self._available(parent) >= price

    def held_by(self, parent: int) -> list[Place]:
        held = [each for each in self.places if each.parent == parent and each.status == PENDING]
        return sorted(held, key=lambda each: (each.deadline, self.places.index(each)))

    # Steps

    def book(self, parent: int, child: int, clubs: tuple[int, ...], key: str) -> None:
        if key in self.keys or parent not in self.parents_of[child]:
            return
        siblings = {club: self._has_sibling(parent, child, club) for club in clubs}
        for number in clubs:
            club = self.clubs[number]
            is_waiting = any(each.child == child for each in self.queue(number))
            if not club.is_open(self.now) or self._is_busy(child, number) or is_waiting:
                continue
            self.keys.add(key)
            if self.queue(number) or len(self.active(number)) >= club.capacity:
                self.entries.append(Entry(number, child, parent, club.price, key))
                self.trail["queued"] += 1
                continue
            price = self._price(number, has_sibling=siblings[number])
            hold = None if self._covers(parent, price) else HOLD
            self._place(number, child, parent, price, key, hold=hold)

    def _place(
        self,
        number: int,
        child: int,
        parent: int,
        price: int,
        key: str,
        *,
        hold: timedelta | None,
    ) -> None:
        club = self.clubs[number]
        place = Place(number, child, parent, CONFIRMED, price, price < club.price, key)
        if hold is None:
            self.balances[parent] -= price
            self.trail["booked"] += 1
        else:
            place.status, place.deadline = PENDING, min(self.now + hold, club.starts_at)
            self.trail["held"] += 1
        self.places.append(place)

    def _promote(self, number: int) -> None:
        club = self.clubs[number]
        while (
            club.is_open(self.now)
            and len(self.active(number)) < club.capacity
            and (queue := self.queue(number))
        ):
            entry = queue[0]
            if self._is_busy(entry.child, number):
                entry.status = EXPIRED
                self._tell(entry.parent, "passed_over")
                self.trail["passed_over"] += 1
                continue
            entry.status = PROMOTED
            has_sibling = self._has_sibling(entry.parent, entry.child, number)
            price = self._price(number, has_sibling=has_sibling)
            is_sure = price <= entry.price and self._covers(entry.parent, price)
            hold = None if is_sure else OFFER_HOLD
            self._place(number, entry.child, entry.parent, price, entry.key, hold=hold)
            self._tell(entry.parent, "promoted" if is_sure else "offered")
            self.trail["promoted"] += 1

    def _tell(self, parent: int, what: str) -> None:
        self.told[parent, what] += 1

    def cancel(self, parent: int, place_number: int) -> None:
        place = self.places[place_number]
        club = self.clubs[place.club]
        if parent not in self.parents_of[place.child] or not place.is_active:
            return
        if self.now >= club.starts_at:
            return
        self._give_back(place, self._refund(place))
        if parent != place.parent:
            self._tell(place.parent, "cancelled_for_you")
        self._promote(place.club)

    def _refund(self, place: Place) -> int:
        paid = place.price if place.status == CONFIRMED else 0
        is_free = self.clubs[place.club].starts_at - self.now >= FREE_UNTIL
        return paid if is_free else -(-paid * LATE_PERCENT // 100)

    def _give_back(self, place: Place, refund: int) -> None:
        place.status, place.deadline = CANCELLED, None
        place.refunded = refund
        self.balances[place.parent] += refund
        self.trail["cancelled"] += 1

    def leave(self, parent: int, entry_number: int) -> None:
        entry = self.entries[entry_number]
        if parent in self.parents_of[entry.child] and entry.status == WAITING:
            entry.status = LEFT
            self.trail["left_queue"] += 1
            if parent != entry.parent:
                self._tell(entry.parent, "cancelled_for_you")

    def pay_office(self, parent: int, amount: int, charge_id: str) -> None:
        if not self._take(parent, amount, charge_id):
            return
        self._tell(parent, "payment_received")
        self._confirm_covered(parent)

    def trust(self, parent: int, limit: int | None) -> None:
        if limit != self.limits[parent]:
            self.limits[parent] = limit
            self.trail["credit_limit_set"] += 1
        self._confirm_covered(parent)

    def _confirm_covered(self, parent: int) -> None:
        for place in self.held_by(parent):
            if place.is_held(self.now) and self._covers(parent, place.price):
                self._confirm(place)
                self._tell(parent, "place_confirmed")

    def _take(self, parent: int, amount: int, charge_id: str) -> bool:
        if charge_id in self.charge_ids:
            return False
        self.charge_ids.add(charge_id)
        self.balances[parent] += amount
        self.paid_in += amount
        self.trail["payment_recorded"] += 1
        return True

    def _confirm(self, place: Place) -> None:
        place.status, place.deadline = CONFIRMED, None
        self.balances[place.parent] -= place.price
        self.trail["confirmed"] += 1

    def pay_from_balance(self, parent: int, place_number: int) -> None:
        place = self.places[place_number]
        if place.parent == parent and place.is_held(self.now) and self._covers(parent, place.price):
            self._confirm(place)

    def bill(self, parent: int, place_number: int, payload: str) -> None:
        key = self.places[place_number].key
        beside = [
            each for each in self.held_by(parent) if each.key == key and each.is_held(self.now)
        ]
        due = sum(each.price for each in beside) - self._available(parent)
        if not beside or due <= 0:
            return
        numbers = sorted(self.places.index(each) for each in beside)
        found = False
        for each in self.bills.values():
            if each.parent == parent and each.status == "open" and set(each.places) & set(numbers):
                if (sorted(each.places), each.amount) == (numbers, due):
                    found = True
                else:
                    each.status = "void"
        if not found:
            self.bills[payload] = Bill(parent, numbers, due, self.now)

    def check_out(self, payload: str) -> None:
        bill = self.bills[payload]
        if bill.status != "open":
            return
        places = [self.places[number] for number in bill.places]
        due = sum(each.price for each in places) - self._available(bill.parent)
        if not all(each.is_held(self.now) for each in places) or due != bill.amount:
            bill.status = "void"
            return
        left = bill.made_at + max(HOLD, OFFER_HOLD) + MOST_EXTRA - self.now
        for place in places:
            until = min(self.now + min(PAYING_TAKES, left), self.clubs[place.club].starts_at)
            if place.deadline is not None and place.deadline < until:
                place.deadline = until

    def pay_online(self, payload: str, charge_id: str) -> None:
        bill = self.bills[payload]
        before = max(0, self.balances[bill.parent])
        if not self._take(bill.parent, bill.amount, charge_id):
            return
        if bill.status != "paid":
            bill.status = "paid"
            places = [self.places[number] for number in bill.places]
            for place in places:
                if place.is_held(self.now) and self._covers(bill.parent, place.price):
                    self._confirm(place)
            lapsed = [each for each in places if self._has_lapsed(each)]
            for place in lapsed:
                self._give_again(bill, place)
        if self.balances[bill.parent] > before:
            self.trail["payment_unused"] += 1

    def _has_lapsed(self, place: Place) -> bool:
        is_over = place.status == PENDING and not place.is_held(self.now)
        return is_over or place.status == EXPIRED

    def _give_again(self, bill: Bill, place: Place) -> None:
        if place.status == PENDING:
            place.status, place.deadline = EXPIRED, None
            self.trail["hold_expired"] += 1
        club, key = self.clubs[place.club], f"late {self.places.index(place)}"
        is_mine = bill.parent in self.parents_of[place.child]
        is_waiting = any(each.child == place.child for each in self.queue(place.club))
        can_have = is_mine and club.is_open(self.now) and not is_waiting
        is_free = not self.queue(place.club) and len(self.active(place.club)) < club.capacity
        has_sibling = self._has_sibling(bill.parent, place.child, place.club)
        price = self._price(place.club, has_sibling=has_sibling or place.has_discount)
        if (
            can_have
            and is_free
            and not self._is_busy(place.child, place.club)
            and price <= place.price
            and self._covers(bill.parent, price)
        ):
            self._place(place.club, place.child, bill.parent, price, key, hold=None)
            bill.places.append(len(self.places) - 1)
        else:
            self._promote(place.club)

    def pay_out(self, parent: int, amount: int, key: str) -> None:
        if key in self.charge_ids or amount > self.balances[parent]:
            return
        self.charge_ids.add(key)
        self.balances[parent] -= amount
        self.paid_out += amount
        self._tell(parent, "paid_out")
        self.trail["paid_out"] += 1

    def set_capacity(self, number: int, capacity: int) -> None:
        club = self.clubs[number]
        if club.is_cancelled:
            return
        if club.capacity != capacity:
            club.capacity = capacity
            self.trail["capacity_changed"] += 1
        self._promote(number)

    def call_off(self, number: int) -> None:
        club = self.clubs[number]
        if club.is_cancelled:
            return
        club.is_cancelled = True
        concerned: set[int] = set()
        for place in self.places:
            if place.club != number:
                continue
            if place.is_active:
                concerned |= self.parents_of[place.child] | {place.parent}
                self._give_back(place, place.price if place.status == CONFIRMED else 0)
            elif place.status == CANCELLED and 0 < place.refunded < place.price:
                concerned.add(place.parent)
                self.balances[place.parent] += place.price - place.refunded
                place.refunded = place.price
        for entry in self.queue(number):
            entry.status = EXPIRED
            concerned |= self.parents_of[entry.child] | {entry.parent}
        for parent in concerned:
            self._tell(parent, "session_cancelled")
        self.trail["session_cancelled"] += 1

    def remove_child(self, parent: int, child: int) -> None:
        """Take a child out of the family of its only parent."""
        if parent not in self.parents_of[child]:
            return
        gone = [
            each
            for number, club in enumerate(self.clubs)
            for each in self.active(number)
            if each.child == child and self.now < club.starts_at
        ]
        for place in gone:
            self._give_back(place, self._refund(place))
        for entry in self.entries:
            if entry.child == child and entry.status == WAITING:
                entry.status = LEFT
                self.trail["left_queue"] += 1
        self.parents_of[child] = set()
        self.trail["child_removed"] += 1
        for place in gone:
            self._promote(place.club)

    # What the clock brings

    def next_due(self) -> int | None:
        """Return the place whose hold is the longest overdue."""
        due = [
            (each.deadline, number)
            for number, each in enumerate(self.places)
            if each.deadline is not None and each.deadline <= self.now
        ]
        return min(due)[1] if due else None

    def expire(self, place_number: int) -> None:
        place = self.places[place_number]
        if place.deadline is None or place.deadline > self.now:
            return
        place.status, place.deadline = EXPIRED, None
        self._tell(place.parent, "hold_expired")
        self.trail["hold_expired"] += 1
        self._promote(place.club)

    def close_queue(self, number: int) -> None:
        if self.now < self.clubs[number].starts_at - CLOSES_BEFORE:
            return
        for entry in self.queue(number):
            entry.status = EXPIRED
            self._tell(entry.parent, "queue_closed")
            self.trail["queue_closed"] += 1
