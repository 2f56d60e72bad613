"""What is told of one booking, or of one entry of a waiting list."""

from collections.abc import Callable
from datetime import datetime

from bot.screen import Screen
from bot.screens.due import to_pay
from bot.screens.notices.absence import away, comes
from bot.screens.notices.holds import hold_expired, hold_extended, place_confirmed
from bot.screens.notices.others import booked_for_you, cancelled_by_office, cancelled_for_you
from bot.screens.notices.queue import offered, passed_over, promoted, queue_closed
from bot.texts import Html, Say
from domain.model import Policy
from domain.notices import NoticeKind, still_matters
from storage.notices.about import AboutPlace


def about_place(
    say: Say, kind: NoticeKind, place: AboutPlace, policy: Policy, now: datetime
) -> Screen | None:
    is_news = still_matters(
        kind, place.session, refund_minor=place.refund_minor, now=now, zone=say.zone
    )
    if not is_news:
        return None
    if kind in _OF_HELD:
        due = to_pay(say, place.price_minor, place.discount, place.together, policy)
        return _OF_HELD[kind](say, place, due, now)
    return _SCREENS[kind](say, place, now)


_OF_HELD: dict[NoticeKind, Callable[[Say, AboutPlace, Html, datetime], Screen | None]] = {
    NoticeKind.OFFERED: offered,
    NoticeKind.HOLD_EXTENDED: hold_extended,
    NoticeKind.BOOKED_FOR_YOU: booked_for_you,
}
"""These say what is due, if the place is held."""


_SCREENS: dict[NoticeKind, Callable[[Say, AboutPlace, datetime], Screen | None]] = {
    NoticeKind.PROMOTED: promoted,
    NoticeKind.PASSED_OVER: passed_over,
    NoticeKind.QUEUE_CLOSED: queue_closed,
    NoticeKind.HOLD_EXPIRED: hold_expired,
    NoticeKind.PLACE_CONFIRMED: place_confirmed,
    NoticeKind.CANCELLED_FOR_YOU: cancelled_for_you,
    NoticeKind.CANCELLED_BY_OFFICE: cancelled_by_office,
    NoticeKind.AWAY: away,
    NoticeKind.COMES: comes,
}
