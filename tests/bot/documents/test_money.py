"""The school's money: a chart that a phone shows, and a file in which nothing runs."""

import csv
import subprocess
import sys
from dataclasses import replace
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest

from bot.documents.chart import Series, bars_and_lines
from bot.documents.money import kind_words, money_csv, weeks_csv
from bot.documents.money_chart import money_chart
from bot.sandbox.images import picture_size
from bot.screens.money import money
from bot.taps.money import SendMoneyFile, SendWeeksFile, ShowMoney
from bot.texts import Say
from domain.model import MoneyKind, PaymentMethod, Role
from domain.periods import Period, Span
from storage.money_queries import Money, MoneyLine, WeekOfMoney
from storage.standing_queries import Standing
from tests.bot.screens.reading import buttons, read
from tests.factory import LONDON, NOW

LINE = MoneyLine(
    id=7,
    made_at=NOW,
    kind=MoneyKind.CHARGE,
    amount_minor=-1250,
    parent_id=5,
    parent_name="Anna",
    child_name="Emma",
    activity_name="Swimming",
    on=date(2026, 9, 14),
    method=None,
    note="",
    charge_id=None,
    provider_charge_id=None,
    actor_role=Role.PARENT,
    actor_id=5,
)


def found(weeks: int, amount: int = 125_000) -> tuple[Period, Money]:
    period = Period(date(2026, 9, 7), date(2026, 9, 6) + timedelta(weeks=weeks))
    stood = Standing(amount, amount, amount, amount)
    parts = [WeekOfMoney(week, amount, 0, amount, amount, stood) for week in period.weeks()]
    return period, Money((*parts[:-1], replace(parts[-1], standing=None)), stood)


def table(say: Say, *lines: MoneyLine) -> list[list[str]]:
    content = money_csv(say, lines)
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def test_each_entry_is_a_line_with_who_when_and_why(say: Say) -> None:
    paid = replace(
        LINE, id=8, kind=MoneyKind.PAYMENT, amount_minor=2000, child_name=None, activity_name=None,
        on=None, method=PaymentMethod.ONLINE, charge_id="tg", provider_charge_id="pr",
        actor_role=Role.SYSTEM, actor_id=None,
    )  # fmt: skip
    assert [",".join(line) for line in table(say, LINE, paid)] == [
        "Entry,Date,Time,Kind,Amount (GBP),Parent or carer,Child,Activity,Date of the place,"
        "Method,Reference or reason,Charge id,Payment provider's number,By",
        "7,2026-09-07,09:00,place,-12.50,Anna,Emma,Swimming,2026-09-14,,,,,parent 5",
        "8,2026-09-07,09:00,payment,20.00,Anna,,,,online,,tg,pr,system",
    ]


@pytest.mark.parametrize(
    "field",
    ["parent_name", "child_name", "activity_name", "note", "charge_id", "provider_charge_id"],
)
@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r"])
def test_no_field_runs_as_a_formula(say: Say, field: str, begins: str) -> None:
    text = f'{begins}HYPERLINK("x"),1'
    values: dict[str, Any] = {field: text}
    assert f"'{text}" in table(say, replace(LINE, **values))[1]


def test_every_kind_of_money_has_a_word_of_its_own(say: Say) -> None:
    assert len({kind_words(say, kind) for kind in MoneyKind}) == len(MoneyKind)


@pytest.mark.parametrize("weeks", [1, 4, 53])
@pytest.mark.parametrize("amount", [0, -1, 10**9])
def test_chart_is_a_picture_that_telegram_takes(say: Say, weeks: int, amount: int) -> None:
    picture = money_chart(say, Span.TERM, found(weeks, amount)[1])
    assert picture.startswith(b"\x89PNG")
    assert picture_size(picture) == (1200, 1350)


def test_axis_is_written_in_the_schools_currency() -> None:
    written = []

    def note(value: int) -> str:
        written.append(value)
        return str(value)

    series = [Series("Taken", [0, 1000])], [Series("Due", [0, 30_000])]
    bars_and_lines(("Moved", series[0]), ("Stood", series[1]), ["a", "b"], written=note)
    assert {0, 200, 1000, 6_000, 30_000} <= set(written)


def test_bot_starts_without_the_libraries_of_charts_and_papers() -> None:
    """They are slow to import, and seldom needed."""
    heavy = "{'matplotlib', 'fpdf', 'numpy'} & set(__import__('sys').modules)"
    code = f"import bot.app; print({heavy})"
    run = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "set()"


def test_screen_says_what_moved_and_how_things_stand(say: Say) -> None:
    period, sums = found(4)
    screen = money(say, Span.WEEKS, period, sums)
    text = read(screen)
    assert text.startswith(
        "Money: Last 4 weeks\n7 September 2026 – 4 October 2026\n\nTaken: £5,000"
    )
    assert (
        "Mon 7 Sept: taken £1,250.00; due £1,250.00, credit £1,250.00, to refund £1,250.00" in text
    )
    assert "Mon 28 Sept: taken £1,250.00\n" in text, "it has not begun"
    assert "Now:\nDue for held places: £1,250.00\nCredit on accounts: £1,250.00" in text
    assert buttons(screen) == {
        "This month": ShowMoney(Span.MONTH),
        "This term": ShowMoney(Span.TERM),
        "By week (CSV)": SendWeeksFile(Span.WEEKS),
        "All entries (CSV)": SendMoneyFile(Span.WEEKS),
    }
    assert screen.stays


@pytest.mark.parametrize("span", list(Span))
@pytest.mark.parametrize("weeks", [1, 6, 53])
def test_caption_fits_whatever_the_amounts(span: Span, weeks: int) -> None:
    say = Say("en", LONDON, "KWD")
    period, sums = found(weeks, -(10**9))
    text = read(money(say, span, period, sums))
    assert len(text) <= 1024
    assert text.count("Refunds to pay") == 1


def test_weeks_are_written_only_where_they_fit(say: Say) -> None:
    assert "By week, and" in read(money(say, Span.MONTH, *found(6)))
    dear = Say("en", LONDON, "KWD")
    assert "By week, and" not in read(money(dear, Span.MONTH, *found(6, -(10**15))))


def test_file_of_weeks_says_the_same_as_the_text(say: Say) -> None:
    _, sums = found(2)
    content = weeks_csv(say, sums).decode("utf-8-sig")
    assert content.splitlines() == [
        "From,Until,Taken (GBP),Places less refunds,Paid out,Corrections,Due for held places"
        ",Credit on accounts,Owed by families,Refunds to pay",
        "2026-09-07,2026-09-13,1250.00,1250.00,0.00" + ",1250.00" * 5,
        "2026-09-14,2026-09-20,1250.00,1250.00,0.00,1250.00,,,,",
    ]


def test_entry_is_dated_on_the_schools_clock(say: Say) -> None:
    late = datetime.fromisoformat("2026-09-06T23:30:00+00:00")
    assert table(say, replace(LINE, made_at=late))[1][1:3] == ["2026-09-07", "00:30"]
