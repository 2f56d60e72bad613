"""Every tap there is, one class a meaning."""

from dataclasses import dataclass
from datetime import date

from bot.callback_data import Tap


@dataclass(frozen=True)
class Home(Tap, code="home"):
    """Show the first screen."""


@dataclass(frozen=True)
class Help(Tap, code="help"):
    pass


class Booking(Tap, code=None):
    """A tap of the conversation that books places."""


@dataclass(frozen=True)
class Book(Tap, code="book"):
    """Begin to book; a child may be chosen already, 0 if not."""

    child_id: int = 0


@dataclass(frozen=True)
class PickChild(Booking, code="b.ch"):
    child_id: int


@dataclass(frozen=True)
class PickActivity(Booking, code="b.act"):
    activity_id: int


@dataclass(frozen=True)
class TurnPage(Booking, code="b.pg"):
    page: int


@dataclass(frozen=True)
class PickDate(Booking, code="b.dt"):
    """Choose or unchoose a date: which of the two is said, so that a double tap is one."""

    on: date
    chosen: bool


@dataclass(frozen=True)
class PickAllDates(Booking, code="b.all"):
    """Go on with all dates that are left."""


@dataclass(frozen=True)
class MoreDates(Booking, code="b.more"):
    pass


@dataclass(frozen=True)
class Review(Booking, code="b.rev"):
    """Go on with the dates ticked."""


@dataclass(frozen=True)
class Confirm(Booking, code="b.ok"):
    request_key: str
    dates: int = 0
    """How many dates were asked for."""


# Where a step back leads is said, so that a double tap is one step.


@dataclass(frozen=True)
class BackToChildren(Booking, code="b.bk1"):
    pass


@dataclass(frozen=True)
class BackToActivities(Booking, code="b.bk2"):
    pass


@dataclass(frozen=True)
class BackToDates(Booking, code="b.bk3"):
    pass


@dataclass(frozen=True)
class Stop(Booking, code="b.stop"):
    pass


class Joining(Tap, code=None):
    """A tap of the conversation with which a parent joins."""


@dataclass(frozen=True)
class AskToJoin(Joining, code="j.ask"):
    """Ask the office to be let in, without an invitation."""


@dataclass(frozen=True)
class UseTelegramName(Joining, code="j.name"):
    pass


@dataclass(frozen=True)
class SkipEmail(Joining, code="j.skip"):
    pass


@dataclass(frozen=True)
class StopJoining(Joining, code="j.stop"):
    pass


class ChildForm(Tap, code=None):
    """A tap of the conversation about one child."""


@dataclass(frozen=True)
class AddChild(Tap, code="c.add"):
    pass


@dataclass(frozen=True)
class EditChild(Tap, code="c.edit"):
    child_id: int


@dataclass(frozen=True)
class PickGrade(ChildForm, code="c.gr"):
    grade: int


@dataclass(frozen=True)
class KeepName(ChildForm, code="c.kn"):
    """Leave the name on file as it is."""


@dataclass(frozen=True)
class KeepBirthDate(ChildForm, code="c.kb"):
    pass


@dataclass(frozen=True)
class BackToName(ChildForm, code="c.bk1"):
    pass


@dataclass(frozen=True)
class BackToBirthDate(ChildForm, code="c.bk2"):
    pass


@dataclass(frozen=True)
class StopForm(ChildForm, code="c.stop"):
    pass


@dataclass(frozen=True)
class ShowChildren(Tap, code="c.all"):
    pass


@dataclass(frozen=True)
class ShowChild(Tap, code="c.one"):
    child_id: int


@dataclass(frozen=True)
class AskRemoveChild(Tap, code="c.ask"):
    child_id: int


@dataclass(frozen=True)
class RemoveChild(Tap, code="c.rm"):
    """Remove a child, knowing how many places go and how much comes back."""

    child_id: int
    shown_places: int
    shown_refund_minor: int


@dataclass(frozen=True)
class ShowPlaces(Tap, code="p.all"):
    page: int = 0


@dataclass(frozen=True)
class ShowBooking(Tap, code="p.bk"):
    booking_id: int


@dataclass(frozen=True)
class ShowEntry(Tap, code="p.en"):
    entry_id: int


@dataclass(frozen=True)
class AskCancel(Tap, code="p.ask"):
    booking_id: int


@dataclass(frozen=True)
class CancelBooking(Tap, code="p.rm"):
    booking_id: int
    shown_refund_minor: int


@dataclass(frozen=True)
class LeaveQueue(Tap, code="p.lv"):
    entry_id: int


@dataclass(frozen=True)
class PayFromBalance(Tap, code="p.pay"):
    booking_id: int


@dataclass(frozen=True)
class ShowBalance(Tap, code="bal"):
    pass


@dataclass(frozen=True)
class ShowSettings(Tap, code="set"):
    pass


@dataclass(frozen=True)
class ChooseReminders(Tap, code="s.rem"):
    wish: str
    """One of the domain's `Reminders`."""


@dataclass(frozen=True)
class ShowMoney(Tap, code="o.mon"):
    span: str
    """One of the domain's `Span`."""


@dataclass(frozen=True)
class SendMoneyFile(Tap, code="o.csv"):
    span: str


@dataclass(frozen=True)
class ShowUndelivered(Tap, code="o.und"):
    page: int = 0


@dataclass(frozen=True)
class ShowMonths(Tap, code="m.all"):
    """Show of which months there is a statement."""

    page: int = 0


@dataclass(frozen=True)
class ShowStatement(Tap, code="m.one"):
    """Show in which forms there is a month's statement."""

    month: date
    """Its first day."""


@dataclass(frozen=True)
class SendStatement(Tap, code="m.file"):
    month: date
    as_pdf: bool
    """Else for spreadsheets."""


@dataclass(frozen=True)
class ShowReceipts(Tap, code="m.rs"):
    """Show the parent's payments, each of which has a receipt."""

    page: int = 0


@dataclass(frozen=True)
class SendReceipt(Tap, code="m.rc"):
    payment_id: int


@dataclass(frozen=True)
class PrintReceipt(Tap, code="o.rc"):
    """Send a family's receipt to the office."""

    payment_id: int


class Taking(Tap, code=None):
    """A tap of the office's conversation about a family's money."""


@dataclass(frozen=True)
class TakePayment(Tap, code="o.pay"):
    """Begin with a search."""


@dataclass(frozen=True)
class ShowFamily(Tap, code="o.fam"):
    """Begin with a family."""

    parent_id: int


@dataclass(frozen=True)
class SetLimit(Tap, code="l.new"):
    """Begin to set a family's credit limit."""

    parent_id: int


class Limiting(Tap, code=None):
    """A tap of the office's conversation about a family's credit limit."""


@dataclass(frozen=True)
class AsTheSchools(Limiting, code="l.all"):
    """Let the school's limit count for the family."""


@dataclass(frozen=True)
class ConfirmLimit(Limiting, code="l.ok"):
    pass


@dataclass(frozen=True)
class BackToLimit(Limiting, code="l.bk1"):
    pass


@dataclass(frozen=True)
class StopLimiting(Limiting, code="l.stop"):
    pass


@dataclass(frozen=True)
class PickFamily(Taking, code="o.pf"):
    parent_id: int


@dataclass(frozen=True)
class TurnFamilies(Taking, code="o.pg"):
    page: int


@dataclass(frozen=True)
class PickMethod(Taking, code="o.by"):
    method: str
    """One of the domain's `PaymentMethod`."""


@dataclass(frozen=True)
class SkipReference(Taking, code="o.skip"):
    pass


@dataclass(frozen=True)
class ConfirmPayment(Taking, code="o.ok"):
    key: str


@dataclass(frozen=True)
class ShowHeld(Taking, code="o.held"):
    """Choose a held place that is to be kept until a voucher comes."""

    page: int = 0


@dataclass(frozen=True)
class ShowPromised(Taking, code="o.vou"):
    """Show which places wait for a voucher."""

    page: int = 0


@dataclass(frozen=True)
class PickHeld(Taking, code="o.ph"):
    booking_id: int


@dataclass(frozen=True)
class KeepHeld(Taking, code="o.keep"):
    """Keep a held place until a day."""

    booking_id: int
    on: date


@dataclass(frozen=True)
class BackToSearch(Taking, code="o.bk1"):
    pass


@dataclass(frozen=True)
class BackToFamily(Taking, code="o.bk2"):
    pass


@dataclass(frozen=True)
class BackToAmount(Taking, code="o.bk3"):
    pass


@dataclass(frozen=True)
class BackToReference(Taking, code="o.bk4"):
    pass


@dataclass(frozen=True)
class StopTaking(Taking, code="o.stop"):
    pass


class Inviting(Tap, code=None):
    """A tap of the office's conversation that invites somebody to the staff."""


@dataclass(frozen=True)
class InviteStaff(Tap, code="si.new"):
    """Begin to invite."""


@dataclass(frozen=True)
class PickRole(Inviting, code="si.role"):
    role: str
    """One of the domain's `STAFF`."""


@dataclass(frozen=True)
class PickTutor(Inviting, code="si.tut"):
    tutor_id: int


@dataclass(frozen=True)
class TurnTutors(Inviting, code="si.pg"):
    page: int


@dataclass(frozen=True)
class ConfirmInvitation(Inviting, code="si.ok"):
    key: str


@dataclass(frozen=True)
class BackToRole(Inviting, code="si.bk1"):
    pass


@dataclass(frozen=True)
class BackToTutor(Inviting, code="si.bk2"):
    pass


@dataclass(frozen=True)
class StopInviting(Inviting, code="si.stop"):
    pass


@dataclass(frozen=True)
class ShowStaff(Tap, code="st.all"):
    page: int = 0


@dataclass(frozen=True)
class ShowMember(Tap, code="st.one"):
    staff_id: int


@dataclass(frozen=True)
class AskRemoveMember(Tap, code="st.ask"):
    staff_id: int


@dataclass(frozen=True)
class RemoveMember(Tap, code="st.rm"):
    staff_id: int


@dataclass(frozen=True)
class JoinAsParent(Tap, code="j.new"):
    """Begin to join as a parent, for who is of the staff already."""


@dataclass(frozen=True)
class AskBack(Tap, code="bal.ask"):
    """Look at what could be paid back."""


@dataclass(frozen=True)
class ConfirmAskBack(Tap, code="bal.yes"):
    """Ask the school to pay back what was shown."""

    shown_minor: int


@dataclass(frozen=True)
class KeepCredit(Tap, code="bal.keep"):
    """Take that back."""


@dataclass(frozen=True)
class ShowRefunds(Tap, code="r.all"):
    """Show what is to be paid out."""

    page: int = 0


@dataclass(frozen=True)
class ShowRepayment(Tap, code="r.one"):
    """Show money that is on no account."""

    repayment_id: int


@dataclass(frozen=True)
class CloseRepayment(Tap, code="r.done"):
    """Note that it has been dealt with."""

    repayment_id: int


@dataclass(frozen=True)
class PayOut(Tap, code="r.fam"):
    """Begin to record what a family was paid back."""

    parent_id: int


class PayingOut(Tap, code=None):
    """A tap of the office's conversation about money that is paid back."""


@dataclass(frozen=True)
class LeaveOnAccount(PayingOut, code="r.leave"):
    """Note that money that came too late or twice stays on the account."""


@dataclass(frozen=True)
class PickPayoutMethod(PayingOut, code="r.by"):
    method: str
    """One of the domain's `PaymentMethod`."""


@dataclass(frozen=True)
class ShowPaid(PayingOut, code="r.pg"):
    """Choose a payment to refund at the provider."""

    page: int = 0


@dataclass(frozen=True)
class PickPaid(PayingOut, code="r.pay"):
    payment_id: int


@dataclass(frozen=True)
class PickPayoutAmount(PayingOut, code="r.amt"):
    amount_minor: int


@dataclass(frozen=True)
class SkipPayoutReference(PayingOut, code="r.skip"):
    pass


@dataclass(frozen=True)
class ConfirmPayout(PayingOut, code="r.ok"):
    key: str


@dataclass(frozen=True)
class BackToPayee(PayingOut, code="r.bk1"):
    pass


@dataclass(frozen=True)
class BackToPayoutAmount(PayingOut, code="r.bk2"):
    pass


@dataclass(frozen=True)
class BackToPayoutReference(PayingOut, code="r.bk3"):
    pass


@dataclass(frozen=True)
class BackToPaid(PayingOut, code="r.bk4"):
    pass


@dataclass(frozen=True)
class StopPayout(PayingOut, code="r.stop"):
    pass


class Importing(Tap, code=None):
    """A tap of the office's conversation about a list that is taken in."""


@dataclass(frozen=True)
class Import(Tap, code="im.new"):
    """Begin to take in a list."""


@dataclass(frozen=True)
class PickList(Importing, code="im.list"):
    kind: str
    """One of the domain's `ListKind`."""


@dataclass(frozen=True)
class SendTemplate(Importing, code="im.tpl"):
    pass


@dataclass(frozen=True)
class ConfirmImport(Importing, code="im.ok"):
    key: str


@dataclass(frozen=True)
class BackToLists(Importing, code="im.bk1"):
    pass


@dataclass(frozen=True)
class BackToFile(Importing, code="im.bk2"):
    pass


@dataclass(frozen=True)
class StopImporting(Importing, code="im.stop"):
    pass


@dataclass(frozen=True)
class ShowDay(Tap, code="d.day"):
    """Show the sessions of a day."""

    on: date
    page: int = 0


@dataclass(frozen=True)
class ShowWeek(Tap, code="d.wk"):
    """Show the sessions of a week."""

    monday: date
    page: int = 0


@dataclass(frozen=True)
class ShowSession(Tap, code="d.one"):
    session_id: int
    page: int = 0


@dataclass(frozen=True)
class ChooseWhom(Tap, code="d.who"):
    """Choose the child whose place, or turn, is to be cancelled for its family."""

    session_id: int
    page: int = 0


@dataclass(frozen=True)
class AskCancelFor(Tap, code="d.ask"):
    booking_id: int


@dataclass(frozen=True)
class CancelFor(Tap, code="d.rm"):
    booking_id: int
    shown_refund_minor: int
    in_full: bool


@dataclass(frozen=True)
class AskTakeOff(Tap, code="d.askq"):
    entry_id: int


@dataclass(frozen=True)
class TakeOff(Tap, code="d.rmq"):
    """Take a child off a waiting list."""

    entry_id: int


@dataclass(frozen=True)
class ShowTold(Tap, code="d.told"):
    """Show who has seen that a session is cancelled."""

    session_id: int
    page: int = 0


@dataclass(frozen=True)
class GotIt(Tap, code="got"):
    """Say that one has seen that a session is cancelled."""

    notice_id: int


class Changing(Tap, code=None):
    """A tap of the office's conversation that changes a session."""


@dataclass(frozen=True)
class ChangeCapacity(Tap, code="d.cap"):
    session_id: int


@dataclass(frozen=True)
class CancelSession(Tap, code="d.can"):
    session_id: int


@dataclass(frozen=True)
class TryCapacity(Changing, code="d.try"):
    """Look at what another capacity would do."""

    capacity: int


@dataclass(frozen=True)
class SetCapacity(Changing, code="d.set"):
    session_id: int
    shown: int
    capacity: int


@dataclass(frozen=True)
class DropReason(Changing, code="d.why"):
    """Cancel without a word of why."""


@dataclass(frozen=True)
class ConfirmCancellation(Changing, code="d.off"):
    """Cancel a session, knowing what goes with it."""

    session_id: int
    shown_children: int
    """Who has a place or waits."""
    shown_refund_minor: int


@dataclass(frozen=True)
class StopChanging(Changing, code="d.stop"):
    session_id: int


class Placing(Tap, code=None):
    """A tap of the office's conversation that books for a family."""


@dataclass(frozen=True)
class BookForFamily(Tap, code="f.book"):
    session_id: int


@dataclass(frozen=True)
class BookForParent(Tap, code="f.for"):
    """Begin with a session and a parent."""

    session_id: int
    parent_id: int


@dataclass(frozen=True)
class PickParent(Placing, code="f.par"):
    parent_id: int


@dataclass(frozen=True)
class TurnParents(Placing, code="f.pg"):
    page: int


@dataclass(frozen=True)
class AddFamily(Placing, code="f.new"):
    """Put a family on file that the school does not know yet."""


@dataclass(frozen=True)
class AddTheirChild(Placing, code="f.add"):
    pass


@dataclass(frozen=True)
class PickTheirChild(Placing, code="f.ch"):
    child_id: int


@dataclass(frozen=True)
class PickTheirGrade(Placing, code="f.gr"):
    grade: int


@dataclass(frozen=True)
class ConfirmForFamily(Placing, code="f.ok"):
    parent_id: int
    key: str


@dataclass(frozen=True)
class BackToParents(Placing, code="f.bk1"):
    pass


@dataclass(frozen=True)
class BackToTheirChildren(Placing, code="f.bk2"):
    pass


@dataclass(frozen=True)
class BackToParentName(Placing, code="f.bk3"):
    pass


@dataclass(frozen=True)
class BackToParentPhone(Placing, code="f.bk4"):
    pass


@dataclass(frozen=True)
class BackToTheirName(Placing, code="f.bk5"):
    pass


@dataclass(frozen=True)
class BackToTheirBirthDate(Placing, code="f.bk6"):
    pass


@dataclass(frozen=True)
class StopPlacing(Placing, code="f.stop"):
    session_id: int


@dataclass(frozen=True)
class Trail(Tap, code=None):
    """A tap about a part of the trail."""

    topic: str = "all"
    """One of the domain's `Topic`, or all."""
    first: date = date.min
    """The days; both the least date for any time."""
    last: date = date.min
    who: str = "all"
    """`s` and a Telegram id of the staff, `p` and the id of a parent, or all."""


@dataclass(frozen=True)
class ShowTrail(Trail, code="au"):
    before: int = 0
    """The id of the event after which to go on; 0 begins with the newest."""


@dataclass(frozen=True)
class ChooseTopic(Trail, code="au.t"):
    pass


@dataclass(frozen=True)
class ChooseDays(Trail, code="au.d"):
    pass


@dataclass(frozen=True)
class ChooseWho(Trail, code="au.w"):
    page: int = 0


@dataclass(frozen=True)
class SendTrail(Trail, code="au.csv"):
    pass
