"""The office books for a family: each step, and what came of it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.screens import placing as screens
from bot.taps.payment import ShowFamily
from bot.taps.placing import (
    AddFamily,
    AddTheirChild,
    BackToParentPhone,
    BackToParents,
    BackToTheirChildren,
    BookForFamily,
    ConfirmForFamily,
    PickParent,
    PickTheirChild,
    PickTheirGrade,
    StopPlacing,
    TurnParents,
)
from bot.taps.sessions import ShowSession
from bot.texts import Say
from domain.model import Funds
from domain.outcomes import (
    Booked,
    Held,
    Layer,
    PlaceOutcome,
    Queued,
    Reason,
    Refusal,
    Refused,
    Wanted,
)
from storage.office_queries import FamilyAccount, FamilyChild, FamilyFound
from tests.bot.screens.reading import buttons, read
from tests.bot.values import DEADLINE, EMMA, HOSTILE_NAME, LONGEST_NAME, session
from tests.factory import MONDAY

FAMILY = FamilyAccount(5, "Anna Smith", "+441", (EMMA,), Funds(2000), ())
WHOM = FamilyChild(5, "Anna Smith", "+441", True, 2000, EMMA)
WHO = "Emma: Swimming, Mon 14 Sept, 15:30–16:30\nFamily: Anna Smith"
STOP = {"Cancel": StopPlacing(11)}


def refused(*reasons: Reason) -> Refused:
    refusals = tuple(Refusal(Layer.DUPLICATE, each) for each in reasons)
    return Refused(Wanted(3, MONDAY), refusals, session())


def test_family_is_looked_for_or_put_on_file(say: Say) -> None:
    asked = screens.search(say, session(), "", (), 0)
    assert read(asked).startswith("Book for a family\nSwimming, Mon 14 Sept, 15:30–16:30")
    assert buttons(asked) == {"A family that is not on file": AddFamily(), **STOP}
    found = [FamilyFound(number, f"Smith {number}", ("Emma",)) for number in range(40)]
    shown = buttons(screens.search(say, session(), "smith", found, 1))
    assert shown["Smith 8 · Emma"] == PickParent(8)
    assert shown["Later ›"] == TurnParents(2)
    assert "There may be more" in read(screens.search(say, session(), "smith", found, 1))


def test_child_is_chosen_or_added(say: Say) -> None:
    assert buttons(screens.choose_child(say, session(), FAMILY)) == {
        "Emma · Year 3": PickTheirChild(7),
        "Add a child": AddTheirChild(),
        "Back": BackToParents(),
        **STOP,
    }
    alone = replace(FAMILY, phone=None, children=())
    assert "Anna Smith\nWhich child" in read(screens.choose_child(say, session(), alone))


def test_steps_back_lead_where_one_came_from(say: Say) -> None:
    new = screens.ask_child(say, session(), "Ann", is_new_family=True)
    assert buttons(new)["Back"] == BackToParentPhone()
    known = screens.ask_child(say, session(), "Ann", is_new_family=False)
    assert buttons(known)["Back"] == BackToTheirChildren()
    grades = buttons(screens.ask_grade(say, session(), "Bob", date(2018, 5, 31), 6))
    assert grades["Reception"] == PickTheirGrade(0)
    assert grades["Year 6"] == PickTheirGrade(6)


@pytest.mark.parametrize(
    ("expected", "says"),
    [
        (
            Booked(session(), 1250),
            "There is a place. £12.50 is taken from the account; £7.50 remains on it.",
        ),
        (Booked(session(), 0), "There is a place, and it is free of charge."),
        (
            Held(session(), 1250, DEADLINE),
            "The price is £12.50 and the balance £20.00, which does not cover it: the place is "
            "held until Wed 9 Sept, 09:00, to be paid by then.",
        ),
        (
            Queued(session(), 3),
            "It is full: waiting list, position 3. A place then costs £12.50.",
        ),
    ],
)
def test_summary_says_what_confirm_will_do(say: Say, expected: PlaceOutcome, says: str) -> None:
    screen = screens.summary(say, session(), WHOM, expected, key="k")
    assert read(screen) == f"Please check\n\n{WHO}\n\n{says}"
    assert buttons(screen) == {
        "Confirm": ConfirmForFamily(5, "k"),
        "Back": BackToTheirChildren(),
        **STOP,
    }


@pytest.mark.parametrize("reason", Reason)
def test_what_is_not_possible_says_why_and_cannot_be_confirmed(say: Say, reason: Reason) -> None:
    screen = screens.summary(say, session(), WHOM, refused(reason), key="k")
    text = read(screen)
    assert text.startswith(f"This cannot be booked\n\n{WHO}\n\n")
    assert "Confirm" not in buttons(screen)
    done = screens.done(say, session(), WHOM, refused(reason))
    assert read(done).startswith("Not booked\n")
    assert "told" not in read(done)


@pytest.mark.parametrize("reason", [Reason.ALREADY_BOOKED, Reason.PRICE_CHANGED])
def test_office_is_not_sent_to_commands_of_parents(say: Say, reason: Reason) -> None:
    assert "/book" not in read(screens.done(say, session(), WHOM, refused(reason)))


def test_what_was_done_is_said_and_whether_the_family_hears_of_it(say: Say) -> None:
    booked = screens.done(say, session(), WHOM, Booked(session(), 1250, 1))
    assert read(booked) == (
        f"Booked\n£12.50 was taken from the account.\n\n{WHO}\n\nThe parent is told."
    )
    assert buttons(booked) == {
        "Book for another family": BookForFamily(11),
        "The session": ShowSession(11),
    }
    held = screens.done(say, session(), WHOM, Held(session(), 1250, DEADLINE, 1))
    assert read(held).startswith("Held until Wed 9 Sept, 09:00\n£12.50 is to be paid by then.")
    assert buttons(held)["Record a payment"] == ShowFamily(5)
    silent = replace(WHOM, has_telegram=False)
    queued = read(screens.done(say, session(), silent, Queued(session(), 2, 1)))
    assert queued.startswith("On the waiting list, position 2\n")
    assert queued.endswith("Anna Smith does not use Telegram: please tell them yourself (+441).")


@pytest.mark.parametrize("name", [LONGEST_NAME, HOSTILE_NAME])
def test_screens_fit_with_the_longest_names(say: Say, name: str) -> None:
    of = session(name=name)
    family = replace(
        FAMILY,
        parent_name=name,
        phone=None,
        children=tuple(replace(EMMA, id=each, name=f"{each}{name[:70]}") for each in range(12)),
    )
    whom = replace(WHOM, parent_name=name, child=replace(EMMA, name=name))
    read(screens.search(say, of, name, [FamilyFound(1, name, (name,) * 9)] * 40, 0))
    read(screens.choose_child(say, of, family))
    read(screens.ask_child(say, of, name, is_new_family=True))
    read(screens.summary(say, of, whom, Queued(of, 1), key="k"))
    read(screens.done(say, of, whom, Held(of, 1, DEADLINE, 1)))
