"""Who may do what: one row for each command, each kind of tap and each use case with an actor.

Who adds one of these adds its row here; `tests/laws/test_roles.py` asks for it. The cells are
tested in `tests/bot/test_roles.py` and `tests/domain/test_roles_table.py`.
"""

from collections.abc import Callable
from enum import Enum
from typing import Any

from bot import activity_taps, announcement_taps, family_taps, register_taps, report_taps, taps
from bot.callback_data import Tap
from domain import (
    activities,
    activity_changes,
    activity_imports,
    announcements,
    applicants,
    attendance,
    booking,
    closures,
    credit,
    families,
    family_imports,
    holds,
    joining,
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
TAPS: dict[type[Tap], Allowed] = {
    taps.Home: EVERYBODY,
    taps.Help: EVERYBODY,
    taps.Joining: EVERYBODY,
    taps.Book: PARENTS,
    taps.Booking: PARENTS,
    taps.AddChild: PARENTS,
    taps.EditChild: PARENTS,
    taps.ChildForm: PARENTS,
    taps.ShowChildren: PARENTS,
    taps.ShowChild: PARENTS,
    taps.AskRemoveChild: PARENTS,
    taps.RemoveChild: PARENTS,
    taps.ShowPlaces: PARENTS,
    taps.ShowBooking: PARENTS,
    taps.ShowEntry: PARENTS,
    taps.AskCancel: PARENTS,
    taps.CancelBooking: PARENTS,
    taps.LeaveQueue: PARENTS,
    taps.PayFromBalance: PARENTS,
    taps.ShowBalance: PARENTS,
    taps.ShowSettings: PARENTS,
    taps.ChooseReminders: PARENTS,
    taps.ShowMonths: PARENTS,
    taps.ShowStatement: PARENTS,
    taps.SendStatement: PARENTS,
    taps.ShowReceipts: PARENTS,
    taps.SendReceipt: PARENTS,
    taps.AskBack: PARENTS,
    taps.ConfirmAskBack: PARENTS,
    taps.KeepCredit: PARENTS,
    taps.PrintReceipt: OFFICE,
    taps.ShowMoney: OFFICE,
    taps.SendMoneyFile: OFFICE,
    taps.ShowRefunds: OFFICE,
    taps.ShowRepayment: OFFICE,
    taps.CloseRepayment: OFFICE,
    taps.SetLimit: OFFICE,
    taps.Limiting: OFFICE,
    taps.PayOut: OFFICE,
    taps.PayingOut: OFFICE,
    taps.Import: OFFICE,
    taps.Importing: OFFICE,
    taps.ShowDay: STAFF,
    taps.ShowWeek: STAFF,
    taps.ShowSession: STAFF,
    taps.ChooseWhom: OFFICE,
    taps.AskCancelFor: OFFICE,
    taps.CancelFor: OFFICE,
    taps.AskTakeOff: OFFICE,
    taps.TakeOff: OFFICE,
    taps.ShowTold: OFFICE,
    taps.GotIt: PARENTS,
    taps.ChangeCapacity: OFFICE,
    taps.CancelSession: OFFICE,
    taps.Changing: OFFICE,
    taps.BookForFamily: OFFICE,
    taps.BookForParent: OFFICE,
    taps.Placing: OFFICE,
    activity_taps.ShowActivities: OFFICE,
    activity_taps.ShowActivity: OFFICE,
    activity_taps.AskArchive: OFFICE,
    activity_taps.ArchiveActivity: OFFICE,
    activity_taps.NewActivity: OFFICE,
    activity_taps.CopyActivity: OFFICE,
    activity_taps.EditActivity: OFFICE,
    activity_taps.Planning: OFFICE,
    activity_taps.ShowClosures: OFFICE,
    activity_taps.ShowClosure: OFFICE,
    activity_taps.AddClosure: OFFICE,
    activity_taps.Closing: OFFICE,
    activity_taps.OpenDay: OFFICE,
    family_taps.FindFamily: OFFICE,
    family_taps.Finding: OFFICE,
    family_taps.SeeFamily: OFFICE,
    family_taps.SeeTheirPlaces: OFFICE,
    family_taps.SeeMessages: OFFICE,
    family_taps.ChooseActivity: OFFICE,
    family_taps.ChooseDate: OFFICE,
    register_taps.ShowRegisters: STAFF,
    register_taps.ShowRegister: STAFF,
    register_taps.MarkChild: STAFF,
    register_taps.LeaveRegister: STAFF,
    report_taps.Reporting: OFFICE,
    announcement_taps.Announcing: OFFICE,
    announcement_taps.ShowAnnouncement: OFFICE,
    announcement_taps.AskStopSending: OFFICE,
    announcement_taps.StopSending: OFFICE,
    announcement_taps.ShowNotReached: OFFICE,
    family_taps.ShowApplicants: OFFICE,
    family_taps.ShowApplicant: OFFICE,
    family_taps.DecideApplicant: OFFICE,
    family_taps.InviteParent: OFFICE,
    family_taps.PrintInvitations: OFFICE,
    taps.JoinAsParent: STAFF,
    taps.ShowUndelivered: OFFICE,
    taps.TakePayment: OFFICE,
    taps.ShowFamily: OFFICE,
    taps.Taking: OFFICE,
    taps.InviteStaff: OFFICE,
    taps.Inviting: OFFICE,
    taps.Trail: OFFICE,
    taps.ShowStaff: OFFICE,
    taps.ShowMember: OFFICE,
    taps.AskRemoveMember: OFFICE,
    taps.RemoveMember: OFFICE,
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
    applicants.decide_applicant: OFFICE,
    joining.invite: OFFICE,
    joining.invite_parents: OFFICE,
    family_imports.import_families: OFFICE,
    family_imports.preview_families: OFFICE,
    holds.keep_hold: OFFICE,
    money.adjust_balance: OFFICE,
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
    money.confirm_covered,
    money.confirm_place,
    placing.add_bookings,
    waiting_list.give_up,
}
"""What use cases are made of, which have asked for the role."""
EVERY_TAP = tuple(tap for tap in Tap._by_code.values() if tap.__module__.startswith("bot."))
"""Tests make some of their own."""


def row_of(tap: type[Tap]) -> list[Allowed]:
    """Return the row of a tap, or of the family that it belongs to."""
    return [allowed for kind, allowed in TAPS.items() if issubclass(tap, kind)]
