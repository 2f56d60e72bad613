"""What a list of activities comes to: put together, and compared with what is on file."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time

from domain.activities import problems_of
from domain.activity_lists import (
    CAPACITY,
    CUTOFF,
    END,
    LAST,
    NAME,
    TO_YEAR,
    TUTOR,
    WEEKDAY,
    ActivitiesPlan,
    ActivityLine,
    KnownActivities,
    KnownActivity,
)
from domain.imports import Fault, NotImported, Problem, folded, in_order
from domain.model import Plan
from domain.timetable import session_dates

_COLUMNS = {
    Fault.ENDS_BEFORE_START: END,
    Fault.TERM_BACKWARDS: LAST,
    Fault.TERM_TOO_LONG: LAST,
    Fault.TERM_OVER: LAST,
    Fault.NO_DATES: WEEKDAY,
    Fault.YEARS_BACKWARDS: TO_YEAR,
    Fault.NO_PLACES: CAPACITY,
    Fault.CUTOFF_TOO_LONG: CUTOFF,
}


def plan_activities(
    lines: Sequence[ActivityLine], known: KnownActivities, *, today: date
) -> ActivitiesPlan | NotImported:
    """Say what a list would write, or all that stands against it."""
    seen, tutors = _Seen(known), _Tutors(known)
    problems, plans, dates = [], [], []
    for each in lines:
        coming = tuple(on for on in session_dates(each.plan, known.closures) if on >= today)
        problems += _problems(each, coming, today)
        problems += filter(None, (seen.add(each), tutors.add(each)))
        plans.append(replace(each.plan, tutor=tutors.id_of(each)))
        dates.append(coming)
    if problems:
        return NotImported(in_order(problems))
    return ActivitiesPlan(tuple(tutors.new.values()), tuple(plans), tuple(dates))


def _problems(each: ActivityLine, coming: Sequence[date], today: date) -> list[Problem]:
    faults = [Fault(problem.value) for problem in problems_of(each.plan, today=today)]
    if not faults and not coming:
        faults = [Fault.NO_DATES]
    return [Problem(fault, each.line, _COLUMNS[fault]) for fault in faults]


class _Seen:
    """What there is, on file and in the file, so that nothing is offered twice."""

    def __init__(self, known: KnownActivities) -> None:
        self._known = defaultdict[tuple[str, int, time], list[tuple[date, date, int]]](list)
        for each in known.activities:
            self._of(each).append((each.first_on, each.last_on, 0))

    def _of(self, each: Plan | KnownActivity) -> list[tuple[date, date, int]]:
        return self._known[folded(each.name), each.weekday, each.start_time]

    def add(self, each: ActivityLine) -> Problem | None:
        """Return a problem if the same is offered at the same time in the same weeks."""
        plan = each.plan
        found = self._of(plan)
        for first_on, last_on, line in found:
            if first_on <= plan.last_on and plan.first_on <= last_on:
                return Problem(Fault.SAME_ACTIVITY, each.line, NAME, plan.name, line)
        found.append((plan.first_on, plan.last_on, each.line))
        return None


class _Tutors:
    def __init__(self, known: KnownActivities) -> None:
        self.new: dict[str, str] = {}
        self._known = defaultdict[str, list[int]](list)
        for tutor_id, name in known.tutors:
            self._known[folded(name)].append(tutor_id)

    def add(self, each: ActivityLine) -> Problem | None:
        """Note a tutor who is not on file; return a problem if several have the name."""
        name = str(each.plan.tutor)
        known = self._known.get(folded(name), [])
        if len(known) > 1:
            return Problem(Fault.SEVERAL_TUTORS, each.line, TUTOR, name)
        if not known:
            self.new.setdefault(folded(name), name)
        return None

    def id_of(self, each: ActivityLine) -> int:
        name = folded(str(each.plan.tutor))
        if known := self._known.get(name):
            return known[0]
        return -1 - list(self.new).index(name)
