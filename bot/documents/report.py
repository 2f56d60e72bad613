"""A report as a workbook: numbers and dates are such, and no text runs as a formula."""

from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from io import BytesIO

from babel.numbers import get_currency_precision
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from bot.documents.sheet import RUNS
from bot.texts import Say
from storage.report_queries import ActivityFigures, Report

Value = str | int | Decimal | date | time | float | None
Table = tuple[str, list[str], list[list[Value]]]
"""A sheet: its title, what its columns are called, and its rows."""
WIDEST, NARROWEST = 40, 10
PERCENT, DATE, CLOCK = "0%", "yyyy-mm-dd", "hh:mm"


def report_xlsx(say: Say, found: Report) -> bytes:
    """Return a workbook with a sheet each for occupancy, waiting, attendance and money."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in (_occupancy, _waiting, _attendance, _money, _money_by_activity):
        _sheet(book, *table(say, found))
    file = BytesIO()
    book.save(file)
    return file.getvalue()


def _occupancy(say: Say, found: Report) -> Table:
    columns = [
        *(say.label("Sessions"), say.label("Cancelled sessions"), say.label("Places")),
        *(say.label("Taken"), say.label("Occupancy")),
    ]
    rows = [
        [*_named(say, of), of.sessions, of.cancelled, of.places, of.taken, _of(of.taken, of.places)]
        for of in found.activities
    ]
    return say.label("Occupancy"), [*_names(say), *columns], rows


def _waiting(say: Say, found: Report) -> Table:
    columns = [say.label("Joined"), say.label("Got a place"), say.label("Waiting now")]
    rows = [[*_named(say, of), of.joined, of.promoted, of.waiting] for of in found.activities]
    return say.label("Waiting"), [*_names(say), *columns], rows


def _attendance(say: Say, found: Report) -> Table:
    columns = [
        *(say.label("Expected"), say.label("Present"), say.label("Late")),
        *(say.label("Absent"), say.label("Came, of those marked")),
    ]
    rows = [
        [*_named(say, of), of.expected, of.present, of.late, of.absent, _of(of.came, of.marked)]
        for of in found.activities
    ]
    return say.label("Attendance"), [*_names(say), *columns], rows


def _money(say: Say, found: Report) -> Table:
    """Return what moved by week."""
    unit = {"currency": say.currency}
    columns = [
        *(say.label("First day"), say.label("Last day"), say.label("Taken ({currency})", **unit)),
        say.label("Places less refunds ({currency})", **unit),
        say.label("Paid out ({currency})", **unit),
        say.label("Corrections ({currency})", **unit),
    ]
    weeks: list[list[Value]] = [
        [
            *(each.week.first, each.week.last, _amount(say, each.taken_minor)),
            _amount(say, each.used_minor),
            _amount(say, each.paid_out_minor),
            _amount(say, each.corrected_minor),
        ]
        for each in found.weeks
    ]
    return say.label("Money"), columns, weeks


def _money_by_activity(say: Say, found: Report) -> Table:
    """Return what the places of each activity have brought."""
    income = say.label("For these places ({currency})", currency=say.currency)
    rows = [[*_named(say, of), _amount(say, of.income_minor)] for of in found.activities]
    return say.label("Money by activity"), [*_names(say), income], rows


def _names(say: Say) -> list[str]:
    return [say.label("Activity"), say.label("Day"), say.label("Start")]


def _named(say: Say, of: ActivityFigures) -> list[Value]:
    return [of.name, say.weekday(of.weekday), of.start_time]


def _of(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _amount(say: Say, amount_minor: int) -> Decimal:
    return Decimal(amount_minor).scaleb(-get_currency_precision(say.currency))


def _sheet(
    book: Workbook, title: str, header: Sequence[str], rows: Sequence[Sequence[Value]]
) -> None:
    sheet = book.create_sheet(title)
    for number, row in enumerate([header, *rows], start=1):
        for column, value in enumerate(row, start=1):
            _write(sheet, number, column, value)
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "A2"
    for column in range(1, len(header) + 1):
        longest = max(len(str(row[column - 1])) for row in [header, *rows])
        width = min(WIDEST, max(NARROWEST, longest + 2))
        sheet.column_dimensions[get_column_letter(column)].width = width


def _write(sheet: Worksheet, row: int, column: int, value: Value) -> None:
    cell = sheet.cell(row, column)
    match value:
        case str():
            cell.value = text = ILLEGAL_CHARACTERS_RE.sub("", value)
            # However it begins, it is a text, now and after somebody has edited it.
            cell.data_type = "s"
            cell.quotePrefix = text.startswith(RUNS)
        case Decimal():
            cell.value = value
            digits = -int(value.as_tuple().exponent)
            cell.number_format = f"#,##0.{'0' * digits}" if digits > 0 else "#,##0"
        case _:
            cell.value = value
            formats = {float: PERCENT, date: DATE, time: CLOCK}
            cell.number_format = formats.get(type(value), "General")
