"""Which news is still worth telling when it was held up, and how an occasion is named."""

from datetime import datetime

import pytest

from domain.notices import Notice, NoticeKind, still_matters
from tests.domain.values import session, utc
from tests.factory import LONDON, MONDAY, NOW

BEFORE = utc("2026-09-14 14:29:59")
START = utc("2026-09-14 14:30")
MIDNIGHT = utc("2026-09-14 23:00")
"""In London, where it is summer."""


@pytest.mark.parametrize(
    ("kind", "refund_minor", "until"),
    [
        (NoticeKind.PROMOTED, 0, START),  # a place to go to, or to give up
        (NoticeKind.OFFERED, 0, START),
        (NoticeKind.PLACE_CONFIRMED, 0, START),
        (NoticeKind.PASSED_OVER, 0, MIDNIGHT),  # no place: nobody should come in vain
        (NoticeKind.QUEUE_CLOSED, 0, MIDNIGHT),
        (NoticeKind.HOLD_EXPIRED, 0, MIDNIGHT),
        (NoticeKind.CANCELLED_FOR_YOU, 0, MIDNIGHT),
        (NoticeKind.SESSION_CANCELLED, 0, MIDNIGHT),
        (NoticeKind.CANCELLED_FOR_YOU, 500, None),  # money came back: always
        (NoticeKind.SESSION_CANCELLED, 500, None),
    ],
)
def test_news_matters_until(kind: NoticeKind, refund_minor: int, until: datetime | None) -> None:
    def matters(now: datetime) -> bool:
        return still_matters(kind, session(), refund_minor=refund_minor, now=now, zone=LONDON)

    assert [matters(at) for at in (BEFORE, START, MIDNIGHT)] == [
        until is None or at < until for at in (BEFORE, START, MIDNIGHT)
    ]


@pytest.mark.parametrize(
    ("notice", "key"),
    [
        (Notice(3, NoticeKind.PROMOTED, NOW, booking_id=8), "promoted:b8:p3"),
        (Notice(3, NoticeKind.QUEUE_CLOSED, NOW, entry_id=8), "queue_closed:e8:p3"),
        (
            Notice(3, NoticeKind.REMINDER_SOON, NOW, on_date=MONDAY),
            "reminder_soon:d2026-09-14:p3",
        ),
        (
            Notice(None, NoticeKind.REGISTER, NOW, session_id=8, staff_telegram_id=42),
            "register:s8:t42",
        ),
    ],
)
def test_occasion_is_named_by_kind_subject_and_recipient(notice: Notice, key: str) -> None:
    assert notice.dedupe_key == key
