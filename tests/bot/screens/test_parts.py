"""Parts that many screens share."""

import pytest

from bot.screen import Button
from bot.screens.parts import (
    availability,
    child_label,
    in_rows,
    page_of,
    price,
    times,
    turning,
    when,
)
from bot.taps.home import Home
from bot.taps.places import ShowPlaces
from bot.texts import Say
from domain.model import Child
from tests.bot.values import EMMA, activity, session

TAPS = (ShowPlaces(0), ShowPlaces(2))


@pytest.mark.parametrize(
    ("page", "items", "really"),
    [
        (0, [0, 1, 2], 0),
        (1, [3, 4, 5], 1),
        (2, [6], 2),
        (3, [6], 2),
        (2**63, [6], 2),
        (-1, [0, 1, 2], 0),
    ],
)
def test_page_that_is_not_there_is_the_nearest_that_is(
    page: int, items: list[int], really: int
) -> None:
    assert page_of(range(7), page, 3) == (range(7)[items[0] : items[-1] + 1], really)


def test_of_nothing_there_is_one_empty_page() -> None:
    assert page_of([], 5, 3) == ([], 0)


@pytest.mark.parametrize(
    ("page", "total", "labels"),
    [
        (0, 3, []),
        (0, 4, ["Later ›"]),
        (1, 7, ["‹ Earlier", "Later ›"]),
        (1, 6, ["‹ Earlier"]),
        (0, 0, []),
    ],
)
def test_pages_turn_only_where_there_is_one(
    say: Say, page: int, total: int, labels: list[str]
) -> None:
    rows = turning(say, page, 3, total, TAPS)

    assert [button.label for row in rows for button in row] == labels
    assert all(button.tap == TAPS["L" in button.label] for row in rows for button in row)


def test_buttons_are_put_in_rows() -> None:
    buttons = [Button(str(number), Home()) for number in range(5)]

    assert [len(row) for row in in_rows(buttons, 2)] == [2, 2, 1]
    assert in_rows([], 2) == ()


def test_child_is_named_with_the_year_group(say: Say) -> None:
    assert child_label(say, EMMA) == "Emma · Year 3"


def test_name_from_right_to_left_does_not_turn_the_label_round(say: Say) -> None:
    assert child_label(say, Child(8, "נועה", EMMA.born_on, 0)) == "\u2068נועה\u2069 · Reception"


def test_times_and_days_of_a_session(say: Say) -> None:
    assert times(say, activity()) == "15:30–16:30"
    assert when(say, session()) == "Mon 14 Sept, 15:30–16:30"


@pytest.mark.parametrize(("minor", "written"), [(0, "free"), (1250, "£12.50")])
def test_what_costs_nothing_is_free(say: Say, minor: int, written: str) -> None:
    assert price(say, minor) == written


@pytest.mark.parametrize(
    ("places_left", "waiting", "written"),
    [
        (2, 0, "2 places left"),
        (1, 0, "1 place left"),
        (0, 0, "full"),
        (0, 1, "full, 1 waiting"),
        (0, 3, "full, 3 waiting"),
    ],
)
def test_full_is_said_together_with_how_many_wait(
    say: Say, places_left: int, waiting: int, written: str
) -> None:
    assert availability(say, places_left, waiting) == written
