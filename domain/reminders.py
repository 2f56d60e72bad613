"""Which reminder is due when: the evening before, and two hours before a day's first start.

A parent has one reminder of each kind for a day, whatever their children have booked on it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime, time, timedelta
from itertools import groupby
from operator import attrgetter

from domain.model import Policy, Reminders
from domain.notices import Notice, NoticeKind
from domain.ports import ToRemind, Transaction
from domain.timetable import instant, local_date

EVENING = time(18)
SOON = timedelta(hours=2)
DAY = timedelta(days=1)
WANTED = {
    Reminders.OFF: (),
    Reminders.EVENING: (NoticeKind.REMINDER_EVENING,),
    Reminders.SOON: (NoticeKind.REMINDER_SOON,),
    Reminders.BOTH: (NoticeKind.REMINDER_EVENING, NoticeKind.REMINDER_SOON),
}


def out_of_quiet_hours(at: datetime, before: datetime, policy: Policy) -> datetime:
    """Return `at`, or the end of the quiet hours it falls into.

    Their beginning, if their end would not be before what it has to come before.
    """
    if policy.quiet is None:
        return at
    today = local_date(at, policy.zone)
    for on in (today - DAY, today):
        begins, ends = policy.quiet.begins, policy.quiet.ends
        beginning = instant(on, begins, policy.zone)
        end = instant(on if begins < ends else on + DAY, ends, policy.zone)
        if beginning <= at < end:
            return end if end < before else beginning
    return at


def remind_at(on: date, booked: Sequence[ToRemind], policy: Policy) -> dict[NoticeKind, datetime]:
    """Return when each reminder of one parent's day goes out, the earlier first.

    None before which nothing was confirmed: who has just booked knows. When both would come on
    the evening before, the later one says it all.
    """
    first = min(each.start_time for each in booked)
    evening = out_of_quiet_hours(
        instant(on - DAY, EVENING, policy.zone), instant(on, first, policy.zone), policy
    )
    soon = min(
        (at for each in booked if each.confirmed_at < (at := _soon(on, each, policy))), default=None
    )
    wanted = WANTED[booked[0].wish]
    found = {}
    if NoticeKind.REMINDER_EVENING in wanted and any(
        each.confirmed_at < evening for each in booked
    ):
        found[NoticeKind.REMINDER_EVENING] = evening
    if NoticeKind.REMINDER_SOON in wanted and soon is not None:
        found[NoticeKind.REMINDER_SOON] = soon
        if soon <= evening or local_date(soon, policy.zone) < on:
            found.pop(NoticeKind.REMINDER_EVENING, None)
    return found


def _soon(on: date, booked: ToRemind, policy: Policy) -> datetime:
    start = instant(on, booked.start_time, policy.zone)
    return out_of_quiet_hours(start - SOON, start, policy)


def due_reminder(
    on: date,
    booked: Sequence[ToRemind],
    told: Collection[NoticeKind],
    policy: Policy,
    *,
    now: datetime,
) -> NoticeKind | None:
    """Return which reminder of one parent's day should go out now, if any.

    What has started is not reminded of. If both are due, as after a standstill, the later one
    says it all; and what was held up until the quiet hours waits for their end, if it can.
    """
    ahead = [each for each in booked if now < instant(on, each.start_time, policy.zone)]
    if not ahead:
        return None
    due = [kind for kind, at in remind_at(on, ahead, policy).items() if at <= now]
    if not due or due[-1] in told or NoticeKind.REMINDER_SOON in told:
        return None
    first = min(instant(on, each.start_time, policy.zone) for each in ahead)
    return due[-1] if out_of_quiet_hours(now, first, policy) <= now else None


def queue_reminders(tx: Transaction, on: date, policy: Policy, *, now: datetime) -> int:
    """Write the reminders of a day that are due; return how many.

    Nothing is locked: what is cancelled meanwhile is not in the message, which is put into words
    when it is sent, and a day has each kind once for each parent.
    """
    told = tx.outbox.list_reminded(on)
    notices = []
    for parent_id, group in groupby(tx.bookings.list_to_remind(on), attrgetter("parent_id")):
        kind = due_reminder(on, list(group), told.get(parent_id, ()), policy, now=now)
        if kind is not None:
            notices.append(Notice(parent_id, kind, now, on_date=on))
    tx.outbox.add(*notices)
    return len(notices)


def choose_reminders(tx: Transaction, parent_id: int, wish: Reminders) -> None:
    """Keep when a parent wants to be reminded."""
    tx.families.choose_reminders(parent_id, wish)
