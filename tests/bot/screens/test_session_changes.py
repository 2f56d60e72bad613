"""Before the office changes a session: what it would do is said in numbers."""

from dataclasses import replace

import pytest

from bot.screens import session_changes as screens
from bot.taps.sessions import (
    ConfirmCancellation,
    DropReason,
    SetCapacity,
    StopChanging,
    TryCapacity,
)
from bot.texts import Say
from domain.outcomes import SessionCancelled
from domain.sessions import MOST_PLACES
from storage.session_lines import SessionLine
from storage.session_queries import SessionSheet
from tests.bot.screens.reading import buttons, read
from tests.bot.screens.test_session import expected, waiting
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, session

LINE = SessionLine(session(), "Pool", "Mr Tall", 9, 0, 3)
LEAVE = {"No, leave it as it is": StopChanging(11)}


@pytest.mark.parametrize(
    ("wanted", "is_open", "says"),
    [
        (10, True, "It has 10 places."),
        (
            11,
            True,
            "From 10 to 11 places:\nthe first 2 on the waiting list who can take a place get one, "
            "and are told.",
        ),
        (
            20,
            True,
            "From 10 to 20 places:\nthe first 3 on the waiting list who can take a place get one, "
            "and are told.",
        ),
        (
            20,
            False,
            "From 10 to 20 places:\nbooking has closed, so nobody gets a place from the list.",
        ),
        (
            4,
            True,
            "From 10 to 4 places:\n9 places are taken. Nobody loses one, but no more are given.",
        ),
        (9, True, "From 10 to 9 places:\nnobody who has booked or waits is affected."),
    ],
)
def test_what_a_capacity_would_do_is_said_before(
    say: Say, wanted: int, *, is_open: bool, says: str
) -> None:
    screen = screens.capacity(say, LINE, wanted, is_open=is_open)
    assert f"\n\n{says}\n\n" in read(screen)
    shown = buttons(screen)
    assert shown["+1"] == TryCapacity(wanted + 1)
    assert shown["−1"] == TryCapacity(wanted - 1)
    is_set = f"Set to {wanted} places"
    assert shown.get(is_set) == (SetCapacity(11, 10, wanted) if wanted != 10 else None)


def test_capacity_stays_within_what_there_can_be(say: Say) -> None:
    assert "−1" not in buttons(screens.capacity(say, LINE, 1, is_open=True))
    assert "+1" not in buttons(screens.capacity(say, LINE, MOST_PLACES, is_open=True))


def test_cancelling_is_asked_with_numbers_and_with_what_families_will_read(say: Say) -> None:
    loss = SessionCancelled(session(), 14, 12, 3, 15000)
    sheet = SessionSheet(LINE, (expected("Emma"),), (waiting("Mia"),))
    screen = screens.ask_cancel(say, loss, sheet, "")
    assert read(screen) == (
        "Cancel Swimming?\nMon 14 Sept, 15:30–16:30\n\n"
        "14 families are told.\n12 places are given up.\n£150.00 is refunded.\n3 children wait.\n\n"
        "They read, each with their children and their refund:\n"
        "Cancelled by the school\nEmma: Swimming, Mon 14 Sept, 15:30–16:30\n"
        "This session will not take place. We are sorry.\n\n"
        "You may say why: write one line, for example: The pool is being repaired."
    )
    yes = {"Yes, cancel the session": ConfirmCancellation(11, 15, 15000)}
    assert buttons(screen) == yes | LEAVE
    with_reason = screens.ask_cancel(say, loss, sheet, "The pool is <shut>.")
    assert "The school writes: The pool is <shut>." in read(with_reason)
    assert buttons(with_reason) == yes | {"Without a reason": DropReason()} | LEAVE


def test_cancelling_what_nobody_has_booked_tells_nobody(say: Say) -> None:
    loss = SessionCancelled(session(), 0, 0, 0, 0)
    screen = screens.ask_cancel(say, loss, SessionSheet(LINE, (), ()), "")
    assert read(screen) == (
        "Cancel Swimming?\nMon 14 Sept, 15:30–16:30\n\n"
        "Nobody has booked or waits, so nobody is told."
    )


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_screens_fit_with_the_longest_names(say: Say, name: str) -> None:
    of = session(name=name)
    line = replace(LINE, session=of, location=name, tutor_name=name)
    read(screens.capacity(say, line, 3, is_open=True))
    sheet = SessionSheet(line, (), (waiting(name),))
    read(screens.ask_cancel(say, SessionCancelled(of, 1, 0, 1, 0), sheet, "x" * 200))
