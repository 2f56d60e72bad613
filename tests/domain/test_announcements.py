"""An announcement reaches every parent of its audience once, in one transaction."""

from datetime import datetime, time, timedelta
from time import perf_counter

import pytest

from domain.announcements import NobodyToTell, announce, stop_announcement
from domain.audiences import NEWS_LASTS, Audience, AudienceKind, Reach, is_news
from domain.audit import Action
from domain.model import Session
from storage.announcement_queries import (
    NotReached,
    Progress,
    Why,
    claim_progress,
    close_announcement,
    find_audience,
    find_progress,
    find_reach,
    list_choices,
    list_dates,
    list_not_reached,
    list_queues,
    note_message,
)
from storage.tables import NoticeState, announcement, audit_event, notice
from tests.domain.school import OFFICE, School
from tests.domain.values import utc
from tests.factory import LONDON, MONDAY, NOW, Factory, Family

EVERYONE = Audience(AudienceKind.EVERYONE)


def tell(school: School, audience: Audience, key: str = "key") -> int:
    made = school.run(announce, audience, "Hello", key, LONDON, actor=OFFICE, now=school.now)
    assert isinstance(made, int)
    return made


def told(school: School) -> list[int]:
    return sorted(row.parent_id for row in school.make.rows(notice))


def progress(school: School, announcement_id: int) -> Progress:
    found = school.make.database.look(find_progress, announcement_id)
    assert found is not None
    return found


def of_activity(session: Session) -> Audience:
    return Audience(AudienceKind.ACTIVITY, session.activity.id)


@pytest.fixture
def swim(school: School) -> Session:
    return school.make.session(name="Swimming", capacity=2)


def with_two_parents(make: Factory, grade: int = 3) -> tuple[Family, int]:
    """Make a child with two parents; the first of them books."""
    first, second = make.parent(), make.parent()
    return Family(first, make.child(first, second, grade=grade)), second


def test_activity_is_all_parents_of_children_with_a_place_ahead(
    school: School, swim: Session
) -> None:
    make = school.make
    next_week = make.session(activity_id=swim.activity.id, on=MONDAY + timedelta(weeks=1))
    over = make.session(activity_id=swim.activity.id, on=MONDAY - timedelta(weeks=2))
    family, other = with_two_parents(make)
    make.booking(swim, family)
    make.booking(next_week, family)
    make.booking(next_week, Family(family.parent_id, make.child(family.parent_id)))
    make.booking(over, make.family())
    make.booking(swim, make.family(), status="cancelled", ended_at=NOW)
    make.waiting(swim, make.family())
    make.booking(make.session(name="Chess"), make.family())
    tell(school, of_activity(swim))
    assert told(school) == [family.parent_id, other]


@pytest.mark.parametrize(("now", "reached"), [("2026-09-14 15:29", 1), ("2026-09-14 15:30", 0)])
def test_place_is_ahead_until_its_session_is_over(
    school: School, swim: Session, now: str, reached: int
) -> None:
    school.make.booking(swim, school.make.family())
    found = school.make.database.look(find_reach, of_activity(swim), now=utc(now), zone=LONDON)
    assert found is not None
    assert found[1].parents == reached


def test_session_is_who_has_a_place_in_it(school: School, swim: Session) -> None:
    family = school.make.family()
    held = {"status": "pending", "hold_expires_at": NOW + timedelta(days=1)}
    school.make.booking(swim, family, **held)
    other = school.make.session(activity_id=swim.activity.id, on=MONDAY + timedelta(weeks=1))
    school.make.booking(other, school.make.family())
    tell(school, Audience(AudienceKind.SESSION, swim.id))
    assert told(school) == [family.parent_id]


def test_waiting_list_is_who_waits(school: School, swim: Session) -> None:
    family, other = with_two_parents(school.make)
    school.make.booking(swim, school.make.family())
    school.make.waiting(swim, family)
    school.make.waiting(swim, school.make.family(), status="left", ended_at=NOW)
    tell(school, Audience(AudienceKind.QUEUE, swim.id))
    assert told(school) == [family.parent_id, other]


def test_year_group_is_the_parents_of_its_children(school: School) -> None:
    family, other = with_two_parents(school.make, grade=2)
    school.make.child(family.parent_id, grade=2)
    school.make.child(school.make.parent(), grade=3)
    school.make.child(school.make.parent(), grade=2, removed_at=NOW)
    tell(school, Audience(AudienceKind.GRADE, 2))
    assert told(school) == [family.parent_id, other]


def test_everyone_is_all_parents_and_each_reads_it_as_it_was_written(school: School) -> None:
    parents = [school.make.parent() for _ in range(3)]
    made = tell(school, EVERYONE)
    assert told(school) == parents
    assert [row.dedupe_key for row in school.make.rows(notice)] == [
        f"announcement:n{made}:p{each}" for each in parents
    ]
    claimed = school.run(lambda tx: tx.outbox.claim(now=NOW, again_at=NOW, most=99))
    assert {each.parent_id for each in claimed} == set(parents)
    assert {each.about.text for each in claimed} == {"Hello"}  # type: ignore[union-attr]


def test_confirmation_told_twice_is_one_announcement(school: School) -> None:
    school.make.parent()
    first = tell(school, EVERYONE)
    school.make.parent()
    assert tell(school, EVERYONE) == first
    assert school.make.count(notice) == 1
    [event] = school.make.rows(audit_event)
    assert (event.action, event.subject_id, event.detail) == (
        Action.ANNOUNCED,
        first,
        "everyone 1",
    )


def test_nobody_is_told_and_nothing_is_written_where_there_is_nobody(school: School) -> None:
    outcome = school.run(announce, EVERYONE, "Hello", "key", LONDON, actor=OFFICE, now=NOW)
    assert outcome == NobodyToTell()
    assert school.make.count(announcement) == 0


def test_who_cannot_be_reached_is_counted_before_and_listed_after(school: School) -> None:
    make = school.make
    make.parent(name="Zoe")
    make.parent(name="anna", telegram_id=None, phone="+441")
    make.parent(name="Ben", unreachable_since=NOW, phone=None)
    found = make.database.look(find_reach, EVERYONE, now=NOW, zone=LONDON)
    assert found is not None
    assert (found[1], found[1].by_telegram) == (Reach(3, 1, 1), 1)
    made = tell(school, EVERYONE)
    shown = progress(school, made)
    assert (shown.to_go, shown.absent, shown.unreachable, shown.parents) == (1, 1, 1, 3)
    assert make.database.look(list_not_reached, made) == [
        NotReached("anna", "+441", Why.ABSENT),
        NotReached("Ben", None, Why.UNREACHABLE),
    ]


def settle(school: School, state: NoticeState, notice_id: int | None = None) -> None:
    """Let a notice become something else; the first that waits if not said which."""
    waiting = [row.id for row in school.make.rows(notice) if row.state == NoticeState.WAITING]
    chosen = notice_id or waiting[0]
    school.run(lambda tx: tx.outbox.settle(chosen, state, now=school.now))


def test_stopping_drops_what_is_not_sent_and_says_how_many(school: School) -> None:
    make = school.make
    for number in range(4):
        make.parent(name=f"Parent {number}")
    make.parent(name="Quiet", unreachable_since=NOW)
    made = tell(school, EVERYONE)
    school.wait(minutes=1)
    settle(school, NoticeState.SENT)
    settle(school, NoticeState.FAILED)
    assert school.run(stop_announcement, made, actor=OFFICE, now=school.now) == 3
    assert school.run(stop_announcement, made, actor=OFFICE, now=school.now) == 0
    shown = progress(school, made)
    assert (shown.sent, shown.failed, shown.stopped, shown.to_go) == (1, 1, 3, 0)
    whys = [each.why for each in make.database.look(list_not_reached, made)]
    assert whys == [Why.FAILED, Why.STOPPED, Why.STOPPED, Why.STOPPED]
    events = [(row.action, row.detail) for row in make.rows(audit_event)]
    assert events[1:] == [(Action.ANNOUNCEMENT_STOPPED, "3")]


def test_progress_is_shown_when_it_has_moved_on_and_to_its_end(school: School) -> None:
    run = school.run
    for _ in range(2):
        school.make.parent()
    made = tell(school, EVERYONE)
    settle(school, NoticeState.SENT)
    assert run(claim_progress) == []  # no message shows it yet
    run(note_message, made, 7)
    assert [each.sent for each in run(claim_progress)] == [1]
    assert run(claim_progress) == []  # nothing has moved
    settle(school, NoticeState.SENT)
    assert [each.sent for each in run(claim_progress)] == [2]
    assert [each.sent for each in run(claim_progress)] == [2]  # until its end has been shown
    run(close_announcement, made, now=NOW)
    assert run(claim_progress) == []


def test_other_notices_go_before_announcements(school: School, swim: Session) -> None:
    for _ in range(20):
        school.make.parent()
    tell(school, EVERYONE)

    def claim() -> list[str]:
        claimed = school.run(lambda tx: tx.outbox.claim(now=NOW, again_at=NOW, most=20))
        for each in claimed:
            settle(school, NoticeState.SENT, each.id)
        return [each.kind for each in claimed]

    assert claim() == ["announcement"] * 10
    tutor = school.make.tutor(telegram_id=77)
    school.make.insert(
        notice,
        staff_telegram_id=77,
        kind="register",
        dedupe_key="register",
        session_id=school.make.session(tutor_id=tutor).id,
        state=NoticeState.WAITING,
        first_due_at=NOW,
        due_at=NOW,
        attempts=0,
    )
    assert claim() == ["register"]
    assert claim() == ["announcement"] * 10


def test_choices_are_what_is_ahead(school: School, swim: Session) -> None:
    make = school.make
    make.booking(swim, make.family())
    make.session(activity_id=swim.activity.id, on=MONDAY - timedelta(weeks=2))
    full = make.session(name="Chess", capacity=1, on=MONDAY + timedelta(days=1))
    make.waiting(full, make.family())
    dates = make.database.look(list_dates, swim.activity.id, now=NOW, zone=LONDON)
    assert [(each.session.id, each.active) for each in dates] == [(swim.id, 1)]
    ids = make.database.look(list_queues, now=NOW, zone=LONDON)
    queues = make.database.look(list_choices, ids, now=NOW, zone=LONDON)
    assert [(each.session.id, each.waiting) for each in queues] == [(full.id, 1)]


@pytest.mark.parametrize("kind", [AudienceKind.ACTIVITY, AudienceKind.SESSION, AudienceKind.QUEUE])
def test_what_is_not_there_is_no_audience(school: School, kind: AudienceKind) -> None:
    look = school.make.database.look
    assert look(find_audience, Audience(kind, 999)) is None
    assert look(find_reach, Audience(kind, 999), now=NOW, zone=LONDON) is None


def test_announcement_is_news_for_a_week_or_to_the_end_of_its_day(
    school: School, swim: Session
) -> None:
    second = timedelta(seconds=1)
    midnight = datetime.combine(MONDAY + timedelta(days=1), time(), tzinfo=LONDON)
    assert is_news(None, NOW, now=NOW + NEWS_LASTS - second, zone=LONDON)
    assert not is_news(None, NOW, now=NOW + NEWS_LASTS, zone=LONDON)
    assert is_news(swim, NOW, now=midnight - second, zone=LONDON)
    assert not is_news(swim, NOW, now=midnight, zone=LONDON)


def test_two_thousand_parents_are_written_to_in_well_under_a_second(school: School) -> None:
    school.make.families(2_000)
    begun = perf_counter()
    made = tell(school, EVERYONE)
    assert perf_counter() - begun < 1
    assert progress(school, made).to_go == 2_000
