"""Use case on the books: what is made of a check, of which there is one a day."""

from collections.abc import Collection, Sequence
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from domain.faults import Fault
from domain.notices import Notice, NoticeKind
from domain.ports.transaction import Transaction
from domain.telling import tell_office
from domain.timetable import local_date

DAY_BEGINS = timedelta(hours=4)
"""On the school's clock: the check is for the night, and made up for later if need be."""


def day_to_check(now: datetime, zone: ZoneInfo) -> date:
    """Return the day whose check is due, or was last due."""
    return local_date(now - DAY_BEGINS, zone)


def record_check(
    tx: Transaction, on: date, faults: Sequence[Fault], office: Collection[int], *, now: datetime
) -> bool:
    """Note what a day's check has found, once, and tell the admins of what is newly wrong.

    `office` are the admins whom the settings name. What was wrong at the last check is not told
    again. Returns whether this check was the day's first.
    """
    known = tx.books.last_faults()
    if not tx.books.add_check(on, faults, now):
        return False
    if {fault.rule for fault in faults} - known:
        tell_office(tx, Notice(None, NoticeKind.BOOKS_WRONG, now, on_date=on), office)
    return True
