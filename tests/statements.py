"""SQL that is compiled once in a run of the tests, and not once in each test."""

from collections.abc import Hashable
from typing import Any

from sqlalchemy import create_engine
from sqlalchemy.engine import Dialect, Engine

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
