"""Values the rules speak about: frozen, without input or output."""

from domain.model.activities import Activity, Field, Plan, Planned, Session, SessionStatus
from domain.model.bookings import (
    ACTIVE,
    Booking,
    BookingStatus,
    Busy,
    CancellationTerms,
    Discount,
    DiscountKind,
    EntryStatus,
    WaitlistEntry,
)
from domain.model.money import (
    Funds,
    Invoice,
    InvoiceStatus,
    MoneyKind,
    PaymentMethod,
    Repayment,
    RepaymentReason,
)
from domain.model.people import STAFF, SYSTEM, Actor, ApplicantStatus, Child, Reminders, Role
from domain.model.policy import Policy, QuietHours
from domain.model.registers import AttendanceStatus, Mark

__all__ = [
    "ACTIVE",
    "STAFF",
    "SYSTEM",
    "Activity",
    "Actor",
    "ApplicantStatus",
    "AttendanceStatus",
    "Booking",
    "BookingStatus",
    "Busy",
    "CancellationTerms",
    "Child",
    "Discount",
    "DiscountKind",
    "EntryStatus",
    "Field",
    "Funds",
    "Invoice",
    "InvoiceStatus",
    "Mark",
    "MoneyKind",
    "PaymentMethod",
    "Plan",
    "Planned",
    "Policy",
    "QuietHours",
    "Reminders",
    "Repayment",
    "RepaymentReason",
    "Role",
    "Session",
    "SessionStatus",
    "WaitlistEntry",
]
