"""SQL that is compiled once in a run of the tests, and not once in each test; and noted."""

from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from sqlalchemy import create_engine, event
from sqlalchemy.engine import Dialect, Engine

from storage import words

Key = tuple[Any, ...]


class CompiledOnce(dict[Hashable, Any]):
    """What SQLAlchemy keeps compiled statements in, for all engines of one kind.

    Each test opens databases of its own, and each engine would compile everything anew, which
    costs more than running it. Engines differ in nothing that a statement depends on.
    """

    def get(self, key: Key, default: Any = None) -> Any:  # type: ignore[override]
        return super().get(_without_engine(key), default)

    def __setitem__(self, key: Key, compiled: Any) -> None:  # type: ignore[override]
        super().__setitem__(_without_engine(key), compiled)


def _without_engine(key: Key) -> Key:
    dialect, *rest = key
    assert isinstance(dialect, Dialect)
    return (dialect.name, *rest)


_compiled = CompiledOnce()


def create_engine_compiling_once(*args: Any, **options: Any) -> Engine:
    engine = create_engine(*args, **options)
    engine.update_execution_options(compiled_cache=_compiled)
    return engine


@contextmanager
def statements(engine: Engine | type[Engine] = Engine) -> Iterator[list[tuple[str, Any]]]:
    """Gather the statements that are executed inside, with their parameters.

    Many rows in one are one statement.
    """
    executed: list[tuple[str, Any]] = []
    words_of = words.words_of

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            executed.append((statement, parameters))

    def note_words(*asked: Any) -> words.Words:
        said = words_of(*asked)
        executed.append((said.sql, tuple(said.values(asked[-1]))))
        return said

    event.listen(engine, "before_cursor_execute", note)
    try:
        # What is asked by the short way goes to the driver past SQLAlchemy's events.
        with patch.object(words, "words_of", note_words):
            yield executed
    finally:
        event.remove(engine, "before_cursor_execute", note)
