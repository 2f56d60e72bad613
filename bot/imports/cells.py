"""The cells of one line, read one after the other; what cannot be read is noted as a problem."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

from bot.documents.sheet import RUNS
from bot.imports.tables import Column, Line, read_table, shortened
from domain.imports import Fault, Problem, in_order

Value = TypeVar("Value")
Row = TypeVar("Row")
_LOST = "\ufffd"
"""Stands where a letter was lost before the file came here."""
MIDNIGHT = re.compile("[ T]0?0:00(:00)?$")
"""What spreadsheets add to a date."""
EXAMPLE = "EXAMPLE "
"""How the lines begin that a template shows."""


@dataclass(frozen=True, slots=True)
class Rules:
    """What the school takes for right."""

    today: date
    last_grade: int
    country_code: str | None
    currency: str


class Cells:
    def __init__(self, line: Line) -> None:
        self.problems: list[Problem] = []
        self._line = line

    @property
    def number(self) -> int:
        return self._line.number

    def has(self, column: str) -> bool:
        return bool(self._line.cells.get(column))

    def read(self, column: str, read: Callable[[str], Value | None], fault: Fault) -> Value | None:
        """Return what stands in a column; None if that is nothing or, with a problem, nonsense."""
        text = self._line.cells.get(column, "")
        if not text:
            return None
        value = read(text)
        if fault is not Fault.PHONE and _would_run(text, value):
            self.complain(Fault.FORMULA, column)
        elif value is None:
            self.complain(fault, column)
        elif _LOST in text:
            self.complain(Fault.DAMAGED, column)
        return value

    def need(self, column: str, read: Callable[[str], Value | None], fault: Fault) -> Value | None:
        """Return the same, with a problem if there is nothing."""
        if not self.has(column):
            self.complain(Fault.NOTHING, column)
        return self.read(column, read, fault)

    def complain(self, fault: Fault, column: str = "") -> None:
        value = shortened(self._line.cells.get(column, ""))
        self.problems.append(Problem(fault, self.number, column, value))


def _would_run(text: str, value: object) -> bool:
    """Tell whether a cell is a formula, or is left as one without its control characters."""
    return text.startswith(RUNS) or (isinstance(value, str) and value.startswith(RUNS))


@dataclass(frozen=True, slots=True)
class Reading(Generic[Row]):
    """A list as it was read: all of its lines, or all that is wrong with them."""

    lines: Sequence[Row]
    problems: tuple[Problem, ...] = ()
    is_guess: bool = False
    """Letters beyond the English ones may have been read wrongly."""


def read_list(
    content: bytes, columns: Sequence[Column], read_line: Callable[[Cells], Row | None]
) -> Reading[Row]:
    """Read a file into a list; a line that cannot be read has a problem in its cells.

    By the first column the examples of the template are known, which are no data.
    """
    name = columns[0].title
    table = read_table(content, columns)
    problems, lines = list(table.problems), []
    missing = {each.column for each in problems if each.fault is Fault.MISSING_COLUMN}
    for line in table.lines:
        cells = Cells(line)
        row = None
        if line.cells.get(name, "").startswith(EXAMPLE):
            cells.complain(Fault.EXAMPLE, name)
        else:
            row = read_line(cells)
        # A column that is missing is named once, not in every line.
        problems += [each for each in cells.problems if each.column not in missing]
        if row is not None:
            lines.append(row)
    if problems:
        return Reading((), in_order(problems))
    return Reading(lines, is_guess=table.is_guess)
