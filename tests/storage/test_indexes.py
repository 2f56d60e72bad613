"""The hot reads go through their indexes: what SQLite plans for the statements we send.

PostgreSQL plans by the number of rows, and rightly reads the small tables of a test whole.
"""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, insert, select

from domain.booking import book_places, cancel_booking
from domain.periods import Period
from storage.announcement_queries import claim_progress, find_progress
from storage.conversations import find_visitor
from storage.database import Database
from storage.family_queries import list_messages
from storage.figures import find_figures
from storage.invoice_messages import list_left_messages
from storage.money_queries import list_entries
from storage.reachability import mark_reachable, resume_paused
from storage.session_queries import find_sheet, list_sessions
from storage.sweeps import list_due_holds, list_over_invoices
from storage.tables import parent
from storage.told_queries import LIST_TOLD
from storage.transaction import Transaction
from storage.undelivered import list_undelivered
from tests.factory import LONDON, MONDAY, NOW, POLICY, Factory
from tests.statements import statements

pytestmark = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)

Work = Callable[[Transaction], object]


def lock_an_account(tx: Transaction) -> None:
    """Lock the account of a parent made for it."""
    tx.connection.execute(insert(parent).values(id=1, name="Ann", language="en", joined_at=NOW))
    tx.accounts.lock(1)


def plans(database: Database, work: Work) -> list[str]:
    """Run something and return how the database goes about each of its statements."""
    with statements(database.engine) as sent:
        database.transact(work)
    planned = [each for each in sent if not each[0].startswith("INSERT INTO")]
    return database.transact(lambda tx: [_plan(tx.connection, *each) for each in planned])


def _plan(connection: Connection, statement: str, parameters: Any) -> str:
    steps = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    return "\n".join(step.detail for step in steps)


@pytest.mark.parametrize(
    ("index", "work"),
    [
        pytest.param(
            "ix_waitlist_entry_queue",
            lambda tx: tx.waiting_list.list_waiting(1),
            id="the queue of a session",
        ),
        pytest.param(
            "ix_audit_event_subject",
            lambda tx: tx.imports.find("key"),
            id="what an import has brought",
        ),
        pytest.param(
            "ix_booking_active_session",
            lambda tx: tx.bookings.list_active(1),
            id="the active bookings of a session",
        ),
        pytest.param(
            "ix_booking_active_session",
            lambda tx: tx.bookings.count_active(1),
            id="the number of active bookings of a session",
        ),
        pytest.param(
            "ix_notice_due",
            lambda tx: tx.outbox.claim(now=NOW, again_at=NOW, most=10),
            id="the notices that are due",
        ),
        pytest.param(
            "ix_notice_due",
            lambda tx: find_figures(tx, now=NOW),
            id="the figures of the outbox",
        ),
        pytest.param(
            # Of the indexes that hold only who waits, the one that has the session too.
            "waitlist_entry_waiting",  # either of those who wait
            lambda tx: find_figures(tx, now=NOW),
            id="the figures of the waiting lists",
        ),
        pytest.param(
            "ix_notice_announcement",
            lambda tx: find_progress(tx, 1),
            id="how far an announcement is",
        ),
        pytest.param(
            "ix_announcement_open",
            claim_progress,
            id="the announcements under way",
        ),
        pytest.param(
            "ix_notice_paused",
            lambda tx: mark_reachable(tx, 1, now=NOW),
            id="what waits for a parent",
        ),
        pytest.param(
            "ix_notice_paused",
            lambda tx: resume_paused(tx, now=NOW),
            id="what waits for anybody",
        ),
        pytest.param(
            "ix_notice_failed",
            lambda tx: list_undelivered(tx, since=NOW, today=NOW.date()),
            id="what was given up lately",
        ),
        pytest.param(
            "ix_notice_on_date",
            lambda tx: tx.outbox.list_reminded(MONDAY),
            id="the reminders of a day",
        ),
        pytest.param(
            "ix_notice_latest",
            lambda tx: list_messages(tx, 1, most=10),
            id="what was sent to a parent",
        ),
        pytest.param(
            "ix_session_date",
            lambda tx: tx.bookings.list_to_remind(MONDAY),
            id="who is to be reminded of a day",
        ),
        pytest.param(
            "ix_session_date",
            lambda tx: tx.sessions.list_between(MONDAY, MONDAY),
            id="the sessions of days that are closed",
        ),
        pytest.param(
            "(activity_id=? AND date>?)",
            lambda tx: tx.sessions.list_of(1, MONDAY),
            id="the sessions to come of an activity",
        ),
        pytest.param(
            "ix_booking_active_session",
            lambda tx: tx.sessions.stakes_of([1]),
            id="what families have in a session",
        ),
        pytest.param(
            "(request_key=?)",
            lambda tx: tx.activities.find_made("key"),
            id="an activity by the confirmation that made it",
        ),
        pytest.param(
            "ix_booking_active_parent",
            lambda tx: tx.merging.read([1, 2]),
            id="the places of parents who are put together",
        ),
        pytest.param(
            "ix_waitlist_entry_waiting_parent",
            lambda tx: tx.merging.read([1, 2]),
            id="the queues of parents who are put together",
        ),
        pytest.param(
            "ix_notice_session_id",
            lambda tx: tx.sessions.list_without_register(MONDAY, MONDAY),
            id="the registers that have been sent",
        ),
        pytest.param(
            "ix_booking_pending_deadline",
            lambda tx: list_due_holds(tx, now=NOW, most=10),
            id="the holds that are due",
        ),
        pytest.param(
            "ix_booking_pending_parent",
            lambda tx: tx.bookings.list_held_by(1),
            id="the held places of a parent",
        ),
        pytest.param(
            "ix_invoice_open",
            lambda tx: list_over_invoices(tx, most=10),
            id="the open invoices",
        ),
        pytest.param(
            "ix_invoice_message_left",
            lambda tx: list_left_messages(tx, most=10),
            id="the messages to take away",
        ),
        pytest.param(
            "ix_account_entry_made_at",
            lambda tx: list_entries(tx, Period(MONDAY, MONDAY), LONDON),
            id="the entries of a period",
        ),
        pytest.param(
            "(payload=?)", lambda tx: tx.invoices.find("x"), id="an invoice by its payload"
        ),
        pytest.param(
            "ix_account_entry_invoice_id",
            lambda tx: tx.accounts.paid_by(1),
            id="the payment of an invoice",
        ),
        pytest.param(
            "(provider_charge_id=?)",
            lambda tx: tx.accounts.is_paid_in("t1", "p1"),
            id="a payment by either charge id",
        ),
        pytest.param(
            "ix_account_entry_balance",
            lock_an_account,
            id="the balance of a parent",
        ),
        pytest.param(
            "(charge_id=?)",
            lambda tx: tx.accounts.find_payment("cash-1"),
            id="a payment by its charge id",
        ),
        pytest.param(
            "(telegram_id=?)",
            lambda tx: tx.families.find_parent(77),
            id="a parent by Telegram id",
        ),
        pytest.param(
            "ix_parent_phone",
            lambda tx: tx.families.find_by_phone("Ann", "+441"),
            id="a parent by phone",
        ),
        pytest.param(
            "ix_session_date",
            lambda tx: list_sessions(tx, MONDAY, MONDAY, taught_by=None),
            id="the sessions of a day",
        ),
        pytest.param(
            "ix_session_date",
            lambda tx: list_sessions(tx, MONDAY, MONDAY, taught_by=77),
            id="a tutor's sessions of a day",
        ),
        pytest.param(
            "ix_booking_active_session",
            lambda tx: find_sheet(tx, 1, taught_by=None),
            id="the children of a session",
        ),
        pytest.param(
            "ix_notice_session_id",
            lambda tx: tx.connection.execute(LIST_TOLD, {"session": 1}),
            id="who was told of a cancelled session",
        ),
        pytest.param(
            "ix_parent_email",
            lambda tx: tx.connection.execute(
                select(parent.c.id).where(parent.c.email == "ann@example.org")
            ),
            id="a parent by e-mail",
        ),
    ],
)
def test_index_is_used(database: Database, index: str, work: Work) -> None:
    assert index in "\n".join(plans(database, work))


@pytest.mark.parametrize(
    ("states", "work"),
    [
        ("= 'waiting'", lambda tx: tx.waiting_list.list_waiting(1)),
        ("= 'waiting'", lambda tx: tx.outbox.claim(now=NOW, again_at=NOW, most=10)),
        ("IN ('pending', 'confirmed')", lambda tx: tx.bookings.count_active(1)),
        ("= 'pending'", lambda tx: tx.bookings.list_held_by(1)),
        ("= 'paused'", lambda tx: mark_reachable(tx, 1, now=NOW)),
        ("= 'paused'", lambda tx: resume_paused(tx, now=NOW)),
        ("= 'failed'", lambda tx: list_undelivered(tx, since=NOW, today=NOW.date())),
        ("= 'pending'", lambda tx: list_due_holds(tx, now=NOW, most=10)),
    ],
)
def test_states_are_written_into_statements_not_bound_to_them(
    database: Database, states: str, work: Work
) -> None:
    """PostgreSQL plans a statement it knows by heart without its parameters."""
    with statements(database.engine) as sent:
        database.transact(work)
    assert states in "".join(statement for statement, _ in sent)


def test_balance_is_summed_from_the_index_alone(database: Database) -> None:
    found = plans(database, lock_an_account)
    assert "COVERING INDEX ix_account_entry_balance" in "\n".join(found)


def test_person_is_looked_up_by_their_id_in_one_statement(database: Database) -> None:
    [plan] = plans(database, lambda tx: find_visitor(tx, 77))
    assert set(re.findall(r"SCAN (.+)", plan)) == {"CONSTANT ROW", "anon_1"}  # the person's id


def test_queue_comes_from_its_index_in_order(database: Database) -> None:
    [plan] = plans(database, lambda tx: tx.waiting_list.list_waiting(1))
    assert "TEMP B-TREE" not in plan


def test_no_use_case_on_places_reads_a_whole_table(make: Factory) -> None:
    swim = make.session(capacity=1, price=500)
    gone, ann, ben = make.family(), make.family(), make.family(balance=500)
    taken = make.booking(swim, gone)
    make.waiting(swim, ann)

    def everything(tx: Transaction) -> None:
        request = make.request(ben, swim)
        for _ in range(2):
            book_places(tx, request, POLICY, now=NOW)
        cancel_booking(tx, gone.parent_id, taken, POLICY, shown_refund_minor=0, now=NOW)
        list_due_holds(tx, now=NOW, most=10)
        tx.outbox.claim(now=NOW, again_at=NOW + timedelta(minutes=1), most=10)

    found = plans(make.database, everything)
    assert len(found) > 15
    scanned = set(re.findall(r"SCAN (\w+)", "\n".join(found)))
    # No rows of a table: one of nothing, and what a claim, or a request, has found just before.
    assert scanned <= {"CONSTANT", "due", "busy"}
