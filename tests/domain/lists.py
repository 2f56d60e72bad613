"""Lists for rules that need no database: lines of families and activities, and who is on file."""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from domain.activity_lists import ActivityLine
from domain.family_lists import (
    FamilyLine,
    KnownChild,
    KnownParent,
    KnownPeople,
    ListedChild,
    ListedParent,
)
from domain.imports import NotImported
from domain.model import Plan

BORN = date(2018, 5, 31)


def parent(text: str, number: int = 1) -> ListedParent:
    """Read `Ann 1 a@x` or `Ann - a@x`: a name, the end of a phone, an e-mail address."""
    name, phone, *email = text.split()
    address = email[0] if email else None
    return ListedParent(number, name, None if phone == "-" else phone_of(phone), address)


def phone_of(end: str) -> str:
    return f"+44770090012{end}"


def line(
    number: int,
    child: str,
    *parents: str,
    born_on: date = BORN,
    grade: int = 3,
    notes: str = "",
) -> FamilyLine:
    named = tuple(parent(text, place) for place, text in enumerate(parents, 1))
    return FamilyLine(number, ListedChild(child, born_on, grade, notes), named)


def known(parents: Iterable[str] = (), children: Iterable[KnownChild] = ()) -> KnownPeople:
    """Put people on file, numbered from 1; who has joined has a star: `*Ann 1 a@x`."""
    on_file = [
        KnownParent(number, one.name.lstrip("*"), one.phone, one.email, one.name.startswith("*"))
        for number, one in enumerate(map(parent, parents), 1)
    ]
    return KnownPeople(tuple(on_file), tuple(children))


def child(child_id: int, name: str, *parent_ids: int, **values: Any) -> KnownChild:
    given: dict[str, Any] = {"born_on": BORN, "grade": 3} | values
    return KnownChild(child_id, name, parent_ids=frozenset(parent_ids), **given)


def faults(outcome: object) -> list[tuple[str, int, str, str, int]]:
    """What stands against a list: fault, line, column, value, other line."""
    assert isinstance(outcome, NotImported), outcome
    return [
        (each.fault.value, each.line, each.column, each.value, each.other_line)
        for each in outcome.problems
    ]


def swimming(number: int = 2, **values: Any) -> ActivityLine:
    given: dict[str, Any] = {
        "name": "Swimming",
        "tutor": "Tim",
        "description": "",
        "location": "Pool",
        "weekday": 0,
        "start_time": time(15, 30),
        "end_time": time(16, 30),
        "first_on": date(2026, 9, 7),
        "last_on": date(2026, 12, 14),
        "grade_from": 0,
        "grade_to": 6,
        "capacity": 15,
        "price_minor": 650,
    }
    return ActivityLine(number, Plan(**(given | values)))
