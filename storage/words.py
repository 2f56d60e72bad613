"""Statements in the words of a driver: compiled once, then only filled in."""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Delete, Dialect, Insert, Select, Update
from sqlalchemy.dialects.postgresql.psycopg import dialect as psycopg_dialect
from sqlalchemy.dialects.sqlite.pysqlite import dialect as sqlite_dialect
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TupleType

Statement = Select[Any] | Insert | Update | Delete
Known = Mapping[str, Any]
"""The parameters of a statement by their names; a value that is a list stands for a list in SQL."""
Convert = Callable[[Any], Any]
RowOf = Callable[[Sequence[Any]], Any]

_DIALECTS: dict[str, Dialect] = {
    "postgresql": psycopg_dialect(paramstyle="numeric_dollar"),  # type: ignore[no-untyped-call]
    "sqlite": sqlite_dialect(),
}


class Words:
    """A statement as a driver wants it, with lists of certain lengths."""

    def __init__(
        self, statement: Statement, database: str, known: Known, *, are_kept: bool = True
    ) -> None:
        self.are_kept = are_kept
        dialect = _DIALECTS[database]
        compiled = statement.compile(dialect=dialect, column_keys=_columns(statement, known))
        assert isinstance(compiled, SQLCompiler)  # noqa: S101  statements compile to SQL
        expanded = compiled.construct_expanded_state(dict(known))
        self.sql = expanded.statement
        self._lists = expanded.parameter_expansion
        self._fixed = {
            name: value for name, value in expanded.parameters.items() if name not in known
        }
        converts = dict(_converts(compiled, self._lists, dialect))
        self._places = [(name, converts[name]) for name in expanded.positiontup or ()]
        self.row_of = _row_maker(statement, dialect)

    def values(self, known: Known) -> list[Any]:
        """Return what stands in each place."""
        named = {**self._fixed, **known}
        for listed, names in self._lists.items():
            named.update(zip(names, _flat(known[listed]), strict=True))
        return [
            named[name] if convert is None else convert(named[name])
            for name, convert in self._places
        ]


LONGEST_KEPT = 16
"""About the dates of a term. Words for lists of ever other lengths would add up for ever."""

_kept: dict[tuple[Statement, str, tuple[str, ...], tuple[int, ...]], Words] = {}


def words_of(statement: Statement, database: str, known: Known) -> Words:
    """Return a statement, a constant, in a driver's words; they are kept for the next time."""
    lengths = tuple(len(value) for value in known.values() if type(value) is list)
    if max(lengths, default=0) > LONGEST_KEPT:
        return Words(statement, database, known, are_kept=False)
    key = (statement, database, tuple(known), lengths)
    if key not in _kept:
        _kept[key] = Words(statement, database, known)
    return _kept[key]


def _columns(statement: Statement, known: Known) -> list[str] | None:
    """Return the columns that rows are added with, where the statement does not say so itself."""
    return list(known) if isinstance(statement, Insert) and statement.select is None else None


def _flat(listed: Sequence[Any]) -> Sequence[Any]:
    if listed and isinstance(listed[0], tuple):
        return [value for each in listed for value in each]
    return listed


def _converts(
    compiled: SQLCompiler, lists: Mapping[str, Sequence[str]], dialect: Dialect
) -> Iterator[tuple[str, Convert | None]]:
    """Say of each parameter what its values go through before a driver takes them."""
    for name, bind in compiled.binds.items():
        types = bind.type.types if isinstance(bind.type, TupleType) else [bind.type]
        for number, each in enumerate(lists.get(name, [name])):
            kind = types[number % len(types)].dialect_impl(dialect)
            yield each, kind.bind_processor(dialect)


def _row_maker(statement: Statement, dialect: Dialect) -> RowOf:
    """Return what makes a row of the values that a driver gives, by the types of the columns."""
    columns = statement.exported_columns
    kinds = [column.type.dialect_impl(dialect) for column in columns]
    converts: list[Convert | None] = [kind.result_processor(dialect, None) for kind in kinds]
    make: RowOf = namedtuple("Row", [column.key for column in columns])._make  # type: ignore[misc,attr-defined]
    if not any(converts):
        return make

    def convert(values: Sequence[Any]) -> Any:
        return make(
            [
                value if convert is None else convert(value)
                for value, convert in zip(values, converts, strict=True)
            ]
        )

    return convert
