"""Who is in the school, and the part that each child plays in its past."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from storage.sample_data.clubs import CLUBS, STORY
from storage.sample_data.households import invent_households, sarah_and_john
from storage.sample_data.people import SampleChild, add_households
from storage.transaction import Transaction

LATE_PAYING_FAMILIES = 6
"""The first that are invented; each has one child."""
JOINED_WITHIN = timedelta(days=20)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """The children by the part they play."""

    emma: SampleChild
    oliver: SampleChild
    leo: SampleChild
    swimmers: list[SampleChild]
    """They take all places but one on every date of `STORY`, and keep them."""
    late_payers: list[SampleChild]
    """Their parents book without money, and pay later or not at all."""
    others: list[SampleChild]
    """All who book clubs as most do, the swimmers included."""

    def keepers(self) -> list[int]:
        """Return the parents who never cancel."""
        story = [self.emma, self.leo, *self.swimmers, *self.late_payers]
        return [parent_id for child in story for parent_id in child.parent_ids]


def add_cast(
    tx: Transaction,
    rng: Random,
    school_year: int,
    *,
    sarah_telegram_id: int | None,
    john_telegram_id: int | None,
    before: datetime,
) -> Cast:
    """Write all families, who joined in the weeks before an instant, and give out the parts."""
    families = [
        *sarah_and_john(rng, school_year, sarah_telegram_id, john_telegram_id),
        *invent_households(rng, school_year),
    ]
    joined = sorted(before - JOINED_WITHIN * rng.random() for _ in families)
    [emma, oliver], [leo], *rest = add_households(tx, families, joined)
    late, others = rest[:LATE_PAYING_FAMILIES], rest[LATE_PAYING_FAMILIES:]
    most = [child for children in others for child in children]
    return Cast(
        emma=emma,
        oliver=oliver,
        leo=leo,
        swimmers=_swimmers(rng, most),
        late_payers=[child for children in late for child in children],
        others=most,
    )


def _swimmers(rng: Random, children: list[SampleChild]) -> list[SampleChild]:
    [club] = [club for club in CLUBS if club.name == STORY]
    lowest, highest = club.grades
    fitting = [child for child in children if lowest <= child.grade <= highest]
    return rng.sample(fitting, club.capacity - 1)
