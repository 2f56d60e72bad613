"""A report: a picture that a phone shows, and a workbook of real numbers in which nothing runs."""

from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.documents.report import report_xlsx
from bot.documents.report_chart import report_chart
from bot.sandbox.images import picture_size
from bot.screens.report import MOST_DRAWN, report
from bot.taps.reports import SendReport, ShowReport
from bot.texts import Say
from domain.periods import Period
from domain.reports import ReportSpan
from storage.money_queries import WeekOfMoney
from storage.report_queries import ActivityFigures, Report
from tests.bot.screens.reading import buttons, read

MONDAY = date(2026, 9, 7)
SWIMMING = ActivityFigures(
    name="Swimming",
    start_time=time(15, 30),
    sessions=2,
    cancelled=1,
    places=20,
    taken=19,
    joined=3,
    promoted=1,
    waiting=2,
    expected=10,
    present=6,
    late=1,
    absent=1,
    income_minor=12_350,
)


def found(*activities: ActivityFigures, weeks: int = 1) -> Report:
    period = Period(MONDAY, MONDAY + timedelta(weeks=weeks, days=-1))
    money = tuple(WeekOfMoney(each, 10_050, 500, 9_000, -50) for each in period.weeks())
    return Report(period, activities, money)


def sheets(say: Say, of: Report) -> dict[str, list[list[Any]]]:
    book = load_workbook(BytesIO(report_xlsx(say, of)))
    assert {sheet.freeze_panes for sheet in book} == {"A2"}
    return {each.title: [list(row) for row in each.iter_rows(values_only=True)] for each in book}


def test_workbook_has_a_sheet_each_with_real_numbers_and_dates(say: Say) -> None:
    book = sheets(say, found(SWIMMING))
    head = ["Swimming", "Monday", time(15, 30)]
    assert book["Occupancy"][1:] == [[*head, 2, 1, 20, 19, 0.95]]
    assert book["Waiting"][1:] == [[*head, 3, 1, 2]]
    assert book["Attendance"][1:] == [[*head, 10, 6, 1, 1, 0.875]]
    first, last = datetime(2026, 9, 7), datetime(2026, 9, 13)  # noqa: DTZ001  as it reads days
    assert book["Money"][1:] == [[first, last, 100.5, 90, 5, -0.5]]
    assert book["Money by activity"][1:] == [[*head, 123.5]]
    assert book["Money"][0][2] == "Taken (GBP)"


@pytest.mark.parametrize("name", ["=1+1", "+1", "-1", "@SUM(A1)", '=cmd|" /C calc"!A0'])
def test_name_stays_a_text_and_does_not_run(say: Say, name: str) -> None:
    content = report_xlsx(say, found(ActivityFigures(name=f"\x0b{name}")))
    cell = load_workbook(BytesIO(content))["Occupancy"]["A2"]
    assert (cell.value, cell.data_type, cell.quotePrefix) == (name, "s", True)


@pytest.mark.parametrize(("many", "weeks"), [(0, 1), (1, 1), (20, 16), (60, 53)])
def test_picture_is_one_that_telegram_takes(say: Say, many: int, weeks: int) -> None:
    hostile = ActivityFigures(name="$x$ <b>שחייה " * 6, sessions=1, places=1, joined=99_999)
    picture = report_chart(say, ReportSpan.TERM, found(*[hostile] * many, weeks=weeks))
    size = picture_size(picture)
    assert size
    width, height = size
    assert width + height < 10_000
    assert height < 3 * width


def test_words_below_the_picture_name_the_sums(say: Say) -> None:
    screen = report(say, ShowReport("week", MONDAY), ReportSpan.WEEK, found(SWIMMING, SWIMMING))
    assert read(screen) == (
        "Report: Week\n7 September 2026 – 13 September 2026\n\n"
        "4 sessions, 2 cancelled\nOccupancy: 95 %, 38 of 40 places\n"
        "Waiting lists: 6 joined, 2 got a place, 4 waiting\n"
        "Attendance: 87 % came, 14 of 16 marked; 4 not marked\n"
        "For these places: £247.00\nMoved in these days: £100.50 taken, £5.00 paid out"
    )
    assert buttons(screen) == {
        "‹ Earlier": ShowReport("week", date(2026, 9, 6)),
        "Later ›": ShowReport("week", date(2026, 9, 14), ahead=True),
        "Month": ShowReport("month", MONDAY),
        "Term": ShowReport("term", MONDAY),
        "Spreadsheet": SendReport("week", MONDAY),
    }


def test_days_on_which_nothing_is_on_are_said_to_be_so(say: Say) -> None:
    text = read(report(say, ShowReport("week", MONDAY), ReportSpan.WEEK, found()))
    assert "Nothing is on in these days." in text


def test_caption_fits_and_says_what_is_not_drawn(say: Say) -> None:
    many = found(*[SWIMMING] * (MOST_DRAWN + 2), ActivityFigures())
    text = read(report(say, ShowReport("week", MONDAY), ReportSpan.WEEK, many))
    assert "3 further activities are in the spreadsheet." in text
    assert len(text) < 1024
