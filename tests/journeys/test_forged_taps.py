"""Taps that no button of ours made: never another family's data, always an answer."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Any, get_type_hints

import pytest

from bot.callback_data import LARGEST_ID, Tap
from bot.sandbox.client import PersonClient
from bot.taps.booking import Booking
from bot.taps.children import ChildForm
from bot.taps.joining import Joining
from domain.model import Session
from storage.conversations import Conversation, save_conversation
from storage.tables import account_entry, booking, child, guardianship, parent, waitlist_entry
from tests.factory import MONDAY, NOW
from tests.journeys.school import Parent, School
from tests.tap_roles import EVERY_TAP, row_of

pytestmark = pytest.mark.unmeasured

GARBAGE = (
    None,
    "",
    ":",
    "nothing",
    "b.ok",
    "b.ok:",
    "b.ok:a:1:2",
    "-book",
    "-book:1",
    "p.bk:",
    "p.bk:one",
    "p.bk:1.5",
    "p.bk:1e9",
    "p.bk:007",
    "p.bk: 1",
    "p.bk:١",
    "b.ok:\x00:1",
    "b.ok:é:1",
    "b.ok:\ud83d:1",
    "b.dt:0:1",
    f"b.dt:{MONDAY.toordinal()}:2",
    "'; DROP TABLE booking; --",
    "%s%n{0}{child}",
    "💥" * 16,
    "<b>bold</b>",
)
SECRETS = ("Violet", "Victor", "Vane", "£77.00", "victor@example.org", "7700900777")
TO_STRANGERS = ("I do not know you yet.", "How it works", "Welcome to Hill School\n")
PARENTS_TAPS = tuple(tap for tap in EVERY_TAP if "parent" in row_of(tap)[0].value)
"""All others mean nothing to parents and strangers: see tests/bot/test_roles."""
OWN, STOLEN = 0, 1
"""Drafts of one's own child, and as if the victim's had got into it."""
STEPS = {
    "booking": (
        ("child", OWN),
        ("activity", OWN),
        ("date", STOLEN),
        ("summary", OWN),
        ("summary", STOLEN),
    ),
    "child": (("name", STOLEN), ("birth_date", OWN), ("grade", OWN), ("grade", STOLEN)),
    "join": (("name", OWN), ("phone", OWN), ("email", OWN)),
}


class Victim:
    """A family with something of everything, whose ids an attacker has guessed."""

    def __init__(self, school: School, swimming: Session) -> None:
        make = school.make
        self.parent_id = make.parent(
            name="Victor Vane", email="victor@example.org", phone="+447700900777"
        )
        make.money(self.parent_id, 7750)
        self.child_id = make.child(self.parent_id, name="Violet")
        family = self.family = type(make.family())(self.parent_id, self.child_id)
        self.booked = make.booking(swimming, family, request_key="stolen")
        self.held = make.booking(make.session(price=77), family, status="pending")
        full = make.session(capacity=1)
        make.booking(full, make.family())
        self.queued = make.waiting(full, family)

    def rows(self, school: School) -> list[list[Any]]:
        mine = {"child_id": self.child_id}
        return [
            school.make.rows(parent, id=self.parent_id),
            school.make.rows(child, id=self.child_id),
            school.make.rows(guardianship, **mine),
            school.make.rows(booking, **mine),
            school.make.rows(waitlist_entry, **mine),
            school.make.rows(account_entry, parent_id=self.parent_id),
        ]


def forged(tap: type[Any], victim: Victim) -> list[str]:
    """Return the taps of one kind that reach for the victim, and some that reach too far."""
    hints = get_type_hints(tap)
    guesses: list[list[Any]] = []
    for field in fields(tap):
        match field.name, hints[field.name]:
            case "booking_id", _:
                guesses.append([victim.booked, victim.held, LARGEST_ID, 0])
            case "entry_id", _:
                guesses.append([victim.queued, LARGEST_ID, -1])
            case "parent_id", _:
                guesses.append([victim.parent_id, LARGEST_ID, 0])
            case "child_id", _:
                guesses.append([victim.child_id, LARGEST_ID, -1])
            case _, kind if kind is date:
                guesses.append([MONDAY, date.max, date.min])
            case _, kind if kind is bool:
                guesses.append([True, False])
            case _, kind if kind is str:
                guesses.append(["stolen", "", "x" * 30])
            case _:
                guesses.append([0, LARGEST_ID, -LARGEST_ID, 1])
    longest = max((len(each) for each in guesses), default=1)
    taps = [tap(*[each[number % len(each)] for each in guesses]) for number in range(longest)]
    return [packed(each) for each in taps]


def packed(tap: Tap) -> str:
    try:
        return tap.pack()
    except ValueError:  # too long for a button
        return f"{tap.code}:{LARGEST_ID}"


def check(person: PersonClient, data: str | None) -> None:
    """Look at all that the attacker is shown now."""
    for message in person._bot_messages():
        shown = message.text + " ".join(message.labels)
        assert not [secret for secret in SECRETS if secret in shown], (data, shown)


def stand(school: School, person: PersonClient, conversation: Conversation | None) -> None:
    """Put somebody at a step, as if they had walked there."""
    school.make.database.transact(save_conversation, person.id, conversation, now=NOW)


def drafts(anna: Parent, victim: Victim, of: Session) -> dict[str, list[str]]:
    """Return what the attacker's conversations hold: their own child, or the victim's."""
    dates = f'"dates":["{MONDAY}"],"request_key":"mine","shown_prices_minor":[null]'
    bookings = [
        f'{{"child_id":{child_id},"activity_id":{of.activity.id},{dates}}}'
        for child_id in (anna.child_ids[0], victim.child_id)
    ]
    form = f'{{"child_id":{victim.child_id},"name":"Mine","born_on":"2018-01-01"}}'
    return {"booking": bookings, "child": ["{}", form], "join": ["{}"]}


def standing(
    anna: Parent, victim: Victim, of: Session, conversation: str | None
) -> list[Conversation | None]:
    """Return where the attacker may stand: outside all, or at a step with one draft or another."""
    if conversation is None:
        return [None]
    held = drafts(anna, victim, of)[conversation]
    return [
        Conversation(conversation, step, held[draft], anna.screen.message_id)
        for step, draft in STEPS[conversation]
    ]


async def scene(school: School) -> tuple[Parent, Victim, Session]:
    swimming = school.make.session(name="Swimming", price=50)
    school.make.session(activity_id=swimming.activity.id, on=MONDAY + timedelta(weeks=1))
    anna = await school.parent("Anna", children=["Emma"])
    await anna.send("/start")
    return anna, Victim(school, swimming), swimming


@pytest.mark.parametrize("conversation", [None, *STEPS])
async def test_no_forged_tap_shows_or_changes_another_familys_data(
    school: School, conversation: str | None
) -> None:
    anna, victim, swimming = await scene(school)
    before = victim.rows(school)
    for place in standing(anna, victim, swimming, conversation):
        for tap in PARENTS_TAPS:
            if place and place.name != _conversation_of(tap):
                continue
            for data in forged(tap, victim):
                stand(school, anna, place)
                await school.forge(anna, data, 2)
                check(anna, data)
            assert victim.rows(school) == before, tap
    assert school.make.count(booking, parent_id=anna.parent_id, child_id=victim.child_id) == 0


def _conversation_of(tap: type[Any]) -> str | None:
    families = {Booking: "booking", ChildForm: "child", Joining: "join"}
    return next((name for family, name in families.items() if issubclass(tap, family)), None)


@pytest.mark.parametrize("step", ["", "child", "activity", "date", "summary"])
async def test_garbage_is_answered_and_does_nothing(school: School, step: str) -> None:
    anna, victim, swimming = await scene(school)
    before = [*victim.rows(school), school.make.count(booking)]
    draft = drafts(anna, victim, swimming)["booking"][0]
    place = Conversation("booking", step, draft, anna.screen.message_id) if step else None
    for data in GARBAGE:
        stand(school, anna, place)
        await school.forge(anna, data, 2)
        assert anna.changed.text
        check(anna, data)
    assert [*victim.rows(school), school.make.count(booking)] == before


async def test_stranger_who_forges_taps_is_told_to_join_and_shown_nothing(
    school: School,
) -> None:
    _, victim, _ = await scene(school)
    before = victim.rows(school)
    sam = await school.person("Sam")
    await sam.send("/start")
    asked = sam.screen.message_id
    for tap in PARENTS_TAPS:
        for data in forged(tap, victim)[:1]:
            stand(school, sam, None)
            await school.forge(sam, data, asked)
            check(sam, data)
            assert sam.changed.text.startswith(TO_STRANGERS)
    assert victim.rows(school) == before
