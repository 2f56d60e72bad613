"""What the trail says of an event: who it was, what was done, and the detail."""

from datetime import datetime
from typing import cast

from bot.texts import Say
from domain.audit import Action
from domain.model import Role
from storage.trail_queries import TrailLine

AMOUNTS = frozenset(
    {
        *(Action.PAYMENT_RECORDED, Action.PAYMENT_UNUSED, Action.REFUNDED, Action.PAID_OUT),
        *(Action.BALANCE_ADJUSTED, Action.CREDIT_LIMIT_SET, Action.ASKED_BACK),
        *(Action.CANCELLED, Action.SESSION_CANCELLED, Action.ACTIVITY_ARCHIVED),
    }
)
"""Their detail is an amount."""
MEANS_NOTHING = frozenset({Action.PROMOTED})
"""Their detail is the number of a row."""


def actor_words(say: Say, line: TrailLine) -> str:
    """Name who did it, or say what they are where they have no name any more."""
    if line.actor_name:
        return line.actor_name
    if line.role is Role.SYSTEM:
        return say.label("Afterbell")
    return say.label("{role} {number}", role=role_words(say, line.role), number=line.actor_id)


def role_words(say: Say, role: Role) -> str:
    return {
        Role.PARENT: say.label("parent"),
        Role.TUTOR: say.label("tutor"),
        Role.ADMIN: say.label("office"),
        Role.SYSTEM: say.label("by itself"),
    }[role]


def did(words: dict[Action, str], line: TrailLine) -> str:
    """Say what was done; what a newer version has written is shown by its code."""
    return words.get(cast(Action, line.action), line.action)


def detail_words(say: Say, line: TrailLine) -> str:
    """Write the detail of an event for people."""
    if line.action in MEANS_NOTHING:
        return ""
    if line.action in AMOUNTS and line.detail.removeprefix("-").isdigit():
        return say.money(int(line.detail))
    if line.action == Action.HOLD_EXTENDED:
        return say.label("until {moment}", moment=say.moment(datetime.fromisoformat(line.detail)))
    return line.detail


def action_words(say: Say) -> dict[Action, str]:
    """Say of each action what was done."""
    return {
        **_of_families(say),
        **_of_places(say),
        **_of_school(say),
        **_of_money(say),
        **_of_staff(say),
    }


def _of_families(say: Say) -> dict[Action, str]:
    return {
        Action.JOINED_SCHOOL: say.label("joined the school"),
        Action.FAMILY_ADDED: say.label("put a family on file"),
        Action.INVITED: say.label("invited a parent"),
        Action.ASKED_TO_JOIN: say.label("asked to join"),
        Action.APPLICANT_APPROVED: say.label("let a parent in who had asked"),
        Action.APPLICANT_DECLINED: say.label("declined somebody who had asked to join"),
        Action.PARENTS_MERGED: say.label("put two parents together"),
        Action.CHILDREN_UNITED: say.label("put two entries of a child together"),
        Action.PARENT_INVITED: say.label("invited a parent who is on file"),
        Action.CHILD_ADDED: say.label("added a child"),
        Action.CHILD_EDITED: say.label("changed a child"),
        Action.CHILD_NOTES_WRITTEN: say.label("wrote or deleted notes on a child"),
        Action.CHILD_REMOVED: say.label("removed a child"),
        Action.FAMILIES_IMPORTED: say.label("took in a list of families"),
    }


def _of_places(say: Say) -> dict[Action, str]:
    return {
        Action.BOOKED: say.label("booked a place"),
        Action.HELD: say.label("booked, still to be paid for"),
        Action.QUEUED: say.label("joined the waiting list"),
        Action.CONFIRMED: say.label("confirmed a held place"),
        Action.CANCELLED: say.label("cancelled a booking"),
        Action.HOLD_EXTENDED: say.label("kept a place for longer"),
        Action.HOLD_EXPIRED: say.label("let go of a place that was not paid for"),
        Action.PROMOTED: say.label("gave a place from the waiting list"),
        Action.PASSED_OVER: say.label("passed over on the waiting list"),
        Action.LEFT_QUEUE: say.label("left the waiting list"),
        Action.QUEUE_CLOSED: say.label("closed a turn on the waiting list"),
        Action.MARKED: say.label("marked the register"),
        Action.NOTED: say.label("noted something on the register"),
        Action.AWAY_TOLD: say.label("said that a child does not come"),
        Action.AWAY_TAKEN_BACK: say.label("said that a child comes after all"),
    }


def _of_school(say: Say) -> dict[Action, str]:
    return {
        Action.CAPACITY_CHANGED: say.label("changed how many places there are"),
        Action.SESSION_CANCELLED: say.label("cancelled a session"),
        Action.ACKNOWLEDGED: say.label("has seen that a session is cancelled"),
        Action.ACTIVITY_CREATED: say.label("made an activity"),
        Action.ACTIVITY_CHANGED: say.label("changed an activity"),
        Action.ACTIVITY_ARCHIVED: say.label("archived an activity"),
        Action.ACTIVITIES_IMPORTED: say.label("took in a list of activities"),
        Action.ANNOUNCED: say.label("wrote to families"),
        Action.ANNOUNCEMENT_STOPPED: say.label("stopped a message to families"),
        Action.DAY_CLOSED: say.label("shut the school"),
        Action.DAY_OPENED: say.label("opened the school on a day"),
    }


def _of_money(say: Say) -> dict[Action, str]:
    return {
        Action.PAYMENT_RECORDED: say.label("recorded a payment"),
        Action.PAYMENT_UNUSED: say.label("credited a payment that was not used"),
        Action.PAYMENT_UNKNOWN: say.label("took a payment of nobody it knows"),
        Action.REFUNDED: say.label("refunded a late cancellation"),
        Action.BALANCE_ADJUSTED: say.label("corrected a balance"),
        Action.PAID_OUT: say.label("paid out"),
        Action.CREDIT_LIMIT_SET: say.label("set a credit limit"),
        Action.ASKED_BACK: say.label("asked for money back"),
        Action.REPAYMENT_CLOSED: say.label("dealt with money to pay back"),
    }


def _of_staff(say: Say) -> dict[Action, str]:
    return {
        Action.STAFF_INVITED: say.label("invited staff"),
        Action.STAFF_JOINED: say.label("joined the staff"),
        Action.STAFF_REMOVED: say.label("took a role away"),
    }
