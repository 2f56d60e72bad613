"""What the office reads below the picture of a report."""

from bot.screen import Button, Screen, lines, paragraphs
from bot.taps.reports import Reporting, SendReport, ShowReport
from bot.texts import Html, Say
from domain.periods import DAY
from domain.reports import ReportSpan
from storage.report_queries import ActivityFigures, Report

MOST_DRAWN = 24
"""Activities in the picture: more could not be read on a phone."""


def report(say: Say, asked: Reporting, span: ReportSpan, found: Report) -> Screen:
    """Say the sums of a report, and lead to other days and to the spreadsheet."""
    period, total = found.period, found.total
    words = span_words(say)
    earlier = ShowReport(span, period.first - DAY)
    later = ShowReport(span, period.last + DAY, ahead=True)
    return Screen(
        paragraphs(
            say(
                "<b>Report: {span}</b>\n{first} – {last}",
                span=words[span],
                first=say.full_date(period.first),
                last=say.full_date(period.last),
            ),
            _sums(say, found) if total.sessions + total.cancelled else _nothing(say, found),
        ),
        (
            (Button(say.label("‹ Earlier"), earlier), Button(say.label("Later ›"), later)),
            tuple(
                Button(words[each], ShowReport(each, asked.on, asked.ahead))
                for each in ReportSpan
                if each is not span
            ),
            (Button(say.label("Spreadsheet"), SendReport(span, asked.on, asked.ahead)),),
        ),
        stays=True,
    )


def span_words(say: Say) -> dict[ReportSpan, str]:
    return {
        ReportSpan.WEEK: say.label("Week"),
        ReportSpan.MONTH: say.label("Month"),
        ReportSpan.TERM: say.label("Term"),
    }


def _nothing(say: Say, found: Report) -> Html:
    return lines(say("Nothing is on in these days."), _money(say, found))


def _sums(say: Say, found: Report) -> Html:
    total = found.total
    undrawn = len(found.activities) - MOST_DRAWN
    more = say.count(
        "{n} further activity is in the spreadsheet.",
        "{n} further activities are in the spreadsheet.",
        undrawn,
    )
    return lines(
        _sessions(say, total),
        say(
            "Occupancy: {percent}, {taken} of {places} places",
            percent=share(say, total.occupancy),
            taken=total.taken,
            places=total.places,
        ),
        say(
            "Waiting lists: {joined} joined, {promoted} got a place, {waiting} waiting",
            joined=total.joined,
            promoted=total.promoted,
            waiting=total.waiting,
        ),
        _attendance(say, total),
        _money(say, found),
        more if undrawn > 0 else None,
    )


def _sessions(say: Say, total: ActivityFigures) -> Html:
    held = say.count("{n} session", "{n} sessions", total.sessions)
    cancelled = say.count("{n} cancelled", "{n} cancelled", total.cancelled)
    return say("{sessions}, {cancelled}", sessions=held, cancelled=cancelled)


def _attendance(say: Say, total: ActivityFigures) -> Html:
    if not total.marked:
        return say("Attendance: nobody is marked yet")
    return say(
        "Attendance: {percent} came, {came} of {marked} marked; {unmarked} not marked",
        percent=share(say, total.show_rate),
        came=total.came,
        marked=total.marked,
        unmarked=max(0, total.expected - total.marked),
    )


def _money(say: Say, found: Report) -> Html:
    return lines(
        say("For these places: {amount}", amount=say.money(found.total.income_minor)),
        say(
            "Moved in these days: {taken} taken, {paid_out} paid out",
            taken=say.money(sum(each.taken_minor for each in found.weeks)),
            paid_out=say.money(sum(each.paid_out_minor for each in found.weeks)),
        ),
    )


def share(say: Say, percent: int | None) -> str:
    return "–" if percent is None else say.label("{n} %", n=percent)
