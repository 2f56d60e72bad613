"""Sums of money: what is lacking, what is charged, what comes back."""

from datetime import timedelta

import pytest

from domain.model import SYSTEM, BookingStatus, CancellationTerms, MoneyKind
from domain.money import charge, refund, refund_minor, short_of
from domain.ports.accounts import NewMoney
from tests.domain.values import booking, policy, session, utc
from tests.factory import NOW, POLICY


@pytest.mark.parametrize(
    ("price", "available", "short"),
    [
        pytest.param(500, 500, 0, id="just covered"),
        pytest.param(500, 900, 0, id="more than covered"),
        pytest.param(500, 499, 1, id="a penny short"),
        pytest.param(500, 0, 500, id="nothing there"),
        pytest.param(500, -200, 700, id="in debt"),
        pytest.param(0, 0, 0, id="free"),
        pytest.param(0, -200, 0, id="free, though in debt"),
    ],
)
def test_lacking_is_the_price_less_what_is_there(price: int, available: int, short: int) -> None:
    assert short_of(price, available) == short


def test_charge_is_negative_and_names_the_booking() -> None:
    assert charge(11, 3, 500, actor=SYSTEM, now=NOW) == [
        NewMoney(3, MoneyKind.CHARGE, -500, NOW, SYSTEM, booking_id=11)
    ]


def test_what_is_free_is_not_charged() -> None:
    assert charge(11, 3, 0, actor=SYSTEM, now=NOW) == []


def test_refund_goes_to_who_paid_and_names_the_booking() -> None:
    assert refund(3, 11, 250, actor=SYSTEM, now=NOW) == NewMoney(
        3, MoneyKind.REFUND, 250, NOW, SYSTEM, booking_id=11
    )


@pytest.mark.parametrize(
    ("now", "percent", "price", "expected"),
    [
        pytest.param("2026-09-01 08:00", 50, 500, 500, id="weeks before: all"),
        pytest.param("2026-09-13 14:30", 50, 500, 500, id="exactly 24 hours before: all"),
        pytest.param("2026-09-13 14:30:01", 50, 500, 250, id="a second later: half"),
        pytest.param("2026-09-14 14:29:59", 50, 500, 250, id="a second before the start: half"),
        pytest.param("2026-09-14 14:30", 50, 500, 0, id="at the start: nothing"),
        pytest.param("2026-09-15 08:00", 50, 500, 0, id="afterwards: nothing"),
        pytest.param("2026-09-14 08:00", 50, 501, 251, id="half a penny is rounded up"),
        pytest.param("2026-09-14 08:00", 33, 100, 33, id="a third, exactly"),
        pytest.param("2026-09-14 08:00", 33, 101, 34, id="a third, rounded up"),
        pytest.param("2026-09-14 08:00", 1, 1, 1, id="never less than a penny"),
        pytest.param("2026-09-14 08:00", 0, 500, 0, id="late terms may give nothing"),
        pytest.param("2026-09-14 08:00", 100, 500, 500, id="late terms may give all"),
        pytest.param("2026-09-14 08:00", 50, 0, 0, id="what was free gives nothing back"),
    ],
)
def test_refund_is_by_the_terms(now: str, percent: int, price: int, expected: int) -> None:
    place = booking(price_minor=price, terms=CancellationTerms(timedelta(hours=24), percent))
    assert refund_minor(place, session(), POLICY, now=utc(now)) == expected


@pytest.mark.parametrize(
    "status", [BookingStatus.PENDING, BookingStatus.CANCELLED, BookingStatus.EXPIRED]
)
def test_only_what_is_confirmed_has_money_to_give_back(status: BookingStatus) -> None:
    assert refund_minor(booking(status=status), session(), POLICY, now=NOW) == 0


def test_terms_of_the_booking_count_and_not_those_of_today() -> None:
    strict = policy(free_cancellation=timedelta(days=90), late_refund_percent=0)
    assert refund_minor(booking(), session(), strict, now=NOW) == 500


def test_free_until_the_start_is_nothing_at_the_start() -> None:
    generous = booking(terms=CancellationTerms(timedelta(), 0))
    assert refund_minor(generous, session(), POLICY, now=utc("2026-09-14 14:29:59")) == 500
    assert refund_minor(generous, session(), POLICY, now=utc("2026-09-14 14:30")) == 0
