"""A session that does not take place: what parents read, and what the office sees of it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.screen import Screen
from bot.screens import cancellation as screens
from bot.screens.notices.notice import notice
from bot.taps.booking import Book
from bot.taps.places import GotIt
from bot.taps.sessions import ShowSession, ShowTold
from bot.texts import Say
from domain.notices import NoticeKind
from domain.timetable import starts_at
from storage.notices.cancellations import AboutCancellation
from storage.told_queries import Contact, Told, ToldFamily
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, claimed, session
from tests.factory import LONDON, MONDAY, NOW, POLICY

PLACE = "Swimming, Mon 14 Sept, 15:30–16:30"
ABOUT = AboutCancellation(session(), "The pool is shut.", ("Ben", "Emma"), 1250)
ANN = Contact("Ann", "+441")
BLANK = Told("", ())


def tell(say: Say, about: AboutCancellation, **later: int) -> Screen | None:
    due = claimed(NoticeKind.SESSION_CANCELLED, about)
    return notice(say, due, POLICY, now=starts_at(session(), LONDON) + timedelta(**later))


def family(name: str = "Emma", *, seen: bool = False, reachable: bool = True) -> ToldFamily:
    return ToldFamily((name,), (ANN,), seen, reachable)


def test_parent_is_told_of_all_their_children_with_the_reason_and_the_refund(say: Say) -> None:
    screen = tell(say, ABOUT)
    assert screen is not None
    assert screen.stays
    assert read(screen).splitlines() == [
        "Cancelled by the school",
        f"Ben: {PLACE}",
        f"Emma: {PLACE}",
        "This session will not take place. We are sorry.",
        "The school writes: The pool is shut.",
        "£12.50 was refunded to your account.",
    ]
    assert buttons(screen) == {"Got it": GotIt(41), "Book a place": Book()}


def test_of_several_sessions_each_place_is_named_in_order_and_the_refund_is_the_sum(
    say: Say,
) -> None:
    earlier = replace(ABOUT, session=session(on=MONDAY - timedelta(days=1)), children=("Emma",))
    others = tuple(claimed(NoticeKind.SESSION_CANCELLED, each) for each in (earlier, ABOUT))
    due = replace(claimed(NoticeKind.SESSION_CANCELLED, ABOUT), together=others)
    screen = notice(say, due, POLICY, now=NOW)
    assert screen is not None
    assert read(screen).splitlines() == [
        "Cancelled by the school",
        "Emma: Swimming, Sun 13 Sept, 15:30–16:30",
        *[f"Ben: {PLACE}", f"Emma: {PLACE}"] * 2,
        "These sessions will not take place. We are sorry.",
        "The school writes: The pool is shut.",
        "£37.50 was refunded to your account.",
    ]
    assert list(buttons(screen)) == ["Got it", "Book a place"]


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_however_many_sessions_are_cancelled_the_message_fits(say: Say, name: str) -> None:
    many = replace(ABOUT, session=session(name=name), reason="W" * 200, children=(name,) * 3)
    due = claimed(NoticeKind.SESSION_CANCELLED, many)
    screen = notice(say, replace(due, together=(due,) * 61), POLICY, now=NOW)
    assert screen is not None
    assert "\nand " in read(screen)


def test_without_reason_and_refund_nothing_is_said_of_them(say: Say) -> None:
    screen = tell(say, replace(ABOUT, reason="", refund_minor=0, children=()))
    assert screen is not None
    assert read(screen).splitlines() == [
        "Cancelled by the school",
        PLACE,
        "This session will not take place. We are sorry.",
    ]


def test_who_hears_of_it_days_later_is_told_only_of_money(say: Say) -> None:
    assert tell(say, ABOUT, days=1) is not None
    assert tell(say, replace(ABOUT, refund_minor=0), days=1) is None


def test_families_that_have_seen_it_are_counted_and_the_others_listed(say: Say) -> None:
    found = Told(
        "The pool is shut.", (family("Ben", seen=True), family(), family("Mia", reachable=False))
    )
    screen = screens.told(say, session(), found, 0, now=NOW)
    assert read(screen) == (
        f"Cancelled: Swimming\n{PLACE.removeprefix('Swimming, ')}\n"
        "You wrote: The pool is shut.\n\n"
        "1 of 3 families have tapped “Got it”, as of 09:00.\n\n"
        "Please call: no message has reached them\n• Mia: Ann, +441\n\n"
        "Told, but not seen yet:\n• Emma: Ann, +441"
    )
    assert buttons(screen) == {"Refresh": ShowTold(11), "The session": ShowSession(11)}


def test_nobody_to_tell_is_said(say: Say) -> None:
    assert "nobody had to be told" in read(screens.told(say, session(), BLANK, 0, now=NOW))


def test_all_have_seen_it(say: Say) -> None:
    screen = screens.told(say, session(), Told("", (family(seen=True),)), 0, now=NOW)
    assert read(screen).endswith("1 of 1 family has tapped “Got it”, as of 09:00.")


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_many_families_come_a_page_at_a_time(say: Say, name: str) -> None:
    contacts = tuple(replace(ANN, name=name, phone=None) for _ in range(3))
    many = tuple(ToldFamily((name,), contacts, False, True) for _ in range(300))
    shown, page = 0, 0
    while True:
        screen = screens.told(say, session(name=name), Told("x" * 200, many), page, now=NOW)
        shown += read(screen).count("•")
        if "Later ›" not in buttons(screen):
            break
        assert buttons(screen)["Later ›"] == ShowTold(11, page + 1)
        page += 1
    assert shown == 300
    last = screens.told(say, session(name=name), Told("x" * 200, many), 999, now=NOW)
    assert read(last) == read(screen)
