"""What did not reach people, as the office sees it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.screens.undelivered import A_PAGE, undelivered
from bot.taps.undelivered import ShowUndelivered
from bot.texts import Say
from domain.notices import NoticeKind
from storage.undelivered import GivenUp, Unreachable
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME
from tests.factory import MONDAY, NOW


def given_up(kind: NoticeKind | None = NoticeKind.PROMOTED, name: str | None = "Ann") -> GivenUp:
    return GivenUp(name, NOW, kind, "Swimming", MONDAY)


def test_nothing_undelivered_is_said_plainly(say: Say) -> None:
    screen = undelivered(say, [], 0)

    assert read(screen) == "Everything has reached everybody."
    assert buttons(screen) == {}


@pytest.mark.parametrize(
    ("waiting", "said"),
    [(0, []), (1, ["1 message waits."]), (2, ["2 messages wait."])],
)
def test_parent_out_of_reach_is_named_with_what_waits(
    say: Say, waiting: int, said: list[str]
) -> None:
    text = read(undelivered(say, [Unreachable("Ann", NOW, waiting)], 0))

    assert text.splitlines() == [
        "Not delivered",
        "",
        "Ann has blocked the bot or left Telegram.",
        "Noticed Mon 7 Sept, 09:00.",
        *said,
    ]


@pytest.mark.parametrize(
    ("entry", "first", "about"),
    [
        (given_up(), "Ann: a place from the waiting list", "Swimming, Mon 14 Sept"),
        (
            given_up(NoticeKind.REGISTER, None),
            "Somebody of the staff: the register",
            "Swimming, Mon 14 Sept",
        ),
        (
            GivenUp("Ann", NOW, NoticeKind.REMINDER_SOON, None, date(2026, 9, 14)),
            "Ann: a reminder",
            "Mon 14 Sept",
        ),
    ],
)
def test_what_was_given_up_says_whose_what_when_and_about_what(
    say: Say, entry: GivenUp, first: str, about: str
) -> None:
    lines = read(undelivered(say, [entry], 0)).splitlines()

    assert lines[2:] == [first, about, "Given up Mon 7 Sept, 09:00."]


@pytest.mark.parametrize(
    ("phone", "said"),
    [
        ("+441515", "Not on Telegram: please call +441515. Mon 7 Sept, 09:00."),
        (None, "Not on Telegram, and no phone number is on file. Mon 7 Sept, 09:00."),
    ],
)
def test_who_is_not_on_telegram_is_to_be_called(say: Say, phone: str | None, said: str) -> None:
    entry = replace(given_up(NoticeKind.OFFERED), is_absent=True, phone=phone)

    assert read(undelivered(say, [entry], 0)).splitlines()[2:] == [
        "Ann: the offer of a place",
        "Swimming, Mon 14 Sept",
        said,
    ]


def test_what_is_about_nothing_in_particular_has_no_empty_line(say: Say) -> None:
    entry = GivenUp(None, NOW, NoticeKind.UPDATE_FAILED, None, None)

    assert read(undelivered(say, [entry], 0)).splitlines()[2:] == [
        "Somebody of the staff: a message that could not be handled",
        "Given up Mon 7 Sept, 09:00.",
    ]


@pytest.mark.parametrize("kind", [*NoticeKind, None])
def test_every_kind_has_a_name(say: Say, kind: NoticeKind | None) -> None:
    words = read(undelivered(say, [given_up(kind)], 0)).splitlines()[2]

    assert len(words) > len("Ann: ")
    assert "_" not in words


@pytest.mark.parametrize("name", [HOSTILE_NAME, LONGEST_NAME])
def test_page_fits_a_message_whatever_the_names(say: Say, name: str) -> None:
    entry = GivenUp(name, NOW, NoticeKind.PLACE_CONFIRMED, name, MONDAY)

    assert read(undelivered(say, [entry] * A_PAGE, 0)).count(name) == 2 * A_PAGE


def test_long_list_is_turned_page_by_page(say: Say) -> None:
    many = [given_up(name=f"Ann {n}.") for n in range(2 * A_PAGE + 1)]
    first, second, last = (undelivered(say, many, page) for page in (0, 1, 99))

    assert "Ann 9." in read(first)
    assert "Ann 10." not in read(first)
    assert buttons(first) == {"Later ›": ShowUndelivered(1)}
    assert buttons(second) == {"‹ Earlier": ShowUndelivered(0), "Later ›": ShowUndelivered(2)}
    assert "Ann 20." in read(last)
    assert buttons(last) == {"‹ Earlier": ShowUndelivered(1)}
