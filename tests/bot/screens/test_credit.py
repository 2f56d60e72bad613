"""What the office reads when it sets a family's credit limit."""

from dataclasses import replace

import pytest

from bot.screens import credit, payment
from bot.screens.parts import limit_words
from bot.taps.credit import AsTheSchools, BackToLimit, ConfirmLimit, SetLimit
from bot.taps.payment import ShowFamily
from bot.texts import Say
from domain.model import Funds
from tests.bot.screens.reading import buttons, read
from tests.bot.screens.test_payment import family, held
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME
from tests.factory import POLICY

GENEROUS = replace(POLICY, credit_limit_minor=2000)


@pytest.mark.parametrize(
    ("own", "schools", "words"),
    [
        (None, 0, "none, as the school's"),
        (None, 2000, "£20.00, as the school's"),
        (0, 2000, "none"),
        (5000, 2000, "£50.00"),
    ],
)
def test_limit_is_said_with_whose_it_is(
    say: Say, own: int | None, schools: int, words: str
) -> None:
    policy = replace(POLICY, credit_limit_minor=schools)
    assert limit_words(say, Funds(0, own), policy) == words


def test_family_shows_its_limit_where_there_is_any(say: Say) -> None:
    own = replace(family(), funds=Funds(0, 5000))
    assert "Credit limit" not in read(payment.family(say, family(), POLICY))
    assert "Credit limit: £50.00" in read(payment.family(say, own, POLICY))
    assert "Credit limit: £20.00, as the school's" in read(payment.family(say, family(), GENEROUS))
    assert buttons(payment.family(say, family(), POLICY))["Credit limit"] == SetLimit(5)


def test_the_schools_limit_can_be_chosen_where_there_is_another(say: Say) -> None:
    own = replace(family(), funds=Funds(0, 5000))
    assert "As the school's" not in buttons(credit.ask_limit(say, family(), POLICY))
    screen = credit.ask_limit(say, own, POLICY)
    assert buttons(screen)["As the school's"] == AsTheSchools()
    assert buttons(screen)["Back"] == ShowFamily(5)
    assert "For example: 25.00. Write 0 for none." in read(screen)


def test_summary_names_the_old_limit_the_new_one_and_what_it_confirms(say: Say) -> None:
    screen = credit.summary(say, family(), Funds(0, 5000), [held()], POLICY)
    assert read(screen) == (
        "Please check\nAnna Smith\nCredit limit: £50.00\nSo far: none, as the school's\n\n"
        "It confirms:\nEmma: Emma, Mon 14 Sept, 15:30–16:30"
    )
    assert buttons(screen)["Confirm"] == ConfirmLimit()
    assert buttons(screen)["Back"] == BackToLimit()
    without = read(credit.summary(say, family(), Funds(0, 5000), [], POLICY))
    assert "It confirms" not in without


@pytest.mark.parametrize("name", [HOSTILE_NAME, LONGEST_NAME])
def test_hostile_and_long_names_do_no_harm(say: Say, name: str) -> None:
    many = [held(number, name) for number in range(50)]
    found = family(*many, name=name)
    for screen in (
        credit.ask_limit(say, found, POLICY),
        credit.summary(say, found, Funds(0, 10**9), many, POLICY),
        credit.limited(say, found, POLICY),
    ):
        assert name in read(screen).replace("\u2068", "").replace("\u2069", "")
