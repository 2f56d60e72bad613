"""/report: a picture with the sums below it and a workbook, for the office alone."""

# What draws and writes is slow to import, and people in tests are impatient.
import bot.documents.report
import bot.documents.report_chart  # noqa: F401
from tests.journeys.school import Parent, School


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
