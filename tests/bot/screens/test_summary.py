"""The look before Confirm: what it will do, what it costs, and on what terms."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest

from bot.screen import Screen
from bot.screens import summary as screens
from bot.screens.booking import DATES_AT_ONCE
from bot.taps.booking import BackToDates, Confirm, MoreDates, Stop
from bot.texts import Say
from domain.model import Busy, Child, Discount, DiscountKind, Funds, Policy
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
from tests.bot.screens.reading import buttons, read
from tests.bot.values import DEADLINE, EMMA, LONGEST_NAME, mondays, session
from tests.factory import MONDAY, NOW, POLICY

CLOSED = Refusal(Layer.TEMPORAL, Reason.SCHOOL_CLOSED)
REFUSED = Refused(Wanted(3, MONDAY), (CLOSED,))


def summary(say: Say, *expected: PlaceOutcome, **given: Any) -> Screen:
    values: dict[str, Any] = {"policy": POLICY, "now": NOW, "request_key": "key"}
    child, funds = given.pop("child", EMMA), Funds(given.pop("balance", 5000))
    return screens.summary(say, child, expected, funds, **(values | given))


def paragraphs_of(say: Say, *expected: PlaceOutcome, **given: Any) -> list[str]:
    return read(summary(say, *expected, **given)).split("\n\n")


def test_covered_place_says_what_is_taken_and_what_remains(say: Say) -> None:
    assert paragraphs_of(say, Booked(session(), 1250)) == [
        "Please check",
        "Swimming for Emma, 15:30–16:30",
        "Mon 14 Sept: a place, £12.50",
        "£12.50 is taken from your account; £37.50 remains on it.",
        "Cancelling is free until 24 hours before the start; after that 50 % is refunded, until "
        "it starts.",
    ]


def test_place_that_is_not_covered_announces_the_invoice_where_there_is_one(say: Say) -> None:
    text = paragraphs_of(say, Held(session(), 1250, DEADLINE), balance=0, pays_online=True)

    assert text[3] == (
        "Your account does not cover £12.50. After Confirm you get an invoice here; what is held "
        "is booked once you have paid it in time."
    )


def test_place_that_is_not_covered_says_until_when_it_is_held(say: Say) -> None:
    text = paragraphs_of(say, Held(session(), 1250, DEADLINE), balance=0)

    assert text[2] == "Mon 14 Sept: held until Wed 9 Sept, 09:00, £12.50 to be paid"
    assert "does not cover £12.50" in text[3]


@pytest.mark.parametrize(
    ("balance", "limit", "due"), [(500, 0, "£7.50"), (-500, 0, "£17.50"), (-500, 700, "£10.50")]
)
def test_what_is_on_the_account_counts_towards_what_is_held(
    say: Say, balance: int, limit: int, due: str
) -> None:
    policy = replace(POLICY, credit_limit_minor=limit)
    text = paragraphs_of(say, Held(session(), 1250, DEADLINE), balance=balance, policy=policy)
    assert f"does not cover {due}." in text[3]


def test_several_places_are_added_up(say: Say) -> None:
    first, second, third, fourth = mondays(4)
    text = paragraphs_of(
        say,
        Booked(session(first), 1250),
        Booked(session(second), 1250),
        Held(session(third), 1250, DEADLINE + timedelta(days=1)),
        Held(session(fourth), 1250, DEADLINE),
        balance=3000,
    )

    taken, held = text[3].split("\n")
    assert taken == "£25.00 is taken from your account; £5.00 remains on it."
    assert "does not cover £20.00" in held
    assert [line.partition(": ")[2] for line in text[2].splitlines()] == [
        "a place, £12.50",
        "a place, £12.50",
        "held until Thu 10 Sept, 09:00, £12.50 to be paid",
        "held until Wed 9 Sept, 09:00, £12.50 to be paid",
    ]


def test_full_date_is_shown_as_the_waiting_list_with_its_position(say: Say) -> None:
    screen = summary(say, Queued(session(), 3))

    assert "Mon 14 Sept: full – waiting list, position 3" in read(screen)
    assert "is taken from your account; " not in read(screen)
    assert "A place from the waiting list costs £12.50." in read(screen)
    assert buttons(screen)["Confirm"] == Confirm("key", 1)


def test_waiting_for_a_free_place_says_nothing_of_money(say: Say) -> None:
    assert "£" not in read(summary(say, Queued(session(price_minor=0), 3)))


def test_free_place_says_nothing_of_money(say: Say) -> None:
    text = paragraphs_of(say, Booked(session(price_minor=0), 0))

    assert text == ["Please check", "Swimming for Emma, 15:30–16:30", "Mon 14 Sept: a place, free"]


def test_what_can_be_confirmed_has_a_button_and_a_way_back(say: Say) -> None:
    first, second = mondays(2)

    screen = summary(say, Booked(session(first), 1250), Queued(session(second), 1))

    assert buttons(screen) == {
        "Confirm": Confirm("key", 2),
        "More dates": MoreDates(),
        "Back": BackToDates(),
        "Cancel": Stop(),
    }


def test_what_is_refused_says_why_and_cannot_be_confirmed(say: Say) -> None:
    screen = summary(say, REFUSED)

    assert read(screen).split("\n\n") == [
        "This cannot be booked",
        "For Emma",
        "Mon 14 Sept: not possible. The school is closed on this day. Choose another date.",
    ]
    assert "Confirm" not in buttons(screen)


def test_dates_refused_for_the_same_reason_share_a_line(say: Say) -> None:
    first, second, third = mondays(3)
    text = paragraphs_of(
        say,
        Refused(Wanted(3, first), (CLOSED,)),
        Booked(session(second), 1250),
        Refused(Wanted(3, third), (CLOSED,)),
    )

    assert text[2].splitlines() == [
        "Mon 21 Sept: a place, £12.50",
        "Mon 14 Sept, Mon 28 Sept: not possible. The school is closed on this day. "
        "Choose another date.",
    ]


def with_terms(policy: Policy = POLICY, **own: Any) -> tuple[Booked, Policy]:
    return Booked(session(**own), 1250), policy


@pytest.mark.parametrize(
    ("policy", "own", "says"),
    [
        (
            replace(POLICY, late_refund_percent=0),
            {},
            "Cancelling is free until 24 hours before the start; after that nothing is refunded.",
        ),
        (
            replace(POLICY, free_cancellation=timedelta(0)),
            {},
            "Cancelling is free until it starts.",
        ),
        (POLICY, {"free_cancellation": timedelta(days=7)}, "Cancelling is free until 7 days"),
        (POLICY, {"free_cancellation": timedelta(0)}, "Cancelling is free until it starts."),
    ],
)
def test_terms_are_those_of_the_activity_else_of_the_school(
    say: Say, policy: Policy, own: dict[str, Any], says: str
) -> None:
    text = paragraphs_of(say, Booked(session(**own), 1250), policy=policy)

    assert text[-1].startswith(says)


def test_terms_whose_free_time_has_passed_say_so(say: Say) -> None:
    first, second = mondays(2)
    shortly_before = datetime(2026, 9, 14, 10, tzinfo=UTC)

    text = paragraphs_of(
        say, Booked(session(first), 1250), Booked(session(second), 1250), now=shortly_before
    )

    assert text[-1].splitlines()[1:] == ["For Mon 14 Sept that time has already passed."]


def test_as_many_dates_as_may_be_fit_with_the_longest_names(say: Say) -> None:
    """Refused each for two reasons, with one of three other activities in the way."""
    child = Child(2**63 - 1, LONGEST_NAME, EMMA.born_on, 13)
    others = [LONGEST_NAME[:-1] + letter for letter in "אבג"]
    wrong_year = Refusal(Layer.DUPLICATE, Reason.WRONG_YEAR_GROUP)
    refused = [
        Refused(Wanted(3, on), (clash(on.toordinal(), others), wrong_year), session(on))
        for on in mondays(DATES_AT_ONCE)
    ]
    queued = [Queued(session(on, name=LONGEST_NAME), 10**6) for on in mondays(DATES_AT_ONCE)]
    held = [Held(session(on, name=LONGEST_NAME), 10**9, DEADLINE) for on in mondays(DATES_AT_ONCE)]

    for outcomes in (refused, queued, held):
        assert read(summary(say, *outcomes, child=child, balance=10**9))


def clash(number: int, names: list[str]) -> Refusal:
    name = names[number % len(names)]
    busy = Busy(number, MONDAY, time(15), time(16), name)
    return Refusal(Layer.DUPLICATE, Reason.CLASH, busy)


# Discounts

SIBLING, TERM = Discount(DiscountKind.SIBLING, 125), Discount(DiscountKind.TERM, 250)


def test_discount_is_shown_with_the_price_of_its_place(say: Say) -> None:
    text = paragraphs_of(say, Booked(session(), 1125, discount=SIBLING))

    assert text[2:4] == [
        "Mon 14 Sept: a place, £11.25 (sibling discount: -£1.25)",
        "You save £1.25: sibling discount.\n"
        "£11.25 is taken from your account; £38.75 remains on it.",
    ]


def test_whole_term_is_shown_with_its_total_and_what_is_saved(say: Say) -> None:
    first, second, third = mondays(3)
    text = paragraphs_of(
        say,
        Booked(session(first), 1000, discount=TERM),
        Held(session(second), 1000, DEADLINE, discount=TERM),
        Queued(session(third), 1),
    )

    assert text[2].splitlines() == [
        "Mon 14 Sept: a place, £10.00 (whole-term discount: -£2.50)",
        "Mon 21 Sept: held until Wed 9 Sept, 09:00, £10.00 (whole-term discount: -£2.50) to be "
        "paid",
        "Mon 28 Sept: full – waiting list, position 1",
    ]
    total, saved, *_, waited = text[3].splitlines()
    assert (total, saved) == ("Together: £20.00", "You save £5.00: whole-term discount.")
    assert waited == "The whole-term discount is not for places from the waiting list."


def test_discounts_of_two_kinds_are_saved_in_a_line_each(say: Say) -> None:
    first, second, third = mondays(3)
    text = paragraphs_of(
        say,
        Booked(session(first), 1000, discount=TERM),
        Booked(session(second), 1125, discount=SIBLING),
        Booked(session(third), 1125, discount=SIBLING),
    )

    assert text[3].splitlines()[:3] == [
        "Together: £32.50",
        "You save £2.50: sibling discount.",
        "You save £2.50: whole-term discount.",
    ]


def test_as_many_discounted_dates_as_may_be_fit_with_the_longest_names(say: Say) -> None:
    child = replace(EMMA, name=LONGEST_NAME)
    held = [
        Held(session(on, name=LONGEST_NAME), 10**9, DEADLINE, discount=TERM)
        for on in mondays(DATES_AT_ONCE)
    ]

    assert read(summary(say, *held, child=child, pays_online=True))
