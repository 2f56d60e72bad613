"""The tables, in third normal form, with every rule the database itself can keep, by name."""

from storage.tables.activities import activity, cancellation, closure, session
from storage.tables.bookings import booking, queue_block, waitlist_entry
from storage.tables.columns import Instant, metadata
from storage.tables.joining import applicant, invitation, staff_invitation
from storage.tables.messages import NoticeState, acknowledgement, announcement, notice
from storage.tables.money import (
    HAS_MESSAGE_LEFT,
    account_entry,
    invoice,
    invoice_booking,
    invoice_mention,
    repayment,
    repayment_change,
)
from storage.tables.people import child, guardianship, parent, staff, tutor
from storage.tables.records import audit_event, books_check, books_fault
from storage.tables.registers import absence, attendance, register_message, register_note
from storage.tables.running import conversation, failed_update, file_import, lease, parked_update

__all__ = [
    "HAS_MESSAGE_LEFT",
    "Instant",
    "NoticeState",
    "absence",
    "account_entry",
    "acknowledgement",
    "activity",
    "announcement",
    "applicant",
    "attendance",
    "audit_event",
    "booking",
    "books_check",
    "books_fault",
    "cancellation",
    "child",
    "closure",
    "conversation",
    "failed_update",
    "file_import",
    "guardianship",
    "invitation",
    "invoice",
    "invoice_booking",
    "invoice_mention",
    "lease",
    "metadata",
    "notice",
    "parent",
    "parked_update",
    "queue_block",
    "register_message",
    "register_note",
    "repayment",
    "repayment_change",
    "session",
    "staff",
    "staff_invitation",
    "tutor",
    "waitlist_entry",
]
