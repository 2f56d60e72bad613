"""/report: a picture with the sums below it and a workbook, for the office alone."""

from datetime import timedelta
from io import BytesIO

from openpyxl import load_workbook

# What draws and writes is slow to import, and people in tests are impatient.
import bot.documents.report
import bot.documents.report_chart  # noqa: F401
from tests.factory import MONDAY
from tests.journeys.school import Parent, School
from tests.journeys.test_statement import newest_file


async def test_office_looks_at_weeks_and_the_term_and_takes_a_workbook_home(
    school: School, anna: Parent
) -> None:
    make, olive = school.make, await school.office()
    swim = make.session(name="=1+1", price=800, capacity=2)
    make.session(activity_id=swim.activity.id, on=MONDAY + timedelta(weeks=1))
    make.booking(swim, anna.family)
    await olive.send("/report")
    assert "photo" in olive.screen.seen
    assert olive.screen.text.startswith("Report: Week\n7 September 2026 – 13 September 2026\n\n")
    assert "Nothing is on in these days." in olive.screen.text
    await olive.tap("Later ›")
    assert "1 session, 0 cancelled\nOccupancy: 50 %, 1 of 2 places" in olive.screen.text
    await olive.tap("Term")
    assert olive.screen.text.startswith("Report: Term\n7 September 2026 – 14 December 2026")
    assert "2 sessions, 0 cancelled\nOccupancy: 25 %, 1 of 4 places" in olive.screen.text
    await olive.tap("Spreadsheet")
    name, content = newest_file(school, olive)
    assert name == "report-2026-09-07-2026-12-14.xlsx"
    sheet = load_workbook(BytesIO(content))["Occupancy"]
    [row] = sheet.iter_rows(min_row=2, values_only=True)
    assert (row[0], row[3:]) == ("=1+1", (2, 0, 4, 1, 0.25))


async def test_others_are_told_nothing_of_it_and_made_up_days_are_this_week(
    school: School, anna: Parent
) -> None:
    await anna.send("/report")
    assert anna.screen.text.startswith("Sorry, I did not understand that.")
    olive = await school.office()
    await olive.send("/report")
    for data in ("rp:years:1:0", "rp:week:3652059:1", "rp:term:1:0"):
        await school.forge(olive, data)
        assert "September 2026" in olive.screen.text
