"""What happened in the weeks before `now`, in order: who did what at which instant."""

from collections.abc import Callable, Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import chain
from operator import itemgetter
from random import Random

from domain.model import Policy, Session
from domain.timetable import instant, local_date, starts_at
from storage.sample_data import school_past
from storage.sample_data.cast import Cast
from storage.sample_data.clubs import CLUBS, EMMAS_CLUB, LEOS_CLUB, OLIVERS_CLUB, STORY
from storage.sample_data.families_past import Families
from storage.sample_data.people import SampleChild
from storage.sample_data.term import MORNING, Term, opening
from storage.transaction import Transaction

RUSH = timedelta(days=10)
"""In the days after booking opens most families book for the term."""
SARAHS_MONEY, JOHNS_MONEY = 6000, 3000
CLUBS_A_CHILD = (1, 2, 2, 3)
DATES_OF_A_CLUB = (slice(None), slice(None), slice(None, None, 2), slice(6))
"""All dates, mostly; or every other week, or the first six."""
CHANGES_A_DAY = 6
LOOKS_AHEAD = timedelta(weeks=3)
EVENING = time(20)
HOURS_AWAKE = timedelta(hours=11)
"""From the morning on, but over before the evening."""
DAY = timedelta(days=1)
WANTED = {club.name: club.wanted for club in CLUBS}

Event = tuple[datetime, Callable[..., None]]
"""Something that happened; it is called with the instant as `now`."""


class Timeline:
    """Plans the past of one school; `live` makes it happen."""

    def __init__(
        self,
        *,
        tx: Transaction,
        policy: Policy,
        rng: Random,
        term: Term,
        sessions: list[Session],
        cast: Cast,
    ) -> None:
        self._tx = tx
        self._policy = policy
        self._rng = rng
        self._term = term
        self._sessions = sessions
        self._cast = cast
        self._families = Families(tx, policy, rng)

    def live(self, *, now: datetime) -> None:
        """Do all that happened before `now`, and bring the school up to it."""
        plan = chain(self._guided_story(), self._rush(), self._weeks(now), self._latest(now))
        for at, happen in sorted(plan, key=itemgetter(0)):
            if at < now:
                happen(now=at)
        school_past.sweep(self._tx, self._policy, now=now)
        school_past.mark_registers(self._tx, self._sessions, self._policy, self._rng, now=now)

    def _guided_story(self) -> Iterator[Event]:
        """Let those of the guided story book before anybody else."""
        at, cast, book = opening(self._term, self._policy), self._cast, self._families.book
        yield at, partial(self._families.pay, cast.emma.parent_ids[0], SARAHS_MONEY)
        yield at, partial(self._families.pay, cast.leo.parent_ids[0], JOHNS_MONEY)
        yield at, partial(book, cast.emma, self._dates(EMMAS_CLUB)[::2])
        yield at, partial(book, cast.oliver, self._dates(OLIVERS_CLUB)[::2])
        yield at, partial(book, cast.leo, self._dates(LEOS_CLUB)[::2])
        for swimmer in cast.swimmers:
            yield at, partial(book, swimmer, self._dates(STORY))

    def _rush(self) -> Iterator[Event]:
        for child in self._cast.others:
            for dates in self._choose_clubs(child):
                at = opening(self._term, self._policy) + RUSH * self._rng.random()
                yield at, partial(self._families.book, child, dates)

    def _choose_clubs(self, child: SampleChild) -> Iterator[list[Session]]:
        names = [name for name in WANTED if _fits(child, self._dates(name)[0]) and name != STORY]
        liking = [WANTED[name] for name in names]
        chosen = self._rng.choices(names, liking, k=self._rng.choice(CLUBS_A_CHILD))
        # One club a day: the same drawn again, or another on its day, is not taken.
        by_day = {self._dates(name)[0].activity.weekday: self._dates(name) for name in chosen}
        for dates in by_day.values():
            yield dates[self._rng.choice(DATES_OF_A_CLUB)]

    def _weeks(self, now: datetime) -> Iterator[Event]:
        """Yield each day's small changes, and its evening."""
        changes = self._changes()
        weights = list(changes.values())
        day, today = self._day(opening(self._term, self._policy)), self._day(now)
        while day <= today:
            if day >= self._term.first_on:
                for _ in range(self._rng.randrange(CHANGES_A_DAY)):
                    [change] = self._rng.choices(list(changes), weights)
                    at = instant(day, MORNING, self._policy.zone)
                    yield at + HOURS_AWAKE * self._rng.random(), change
            evening = instant(day, EVENING, self._policy.zone)
            yield evening, partial(school_past.sweep, self._tx, self._policy)
            day += DAY

    def _changes(self) -> dict[Callable[..., None], int]:
        """Return what may happen on a day, and how often it does against the rest."""
        families = self._families
        return {
            partial(families.cancel_something, self._cast.keepers()): 5,
            self._book_a_date: 4,
            self._hold_a_date: 2,
            families.pay_for_a_hold: 1,
            families.leave_some_queue: 1,
        }

    def _latest(self, now: datetime) -> Iterator[Event]:
        """Yield what the screens should have something of, whatever the dice say."""
        ill = self._some_session(now - timedelta(weeks=2))
        outing = self._some_session(now + 2 * DAY)
        yield starts_at(ill, self._policy.zone) - DAY, partial(school_past.call_off, self._tx, ill)
        yield now - DAY, partial(school_past.call_off, self._tx, outing)
        yield now - 3 * DAY, partial(school_past.make_room, self._tx, self._policy)
        for child in self._cast.late_payers:
            # The larger part of the hold is still to come.
            at = now - self._policy.hold / 3 * self._rng.random()
            yield at, partial(self._hold_a_date, child)

    def _book_a_date(self, *, now: datetime) -> None:
        child = self._rng.choice(self._cast.others)
        self._families.book(child, self._soon(child, now)[:1], now=now)

    def _hold_a_date(self, child: SampleChild | None = None, *, now: datetime) -> None:
        child = child or self._rng.choice(self._cast.late_payers)
        self._families.hold(child, self._soon(child, now), now=now)

    def _soon(self, child: SampleChild, now: datetime) -> list[Session]:
        """Return, in any order, dates of the next weeks that a child of that age may book."""
        dates = [
            each
            for each in self._sessions
            if 3 * DAY < starts_at(each, self._policy.zone) - now < LOOKS_AHEAD
            and each.activity.name != STORY
            and _fits(child, each)
        ]
        return self._rng.sample(dates, len(dates))

    def _some_session(self, after: datetime) -> Session:
        """Return one of the next sessions that nobody of the story is in."""
        zone = self._policy.zone
        found = [
            each
            for each in self._sessions
            if each.activity.name not in (STORY, EMMAS_CLUB, OLIVERS_CLUB, LEOS_CLUB)
            and after < starts_at(each, zone) < after + timedelta(weeks=1)
        ]
        return self._rng.choice(found)

    def _dates(self, name: str) -> list[Session]:
        return [each for each in self._sessions if each.activity.name == name]

    def _day(self, at: datetime) -> date:
        return local_date(at, self._policy.zone)


def _fits(child: SampleChild, session: Session) -> bool:
    return session.activity.grade_from <= child.grade <= session.activity.grade_to
