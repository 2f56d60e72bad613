"""Which reminder is due when: the evening before, and two hours before a day's first start.

A parent has one reminder of each kind for a day, whatever their children have booked on it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter

from domain.model import Policy, Reminders
from domain.notices import REMINDERS, Notice, NoticeKind
from domain.ports.bookings import ToRemind
from domain.ports.transaction import Transaction
from domain.timetable import instant, local_date

EVENING = time(18)
SOON = timedelta(hours=2)
LEAST = timedelta(minutes=45)
"""So long before a start there is still time to get ready, or to cancel."""
BEFORE_QUIET = timedelta(hours=1)
"""So that one that is held up a little does not fall into the quiet hours after all."""
DAY = timedelta(days=1)
EVENING_BEFORE, SOON_BEFORE = REMINDERS
WANTED = {
    Reminders.OFF: (),
    Reminders.EVENING: (EVENING_BEFORE,),
    Reminders.SOON: (SOON_BEFORE,),
    Reminders.BOTH: REMINDERS,
}


def awake_at(at: datetime, policy: Policy) -> datetime:
    """Return `at`, or the end of the quiet hours it falls into."""
    quiet = _quiet_hours(at, policy)
    return at if quiet is None else quiet[1]


def _quiet_hours(at: datetime, policy: Policy) -> tuple[datetime, datetime] | None:
    """Return the beginning and the end of the quiet hours that an instant falls into, if any."""
    if policy.quiet is None:
        return None
    today = local_date(at, policy.zone)
    for on in (today - DAY, today):
        begins, ends = policy.quiet.begins, policy.quiet.ends
        beginning = instant(on, begins, policy.zone)
        end = instant(on if begins < ends else on + DAY, ends, policy.zone)
        if beginning <= at < end:
            return beginning, end
    return None


def remind_at(
    on: date, booked: Sequence[ToRemind], policy: Policy, told: Collection[NoticeKind] = ()
) -> dict[NoticeKind, datetime]:
    """Return when each reminder of one parent's day goes out, the earlier first.

    None before which nothing was confirmed: who has just booked knows. When both would come on
    the evening before, the later one says it all; who has been told that evening is told no more.
    """
    first = min(instant(on, each.start_time, policy.zone) for each in booked)
    evening = _evening(on, first, policy)
    soon = min(
        (
            at
            for each in booked
            if each.confirmed_at < (at := _soon(on, each, policy))
            and (EVENING_BEFORE not in told or local_date(at, policy.zone) == on)
        ),
        default=None,
    )
    wanted = WANTED[booked[0].wish]
    found = {}
    if EVENING_BEFORE in wanted and any(each.confirmed_at < evening for each in booked):
        found[EVENING_BEFORE] = evening
    if SOON_BEFORE in wanted and soon is not None:
        found[SOON_BEFORE] = soon
        if soon <= evening or local_date(soon, policy.zone) < on:
            found.pop(EVENING_BEFORE, None)
    return found


def _evening(on: date, first: datetime, policy: Policy) -> datetime:
    """Return the evening's moment: at the end of the quiet hours, if it falls into them.

    Where that is too late for the day's first start, it is a while before they begin.
    """
    at = instant(on - DAY, EVENING, policy.zone)
    quiet = _quiet_hours(at, policy)
    if quiet is None:
        return at
    begin, end = quiet
    return end if end <= first - LEAST else begin - BEFORE_QUIET


def _soon(on: date, booked: ToRemind, policy: Policy) -> datetime:
    """Return the moment two hours before, or after the quiet hours if that is early enough."""
    start = instant(on, booked.start_time, policy.zone)
    at = awake_at(start - SOON, policy)
    return at if at <= start - LEAST else _evening(on, start, policy)


def due_reminder(
    on: date,
    booked: Sequence[ToRemind],
    told: Collection[NoticeKind],
    policy: Policy,
    *,
    now: datetime,
) -> tuple[NoticeKind, datetime] | None:
    """Return which reminder of one parent's day is due, if any, and when it goes out.

    What has started by then is not reminded of. If both are due, as after a standstill, the later
    one says it all; and what is due in the quiet hours waits for their end.
    """
    at = awake_at(now, policy)
    ahead = _ahead(on, booked, policy, at)
    if not ahead:
        return None
    due = [
        kind
        for kind, moment in remind_at(on, ahead, policy, told).items()
        if moment <= now and not _is_past(kind, moment, on, policy, now=now)
    ]
    if not due or due[-1] in told or SOON_BEFORE in told:
        return None
    return due[-1], at


def _ahead(on: date, booked: Sequence[ToRemind], policy: Policy, at: datetime) -> list[ToRemind]:
    return [each for each in booked if at < instant(on, each.start_time, policy.zone)]


def _is_past(
    kind: NoticeKind, moment: datetime, on: date, policy: Policy, *, now: datetime
) -> bool:
    """Tell whether an evening is over for which a reminder was meant."""
    evening_of = local_date(moment, policy.zone)
    return kind is EVENING_BEFORE and evening_of < on <= local_date(now, policy.zone)


def leaves_at(
    kind: NoticeKind,
    on: date,
    booked: Sequence[ToRemind],
    policy: Policy,
    *,
    has_later: bool,
    now: datetime,
) -> datetime | None:
    """Return when a reminder that has been written leaves: now, or after the quiet hours.

    None if all has started by then, or if a later reminder of the day has been written or is due.
    """
    at = awake_at(now, policy)
    ahead = _ahead(on, booked, policy, at)
    if not ahead:
        return None
    if kind is EVENING_BEFORE:
        soon = remind_at(on, ahead, policy, [kind]).get(SOON_BEFORE)
        if has_later or (soon is not None and soon <= at):
            return None
    return at


def queue_reminders(tx: Transaction, on: date, policy: Policy, *, now: datetime) -> int:
    """Write the reminders of a day that are due; return how many.

    Nothing is locked: what is cancelled meanwhile is not in the message, which is put into words
    when it is sent, and a day has each kind once for each parent.
    """
    told = tx.outbox.list_reminded(on)
    notices = []
    for parent_id, group in groupby(tx.bookings.list_to_remind(on), attrgetter("parent_id")):
        due = due_reminder(on, list(group), told.get(parent_id, ()), policy, now=now)
        if due is not None:
            notices.append(Notice(parent_id, *due, on_date=on))
    tx.outbox.add(*notices)
    return len(notices)


def choose_reminders(tx: Transaction, parent_id: int, wish: Reminders) -> None:
    """Keep when a parent wants to be reminded."""
    tx.families.choose_reminders(parent_id, wish)
