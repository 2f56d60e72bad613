"""A family's screens, as the office reads them."""

from datetime import date

import pytest

from bot.forms import LONGEST_EMAIL
from bot.screens import families as screens
from bot.screens import family_booking, family_messages
from bot.taps.families import ChooseActivity, SeeMessages, SeeTheirPlaces
from bot.taps.payouts import PayOut
from bot.taps.placing import BookForParent
from bot.taps.sessions import AskCancelFor, AskTakeOff
from bot.texts import Say
from domain.families import MAX_CHILDREN
from domain.model import Child, Funds, Planned
from domain.notices import NoticeKind
from storage.activity_queries import ActivityDetails, ActivityLine, DateLoad
from storage.family_queries import FamilyParent, FamilySheet, Message
from storage.office_queries import FamilyAccount, FamilyFound
from storage.tables import NoticeState
from tests.bot.screens.reading import buttons, read
from tests.bot.values import DEADLINE, HOSTILE_NAME, LONGEST_NAME, place, session
from tests.domain.values import plan
from tests.factory import MONDAY, NOW, POLICY

ACCOUNT = FamilyAccount(5, "Ann", None, (), Funds(0), ())


def parent(number: int = 5, name: str = "Ann", **given: object) -> FamilyParent:
    values = {"phone": "+441", "email": None, "has_telegram": True, "unreachable_since": None}
    return FamilyParent(number, name, **(values | given))  # type: ignore[arg-type]


def sheet(name: str = "Ann", *, many: int = 0) -> FamilySheet:
    email = "e" * LONGEST_EMAIL
    return FamilySheet(
        parent(name=name, email=email if many else None, unreachable_since=NOW),
        tuple(parent(6 + each, name, email=email, has_telegram=False) for each in range(many)),
        tuple(Child(each, name, date(2018, 5, 31), 3) for each in range(many)),
        Funds(500, 1000),
        650 * many,
        DEADLINE if many else None,
        (place(child_name=name, session=session(name=name), hold_expires_at=DEADLINE),) * many,
        (message(activity_name=name),) * min(many, family_messages.MESSAGES_SHOWN),
    )


def message(**given: object) -> Message:
    values = {
        "kind": NoticeKind.BOOKED_FOR_YOU,
        "state": NoticeState.DROPPED,
        "at": NOW,
        "activity_name": None,
        "on": MONDAY,
    }
    return Message(**(values | given))  # type: ignore[arg-type]


def test_family_with_nothing_is_said_to_have_nothing(say: Say) -> None:
    screen = screens.family(say, sheet(), POLICY)
    assert read(screen) == (
        "Ann\n+441\nHas blocked the bot or left Telegram, noticed Mon 7 Sept, 09:00.\n\n"
        "No child is on file.\n\nBalance: £5.00\nCredit limit: £10.00\n\nNothing is booked."
    )
    assert buttons(screen)["Pay money back"] == PayOut(5)
    assert {"Places", "Messages"}.isdisjoint(buttons(screen))


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_screens_fit_with_the_longest_names(say: Say, name: str) -> None:
    of = FamilyAccount(5, name, None, (), Funds(0), ())
    found = sheet(name, many=MAX_CHILDREN)
    read(screens.family(say, found, POLICY))
    read(screens.places(say, of, found.places, 0))
    read(family_messages.messages(say, of, [message(activity_name=name)] * 50, 1))
    read(screens.search(say, name, [FamilyFound(5, name, (name,) * 9)] * 40, 1))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (NoticeState.WAITING, "to be sent"),
        (NoticeState.SENT, "sent"),
        (NoticeState.DROPPED, "not sent, for it was no longer true"),
        (NoticeState.FAILED, "not delivered"),
        (NoticeState.PAUSED, "waits until they can be reached"),
    ],
)
def test_message_says_in_words_what_has_become_of_it(
    say: Say, state: NoticeState, said: str
) -> None:
    screen = family_messages.messages(say, ACCOUNT, [message(state=state)], 0)
    assert read(screen).endswith(f"Mon 7 Sept, 09:00: booked by the office (Mon 14 Sept) – {said}")


def test_lists_are_turned_page_by_page(say: Say) -> None:
    pages = family_messages.messages(say, ACCOUNT, [message()] * 21, 1)
    assert buttons(pages)["Later ›"] == SeeMessages(5, 2)
    pages = screens.places(say, ACCOUNT, [place(child_name=f"Emma {n}") for n in range(17)], 1)
    assert buttons(pages)["‹ Earlier"] == SeeTheirPlaces(5, 0)
    several = [
        ActivityLine(Planned(each, plan(name=f"Chess {each}"), "Mr Tall", is_archived=False), None)
        for each in range(9)
    ]
    pages = family_booking.choose_activity(say, ACCOUNT, several, 0)
    assert buttons(pages)["Later ›"] == ChooseActivity(5, 1)


def test_each_place_leads_to_giving_it_up(say: Say) -> None:
    waiting = place(booking_id=None, entry_id=31, status=None, position=2)
    kept = place(hold_expires_at=DEADLINE, is_promised=True)
    screen = screens.places(say, ACCOUNT, [waiting, kept], 0)
    assert "– waiting, position 2" in read(screen)
    assert "– waiting for voucher until Wed 9 Sept, 09:00" in read(screen)
    taps = [row[0].tap for row in screen.keyboard]  # type: ignore[union-attr]
    assert taps[:2] == [AskTakeOff(31), AskCancelFor(21)]


def test_empty_lists_say_so(say: Say) -> None:
    assert "Nothing is booked." in read(screens.places(say, ACCOUNT, [], 0))
    assert "Nothing has been sent" in read(family_messages.messages(say, ACCOUNT, [], 0))
    assert "No activity has dates" in read(family_booking.choose_activity(say, ACCOUNT, [], 0))


def test_dates_are_offered_and_the_rest_is_said_to_be_elsewhere(say: Say) -> None:
    planned = Planned(3, plan(tutor=3), "Mr Tall", is_archived=False)
    load = DateLoad(session(), 2, 0)
    some = family_booking.choose_date(say, ACCOUNT, ActivityDetails(planned, (load,), 13))
    assert "Later dates are under /activities and /week." in read(some)
    assert buttons(some)["Mon 14 Sept"] == BookForParent(11, 5)
    none = family_booking.choose_date(say, ACCOUNT, ActivityDetails(planned, (), 0))
    assert "No dates to come" in read(none)
