"""One session for the staff, and the places that the office cancels for a family."""

from dataclasses import replace

import pytest

from bot.screens import cancel_for
from bot.screens import session as screens
from bot.taps.placing import BookForFamily
from bot.taps.sessions import (
    AskCancelFor,
    AskTakeOff,
    CancelFor,
    CancelSession,
    ChangeCapacity,
    ChooseWhom,
    ShowSession,
    ShowTold,
    TakeOff,
)
from bot.taps.timetable import ShowDay
from bot.texts import Say
from domain.model import BookingStatus, EntryStatus, Session, SessionStatus, WaitlistEntry
from domain.outcomes import AlreadyEnded, Cancelled, LeftQueue, NotYours, TooLate
from storage.session_lines import SessionLine
from storage.session_queries import Expected, FamilyPlace, SessionSheet, Waiting
from tests.bot.screens.reading import buttons, read
from tests.bot.values import (
    HOSTILE_NAME,
    LONGEST_NAME,
    activity,
    booking,
    session,
    waitlist_entry,
)
from tests.factory import MONDAY

CALLED_OFF = Session(11, activity(), MONDAY, 10, SessionStatus.CANCELLED)
PLACE = FamilyPlace(21, booking(), True, session(), "Emma", "Anna Smith", "+441", True)


def expected(name: str, number: int = 21, *, held: bool = False) -> Expected:
    status = BookingStatus.PENDING if held else BookingStatus.CONFIRMED
    return Expected(booking(status, id=number), name, 3)


def waiting(name: str, position: int = 1) -> Waiting:
    entry = WaitlistEntry(30 + position, 11, 7, 5, EntryStatus.WAITING, "key", 0)
    return Waiting(entry, position, name, 0)


def sheet(
    *places: Expected, queue: tuple[Waiting, ...] = (), of: Session | None = None
) -> SessionSheet:
    line = SessionLine(of or session(), "Pool", "Mr Tall", len(places), 0, len(queue))
    return SessionSheet(line, places, queue)


def test_session_lists_who_is_expected_and_who_waits(say: Say) -> None:
    found = sheet(
        expected("Emma"), expected("Leo", 22, held=True), queue=(waiting("Mia"), waiting("Ned", 2))
    )
    screen = screens.sheet(say, found, 0, actions=())
    assert read(screen) == (
        "Swimming\nMon 14 Sept, 15:30–16:30, Pool\nMr Tall\n2 of 10 places taken, 2 waiting\n\n"
        "Expected:\nEmma, Year 3\nLeo, Year 3 (held until Wed 9 Sept, 09:00, not paid)\n\n"
        "Waiting list:\n1. Mia, Reception\n2. Ned, Reception"
    )
    assert buttons(screen) == {"Refresh": ShowSession(11), "Mon 14 Sept": ShowDay(MONDAY)}


def test_place_that_is_kept_for_a_voucher_is_said_to_be(say: Say) -> None:
    held = expected("Leo", 22, held=True)
    kept = replace(held, booking=replace(held.booking, is_promised=True))
    assert "Leo, Year 3 (waiting for voucher until Wed 9 Sept, 09:00)" in read(
        screens.sheet(say, sheet(kept), 0, actions=())
    )


def test_session_without_anybody_says_so_unless_it_is_cancelled(say: Say) -> None:
    assert read(screens.sheet(say, sheet(), 0, actions=())).endswith("Nobody is booked.")
    assert read(screens.sheet(say, sheet(of=CALLED_OFF), 0, actions=())).endswith("cancelled")


def test_thirty_children_fit_and_three_hundred_are_paged(say: Say) -> None:
    thirty = sheet(*[expected(f"Child {number}") for number in range(29)])
    assert "Later ›" not in buttons(screens.sheet(say, thirty, 0, actions=()))
    many = sheet(
        *[expected(f"Child {number}") for number in range(200)],
        queue=tuple(waiting("Mia", number) for number in range(1, 101)),
    )
    seen = ""
    for page in range(11):
        screen = screens.sheet(say, many, page, actions=())
        seen += read(screen) + "\n"
        assert ("Later ›" in buttons(screen)) is (page < 10)
    assert all(f"Child {number}, Year 3\n" in seen for number in range(200))
    assert all(f"\n{number}. Mia" in seen for number in range(1, 101))


@pytest.mark.parametrize("notes", ["<b>No & nuts", "W" * 300])
def test_notes_on_children_stand_below_them_on_as_many_pages_as_they_need(
    say: Say, notes: str
) -> None:
    found = sheet(*[replace(expected(f"Child {n}"), notes=notes) for n in range(40)])
    seen, page = 0, 0
    while seen < 40:
        text = read(screens.sheet(say, found, page, actions=()))
        assert f"Child {seen}, Year 3\n{notes}\n" in text
        seen, page = seen + text.count(notes), page + 1
    assert seen == 40


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_screens_fit_with_the_longest_names(say: Say, name: str) -> None:
    of = session(name=name)
    found = sheet(
        *[expected(name, number, held=True) for number in range(40)],
        queue=tuple(waiting(name, number) for number in range(1, 41)),
        of=of,
    )
    read(screens.sheet(say, found, 0, actions=()))
    assert cancel_for.choose_whom(say, found, 2).keyboard
    place = replace(PLACE, session=of, child_name=name, parent_name=name, has_telegram=False)
    read(cancel_for.ask_cancel_for(say, place, 100, 200, changed=True))
    read(cancel_for.ask_take_off(say, place))
    read(cancel_for.cancelled_for(say, Cancelled(booking(), of, 100), place))


def test_office_is_offered_what_can_be_done_at_the_moment(say: Say) -> None:
    before, begun, past = (
        [button.tap for row in rows for button in row]
        for rows in (
            screens.office_actions(say, session(), has_started=started, is_past=past)
            for started, past in ((False, False), (True, False), (True, True))
        )
    )
    assert before == [BookForFamily(11), ChooseWhom(11), ChangeCapacity(11), CancelSession(11)]
    assert begun == [CancelSession(11)]
    assert past == []
    [[seen]] = screens.office_actions(say, CALLED_OFF, has_started=True, is_past=True)
    assert seen.tap == ShowTold(11)


def test_child_is_chosen_among_those_with_a_place_and_those_who_wait(say: Say) -> None:
    found = sheet(expected("Emma"), expected("Leo", 22, held=True), queue=(waiting("Mia"),))
    assert buttons(cancel_for.choose_whom(say, found, 0)) == {
        "Emma · Year 3": AskCancelFor(21),
        "Leo · Year 3 · not paid": AskCancelFor(22),
        "Mia · waiting, position 1": AskTakeOff(31),
        "Back": ShowSession(11),
    }
    assert read(cancel_for.choose_whom(say, sheet(), 0)).endswith("Nobody is booked.")


@pytest.mark.parametrize(
    ("by_terms", "in_full", "says", "offers"),
    [
        (
            600,
            1250,
            "By the terms £6.00 of £12.50 is refunded. You may refund all of it.",
            {
                "Cancel, refund £6.00": CancelFor(21, 600, in_full=False),
                "Cancel, refund all: £12.50": CancelFor(21, 1250, in_full=True),
            },
        ),
        (
            1250,
            1250,
            "By the terms all of it is refunded: £12.50.",
            {"Cancel, refund £12.50": CancelFor(21, 1250, in_full=False)},
        ),
        (
            0,
            1250,
            "By the terms £0.00 of £12.50 is refunded. You may refund all of it.",
            {
                "Cancel, no refund": CancelFor(21, 0, in_full=False),
                "Cancel, refund all: £12.50": CancelFor(21, 1250, in_full=True),
            },
        ),
        (
            0,
            0,
            "Nothing was paid, so nothing is refunded.",
            {"Cancel, no refund": CancelFor(21, 0, in_full=False)},
        ),
    ],
)
def test_refund_is_named_and_the_office_may_give_back_all(
    say: Say, by_terms: int, in_full: int, says: str, offers: dict[str, CancelFor]
) -> None:
    screen = cancel_for.ask_cancel_for(say, PLACE, by_terms, in_full, changed=False)
    assert says in read(screen).splitlines()
    assert buttons(screen) == {**offers, "No, keep it": ShowSession(11)}


def test_who_has_no_telegram_is_to_be_called(say: Say) -> None:
    told = cancel_for.ask_take_off(say, PLACE)
    assert read(told).endswith("The parent is told.")
    assert buttons(told)["Yes, take off the list"] == TakeOff(21)
    silent = replace(PLACE, has_telegram=False)
    assert read(cancel_for.ask_take_off(say, silent)).endswith(
        "Anna Smith does not use Telegram: please tell them yourself (+441)."
    )
    numberless = replace(silent, phone=None)
    assert "(no phone number is on file)" in read(cancel_for.ask_take_off(say, numberless))


def test_what_became_of_a_place_is_said(say: Say) -> None:
    made, of = booking(), session()
    done = read(cancel_for.cancelled_for(say, Cancelled(made, of, 600), PLACE))
    assert done.startswith("Cancelled\nEmma: Swimming")
    assert "£6.00 was refunded." in done
    assert "Nothing was refunded." in read(
        cancel_for.cancelled_for(say, Cancelled(made, of, 0), PLACE)
    )
    assert "has started" in read(cancel_for.cancelled_for(say, TooLate(of), PLACE))
    for outcome in (AlreadyEnded(of), NotYours()):
        assert "has ended" in read(cancel_for.cancelled_for(say, outcome, PLACE))
    off = read(cancel_for.taken_off(say, LeftQueue(waitlist_entry(), of), PLACE))
    assert off.startswith("Off the waiting list\nEmma")
    assert "not on the waiting list any more" in read(
        cancel_for.taken_off(say, AlreadyEnded(of), PLACE)
    )
