"""Random steps on the model and through real transactions, alone and two at once, compared."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from copy import deepcopy
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from hypothesis import note
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from storage.book_rules import find_faults
from storage.database import Database
from tests.truth.model import PROMOTED, WAITING, Model
from tests.truth.world import CHILDREN, CLUBS, PARENTS, World, told

parents = st.integers(0, PARENTS - 1)
children = st.integers(0, len(CHILDREN) - 1)
clubs = st.integers(0, len(CLUBS) - 1)
some_clubs = st.lists(clubs, min_size=1, max_size=3, unique=True).map(tuple)
amounts = st.sampled_from((100, 270, 301, 454, 505, 1000))
LIMITS = (None, 0, 300, 1000)
any_number = st.integers(0, 10**6)
"""Which of all there are: taken modulo how many that is."""
TOLD = {
    *("promoted", "offered", "passed_over", "queue_closed", "hold_expired", "cancelled_for_you"),
    *("session_cancelled", "payment_received", "place_confirmed", "paid_out"),
}
LEFT_IN_THE_TRAIL = {
    *("booked", "held", "queued", "confirmed", "cancelled", "hold_expired", "promoted"),
    *("passed_over", "left_queue", "queue_closed", "payment_recorded", "payment_unused"),
    *("paid_out", "capacity_changed", "session_cancelled", "credit_limit_set", "child_removed"),
}


@dataclass(frozen=True)
class Step:
    """A step that both sides know by one name."""

    name: str
    arguments: tuple[Any, ...]

    def on(self, side: Model | World) -> None:
        getattr(side, self.name)(*self.arguments)


Seen = dict[str, Any]


def _order(expected: list[Any], found: list[Any]) -> list[int]:
    """Return where each row that was found stands among the expected, which may differ."""
    left = list(range(len(expected)))
    order = []
    for row in found:
        number = next((each for each in left if expected[each] == row), None)
        if number is not None:
            left.remove(number)
            order.append(number)
    return order + left


def _difference(found: Seen, expected: Seen) -> str:
    """Say in which ways what was found is not what the rules say."""
    return "\n".join(
        f"{what}: found {found[what]}\n  but expected {expected[what]}"
        for what in expected
        if found[what] != expected[what]
    )


def _child(parent: int, which: int) -> int:
    """Choose a child, mostly one of the parent's own."""
    own = [number for number, each in enumerate(CHILDREN) if parent in each]
    return own[which % len(own)] if which % 7 else which % len(CHILDREN)


class Truth(RuleBasedStateMachine):
    """One school; `open_database` gives an empty database to each new one."""

    open_database: Callable[[], Database]

    def __init__(self) -> None:
        super().__init__()
        self.world = World(type(self).open_database())
        self.model = self.world.open()
        self.numbers = 0
        self.requests: list[Step] = []

    # Which steps there are

    def _number(self) -> str:
        self.numbers += 1
        return f"{self.numbers}"

    def _step(  # noqa: PLR0911  one for each kind
        self, kind: str, who: int, which: int, amount: int, some: tuple[int, ...]
    ) -> Step:
        """Make a step of some kind that is possible to ask for, even if it is refused."""
        model = self.model
        match kind:
            case "pay_office" | "pay_out" | "set_capacity" | "call_off" | "trust":
                return self._step_of_office(kind, who, which, amount, some[0])
            case "cancel" | "pay_from_balance" if model.places:
                return Step(kind, (who, which % len(model.places)))
            case "leave" if model.entries:
                return Step(kind, (who, which % len(model.entries)))
            case "bill" if model.places:
                number = which % len(model.places)
                return Step(
                    kind, (model.places[number].parent, number, f"payload-{self._number()}")
                )
            case "check_out" if model.bills:
                return Step(kind, (sorted(model.bills)[which % len(model.bills)],))
            case "pay_online" if model.bills:
                payload = sorted(model.bills)[which % len(model.bills)]
                return Step(kind, (payload, f"charge-{payload}-{which % 2}"))
            case "remove_child" if self.numbers > 25:
                own = [number for number, each in enumerate(CHILDREN) if each == (who,)]
                return Step(kind, (who, own[which % len(own)]))
            case "again" if self.requests:
                return self.requests[which % len(self.requests)]
            case _:
                child = _child(who, which)
                request = Step("book", (who, child, some, f"request-{self._number()}"))
                self.requests.append(request)
                return request

    def _step_of_office(self, kind: str, who: int, which: int, amount: int, club: int) -> Step:
        match kind:
            case "set_capacity":
                return Step(kind, (club, 1 + which % 3))
            case "call_off":
                return Step(kind, (club,))
            case "trust":
                return Step(kind, (who, LIMITS[which % len(LIMITS)]))
            case _:
                return Step(kind, (who, amount, f"{kind}-{self._number()}"))

    kinds = st.sampled_from(
        ("book",) * 6
        + ("cancel",) * 4
        + ("bill", "check_out", "pay_online") * 2
        + ("pay_office", "pay_out", "pay_from_balance", "leave", "again", "trust", "remove_child")
        + ("set_capacity",) * 3
    )

    # What happens

    @rule(kind=kinds, who=parents, which=any_number, amount=amounts, some=some_clubs)
    def one_step(self, kind: str, who: int, which: int, amount: int, some: tuple[int, ...]) -> None:
        step = self._step(kind, who, which, amount, some)
        note(f"{step}")
        step.on(self.model)
        step.on(self.world)

    @rule(first=kinds, second=kinds, who=parents, which=any_number, amount=amounts, some=some_clubs)
    def two_steps_at_once(  # noqa: PLR0917  hypothesis fills them in by name
        self,
        first: str,
        second: str,
        who: int,
        which: int,
        amount: int,
        some: tuple[int, ...],
    ) -> None:
        """Whatever the database makes of both, one order of the two explains it."""
        one = self._step(first, who, which, amount, some)
        other = self._step(second, (who + which) % PARENTS, which // 7, amount, some[::-1])
        note(f"at once: {one} {other}")
        orders = []
        for steps in ((one, other), (other, one)):
            model = deepcopy(self.model)
            for step in steps:
                step.on(model)
            orders.append(model)
        with ThreadPoolExecutor(2) as pool:
            for done in [pool.submit(step.on, self.world) for step in (one, other)]:
                done.result()
        found = self._found()
        for model in orders:
            self._number_as_found(model, found)
        explaining = [model for model in orders if self._expected(model) == found]
        if not explaining:
            for model in orders:
                note(_difference(found, self._expected(model)))
        assert explaining
        self.model = explaining[0]

    def _number_as_found(self, model: Model, found: Seen) -> None:
        """Put what is new in the order of its ids: of two sessions, either may come first."""
        expected = self._expected(model)
        places = _order(expected["places"], found["places"])
        model.places = [model.places[number] for number in places]
        for each in model.bills.values():
            each.places = [places.index(number) for number in each.places]
        entries = _order(expected["queues"], found["queues"])
        model.entries = [model.entries[number] for number in entries]

    @rule(hours=st.sampled_from((1, 2, 4, 7, 13)))
    def time_passes(self, hours: int) -> None:
        self.world.now += timedelta(hours=hours)
        self.model.now = self.world.now
        note(f"it is {self.world.now}")

    @rule()
    def sweeps_come_by(self) -> None:
        while (due := self.model.next_due()) is not None:
            assert self.world.next_due() == due
            self.model.expire(due)
            self.world.expire(due)
        assert self.world.next_due() is None
        for number in range(len(CLUBS)):
            self.model.close_queue(number)
            self.world.close_queue(number)

    @precondition(lambda self: self.numbers > 25)
    @rule(club=clubs)
    def session_is_called_off(self, club: int) -> None:
        self.model.call_off(club)
        self.world.call_off(club)

    # What must be true after each step

    @invariant()
    def rows_are_what_the_rules_say(self) -> None:
        found, expected = self._found(), self._expected(self.model)
        assert found == expected, _difference(found, expected)

    @invariant()
    def money_is_never_lost_or_made(self) -> None:
        model = self.model
        rows = self.world.rows()
        by_kind = Counter[str]()
        for each in rows.money:
            by_kind[each.kind] += each.amount_minor
        assert by_kind["payment"] == model.paid_in
        assert by_kind["payout"] == -model.paid_out
        places = -by_kind["charge"] - by_kind["refund"]
        came_in = by_kind["adjustment"] + model.paid_in
        assert came_in == places + sum(model.balances) + model.paid_out

    @invariant()
    def no_place_is_idle_while_somebody_waits(self) -> None:
        for number, club in enumerate(self.model.clubs):
            if self.model.queue(number) and club.is_open(self.model.now):
                assert len(self.model.active(number)) >= club.capacity

    def teardown(self) -> None:
        """End with the books: no rule of theirs may be broken, whatever has happened."""
        faults = self.world.database.look(find_faults, now=self.world.now)
        self.world.database.close()
        # Who ends holds is the sweep, which has perhaps not come by.
        assert [each for each in faults if each.rule != "hold_ends"] == []

    # Both sides, put in the same words

    def _found(self) -> Seen:
        world = self.world
        rows = world.rows()
        club = {each.id: number for number, each in enumerate(world.sessions)}
        child = {each: number for number, each in enumerate(world.child_ids)}
        parent = {each: number for number, each in enumerate(world.parent_ids)}
        balances = Counter[int]()
        for each in rows.money:
            balances[parent[each.parent_id]] += each.amount_minor
        return {
            "places": [
                (
                    club[each.session_id],
                    child[each.child_id],
                    parent[each.parent_id],
                    each.status,
                    each.price_minor,
                    each.hold_expires_at,
                )
                for each in rows.bookings
            ],
            "queues": [
                (club[each.session_id], child[each.child_id], parent[each.parent_id], each.status)
                for each in rows.entries
            ],
            "balances": [balances[number] for number in range(PARENTS)],
            "told": {key: n for key, n in told(rows, world).items() if key[1] in TOLD},
            "trail": {
                action: n
                for action, n in Counter(each.action for each in rows.trail).items()
                if action in LEFT_IN_THE_TRAIL
            },
            "capacities": [each.capacity or CLUBS[n][0] for n, each in enumerate(rows.sessions)],
            "bills": {
                each.payload: (parent[each.parent_id], each.amount_minor, each.status == "paid")
                for each in rows.invoices
            },
        }

    def _expected(self, model: Model) -> Seen:
        return {
            "places": [
                (each.club, each.child, each.parent, each.status, each.price, each.deadline)
                for each in model.places
            ],
            "queues": [
                (
                    each.club,
                    each.child,
                    each.parent,
                    each.status if each.status in (WAITING, PROMOTED, "left") else "expired",
                )
                for each in model.entries
            ],
            "balances": model.balances,
            "told": {key: n for key, n in model.told.items() if n and key[1] in TOLD},
            "trail": {action: n for action, n in model.trail.items() if n},
            "capacities": [each.capacity for each in model.clubs],
            "bills": {
                payload: (each.parent, each.amount, each.status == "paid")
                for payload, each in model.bills.items()
            },
        }
