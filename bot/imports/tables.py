"""A CSV file as lines of cells below the columns that a list has."""

import csv
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO

from bot.documents.sheet import RUNS
from bot.imports.decoding import decoded
from domain.imports import MOST_LINES, Fault, Problem

DELIMITERS = (",", ";", "\t")
MOST_COLUMNS = 100
LONGEST_QUOTED = 60
"""Of what stands in a file, as far as a problem repeats it."""
_SAYS_DELIMITER = re.compile(r'"?sep=."?\r?\n', re.IGNORECASE)
"""A first line with which spreadsheets tell each other the delimiter."""


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    also: tuple[str, ...] = ()
    """Other titles that mean the same; case, dots and dashes do not matter."""
    is_needed: bool = True


@dataclass(frozen=True, slots=True)
class Line:
    number: int
    """As a spreadsheet counts, beginning with the titles."""
    cells: Mapping[str, str]
    """By the titles of the columns; one that the file has not is not here."""


@dataclass(slots=True)
class Table:
    """What was read; if there are problems, the lines are only those that could be."""

    lines: list[Line] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    is_guess: bool = False
    """Letters beyond the English ones may have been read wrongly."""


class _StopReadingError(Exception):
    """Nothing below can be read."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.fault)


def read_table(content: bytes, columns: Sequence[Column]) -> Table:
    """Read a file, whatever it is."""
    found = decoded(content)
    if isinstance(found, Fault):
        return Table(problems=[Problem(found)])
    reader = _Reader(columns)
    reader.table.is_guess = found.is_guess
    try:
        reader.read(found.text)
    except _StopReadingError as stop:
        reader.table.problems.append(stop.problem)
    return reader.table


class _Reader:
    def __init__(self, columns: Sequence[Column]) -> None:
        self.table = Table()
        self._columns = columns
        self._titles = {
            _plain(name): column.title
            for column in columns
            for name in (column.title, *column.also)
        }

    def read(self, text: str) -> None:
        records = self._records(text)
        header = self._header(records)
        for number, cells in records:
            if len(self.table.lines) >= MOST_LINES:
                raise _StopReadingError(Problem(Fault.TOO_MANY_LINES))
            self._add(number, cells, header)
        if not self.table.lines:
            raise _StopReadingError(Problem(Fault.NO_LINES))

    def _records(self, text: str) -> Iterator[tuple[int, list[str]]]:
        """Yield the lines that hold anything, with their numbers."""
        text = _SAYS_DELIMITER.sub("", text, count=1) if _SAYS_DELIMITER.match(text) else text
        file = StringIO(text, newline="")
        reader = csv.reader(file, delimiter=self._delimiter(text), strict=True)
        number = 0
        while True:
            number += 1
            try:
                cells = [_bare(cell) for cell in next(reader)]
            except StopIteration:
                return
            except csv.Error:
                raise _StopReadingError(Problem(Fault.QUOTES, number)) from None
            if any(cells):
                yield number, cells

    def _delimiter(self, text: str) -> str:
        """Choose by the line of the titles: the others may hold any of them."""
        first = next((line for line in text.splitlines() if line.strip(' \t,;"')), "")

        def fits(delimiter: str) -> int:
            return len({_plain(name) for name in first.split(delimiter)[:MOST_COLUMNS]} & known)

        known = self._titles.keys()
        return max(DELIMITERS, key=fits)

    def _header(self, records: Iterator[tuple[int, list[str]]]) -> list[str]:
        """Return the title of each column, empty where it means nothing here."""
        number, cells = next(records, (0, []))
        if not cells:
            raise _StopReadingError(Problem(Fault.EMPTY))
        header = [self._titles.get(_plain(cell), "") for cell in cells[:MOST_COLUMNS]]
        if not any(header) or len(cells) > MOST_COLUMNS:
            raise _StopReadingError(Problem(Fault.NO_COLUMNS, number, value=shortened(cells[0])))
        for place, (title, cell) in enumerate(zip(header, cells, strict=True)):
            if cell and not title:
                self._complain(Fault.UNKNOWN_COLUMN, number, cell)
            elif title and title in header[:place]:
                self._complain(Fault.REPEATED_COLUMN, number, cell, column=title)
        for column in self._columns:
            if column.is_needed and column.title not in header:
                self._complain(Fault.MISSING_COLUMN, number, column=column.title)
        # A column with a title that nobody knows is named once, not in every line.
        return [title or cell for title, cell in zip(header, cells, strict=True)]

    def _add(self, number: int, cells: Sequence[str], header: Sequence[str]) -> None:
        named = dict.fromkeys(filter(None, header), "")
        for place, cell in enumerate(cells):
            title = header[place] if place < len(header) else ""
            if title:
                named[title] = named[title] or cell
            elif cell:
                self._complain(Fault.EXTRA_CELL, number, cell)
                break
        self.table.lines.append(Line(number, named))

    def _complain(self, fault: Fault, number: int, value: str = "", *, column: str = "") -> None:
        self.table.problems.append(Problem(fault, number, column, shortened(value)))


def _bare(cell: str) -> str:
    """Take off spaces, and the apostrophe that tells spreadsheets that something is a text."""
    cell = cell.strip()
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(RUNS) else cell


def _plain(title: str) -> str:
    return re.sub(r"[\W_]+", " ", title.casefold()).strip()


def shortened(text: str) -> str:
    return text if len(text) <= LONGEST_QUOTED else f"{text[: LONGEST_QUOTED - 1]}…"
