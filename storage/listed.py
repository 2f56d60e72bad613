"""A long list of which a screen shows one page: rows become values when they are looked at."""

from collections.abc import Callable, Sequence
from typing import TypeVar, overload

from storage.rows import AnyRow

Value = TypeVar("Value")


class Listed(Sequence[Value]):
    """Rows, read as values one by one."""

    def __init__(self, rows: Sequence[AnyRow], read: Callable[[AnyRow], Value]) -> None:
        self._rows = rows
        self._read = read

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Value: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Value]: ...
    def __getitem__(self, index: int | slice) -> Value | Sequence[Value]:
        if isinstance(index, slice):
            return [self._read(row) for row in self._rows[index]]
        return self._read(self._rows[index])
