"""What is still to be paid for a held place is what would be taken for it."""

import pytest

from bot.screens.due import to_pay
from bot.texts import Say
from domain.model import Discount, DiscountKind, Funds
from domain.money import Together
from tests.factory import POLICY

OFF = Discount(DiscountKind.SIBLING, 100)


@pytest.mark.parametrize(
    ("funds", "words"),
    [
        (Funds(0), "£12.50 is still to be paid."),
        (Funds(499), "of £12.50, £4.99 comes from your account and £7.51 is still to be paid."),
        (Funds(-300), "£12.50, and £3.00 owed from before: £15.50 is still to be paid."),
        (Funds(-300, 300), "£12.50 is still to be paid."),
        (Funds(-300, 500), "of £12.50, £2.00 comes from your account and £10.50 is still to be"),
        (Funds(1250), "your account covers it: tap Pay, which takes £12.50."),
        (Funds(0, 1250), "your account covers it: tap Pay, which takes £12.50."),
    ],
)
def test_it_is_said_how_much_comes_from_the_account(say: Say, funds: Funds, words: str) -> None:
    assert to_pay(say, 1250, None, Together(1, 1250, funds), POLICY).startswith(words)


def test_places_that_are_paid_together_are_said_to_be(say: Say) -> None:
    assert to_pay(say, 1250, OFF, Together(3, 3750, Funds(750)), POLICY) == (
        "of £37.50, £7.50 comes from your account and £30.00 is still to be paid.\n"
        "That is with 2 other places that were booked together with it."
    )


def test_place_that_the_account_covers_alone_is_taken_from_it(say: Say) -> None:
    for funds in (Funds(1250), Funds(3000)):
        words = to_pay(say, 1250, OFF, Together(3, 3750, funds), POLICY)
        assert (
            words
            == "your account covers it: tap Pay, which takes £12.50 (sibling discount: -£1.00)."
        )


def test_others_than_the_payer_learn_nothing_of_the_account(say: Say) -> None:
    words = "£12.50 (sibling discount: -£1.00) is still to be paid."
    assert to_pay(say, 1250, OFF, None, POLICY) == words
    assert to_pay(say, 1250, OFF, Together(1, 1250, Funds(0)), POLICY) == words
