"""Inventing the families: who lives together, how old the children are, how to reach them."""

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import cycle
from random import Random

from storage.sample_data.names import NAMES

CHILDREN_IN_A_FAMILY = (1,) * 24 + (2,) * 24 + (3,) * 8 + (4,) * 2
TWO_PARENTS_IN = 3
"""In every third family both parents use the bot."""
OLDEST_GRADE = 6


@dataclass(frozen=True, slots=True)
class InventedParent:
    name: str
    phone: str
    email: str | None
    telegram_id: int | None = None
    """None for all but the story's two: an invented number could be somebody's."""


@dataclass(frozen=True, slots=True)
class InventedChild:
    name: str
    born_on: date
    grade: int


@dataclass(frozen=True, slots=True)
class Household:
    parents: tuple[InventedParent, ...]
    children: tuple[InventedChild, ...]


def sarah_and_john(
    rng: Random, school_year: int, sarah_telegram_id: int | None, john_telegram_id: int | None
) -> tuple[Household, Household]:
    """Return the two families of the guided story."""
    sarah = InventedParent(
        "Sarah Miller", _phone(0), "sarah.miller@example.org", telegram_id=sarah_telegram_id
    )
    john = InventedParent(
        "John Carter", _phone(1), "john.carter@example.org", telegram_id=john_telegram_id
    )
    return (
        Household(
            (sarah,),
            (
                _child(rng, "Emma Miller", 3, school_year),
                _child(rng, "Oliver Miller", 1, school_year),
            ),
        ),
        Household((john,), (_child(rng, "Leo Carter", 3, school_year),)),
    )


def invent_households(rng: Random, school_year: int) -> list[Household]:
    """Return all the other families, in no order."""
    surnames = [(surname, group) for group in NAMES for surname in group.surnames]
    rng.shuffle(surnames)
    phones = map(_phone, rng.sample(range(2, 1000), 2 * len(surnames)))
    # Siblings of one name, or of one year, would only puzzle whoever tries the bot.
    grades = cycle(rng.sample(range(OLDEST_GRADE + 1), OLDEST_GRADE + 1))
    households = []
    for number, (surname, group) in enumerate(surnames):
        adults = rng.sample(group.adults, 2 if number % TWO_PARENTS_IN == 0 else 1)
        children = rng.sample(group.children, CHILDREN_IN_A_FAMILY[number])
        parents = [f"{first} {surname}" for first in adults]
        households.append(
            Household(
                tuple(InventedParent(name, next(phones), _email(name)) for name in parents),
                tuple(
                    _child(rng, f"{first} {surname}", next(grades), school_year)
                    for first in children
                ),
            )
        )
    return households


def _child(rng: Random, name: str, grade: int, school_year: int) -> InventedChild:
    """Invent a birthday: children of Reception turn five between September and August."""
    oldest = date(school_year - 5 - grade, 9, 1)
    return InventedChild(name, oldest + timedelta(days=rng.randrange(365)), grade)


def _phone(number: int) -> str:
    """Return one of the thousand mobile numbers that Ofcom keeps for drama."""
    return f"+447700900{number:03}"


def _email(name: str) -> str | None:
    """Return an address at a domain that delivers nothing; none if no letter is Latin."""
    letters = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    words = ["".join(filter(str.isalpha, word)) for word in letters.split()]
    return f"{'.'.join(filter(None, words))}@example.org" if any(words) else None
