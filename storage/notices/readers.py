"""What notices are about that has statements of its own, read for many of them at once."""

from collections.abc import Callable, Mapping, Sequence

from sqlalchemy import Connection

from domain.notices import OF_REGISTERS
from storage.applicants import read_applicants
from storage.due_back import read_due_back
from storage.notices.about import About, AboutApplicant, AboutRegister, AboutRepayment
from storage.notices.activities import read_changes
from storage.notices.announcements import read_announcements
from storage.notices.cancellations import calls_off, read_cancellations
from storage.notices.newcomers import read_newcomers
from storage.register_details import read_registers
from storage.rows import AnyRow

Rows = Sequence[AnyRow]
Found = Mapping[int, About]
"""By the notice's id."""


def read_at_once(connection: Connection, rows: Rows) -> dict[int, About]:
    """Read what each of some notices is about, by its id; without those that are read otherwise."""
    told: dict[int, About] = {}
    for concerns, read in _READERS:
        if mine := [row for row in rows if concerns(row)]:
            told.update(read(connection, mine))
    return told


def _changes(connection: Connection, rows: Rows) -> Found:
    return read_changes(connection, [row.id for row in rows])


def _registers(connection: Connection, rows: Rows) -> Found:
    registers = read_registers(connection, {row.session_id for row in rows})
    return {row.id: AboutRegister(registers[row.session_id]) for row in rows}


def _announcements(connection: Connection, rows: Rows) -> Found:
    announced = read_announcements(connection, {row.announcement_id for row in rows})
    return {row.id: announced[row.announcement_id] for row in rows}


def _repayments(connection: Connection, rows: Rows) -> Found:
    due = read_due_back(connection, [row.repayment_id for row in rows])
    return {
        row.id: AboutRepayment(due[row.repayment_id]) for row in rows if row.repayment_id in due
    }


def _applicants(connection: Connection, rows: Rows) -> Found:
    seen = read_applicants(connection, {row.applicant_id for row in rows})
    return {row.id: AboutApplicant(seen[row.applicant_id]) for row in rows}


def _newcomers(connection: Connection, rows: Rows) -> Found:
    found = read_newcomers(connection, {row.staff_invitation_id for row in rows})
    return {row.id: found[row.staff_invitation_id] for row in rows}


_READERS: tuple[tuple[Callable[[AnyRow], bool], Callable[[Connection, Rows], Found]], ...] = (
    (calls_off, read_cancellations),
    (lambda row: row.changed_activity is not None, _changes),
    (lambda row: row.kind in OF_REGISTERS, _registers),
    (lambda row: row.announcement_id is not None, _announcements),
    (lambda row: row.repayment_id is not None, _repayments),
    (lambda row: row.applicant_id is not None, _applicants),
    (lambda row: row.staff_invitation_id is not None, _newcomers),
)
