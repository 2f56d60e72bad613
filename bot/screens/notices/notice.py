"""The words of notices, built when they are sent; None when there is nothing left to tell."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import assert_never

from bot.screen import Button, Screen
from bot.screens import applicants, repayments
from bot.screens.announcements import message
from bot.screens.cancellation import cancelled
from bot.screens.notices.activity import activity_changed
from bot.screens.notices.money import of_account
from bot.screens.notices.parts import book_row
from bot.screens.notices.places import about_place
from bot.screens.notices.staff import link_used
from bot.screens.notices.trouble import trouble
from bot.screens.register import register_sent
from bot.screens.reminders import reminder
from bot.taps.places import GotIt
from bot.texts import Say
from domain.audiences import is_news
from domain.model import Policy
from domain.notices import NoticeKind, still_matters
from storage.notices.about import (
    AboutApplicant,
    AboutBooks,
    AboutCorrection,
    AboutDay,
    AboutFailure,
    AboutPayment,
    AboutPlace,
    AboutRegister,
    AboutRepayment,
    ClaimedNotice,
)
from storage.notices.activities import AboutActivity
from storage.notices.announcements import AboutAnnouncement
from storage.notices.cancellations import AboutCancellation
from storage.notices.newcomers import AboutNewcomer


def notice(say: Say, due: ClaimedNotice, policy: Policy, *, now: datetime) -> Screen | None:
    """Return what to send, by the rows as they are now."""
    screen = _screen(say, due, policy, now)
    # A register is marked where it is, and shown anew there.
    stays = not isinstance(due.about, AboutRegister)
    return None if screen is None else replace(screen, stays=stays)


def _screen(say: Say, due: ClaimedNotice, policy: Policy, now: datetime) -> Screen | None:
    match due.about:
        case AboutDay() as day:
            screen = reminder(say, due.kind, day, now=now)
        case AboutRegister() as about:
            screen = register_sent(
                say, due.kind, about.register, viewer=due.telegram_id or 0, now=now
            )
        case AboutCancellation() as session:
            others = [each.about for each in due.together]
            off = [each for each in (session, *others) if isinstance(each, AboutCancellation)]
            screen = _called_off(say, due.id, off, now)
        case AboutPayment() | AboutCorrection() as entry:
            screen = of_account(say, entry)
        case AboutRepayment() as due_back:
            screen = repayments.told(say, due_back.due)
        case AboutActivity() | AboutAnnouncement() as school:
            screen = _from_school(say, school, now)
        case AboutApplicant() | AboutNewcomer() as who:
            screen = _of_newcomers(say, due.kind, who)
        case AboutFailure() | AboutBooks() as wrong:
            screen = trouble(say, wrong)
        case AboutPlace() as place:
            screen = about_place(say, due.kind, place, policy, now)
        case _:
            assert_never(due.about)
    return screen


def _of_newcomers(say: Say, kind: NoticeKind, who: AboutApplicant | AboutNewcomer) -> Screen | None:
    if isinstance(who, AboutNewcomer):
        return link_used(say, who)
    return applicants.told(say, kind, who.applicant)


def _from_school(
    say: Say, about: AboutActivity | AboutAnnouncement, now: datetime
) -> Screen | None:
    if isinstance(about, AboutActivity):
        return activity_changed(say, about, now=now)
    if not is_news(about.to.session, about.made_at, now=now, zone=say.zone):
        return None
    return Screen(message(say, about.to, about.text))


def _called_off(
    say: Say, notice_id: int, sessions: Sequence[AboutCancellation], now: datetime
) -> Screen | None:
    kind = NoticeKind.SESSION_CANCELLED
    news = [
        each
        for each in sessions
        if still_matters(kind, each.session, refund_minor=each.refund_minor, now=now, zone=say.zone)
    ]
    if not news:
        return None
    news.sort(key=lambda each: (each.session.on, each.session.activity.start_time))
    got_it = Button(say.label("Got it"), GotIt(notice_id), "primary")
    return Screen(cancelled(say, news), ((got_it,), *book_row(say)))
