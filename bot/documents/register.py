"""A register to print: who is expected, with boxes to tick and room for notes."""

from datetime import datetime

from bot.documents.paper import Paper
from bot.screens.parts import when
from bot.screens.register import held_words
from bot.texts import Say
from domain.model import AttendanceStatus
from storage.register_details import OnRegister, Register

_BOX, _TICKED = "☐", "☒"


def register_pdf(say: Say, found: Register, school: str, *, now: datetime) -> bytes:
    """Return the register as it stands now; what is marked already is ticked."""
    line = found.line
    title = say.label("Register: {activity}", activity=line.session.activity.name)
    paper = Paper(title, school, now)
    paper.facts(
        [
            (say.label("When"), when(say, line.session)),
            (say.label("Place"), line.location),
            (say.label("Tutor"), line.tutor_name),
            (say.label("Expected"), str(len(found.children))),
            (say.label("Printed"), say.moment(now)),
        ]
    )
    paper.grid(
        (
            "",
            say.label("Child"),
            say.label("Year group"),
            say.label("Present"),
            say.label("Late"),
            say.label("Absent"),
            say.label("Notes"),
        ),
        [_row(say, number, each) for number, each in enumerate(found.children, start=1)],
        widths=(2, 9, 5, 4, 3, 4, 14),
        align="RIGHT LEFT LEFT CENTER CENTER CENTER LEFT",
    )
    return paper.finish()


def _row(say: Say, number: int, each: OnRegister) -> tuple[str, ...]:
    boxes = [_TICKED if each.status is status else _BOX for status in AttendanceStatus]
    notes = [
        each.child_notes,
        held_words(say, each),
        say.label("told us: absent") if each.is_away else None,
        each.note,
    ]
    return (
        str(number),
        each.child_name,
        say.grade(each.grade),
        *boxes,
        "\n".join(note for note in notes if note),
    )
