"""Two good rows for every table: the first is there, the second would be accepted."""

from collections.abc import Sequence
from datetime import date, time
from typing import Any

from sqlalchemy import Table, insert

from storage.database import Database
from storage.tables import metadata
from storage.transaction import Transaction
from tests.factory import MONDAY, NOW

Values = dict[str, Any]


def rows(number: int) -> dict[str, Values]:
    """Return the first or the second row of each table; what it refers to has its number."""
    place = {"session_id": number, "child_id": number, "parent_id": number}
    return {
        "parent": {
            "id": number,
            "telegram_id": number,
            "name": "Ann",
            "phone": "+447700900001",
            "email": "ann@example.org",
            "language": "en",
            "reminders": "both",
            "joined_at": NOW,
            "unreachable_since": None,
            "credit_limit_minor": None,
            "merged_into": None,
        },
        "child": {
            "id": number,
            "name": "Bob",
            "born_on": date(2018, 5, 31),
            "grade": 3,
            "notes": "No nuts",
            "added_at": NOW,
            "removed_at": None,
        },
        "guardianship": {"parent_id": number, "child_id": number},
        "invitation": {
            "id": number,
            "code": f"code-{number}",
            "invited_by": 42,
            "made_at": NOW,
            "expires_at": NOW,
            "parent_id": None,
            "used_at": None,
            "for_parent_id": number,
        },
        "staff": {
            "id": number,
            "telegram_id": number,
            "name": "Tim",
            "language": "en",
            "role": "tutor",
            "joined_at": NOW,
            "removed_at": None,
        },
        "tutor": {"id": number, "name": "Tim", "telegram_id": number},
        "staff_invitation": {
            "id": number,
            "code": f"code-{number}",
            "role": "admin",
            "tutor_id": None,
            "invited_by": 42,
            "made_at": NOW,
            "expires_at": NOW,
            "staff_id": None,
            "used_at": None,
        },
        "activity": {
            "id": number,
            "tutor_id": number,
            "name": "Swimming",
            "description": "",
            "location": "Pool",
            "price_minor": 500,
            "max_capacity": 10,
            "weekday": 0,
            "start_time": time(15, 30),
            "end_time": time(16, 30),
            "first_on": MONDAY,
            "last_on": MONDAY,
            "grade_from": 0,
            "grade_to": 6,
            "booking_cutoff_minutes": None,
            "free_cancellation_minutes": None,
            "archived_at": None,
            "request_key": f"request-{number}",
        },
        "session": {
            "id": number,
            "activity_id": number,
            "date": MONDAY,
            "capacity": None,
            "status": "scheduled",
        },
        "cancellation": {"session_id": number, "reason": "", "made_at": NOW},
        "closure": {"date": date(2026, 10, number), "reason": "Training"},
        "booking": {
            "id": number,
            **place,
            "status": "confirmed",
            "price_minor": 500,
            "free_cancellation_minutes": 60,
            "late_refund_percent": 50,
            "request_key": f"request-{number}",
            "made_at": NOW,
            "confirmed_at": NOW,
            "hold_expires_at": None,
            "promised_at": None,
            "ended_at": None,
            "discount": None,
            "discount_minor": None,
        },
        "waitlist_entry": {
            "id": number,
            **place,
            "status": "waiting",
            "request_key": f"request-{number}",
            "price_minor": 500,
            "joined_at": NOW,
            "ended_at": None,
            "reason": None,
            "booking_id": None,
        },
        "attendance": {
            "booking_id": number,
            "status": "present",
            "status_before": None,
            "marked_at": NOW,
            "marked_by": 77,
        },
        "register_note": {
            "booking_id": number,
            "text": "Left early",
            "written_at": NOW,
            "written_by": 77,
        },
        "absence": {"booking_id": number, "parent_id": number, "announced_at": NOW},
        "register_message": {
            "chat_id": 77,
            "message_id": number,
            "session_id": number,
            "language": "en",
            "page": 0,
            "shown": "",
        },
        "invoice": {
            "id": number,
            "parent_id": number,
            "payload": f"payload-{number}",
            "amount_minor": 500,
            "currency": "GBP",
            "status": "open",
            "made_at": NOW,
            "closed_at": None,
            "message_id": None,
        },
        "invoice_booking": {"invoice_id": number, "booking_id": number},
        "account_entry": {
            "id": number,
            "parent_id": number,
            "kind": "charge",
            "amount_minor": -500,
            "booking_id": number,
            "charge_id": None,
            "method": None,
            "provider_charge_id": None,
            "invoice_id": None,
            "payment_id": None,
            "note": "",
            "made_at": NOW,
            "actor_role": "system",
            "actor_id": None,
        },
        "repayment": {
            "id": number,
            "parent_id": number,
            "reason": "asked",
            "amount_minor": 500,
            "open_minor": 500,
            "made_at": NOW,
            "closed_at": None,
            "payment_id": None,
            "charge_id": None,
            "provider_charge_id": None,
            "currency": None,
        },
        "invoice_mention": {"invoice_id": number, "message_id": number},
        "repayment_change": {
            "id": number,
            "repayment_id": number,
            "amount_minor": 500,
            "made_at": NOW,
        },
        "failed_update": {
            "id": number,
            "telegram_id": number,
            "error": "ValueError",
            "reference": "0123abcd",
            "failed_at": NOW,
        },
        "applicant": {
            "id": number,
            "telegram_id": 900 + number,
            "name": "Ann",
            "phone": "+441",
            "language": "en",
            "status": "waiting",
            "asked_at": NOW,
            "decided_at": None,
            "decided_by": None,
            "parent_id": None,
        },
        "announcement": {
            "id": number,
            "audience": "everyone",
            "activity_id": None,
            "session_id": None,
            "grade": None,
            "text": "Sports day",
            "made_by": 42,
            "made_at": NOW,
            "key": f"key-{number}",
            "message_id": None,
            "shown_settled": 0,
            "closed_at": None,
        },
        "notice": {
            "id": number,
            "parent_id": number,
            "staff_telegram_id": None,
            "kind": "promoted",
            "dedupe_key": f"promoted:b{number}",
            "booking_id": number,
            "entry_id": None,
            "session_id": None,
            "on_date": None,
            "failed_update_id": None,
            "payment_id": None,
            "repayment_id": None,
            "activity_id": None,
            "announcement_id": None,
            "applicant_id": None,
            "staff_invitation_id": None,
            "changed": None,
            "state": "waiting",
            "first_due_at": NOW,
            "due_at": NOW,
            "attempts": 0,
            "unanswered": 0,
            "settled_at": None,
        },
        "books_check": {"on_date": date(2026, 9, number), "checked_at": NOW},
        "books_fault": {"on_date": date(2026, 9, number), "rule": "charged", "faults": 1},
        "acknowledgement": {"notice_id": number, "made_at": NOW},
        "audit_event": {
            "id": number,
            "at": NOW,
            "actor_role": "system",
            "actor_id": None,
            "action": "booked",
            "subject_id": number,
            "detail": "",
        },
        "queue_block": {"session_id": number, "block": 0, "waiting": 0},
        "parked_update": {"id": number, "content": "{}", "parked_at": NOW},
        "file_import": {"id": number, "key": f"key-{number}", "made_at": NOW},
        "lease": {"name": f"lease-{number}", "holder": "here/1/a", "expires_at": NOW},
        "conversation": {
            "telegram_id": number,
            "name": "booking",
            "step": "child",
            "draft": "{}",
            "message_id": None,
            "updated_at": NOW,
        },
    }


def fill(database: Database) -> None:
    """Write the first row of every table."""
    _write(database, (1, metadata.sorted_tables))


def fill_for(database: Database, name: str) -> None:
    """Write the first row of a table, and what a second row may refer to."""
    own = metadata.tables[name]
    referred = _referred_by(own)
    tables = [table for table in metadata.sorted_tables if table in referred]
    _write(database, (1, [*tables, own]), (2, tables))


def _referred_by(table: Table) -> set[Table]:
    """Return the other tables that rows of a table refer to, and those that these refer to."""
    found: set[Table] = set()
    looking = [table]
    while looking:
        nexts = {key.column.table for key in looking.pop().foreign_keys} - found - {table}
        found |= nexts
        looking += nexts
    return found


def _write(database: Database, *given: tuple[int, Sequence[Table]]) -> None:
    def work(tx: Transaction) -> None:
        for number, tables in given:
            values = rows(number)
            for table in tables:
                tx.connection.execute(insert(table).values(values[table.name]))

    database.transact(work)
