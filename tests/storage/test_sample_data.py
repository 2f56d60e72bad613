"""The sample school: enough of everything, true to all rules, ready for the guided story."""

import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Table, func, make_url, select, text

from domain.booking import book_places, cancel_booking
from domain.model import BookingStatus, EntryStatus, MoneyKind, Session, SessionStatus
from domain.notices import NoticeKind
from domain.outcomes import Booked, Cancelled, PlaceOutcome, Queued, Wanted
from domain.ports.bookings import BookPlaces
from domain.reminders import queue_reminders
from domain.timetable import booking_closes_at, starts_at
from storage.database import Database
from storage.notices.about import AboutPlace
from storage.rows import SESSIONS, session_of
from storage.sample_data import NotEmptyError, SampleSchool, load_sample_data
from storage.schema import upgrade
from storage.sweeps import list_due_holds
from storage.tables import (
    account_entry,
    activity,
    attendance,
    audit_event,
    booking,
    child,
    closure,
    guardianship,
    metadata,
    notice,
    parent,
    session,
    staff,
    tutor,
    waitlist_entry,
)
from storage.transaction import Transaction
from tests.factory import POLICY, Factory

pytestmark = pytest.mark.unmeasured

NOW = datetime(2026, 10, 7, 9, 30, tzinfo=UTC)
SEED = 7
NewDatabase = Callable[[], Database]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def new_database(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[NewDatabase]:
    """A way to make databases that are not emptied after each test."""
    made: list[Database] = []

    def new() -> Database:
        if request.param == "sqlite":
            path = tmp_path_factory.mktemp("sample") / "school.db"
            shutil.copy(request.getfixturevalue("sqlite_template"), path)
            made.append(Database(f"sqlite:///{path}"))
        else:
            server = request.getfixturevalue("postgresql_server")
            made.append(_postgresql(server, f"sample_{len(made)}"))
        return made[-1]

    yield new
    for database in made:
        database.close()


def _postgresql(server: str, name: str) -> Database:
    office = Database(server)
    with office.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    office.close()
    own = make_url(server).set(database=name)
    database = Database(own.render_as_string(hide_password=False))
    upgrade(database)
    return database


@dataclass(frozen=True)
class Loaded:
    database: Database
    sample: SampleSchool

    def rows(self, table: Table) -> list[Any]:
        query = select(table).order_by(*table.primary_key.columns)
        return self.database.look(lambda tx: list(tx.connection.execute(query)))

    def sessions(self) -> dict[int, Session]:
        scheduled = SESSIONS.where(session.c.status == SessionStatus.SCHEDULED)
        rows = self.database.look(lambda tx: list(tx.connection.execute(scheduled)))
        return {each.session_id: session_of(each) for each in rows}

    def active(self) -> Counter[int]:
        return Counter(
            each.session_id
            for each in self.rows(booking)
            if each.status in (BookingStatus.PENDING, BookingStatus.CONFIRMED)
        )

    def waiting(self) -> Counter[int]:
        return Counter(
            each.session_id
            for each in self.rows(waitlist_entry)
            if each.status == EntryStatus.WAITING
        )


@pytest.fixture(scope="module")
def school(new_database: NewDatabase) -> Loaded:
    database = new_database()
    return Loaded(database, load(database))


def load(database: Database) -> SampleSchool:
    return load_sample_data(
        database,
        POLICY,
        seed=SEED,
        now=NOW,
        sarah_telegram_id=501,
        john_telegram_id=502,
        tutor_telegram_id=503,
    )


on_sqlite = pytest.mark.parametrize("new_database", ["sqlite"], indirect=True)


@pytest.mark.parametrize(
    ("table", "least"),
    [
        (activity, 12),
        (tutor, 8),
        (parent, 60),
        (child, 90),
        (session, 150),
        (booking, 500),
        (attendance, 300),
        (closure, 6),
    ],
    ids=str,
)
def test_there_is_enough_of_everything(school: Loaded, table: Table, least: int) -> None:
    assert len(school.rows(table)) >= least


def test_tutor_of_the_story_is_of_the_staff(school: Loaded) -> None:
    [row] = school.rows(staff)
    [teaches] = [each for each in school.rows(tutor) if each.telegram_id == 503]
    assert (row.telegram_id, row.role) == (503, "tutor")
    assert teaches.name == f"Ms {row.name}"
    named = {each.name for each in school.rows(activity) if each.tutor_id == teaches.id}
    assert school.sample.story.activity.name in named


def test_some_children_have_two_parents_and_some_have_siblings(school: Loaded) -> None:
    links = school.rows(guardianship)
    assert 2 in Counter(each.child_id for each in links).values()
    assert {1, 2, 3} <= set(Counter(each.parent_id for each in links).values())


@on_sqlite
def test_same_seed_and_moment_give_the_same_rows(school: Loaded, new_database: NewDatabase) -> None:
    again = new_database()
    sample = load(again)
    assert sample == school.sample
    for table in metadata.sorted_tables:
        assert Loaded(again, sample).rows(table) == school.rows(table), table.name


@on_sqlite
def test_another_seed_gives_another_school(school: Loaded, new_database: NewDatabase) -> None:
    other = new_database()
    loaded = Loaded(other, load_sample_data(other, POLICY, seed=SEED + 1, now=NOW))
    assert loaded.rows(child) != school.rows(child)
    assert loaded.rows(booking) != school.rows(booking)


def test_no_date_is_overbooked_and_nobody_waits_before_a_free_place(school: Loaded) -> None:
    active, waiting = school.active(), school.waiting()
    for each in school.sessions().values():
        assert active[each.id] <= each.capacity
        if waiting[each.id]:
            assert active[each.id] == each.capacity
            assert booking_closes_at(each, POLICY) > NOW


def test_every_confirmed_place_is_charged_once_and_no_other_keeps_money(school: Loaded) -> None:
    paid = Counter[int]()
    for entry in school.rows(account_entry):
        if entry.kind in (MoneyKind.CHARGE, MoneyKind.REFUND):
            paid[entry.booking_id] -= entry.amount_minor
    for each in school.rows(booking):
        owed = each.price_minor if each.status == BookingStatus.CONFIRMED else 0
        # A place given back late keeps a part, by its terms.
        kept = each.price_minor // 2 if each.status == BookingStatus.CANCELLED else owed
        assert paid[each.id] in (owed, kept)


def test_no_parent_owes_money(school: Loaded) -> None:
    balances = Counter[int]()
    for entry in school.rows(account_entry):
        balances[entry.parent_id] += entry.amount_minor
    assert min(balances.values()) >= 0


def test_some_dates_to_come_are_full_with_a_queue(school: Loaded) -> None:
    sessions = school.sessions()
    assert sum(starts_at(sessions[each], POLICY.zone) > NOW for each in school.waiting()) >= 3


def test_some_places_are_held_and_all_their_deadlines_are_to_come(school: Loaded) -> None:
    deadlines = [each.hold_expires_at for each in school.rows(booking) if each.hold_expires_at]
    assert len(deadlines) >= 3
    assert min(deadlines) > NOW


def test_bookings_have_ended_in_every_way(school: Loaded) -> None:
    assert {each.status for each in school.rows(booking)} == set(BookingStatus)
    assert {each.status for each in school.rows(waitlist_entry)} == set(EntryStatus)


def test_registers_are_marked_of_all_sessions_that_have_begun_and_of_no_other(
    school: Loaded,
) -> None:
    sessions = school.sessions()
    begun = {
        each.id
        for each in school.rows(booking)
        if each.status == BookingStatus.CONFIRMED
        and starts_at(sessions[each.session_id], POLICY.zone) < NOW
    }
    assert {each.booking_id for each in school.rows(attendance)} == begun


def test_nothing_happened_after_now_or_before_its_family_joined(school: Loaded) -> None:
    joined = {each.id: each.joined_at for each in school.rows(parent)}
    for each in school.rows(booking):
        assert joined[each.parent_id] < each.made_at < NOW
    assert max(each.at for each in school.rows(audit_event)) <= NOW


def test_no_notice_is_left_waiting_and_no_sweep_has_anything_to_do(school: Loaded) -> None:
    def due(tx: Transaction) -> int:
        days = NOW.date(), NOW.date() + timedelta(days=1)
        reminders = sum(queue_reminders(tx, each, POLICY, now=NOW) for each in days)
        return reminders + len(list_due_holds(tx, now=NOW, most=100))

    assert {each.state for each in school.rows(notice)} == {"sent", "failed"}
    assert school.database.transact(due) == 0


def test_people_can_be_written_to_by_nobody(school: Loaded) -> None:
    people = school.rows(parent)
    assert [each.telegram_id for each in people if each.telegram_id] == [501, 502]
    assert all(re.fullmatch(r"\+447700900\d{3}", each.phone) for each in people)
    assert len({each.phone for each in people}) == len(people)
    emails = [each.email for each in people if each.email]
    assert all(re.fullmatch(r"[a-z.]+@example\.org", each) for each in emails)
    assert len(set(emails)) == len(emails)


def test_names_are_of_many_kinds(school: Loaded) -> None:
    names = " ".join(each.name for each in school.rows(parent))
    assert "'" in names
    assert "-" in names
    assert re.search("[À-ž]", names)
    assert re.search("[\u05d0-\u05ea]", names)
    assert re.search("[\u0621-\u064a]", names)


def test_refuses_a_database_with_people_in_it(database: Database, make: Factory) -> None:
    make.family()
    with pytest.raises(NotEmptyError, match="has people in it"):
        load_sample_data(database, POLICY, seed=SEED, now=NOW)
    assert make.count(parent) == 1
    assert make.count(activity) == 0


def test_refuses_to_load_twice(school: Loaded) -> None:
    with pytest.raises(NotEmptyError):
        load_sample_data(school.database, POLICY, seed=SEED, now=NOW)


def test_story_has_one_place_left_and_no_queue(school: Loaded) -> None:
    story = school.sample.story
    assert story.capacity - school.active()[story.id] == 1
    assert school.waiting()[story.id] == 0


@on_sqlite
@pytest.mark.parametrize(
    "now",
    [
        pytest.param(datetime(2026, 10, 5, 14, 0, tzinfo=UTC), id="in the half hour it closes"),
        pytest.param(datetime(2026, 10, 25, 0, 30, tzinfo=UTC), id="as clocks go back, on Sunday"),
        pytest.param(datetime(2026, 12, 31, 23, 59, tzinfo=UTC), id="New Year's Eve"),
    ],
)
def test_story_works_at_once(new_database: NewDatabase, now: datetime) -> None:
    database = new_database()
    sample = load_sample_data(
        database, POLICY, seed=SEED, now=now, sarah_telegram_id=1, john_telegram_id=2
    )

    def book(parent_id: int, child_id: int) -> PlaceOutcome:
        wanted = Wanted(sample.story.activity.id, sample.story.on)
        request = BookPlaces(parent_id, child_id, (wanted,), f"story-{parent_id}")
        [outcome] = database.transact(book_places, request, POLICY, now=now)
        return outcome

    emma = book(sample.sarah_id, sample.emma_id)
    assert isinstance(emma, Booked)
    assert emma.booking_id
    leo = book(sample.john_id, sample.leo_id)
    assert isinstance(leo, Queued)
    assert leo.position == 1
    cancelled = database.transact(
        cancel_booking, sample.sarah_id, emma.booking_id, POLICY, shown_refund_minor=0, now=now
    )
    assert isinstance(cancelled, Cancelled)
    [told] = database.transact(lambda tx: tx.outbox.claim(now=now, again_at=now, most=9))
    assert told.kind is NoticeKind.PROMOTED
    assert isinstance(told.about, AboutPlace)
    assert told.about.booking_status is BookingStatus.CONFIRMED


def test_sarah_and_john_have_money_left_for_the_story(school: Loaded) -> None:
    total = func.sum(account_entry.c.amount_minor)
    query = select(account_entry.c.parent_id, total).group_by(account_entry.c.parent_id)
    balances = dict(school.database.look(lambda tx: list(tx.connection.execute(query))))
    price = school.sample.story.activity.price_minor
    assert balances[school.sample.sarah_id] >= 5 * price
    assert balances[school.sample.john_id] >= 3 * price
