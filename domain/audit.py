"""The trail: who did what and when, by ids only."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from domain.model import Actor


class Action(StrEnum):
    JOINED_SCHOOL = "joined_school"
    FAMILY_ADDED = "family_added"
    """The office put a family on file."""
    INVITED = "invited"
    PARENT_INVITED = "parent_invited"
    """A parent who is on file was given an invitation."""
    ASKED_TO_JOIN = "asked_to_join"
    APPLICANT_APPROVED = "applicant_approved"
    APPLICANT_DECLINED = "applicant_declined"
    PARENTS_MERGED = "parents_merged"
    CHILDREN_UNITED = "children_united"
    """A child that stood twice in a family is one."""
    CHILD_ADDED = "child_added"
    CHILD_EDITED = "child_edited"
    CHILD_NOTES_WRITTEN = "child_notes_written"
    """What a tutor must know of a child was written or deleted; the trail does not say what."""
    CHILD_REMOVED = "child_removed"
    BOOKED = "booked"
    HELD = "held"
    QUEUED = "queued"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"
    HOLD_EXTENDED = "hold_extended"
    HOLD_EXPIRED = "hold_expired"
    PROMOTED = "promoted"
    PASSED_OVER = "passed_over"
    LEFT_QUEUE = "left_queue"
    MARKED = "marked"
    """Who came was noted on the register, or that was taken back."""
    NOTED = "noted"
    """A note on a child was written on the register, or deleted."""
    AWAY_TOLD = "away_told"
    """A parent said that the child does not come, and keeps the place."""
    AWAY_TAKEN_BACK = "away_taken_back"
    QUEUE_CLOSED = "queue_closed"
    CAPACITY_CHANGED = "capacity_changed"
    SESSION_CANCELLED = "session_cancelled"
    ACTIVITY_CREATED = "activity_created"
    ACTIVITY_CHANGED = "activity_changed"
    ACTIVITY_ARCHIVED = "activity_archived"
    ANNOUNCED = "announced"
    ANNOUNCEMENT_STOPPED = "announcement_stopped"
    DAY_CLOSED = "day_closed"
    DAY_OPENED = "day_opened"
    ACKNOWLEDGED = "acknowledged"
    """A parent has seen that a session is cancelled."""
    PAYMENT_RECORDED = "payment_recorded"
    PAYMENT_UNUSED = "payment_unused"
    """Money came in through Telegram and is credit, for it confirmed less than it was for."""
    PAYMENT_UNKNOWN = "payment_unknown"
    """Money came in through Telegram that no account could be found for."""
    REFUNDED = "refunded"
    """What a late cancellation had kept came back, for the session was called off."""
    STAFF_INVITED = "staff_invited"
    STAFF_JOINED = "staff_joined"
    STAFF_REMOVED = "staff_removed"
    BALANCE_ADJUSTED = "balance_adjusted"
    PAID_OUT = "paid_out"
    CREDIT_LIMIT_SET = "credit_limit_set"
    ASKED_BACK = "asked_back"
    REPAYMENT_CLOSED = "repayment_closed"
    FAMILIES_IMPORTED = "families_imported"
    ACTIVITIES_IMPORTED = "activities_imported"


class Topic(StrEnum):
    """What the office looks for."""

    PLACES = "places"
    MONEY = "money"
    FAMILIES = "families"
    SCHOOL = "school"
    STAFF = "staff"


class Subject(StrEnum):
    """What the subject's id is of."""

    BOOKING = "booking"
    ENTRY = "entry"
    SESSION = "session"
    ACTIVITY = "activity"
    CHILD = "child"
    PARENT = "parent"
    STAFF = "staff"
    OTHER = "other"


ABOUT: dict[Action, tuple[Topic, Subject]] = {
    Action.JOINED_SCHOOL: (Topic.FAMILIES, Subject.PARENT),
    Action.FAMILY_ADDED: (Topic.FAMILIES, Subject.PARENT),
    Action.INVITED: (Topic.FAMILIES, Subject.OTHER),
    Action.PARENT_INVITED: (Topic.FAMILIES, Subject.PARENT),
    Action.ASKED_TO_JOIN: (Topic.FAMILIES, Subject.OTHER),
    Action.APPLICANT_APPROVED: (Topic.FAMILIES, Subject.PARENT),
    Action.APPLICANT_DECLINED: (Topic.FAMILIES, Subject.OTHER),
    Action.PARENTS_MERGED: (Topic.FAMILIES, Subject.PARENT),
    Action.CHILDREN_UNITED: (Topic.FAMILIES, Subject.CHILD),
    Action.CHILD_ADDED: (Topic.FAMILIES, Subject.CHILD),
    Action.CHILD_EDITED: (Topic.FAMILIES, Subject.CHILD),
    Action.CHILD_NOTES_WRITTEN: (Topic.FAMILIES, Subject.CHILD),
    Action.CHILD_REMOVED: (Topic.FAMILIES, Subject.CHILD),
    Action.FAMILIES_IMPORTED: (Topic.FAMILIES, Subject.OTHER),
    Action.BOOKED: (Topic.PLACES, Subject.BOOKING),
    Action.HELD: (Topic.PLACES, Subject.BOOKING),
    Action.QUEUED: (Topic.PLACES, Subject.ENTRY),
    Action.CONFIRMED: (Topic.PLACES, Subject.BOOKING),
    Action.CANCELLED: (Topic.PLACES, Subject.BOOKING),
    Action.HOLD_EXTENDED: (Topic.PLACES, Subject.BOOKING),
    Action.HOLD_EXPIRED: (Topic.PLACES, Subject.BOOKING),
    Action.PROMOTED: (Topic.PLACES, Subject.ENTRY),
    Action.PASSED_OVER: (Topic.PLACES, Subject.ENTRY),
    Action.LEFT_QUEUE: (Topic.PLACES, Subject.ENTRY),
    Action.QUEUE_CLOSED: (Topic.PLACES, Subject.ENTRY),
    Action.MARKED: (Topic.PLACES, Subject.BOOKING),
    Action.NOTED: (Topic.PLACES, Subject.BOOKING),
    Action.AWAY_TOLD: (Topic.PLACES, Subject.BOOKING),
    Action.AWAY_TAKEN_BACK: (Topic.PLACES, Subject.BOOKING),
    Action.CAPACITY_CHANGED: (Topic.SCHOOL, Subject.SESSION),
    Action.SESSION_CANCELLED: (Topic.SCHOOL, Subject.SESSION),
    Action.ACKNOWLEDGED: (Topic.SCHOOL, Subject.SESSION),
    Action.ACTIVITY_CREATED: (Topic.SCHOOL, Subject.ACTIVITY),
    Action.ACTIVITY_CHANGED: (Topic.SCHOOL, Subject.ACTIVITY),
    Action.ACTIVITY_ARCHIVED: (Topic.SCHOOL, Subject.ACTIVITY),
    Action.ACTIVITIES_IMPORTED: (Topic.SCHOOL, Subject.OTHER),
    Action.ANNOUNCED: (Topic.SCHOOL, Subject.OTHER),
    Action.ANNOUNCEMENT_STOPPED: (Topic.SCHOOL, Subject.OTHER),
    Action.DAY_CLOSED: (Topic.SCHOOL, Subject.OTHER),
    Action.DAY_OPENED: (Topic.SCHOOL, Subject.OTHER),
    Action.PAYMENT_RECORDED: (Topic.MONEY, Subject.PARENT),
    Action.PAYMENT_UNUSED: (Topic.MONEY, Subject.PARENT),
    Action.PAYMENT_UNKNOWN: (Topic.MONEY, Subject.PARENT),
    Action.REFUNDED: (Topic.MONEY, Subject.BOOKING),
    Action.BALANCE_ADJUSTED: (Topic.MONEY, Subject.PARENT),
    Action.PAID_OUT: (Topic.MONEY, Subject.PARENT),
    Action.CREDIT_LIMIT_SET: (Topic.MONEY, Subject.PARENT),
    Action.ASKED_BACK: (Topic.MONEY, Subject.PARENT),
    Action.REPAYMENT_CLOSED: (Topic.MONEY, Subject.OTHER),
    Action.STAFF_INVITED: (Topic.STAFF, Subject.OTHER),
    Action.STAFF_JOINED: (Topic.STAFF, Subject.STAFF),
    Action.STAFF_REMOVED: (Topic.STAFF, Subject.STAFF),
}
"""Where each action is found in the trail, and what it was done to."""


@dataclass(frozen=True, slots=True)
class AuditEvent:
    at: datetime
    actor: Actor
    action: Action
    subject_id: int
    """The booking, entry, session, activity, child, parent and so on that it is about.

    A day has none: it is in the detail.
    """
    detail: str = ""
    """A number or a code, never a name."""
