"""Screens with which a child, an activity and dates are chosen."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest

from bot.screen import Button, Screen
from bot.screens import booking
from bot.screens.booking import ACTIVITIES_A_PAGE, DATES_A_PAGE, DATES_AT_ONCE
from bot.screens.parts import page_of
from bot.taps.booking import (
    BackToActivities,
    BackToChildren,
    PickActivity,
    PickAllDates,
    PickChild,
    PickDate,
    Review,
    Stop,
    TurnPage,
)
from bot.taps.children import AddChild
from bot.taps.home import Home
from bot.texts import Say
from domain.discounts import TERM_DATES
from domain.families import MAX_CHILDREN
from domain.model import BookingStatus, Child
from storage.offers import DateOffer, OpenActivity
from tests.bot.screens.reading import buttons, read
from tests.bot.values import EMMA, HOSTILE_NAME, LONGEST_NAME, mondays, offer
from tests.factory import MONDAY, POLICY

STRANGELY_NAMED = Child(8, HOSTILE_NAME, EMMA.born_on, 0)
LONGEST_NAMED = Child(2**63 - 1, LONGEST_NAME, EMMA.born_on, 13)


def activities(say: Say, *offers: DateOffer, page: int = 0, child: Child = EMMA) -> Screen:
    shown, _ = page_of(offers, page, ACTIVITIES_A_PAGE)
    return booking.choose_activity(
        say, child, opened(*offers), shown, page=page, is_only_child=False
    )


def opened(*offers: DateOffer) -> list[OpenActivity]:
    found = [each.session for each in offers]
    return [OpenActivity(each.activity.id, each.activity.name, each.on) for each in found]


def dates(say: Say, *offers: DateOffer, chosen: tuple[date, ...] = (), **given: Any) -> Screen:
    values: dict[str, Any] = {"page": 0, "policy": POLICY} | given
    return booking.choose_date(say, EMMA, offers, chosen, **values)


def picked(screen: Screen) -> list[Button]:
    assert isinstance(screen.keyboard, tuple)
    return [each for row in screen.keyboard for each in row if isinstance(each.tap, PickDate)]


def test_who_has_no_child_is_led_to_add_one(say: Say) -> None:
    screen = booking.no_children(say)

    assert read(screen) == "First add a child, then you can book."
    assert buttons(screen) == {"Add a child": AddChild(), "Home": Home()}


def test_child_is_one_tap(say: Say) -> None:
    screen = booking.choose_child(say, [EMMA, STRANGELY_NAMED])

    assert "Which child is it for?" in read(screen)
    assert buttons(screen) == {
        "Emma · Year 3": PickChild(7),
        f"{HOSTILE_NAME} · Reception": PickChild(8),
        "Cancel": Stop(),
    }


def test_as_many_children_as_may_be_fit(say: Say) -> None:
    many = [Child(n, LONGEST_NAME[n:], EMMA.born_on, 13) for n in range(MAX_CHILDREN)]

    assert read(booking.choose_child(say, many))


def test_activity_is_shown_with_day_time_price_and_room(say: Say) -> None:
    screen = activities(say, offer(), offer(activity={"id": 4, "name": "Chess", "price_minor": 0}))

    assert read(screen).split("\n\n") == [
        "Emma, Year 3\nWhich activity?",
        "Swimming · Monday 15:30–16:30 · £12.50\nNext Mon 14 Sept: 3 places left",
        "Chess · Monday 15:30–16:30 · free\nNext Mon 14 Sept: 3 places left",
    ]
    assert buttons(screen) == {
        "Swimming": PickActivity(3),
        "Chess": PickActivity(4),
        "Back": BackToChildren(),
        "Cancel": Stop(),
    }


def test_activities_of_the_same_name_are_told_apart(say: Say) -> None:
    thursday = {"id": 4, "weekday": 3, "start_time": time(8, 0)}

    screen = activities(say, offer(), offer(activity=thursday))

    assert list(buttons(screen))[:2] == ["Swimming · Monday 15:30", "Swimming · Thursday 08:00"]


@pytest.mark.parametrize(
    ("given", "room"),
    [
        ({}, "3 places left"),
        ({"active": 9}, "1 place left"),
        ({"active": 10}, "full"),
        ({"active": 10, "waiting": 2}, "full, 2 waiting"),
        ({"active": 9, "waiting": 1}, "full, 1 waiting"),
        ({"booked": BookingStatus.CONFIRMED}, "booked"),
        ({"booked": BookingStatus.PENDING}, "held, to be paid"),
        ({"active": 10, "waiting": 2, "is_waiting": True}, "on the waiting list already"),
    ],
)
def test_room_is_said_as_the_child_finds_it(say: Say, given: dict[str, Any], room: str) -> None:
    assert read(activities(say, offer(**given))).endswith(f"Next Mon 14 Sept: {room}")
    assert picked(dates(say, offer(**given)))[0].label == f"Mon 14 Sept · {room}"


def test_only_child_needs_no_way_back_to_the_children(say: Say) -> None:
    screen = booking.choose_activity(
        say, EMMA, opened(offer()), [offer()], page=0, is_only_child=True
    )

    assert list(buttons(screen)) == ["Swimming", "Cancel"]


def test_where_nothing_fits_the_child_it_is_said_why(say: Say) -> None:
    screen = activities(say, child=STRANGELY_NAMED)

    assert read(screen).startswith(f"There is nothing that {HOSTILE_NAME} can book at the moment")
    assert "Reception" in read(screen)
    assert list(buttons(screen)) == ["Back", "Cancel"]


def test_activities_are_shown_page_by_page(say: Say) -> None:
    many = [offer(activity={"id": n, "name": f"Club {n}"}) for n in range(ACTIVITIES_A_PAGE + 1)]

    first, second, beyond = (activities(say, *many, page=page) for page in (0, 1, 9))

    assert buttons(first)["Later ›"] == TurnPage(1)
    assert "Club 6" not in read(first)
    assert buttons(second)["‹ Earlier"] == TurnPage(0)
    assert "Club 6" in read(second)
    assert beyond == second


def test_full_page_of_the_longest_names_fits(say: Say) -> None:
    many = [offer(activity={"id": n, "name": LONGEST_NAME}) for n in range(ACTIVITIES_A_PAGE)]

    assert read(activities(say, *many, child=LONGEST_NAMED))


def test_dates_are_shown_with_where_the_price_and_the_cut_off(say: Say) -> None:
    screen = dates(say, offer(), offer(MONDAY + timedelta(weeks=1), active=10))

    assert read(screen).splitlines() == [
        "Swimming for Emma",
        "Monday 15:30–16:30, Pool · £12.50",
        "",
        "Choose a date. A full one can be chosen too: then Emma joins its waiting list.",
        "Booking closes 1 hour before the start.",
    ]
    assert buttons(screen) == {
        "Mon 14 Sept · 3 places left": PickDate(MONDAY, chosen=True),
        "Mon 21 Sept · full": PickDate(MONDAY + timedelta(weeks=1), chosen=True),
        "Back": BackToActivities(),
        "Cancel": Stop(),
    }


@pytest.mark.parametrize(
    ("cutoff", "says"),
    [
        (timedelta(0), "Booking closes at the start."),
        (timedelta(minutes=90), "Booking closes 90 minutes before the start."),
        (timedelta(days=2), "Booking closes 2 days before the start."),
    ],
)
def test_activitys_own_cut_off_goes_before_the_schools(
    say: Say, cutoff: timedelta, says: str
) -> None:
    assert read(dates(say, offer(activity={"booking_cutoff": cutoff}))).endswith(says)


def test_chosen_dates_are_ticked_and_can_be_unticked(say: Say) -> None:
    first, second = mondays(2)

    ticked, other = picked(dates(say, offer(first), offer(second), chosen=(first,)))

    assert (ticked.label, ticked.tap, ticked.style) == (
        "✓ Mon 14 Sept · 3 places left",
        PickDate(first, chosen=False),
        "success",
    )
    assert (other.tap, other.style) == (PickDate(second, chosen=True), None)


@pytest.mark.parametrize(("number", "label"), [(1, "Go on with 1 date"), (3, "Go on with 3 dates")])
def test_once_dates_are_chosen_one_can_go_on(say: Say, number: int, label: str) -> None:
    offers = [offer(on) for on in mondays(3)]

    assert label not in buttons(dates(say, *offers))
    assert buttons(dates(say, *offers, chosen=tuple(mondays(number))))[label] == Review()


def test_dates_are_shown_page_by_page(say: Say) -> None:
    offers = [offer(on) for on in mondays(DATES_A_PAGE + 2)]

    first, second = (dates(say, *offers, page=page) for page in (0, 1))

    assert (len(picked(first)), len(picked(second))) == (DATES_A_PAGE, 2)
    assert buttons(first)["Later ›"] == TurnPage(1)
    assert buttons(second)["‹ Earlier"] == TurnPage(0)


def test_activity_without_dates_left_leads_back(say: Say) -> None:
    screen = dates(say)

    assert read(screen) == "This activity has no dates left. Choose another one."
    assert buttons(screen) == {"Back": BackToActivities(), "Cancel": Stop()}


def test_dates_of_the_longest_names_fit(say: Say) -> None:
    offers = [
        offer(on, location=LONGEST_NAME, activity={"name": LONGEST_NAME}) for on in mondays(9)
    ]

    assert read(booking.choose_date(say, LONGEST_NAMED, offers, (), page=0, policy=POLICY))


def all_dates(screen: Screen) -> list[str]:
    return [label for label, tap in buttons(screen).items() if tap == PickAllDates()]


def test_whole_term_is_a_tap_where_there_is_one(say: Say) -> None:
    left = [offer(on) for on in mondays(TERM_DATES)]
    had = [offer(MONDAY - timedelta(weeks=1), booked=BookingStatus.CONFIRMED)]
    many = [offer(on) for on in mondays(DATES_AT_ONCE + 1)]

    assert all_dates(dates(say, *had, *left)) == ["All 4 remaining dates"]
    assert all_dates(dates(say, *had, *left[1:])) == []
    assert all_dates(dates(say, *many)) == []
    assert booking.whole_term(many[1:]) == many[1:]


@pytest.mark.parametrize(
    ("price", "label"), [(1250, "All 4 remaining dates (-10 %)"), (0, "All 4 remaining dates")]
)
def test_whole_term_discount_is_announced(say: Say, price: int, label: str) -> None:
    policy = replace(POLICY, term_discount_percent=10)
    offers = [offer(on, activity={"price_minor": price}) for on in mondays(TERM_DATES)]

    assert all_dates(dates(say, *offers, policy=policy)) == [label]
