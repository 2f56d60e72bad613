"""What runs on a day or in a week, for the staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import in_rows, page_of, times, turning
from bot.taps.sessions import ShowSession
from bot.taps.timetable import ShowDay, ShowWeek
from bot.texts import Html, Say, isolated
from domain.model import SessionStatus
from storage.session_lines import SessionLine
from storage.session_queries import Closure

SESSIONS_A_PAGE = 10
A_DAY, A_WEEK = timedelta(days=1), timedelta(weeks=1)
LONGEST_REASON = 80


@dataclass(frozen=True)
class Timetable:
    """What runs from a first day on, and when the school is shut."""

    first: date
    sessions: Sequence[SessionLine]
    closures: Sequence[Closure]


def monday_of(on: date) -> date:
    return on - timedelta(days=on.weekday())


def day(say: Say, table: Timetable, page: int) -> Screen:
    shown, page = page_of(table.sessions, page, SESSIONS_A_PAGE)
    on = table.first
    around: Rows = (
        (
            Button(f"‹ {say.day(on - A_DAY)}", ShowDay(on - A_DAY)),
            Button(f"{say.day(on + A_DAY)} ›", ShowDay(on + A_DAY)),
        ),
        (Button(say.label("The week"), ShowWeek(monday_of(on))),),
    )
    taps = ShowDay(on, page - 1), ShowDay(on, page + 1)
    return Screen(
        paragraphs(
            lines(say("<b>{day}</b>", day=say.long_day(on)), *_closed(say, table)),
            *[_session(say, each) for each in shown],
            None if table.sessions else say("Nothing runs on this day."),
        ),
        (
            *in_rows([_button(say, each) for each in shown], 2),
            *turning(say, page, SESSIONS_A_PAGE, len(table.sessions), taps),
            *around,
        ),
    )


def week(say: Say, table: Timetable, page: int, *, today: date) -> Screen:
    """Show a week's sessions, day by day."""
    shown, page = page_of(table.sessions, page, SESSIONS_A_PAGE)
    monday, sunday = table.first, table.first + 6 * A_DAY
    around: Rows = (
        (
            Button(say.label("‹ Week before"), ShowWeek(monday - A_WEEK)),
            Button(say.label("Week after ›"), ShowWeek(monday + A_WEEK)),
        ),
        (Button(say.label("Today"), ShowDay(today)),),
    )
    taps = ShowWeek(monday, page - 1), ShowWeek(monday, page + 1)
    title = say("<b>{first} to {last}</b>", first=say.day(monday), last=say.day(sunday))
    return Screen(
        paragraphs(
            lines(title, *_closed(say, table)),
            *_days(say, shown),
            None if table.sessions else say("Nothing runs in this week."),
        ),
        (
            *((_button(say, each, with_day=True),) for each in shown),
            *turning(say, page, SESSIONS_A_PAGE, len(table.sessions), taps),
            *around,
        ),
    )


def _closed(say: Say, table: Timetable) -> list[Html]:
    return [
        say(
            "{day}: the school is closed. {reason}",
            day=say.day(each.on),
            reason=each.reason[:LONGEST_REASON],
        )
        for each in table.closures
    ]


def _days(say: Say, shown: Sequence[SessionLine]) -> list[Html]:
    said = []
    for on, sessions in groupby(shown, key=lambda each: each.session.on):
        first, *rest = [_session(say, each) for each in sessions]
        heading = say("<b>{day}</b>", day=say.long_day(on))
        said += [lines(heading, first), *rest]
    return said


def _session(say: Say, line: SessionLine) -> Html:
    activity = line.session.activity
    title = say(
        "<b>{activity}</b>, {times}, {location}",
        activity=activity.name,
        times=times(say, activity),
        location=line.location,
    )
    return lines(title, occupancy(say, line))


def occupancy(say: Say, line: SessionLine) -> Html:
    """Write how many places are taken, how many wait and how many are still to be paid for."""
    if line.session.status is SessionStatus.CANCELLED:
        return say("cancelled")
    parts = [
        say("{taken} of {capacity} places taken", taken=line.active, capacity=line.session.capacity)
    ]
    if line.waiting:
        parts.append(say.count("{n} waiting", "{n} waiting", line.waiting))
    if line.held:
        parts.append(say.count("{n} not paid", "{n} not paid", line.held))
    return Html(", ".join(parts))


def _button(say: Say, line: SessionLine, *, with_day: bool = False) -> Button:
    activity = line.session.activity
    label = f"{say.clock(activity.start_time)} {isolated(activity.name)}"
    if with_day:
        label = f"{say.day(line.session.on)} {label}"
    return Button(label, ShowSession(line.session.id))
