"""Who may do what: one row for each command and each use case with an actor.

Who adds one of these adds its row here, and who adds a tap in `tests/tap_roles.py`;
`tests/laws/test_roles.py` asks for it. The cells are tested in `tests/bot/test_roles.py` and
`tests/domain/test_roles_table.py`.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from domain import (
    activities,
    activity_changes,
    activity_imports,
    announcements,
    applicants,
    attendance,
    booking,
    child_notes,
    closures,
    corrections,
    credit,
    families,
    family_imports,
    holds,
    joining,
    merging,
    money,
    office,
    payouts,
    placing,
    repayments,
    sessions,
    staff,
    waiting_list,
)

UseCase = Callable[..., Any]


class Allowed(Enum):
    EVERYBODY = ("stranger", "parent", "tutor", "admin")
    KNOWN = ("parent", "tutor", "admin")
    PARENTS = ("parent",)
    FAMILY = ("parent", "admin")
    """Parents, for their own family, and the office."""
    STAFF = ("tutor", "admin")
    OWN = ("admin", "tutor")
    """The same, but tutors only for what they teach."""
    OFFICE = ("admin",)


EVERYBODY, KNOWN, PARENTS, FAMILY, STAFF, OWN, OFFICE = Allowed
COMMANDS: dict[str, Allowed] = {
    "start": EVERYBODY,
    "help": EVERYBODY,
    "cancel": KNOWN,
    "book": PARENTS,
    "bookings": PARENTS,
    "children": PARENTS,
    "balance": PARENTS,
    "settings": PARENTS,
    "family": OFFICE,
    "applicants": OFFICE,
    "invite": OFFICE,
    "invitations": OFFICE,
    "payment": OFFICE,
    "money": OFFICE,
    "report": OFFICE,
    "undelivered": OFFICE,
    "refunds": OFFICE,
    "import": OFFICE,
    "announce": OFFICE,
    "today": STAFF,
    "week": STAFF,
    "register": STAFF,
    "activities": OFFICE,
    "closures": OFFICE,
    "invite_staff": OFFICE,
    "staff": OFFICE,
    "audit": OFFICE,
}
USE_CASES: dict[UseCase, Allowed] = {
    activities.create_activity: OFFICE,
    activity_changes.archive_activity: OFFICE,
    activity_changes.change_activity: OFFICE,
    activity_imports.import_activities: OFFICE,
    activity_imports.preview_activities: OFFICE,
    attendance.mark_child: OWN,
    attendance.note_child: OWN,
    announcements.announce: OFFICE,
    announcements.stop_announcement: OFFICE,
    booking.book_places: OFFICE,
    closures.close_days: OFFICE,
    closures.open_day: OFFICE,
    credit.set_credit_limit: OFFICE,
    families.add_child_for_family: OFFICE,
    families.add_family: OFFICE,
    child_notes.write_child_notes: FAMILY,
    applicants.decide_applicant: OFFICE,
    merging.merge_parents: OFFICE,
    merging.unite_children: OFFICE,
    joining.invite: OFFICE,
    joining.invite_parents: OFFICE,
    family_imports.import_families: OFFICE,
    family_imports.preview_families: OFFICE,
    holds.keep_hold: OFFICE,
    corrections.adjust_balance: OFFICE,
    money.confirm_from_balance: FAMILY,
    money.record_payment: OFFICE,
    office.cancel_for_family: OFFICE,
    office.take_off_waiting_list: OFFICE,
    payouts.record_payout: OFFICE,
    repayments.close_repayment: OFFICE,
    sessions.cancel_session: OFFICE,
    sessions.change_capacity: OFFICE,
    staff.invite_staff: OFFICE,
    staff.remove_staff: OFFICE,
}
PARTS: set[UseCase] = {
    booking.give_back,
    credit.note_limit,
    money.confirm_covered,
    money.confirm_place,
    placing.add_bookings,
    waiting_list.give_up,
}
"""What use cases are made of, which have asked for the role."""
