"""Many statements in one round trip to PostgreSQL, by libpq's own pipeline.

psycopg has a pipeline too, but sends each statement by itself, and spends on each four times the
time that this takes.
"""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, NamedTuple

import psycopg
from psycopg import abc, errors, generators
from psycopg.adapt import PyFormat, Transformer
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

from storage.rows import AnyRow
from storage.words import RowOf

Prepared = dict[str, bytes]
"""What a connection has prepared, and under which name."""

Texts = Sequence[abc.Buffer | None]
"""Values as PostgreSQL reads them."""

_TEXT = PyFormat.TEXT
_DONE = (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK)
_numbers = count(1)


class Command(NamedTuple):
    """A statement with what stands in its places, and what makes a row of what it gives."""

    sql: str
    values: Sequence[Any] = ()
    row_of: RowOf = tuple
    comes_again: bool = True
    """It is worth preparing."""


def send(
    raw: psycopg.Connection[Any], prepared: Prepared, commands: Sequence[Command]
) -> list[list[AnyRow]]:
    """Run all commands and return the rows of each; after one that fails none is run.

    Each sees what those before it have waited for, as if they had been sent singly.
    """
    adapt: abc.Transformer = Transformer(raw)
    # Before anything is sent, for there are values that no database takes.
    texts = [adapt.dump_sequence(values, [_TEXT] * len(values)) for _, values, *_ in commands]
    names = prepared.copy()
    try:
        raw.pgconn.enter_pipeline_mode()
        row_makers = list(_queue(raw.pgconn, names, commands, texts))
        raw.pgconn.pipeline_sync()
        results = raw.wait(_results(raw.pgconn))
        raw.pgconn.exit_pipeline_mode()
    except BaseException:
        raw.close()  # somewhere in the middle, from where nobody would go on
        raise
    for result in results:
        if result.status not in _DONE:
            raise errors.error_from_result(result)
    prepared.update(names)
    return [
        _rows(adapt, result, row_of)
        for result, row_of in zip(results, row_makers, strict=True)
        if row_of is not None
    ]


def _queue(
    pgconn: PGconn, names: Prepared, commands: Sequence[Command], texts: Sequence[Texts]
) -> Iterator[RowOf | None]:
    """Send all, and say what makes rows of each answer; None: something was only prepared."""
    for (sql, _, row_of, comes_again), values in zip(commands, texts, strict=True):
        if comes_again and sql not in names:
            names[sql] = b"hot_%d" % next(_numbers)
            pgconn.send_prepare(names[sql], sql.encode())
            yield None
        if comes_again:
            pgconn.send_query_prepared(names[sql], values)
        else:
            pgconn.send_query_params(sql.encode(), values)
        yield row_of


def _results(pgconn: PGconn) -> abc.PQGen[list[PGresult]]:
    """Wait until everything that was sent is answered."""
    found: list[PGresult] = []
    while True:
        for result in (yield from generators.execute(pgconn)):
            if result.status == ExecStatus.PIPELINE_SYNC:
                return found
            found.append(result)


def _rows(adapt: abc.Transformer, result: PGresult, row_of: RowOf) -> list[AnyRow]:
    if not result.ntuples:
        return []
    adapt.set_pgresult(result)
    return adapt.load_rows(0, result.ntuples, row_of)
