"""A school in the middle of its term, made by living through the weeks before `now`."""

from dataclasses import dataclass, replace
from datetime import datetime
from random import Random

from sqlalchemy import exists, select

from domain.model import Policy, Session
from domain.timetable import booking_closes_at, local_date
from storage.database import Database
from storage.sample_data.cast import Cast, add_cast
from storage.sample_data.clubs import STORY
from storage.sample_data.term import add_story_tutor, add_term, opening, term_around
from storage.sample_data.timeline import Timeline
from storage.tables import child, parent, tutor
from storage.transaction import Transaction


class NotEmptyError(Exception):
    """Sample data is for an empty database, and this one has people in it."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSchool:
    """Whom and what the guided story is about."""

    sarah_id: int
    emma_id: int
    oliver_id: int
    john_id: int
    leo_id: int
    story: Session
    """The next open date of its club: one place left, nobody waiting, right for Emma and Leo."""


def load_sample_data(
    database: Database,
    policy: Policy,
    *,
    seed: int,
    now: datetime,
    sarah_telegram_id: int | None = None,
    john_telegram_id: int | None = None,
    tutor_telegram_id: int | None = None,
) -> SampleSchool:
    """Fill an empty database with a school around `now`, the same for the same seed.

    Raises:
        NotEmptyError: there are people in the database.

    """
    # Families here pay first, or a generous credit limit would leave nothing pending to show.
    strict = replace(policy, credit_limit_minor=0)

    def work(tx: Transaction) -> SampleSchool:
        if _has_people(tx):
            raise NotEmptyError
        rng = Random(seed)  # noqa: S311  dice, not secrets
        term = term_around(local_date(now, policy.zone))
        sessions = add_term(tx, term)
        if tutor_telegram_id is not None:
            add_story_tutor(tx, tutor_telegram_id, opening(term, strict))
        cast = add_cast(
            tx,
            rng,
            term.school_year,
            sarah_telegram_id=sarah_telegram_id,
            john_telegram_id=john_telegram_id,
            before=opening(term, strict),
        )
        past = Timeline(tx=tx, policy=strict, rng=rng, term=term, sessions=sessions, cast=cast)
        past.live(now=now)
        return _school(cast, sessions, policy, now)

    return database.transact(work)


def _has_people(tx: Transaction) -> bool:
    people = [exists(select(table.c.id)) for table in (parent, child, tutor)]
    return any(tx.connection.execute(select(*people)).one())


def _school(cast: Cast, sessions: list[Session], policy: Policy, now: datetime) -> SampleSchool:
    story = [each for each in sessions if each.activity.name == STORY]
    return SampleSchool(
        sarah_id=cast.emma.parent_ids[0],
        emma_id=cast.emma.id,
        oliver_id=cast.oliver.id,
        john_id=cast.leo.parent_ids[0],
        leo_id=cast.leo.id,
        story=next(each for each in story if now < booking_closes_at(each, policy)),
    )
