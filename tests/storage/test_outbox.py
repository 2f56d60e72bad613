"""The outbox: written once an occasion, claimed by one sender at a time, settled once."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import time, timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import text

from domain.booking import cancel_booking
from domain.model import BookingStatus, EntryStatus, Funds, Reminders
from domain.money import Together
from domain.notices import Notice, NoticeKind
from domain.outcomes import Reason
from storage.database import Database
from storage.notices.about import (
    AboutDay,
    AboutFailure,
    AboutPayment,
    AboutPlace,
    AboutRegister,
    ClaimedNotice,
    PlaceThen,
)
from storage.outbox import MOST_READINGS, READ_AGAIN_AFTER
from storage.tables import NoticeState, account_entry, failed_update, notice, parent
from storage.transaction import Transaction
from storage.undelivered import GivenUp, list_undelivered
from tests.factory import MONDAY, NOW, POLICY, Factory, Family

MINUTE = timedelta(minutes=1)


def write(database: Database, *notices: Notice) -> None:
    database.transact(lambda tx: tx.outbox.add(*notices))


def claim(database: Database, *, most: int = 10, after: timedelta = timedelta()) -> list[int]:
    """Claim what is due at `NOW` and a while, again due a minute later; return the ids."""
    return [each.id for each in details(database, most=most, after=after)]


def details(
    database: Database, *, most: int = 10, after: timedelta = timedelta()
) -> list[ClaimedNotice]:
    now = NOW + after
    return database.transact(lambda tx: tx.outbox.claim(now=now, again_at=now + MINUTE, most=most))


def about_place(make: Factory) -> AboutPlace:
    [claimed] = details(make.database)
    assert isinstance(claimed.about, AboutPlace)
    return claimed.about


def a_notice(make: Factory, due_at: timedelta = timedelta()) -> int:
    """Write a notice of a booking of its own; return its id."""
    family = make.family()
    day = MONDAY + timedelta(weeks=make.count(notice))
    booking_id = make.booking(make.session(on=day), family)
    write(
        make.database,
        Notice(family.parent_id, NoticeKind.PROMOTED, NOW + due_at, booking_id=booking_id),
    )
    return int(make.rows(notice)[-1].id)


def settle(database: Database, notice_id: int, state: NoticeState, after: timedelta) -> None:
    database.transact(lambda tx: tx.outbox.settle(notice_id, state, now=NOW + after))


def test_notice_waits_to_be_sent_once_it_is_due(make: Factory) -> None:
    notice_id = a_notice(make)
    [row] = make.rows(notice)
    assert (row.id, row.kind, row.state, row.due_at) == (notice_id, "promoted", "waiting", NOW)
    assert (row.attempts, row.settled_at) == (0, None)


def test_same_occasion_again_is_dropped_and_the_work_goes_on(make: Factory) -> None:
    family = make.family()
    booking_id = make.booking(make.session(), family)
    told = Notice(family.parent_id, NoticeKind.PROMOTED, NOW, booking_id=booking_id)
    later = Notice(family.parent_id, NoticeKind.PROMOTED, NOW + MINUTE, booking_id=booking_id)
    other = Notice(family.parent_id, NoticeKind.OFFERED, NOW, booking_id=booking_id)
    write(make.database, told)
    write(make.database, later, other, other)
    assert [(row.kind, row.due_at) for row in make.rows(notice)] == [
        ("promoted", NOW),
        ("offered", NOW),
    ]


@pytest.mark.parametrize(
    ("due_at", "is_due"), [(-MINUTE, True), (timedelta(), True), (timedelta(microseconds=1), False)]
)
def test_notice_is_claimed_when_it_is_due(make: Factory, due_at: timedelta, is_due: bool) -> None:
    notice_id = a_notice(make, due_at)
    assert claim(make.database) == ([notice_id] if is_due else [])


def test_longest_overdue_is_claimed_first_and_no_more_than_asked_for(make: Factory) -> None:
    late, latest, early = (a_notice(make, minutes * MINUTE) for minutes in (-5, -1, -9))
    assert claim(make.database, most=2) == sorted([early, late])
    assert claim(make.database, most=2) == [latest]
    assert claim(make.database, most=2) == []


def test_claim_takes_no_more_than_asked_for_whatever_is_planned(make: Factory) -> None:
    """A plan that runs the limited part once for each row would take them all."""
    for _ in range(12):
        a_notice(make)
    if make.database.engine.dialect.name == "postgresql":
        make.database.transact(lambda tx: tx.connection.execute(text("ANALYZE notice")))
    assert len(claim(make.database, most=3)) == 3

    def with_other_plans(tx: Transaction) -> int:
        if tx.connection.dialect.name == "postgresql":
            for plan in ("hashagg", "hashjoin", "mergejoin", "material", "sort"):
                tx.connection.execute(text(f"SET LOCAL enable_{plan} = off"))
        return len(tx.outbox.claim(now=NOW, again_at=NOW + MINUTE, most=3))

    assert make.database.transact(with_other_plans) == 3


def test_notice_that_is_not_settled_comes_again(make: Factory) -> None:
    notice_id = a_notice(make)
    assert [each.attempts for each in details(make.database)] == [1]
    assert claim(make.database, after=MINUTE - timedelta(microseconds=1)) == []
    again = details(make.database, after=MINUTE)
    assert [(each.id, each.attempts) for each in again] == [(notice_id, 2)]


@pytest.mark.parametrize("state", [NoticeState.SENT, NoticeState.DROPPED, NoticeState.FAILED])
def test_settled_notice_never_comes_again(make: Factory, state: NoticeState) -> None:
    notice_id = a_notice(make)
    claim(make.database)
    settle(make.database, notice_id, state, MINUTE)
    [row] = make.rows(notice)
    assert (row.state, row.settled_at) == (state, NOW + MINUTE)
    assert claim(make.database, after=timedelta(days=365)) == []


def test_postponed_notice_comes_when_it_was_put_off_to(make: Factory) -> None:
    notice_id = a_notice(make)
    claim(make.database)
    make.database.transact(lambda tx: tx.outbox.postpone(notice_id, NOW + 30 * MINUTE))
    assert claim(make.database, after=29 * MINUTE) == []
    assert claim(make.database, after=30 * MINUTE) == [notice_id]


def test_claim_that_was_undone_leaves_the_notice_due(make: Factory) -> None:
    notice_id = a_notice(make)

    def die(tx: Transaction) -> None:
        tx.outbox.claim(now=NOW, again_at=NOW + MINUTE, most=1)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        make.database.transact(die)
    assert claim(make.database) == [notice_id]


def test_no_two_senders_claim_the_same_notice(make: Factory) -> None:
    written = {a_notice(make) for _ in range(12)}
    senders = 4
    together = Barrier(senders)

    def claim_some(_: int) -> list[int]:
        together.wait(5)
        return claim(make.database, most=5)

    with ThreadPoolExecutor(senders) as pool:
        claimed = [each for found in pool.map(claim_some, range(senders)) for each in found]
    claimed += claim(make.database, most=12)  # what all were looking past
    assert sorted(claimed) == sorted(written)


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)  # SQLite: one at a time
def test_sender_looks_past_what_another_is_claiming(make: Factory) -> None:
    first, second = a_notice(make), a_notice(make)

    def while_claimed(tx: Transaction) -> tuple[list[int], list[int]]:
        mine = tx.outbox.claim(now=NOW, again_at=NOW + MINUTE, most=1)
        return [each.id for each in mine], claim(make.database)

    assert make.database.transact(while_claimed) == ([first], [second])


def test_claimed_notice_has_all_its_words_need(make: Factory) -> None:
    parent_id = make.parent(telegram_id=77, language="de")
    family = Family(parent_id, make.child(parent_id, name="Bob"))
    swim = make.session(price=500, location="Pool")
    deadline = NOW + timedelta(hours=24)
    booking_id = make.booking(
        swim,
        family,
        status="pending",
        hold_expires_at=deadline,
        discount=None,
        price_minor=400,
    )
    write(make.database, Notice(parent_id, NoticeKind.OFFERED, NOW, booking_id=booking_id))
    [claimed] = details(make.database)
    assert claimed == ClaimedNotice(
        id=claimed.id,
        kind=NoticeKind.OFFERED,
        attempts=1,
        unanswered=0,
        parent_id=parent_id,
        telegram_id=77,
        language="de",
        is_unreachable=False,
        about=AboutPlace(
            child_name="Bob",
            session=swim,
            booking_id=booking_id,
            booking_status=BookingStatus.PENDING,
            discount=None,
            price_minor=400,
            hold_expires_at=deadline,
            refund_minor=0,
            entry_id=None,
            entry_status=None,
            reason=None,
            together=Together(1, 400, Funds(0)),
        ),
    )


def test_notice_of_a_payment_tells_how_it_was_made_and_what_is_on_the_account(
    make: Factory,
) -> None:
    parent_id = make.parent()
    payment_id = make.insert(
        account_entry,
        parent_id=parent_id,
        kind="payment",
        amount_minor=300,
        charge_id="pay-1",
        method="cash",
        note="",
        made_at=NOW,
        actor_role="system",
    )
    make.money(parent_id, -100)
    received = Notice(parent_id, NoticeKind.PAYMENT_RECEIVED, NOW, payment_id=payment_id)
    write(make.database, received)

    [claimed] = details(make.database)

    assert isinstance(claimed.about, AboutPayment)
    assert (claimed.about.amount_minor, claimed.about.balance_minor) == (300, 200)


def test_notice_of_what_could_not_be_handled_tells_the_reference(make: Factory) -> None:
    make.insert(failed_update, id=7, error="ValueError", reference="0123abcd", failed_at=NOW)
    failed = Notice(None, NoticeKind.UPDATE_FAILED, NOW, failed_update_id=7, staff_telegram_id=42)
    write(make.database, failed)

    [claimed] = details(make.database)

    assert claimed.telegram_id == 42
    assert claimed.about == AboutFailure("0123abcd", NOW)


def test_notice_of_an_entry_tells_how_it_ended(make: Factory) -> None:
    family = make.family(name="Bob")
    swim = make.session(price=500)
    entry_id = make.waiting(swim, family, status="expired", ended_at=NOW, reason="clash")
    write(make.database, Notice(family.parent_id, NoticeKind.PASSED_OVER, NOW, entry_id=entry_id))
    about = about_place(make)
    assert (about.entry_id, about.entry_status) == (entry_id, EntryStatus.EXPIRED)
    assert (about.reason, about.child_name) == (Reason.CLASH, "Bob")
    assert (about.booking_id, about.booking_status, about.price_minor) == (None, None, 0)
    assert about.session == swim


def test_words_are_built_from_the_rows_as_they_are_when_it_is_sent(make: Factory) -> None:
    family = make.family(balance=500)
    swim = make.session(price=500)
    booking_id = make.booking(swim, family)
    promoted = Notice(family.parent_id, NoticeKind.PROMOTED, NOW, booking_id=booking_id)
    write(make.database, promoted)
    make.database.transact(
        cancel_booking, family.parent_id, booking_id, POLICY, shown_refund_minor=0, now=NOW
    )
    about = about_place(make)
    assert (about.booking_status, about.refund_minor) == (BookingStatus.CANCELLED, 500)


def test_notice_that_cannot_be_read_keeps_nobody_else_and_is_logged_by_its_id(
    make: Factory, caplog: pytest.LogCaptureFixture
) -> None:
    """A version that was taken back may have written kinds that this one does not know."""
    bad = [a_notice(make, -MINUTE) for _ in range(3)]
    good = a_notice(make)
    for each in bad:
        make.change(notice, each, kind="not_yet_known")
    assert claim(make.database, most=2) == [good]
    assert [row.attempts for row in make.rows(notice)] == [1, 1, 1, 1]
    assert claim(make.database) == []
    logged = sorted(record.getMessage() for record in caplog.records)
    assert logged == [f"notice {each} cannot be read (ValueError)" for each in bad]

    assert not set(bad) & set(claim(make.database, after=READ_AGAIN_AFTER - MINUTE))
    make.change(notice, bad[0], kind="promoted")
    assert bad[0] in claim(make.database, after=READ_AGAIN_AFTER)


def test_notice_that_can_never_be_read_is_given_up_and_listed(make: Factory) -> None:
    bad, _good = a_notice(make), a_notice(make)
    make.change(notice, bad, kind="not_yet_known", attempts=MOST_READINGS - 2)
    states = []
    for number in range(3):
        claim(make.database, after=number * READ_AGAIN_AFTER)
        states.append([row.state for row in make.rows(notice)])
    assert states == [["waiting"] * 2, ["failed", "waiting"], ["failed", "waiting"]]
    [row, _] = make.rows(notice)
    assert (row.id, row.attempts) == (bad, MOST_READINGS)
    assert row.settled_at == NOW + READ_AGAIN_AFTER
    [listed] = make.database.look(list_undelivered, since=NOW, today=NOW.date())
    assert isinstance(listed, GivenUp)
    assert listed.kind is None


def test_what_matters_to_parent_without_telegram_is_for_the_office_to_tell(make: Factory) -> None:
    parent_id = make.parent(telegram_id=None, name="Ann", phone="+441515")
    swim = make.session(name="Swimming")
    booking_id = make.booking(swim, Family(parent_id, make.child(parent_id)))
    write(
        make.database,
        Notice(parent_id, NoticeKind.PROMOTED, NOW, booking_id=booking_id),
        Notice(parent_id, NoticeKind.BOOKED_FOR_YOU, NOW, booking_id=booking_id),
        Notice(parent_id, NoticeKind.REMINDER_EVENING, NOW, on_date=MONDAY),
        Notice(None, NoticeKind.REGISTER, NOW, session_id=swim.id, staff_telegram_id=parent_id),
    )
    [to_call, to_tutor] = make.rows(notice)
    assert (to_call.state, to_call.settled_at) == (NoticeState.FAILED, NOW)
    assert (to_tutor.kind, to_tutor.state) == (NoticeKind.REGISTER, NoticeState.WAITING)
    expected = GivenUp(
        "Ann", NOW, NoticeKind.PROMOTED, "Swimming", MONDAY, is_absent=True, phone="+441515"
    )
    assert make.database.look(list_undelivered, since=NOW, today=MONDAY) == [expected]
    after = MONDAY + timedelta(days=1)
    assert make.database.look(list_undelivered, since=NOW, today=after) == []


@pytest.mark.parametrize("state", NoticeState)
def test_family_is_called_unless_the_other_parent_is_told(
    make: Factory, state: NoticeState
) -> None:
    offline, online = make.parent(telegram_id=None), make.parent()
    make.child(offline, online)
    swim = make.session()
    for each in (offline, online):
        write(make.database, Notice(each, NoticeKind.SESSION_CANCELLED, NOW, session_id=swim.id))
    is_settled = state not in (NoticeState.WAITING, NoticeState.PAUSED)
    [row] = make.rows(notice, parent_id=online)
    make.change(notice, row.id, state=state, settled_at=NOW if is_settled else None)
    found = make.database.look(list_undelivered, since=NOW, today=MONDAY)
    is_called = any(isinstance(each, GivenUp) and each.is_absent for each in found)
    assert is_called is (state not in (NoticeState.WAITING, NoticeState.SENT))


def test_parent_who_left_telegram_since_is_read_all_the_same(make: Factory) -> None:
    parent_id = make.parent()
    booking_id = make.booking(make.session(), Family(parent_id, make.child(parent_id)))
    write(make.database, Notice(parent_id, NoticeKind.PROMOTED, NOW, booking_id=booking_id))
    make.change(parent, parent_id, telegram_id=None)
    assert [each.telegram_id for each in details(make.database)] == [None]


def day_of(make: Factory, parent_id: int) -> AboutDay:
    """Claim a reminder of `MONDAY`."""
    write(make.database, Notice(parent_id, NoticeKind.REMINDER_EVENING, NOW, on_date=MONDAY))
    [claimed] = details(make.database)
    assert isinstance(claimed.about, AboutDay)
    return claimed.about


def test_day_has_all_that_the_parents_children_have_booked_in_the_order_of_the_day(
    make: Factory,
) -> None:
    parent_id = make.parent(reminders="evening")
    zoe, ann = (Family(parent_id, make.child(parent_id, name=name)) for name in ("Zoe", "ann"))
    late = make.session(location="Hall")
    early = make.session(start_time=time(8), end_time=time(9))
    in_the_hall = [make.booking(late, each) for each in (zoe, ann)]
    at_eight = make.booking(early, zoe)
    day = day_of(make, parent_id)
    assert (day.on, day.wish) == (MONDAY, Reminders.EVENING)
    assert sorted(each.start_time for each in day.booked) == [time(8), *[time(15, 30)] * 2]
    assert {each.wish for each in day.booked} == {Reminders.EVENING}
    assert [each.booking_id for each in day.places] == [at_eight, *reversed(in_the_hall)]
    assert day.places[1] == PlaceThen(
        in_the_hall[1], BookingStatus.CONFIRMED, "ann", 3, late, "Hall"
    )


def test_day_has_nothing_that_is_not_on_or_not_the_parents(make: Factory) -> None:
    family = make.family()
    for status in ("pending", "cancelled", "expired"):
        make.booking(make.session(), family, status=status)
    make.booking(make.session(status="cancelled"), family)
    make.booking(make.session(on=MONDAY + timedelta(days=1)), family)
    make.booking(make.session(), make.family())
    assert day_of(make, family.parent_id).places == ()


@pytest.mark.parametrize(
    ("other", "has_later"),
    [({}, True), ({"on_date": MONDAY + timedelta(days=1)}, False)],
)
def test_day_knows_whether_the_later_reminder_has_been_written(
    make: Factory, other: dict[str, Any], has_later: bool
) -> None:
    ann, ben = make.parent(), make.parent()
    later = Notice(ann, NoticeKind.REMINDER_SOON, NOW + MINUTE, on_date=MONDAY)
    write(make.database, replace(later, **other), replace(later, parent_id=ben))
    assert day_of(make, ann).has_later is has_later


def test_register_has_who_is_expected_by_name(make: Factory) -> None:
    swim = make.session(location="Pool")
    for name, status in (("zoe", "confirmed"), ("Ann", "pending"), ("Ben", "cancelled")):
        make.booking(swim, make.family(name=name), status=status)
    make.booking(make.session(), make.family(name="Cleo"))
    register = Notice(None, NoticeKind.REGISTER, NOW, session_id=swim.id, staff_telegram_id=99)
    write(make.database, register)
    [claimed] = details(make.database)
    assert (claimed.parent_id, claimed.telegram_id, claimed.language) == (None, 99, None)
    assert isinstance(claimed.about, AboutRegister)
    found = claimed.about.register
    assert (found.line.session, found.line.location) == (swim, "Pool")
    assert [each.child_name for each in found.children] == ["Ann", "zoe"]


def test_what_is_known_to_be_out_of_reach_is_said(make: Factory) -> None:
    a_notice(make)
    make.change(parent, make.rows(parent)[0].id, unreachable_since=NOW)
    assert [each.is_unreachable for each in details(make.database)] == [True]


def test_paused_notice_is_not_due(make: Factory) -> None:
    notice_id = a_notice(make)
    make.database.transact(lambda tx: tx.outbox.pause(notice_id))
    assert [row.state for row in make.rows(notice)] == ["paused"]
    assert claim(make.database, after=timedelta(days=365)) == []


def test_pause_leaves_what_has_been_settled_meanwhile(make: Factory) -> None:
    notice_id = a_notice(make)
    settle(make.database, notice_id, NoticeState.SENT, MINUTE)
    make.database.transact(lambda tx: tx.outbox.pause(notice_id))
    assert [row.state for row in make.rows(notice)] == ["sent"]


def test_reminders_of_a_day_are_listed_by_parent(make: Factory) -> None:
    ann, ben = make.parent(), make.parent()
    evening, soon = NoticeKind.REMINDER_EVENING, NoticeKind.REMINDER_SOON
    write(
        make.database,
        Notice(ann, evening, NOW, on_date=MONDAY),
        Notice(ann, soon, NOW, on_date=MONDAY),
        Notice(ben, soon, NOW, on_date=MONDAY),
        Notice(ben, evening, NOW, on_date=MONDAY + timedelta(days=1)),
    )
    listed = make.database.look(lambda tx: tx.outbox.list_reminded(MONDAY))
    assert listed == {ann: {evening, soon}, ben: {soon}}


def test_what_a_newer_version_wrote_about_a_day_is_no_reminder(make: Factory) -> None:
    ann = make.parent()
    write(make.database, Notice(ann, NoticeKind.REMINDER_SOON, NOW, on_date=MONDAY))
    make.change(notice, make.rows(notice)[0].id, kind="not_yet_known")
    assert make.database.look(lambda tx: tx.outbox.list_reminded(MONDAY)) == {}
