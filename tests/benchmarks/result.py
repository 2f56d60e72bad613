"""A figure with what it is compared to, and many of them as a table."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from statistics import median
from typing import Any, Self


@dataclass(frozen=True, kw_only=True)
class Result:
    """One line: the median, least and largest of the repeats."""

    name: str
    database: str
    clients: int
    median: float
    min: float
    max: float
    unit: str
    floor: float | None
    """The figure of what it is compared to, in the same unit."""
    ratio: float | None
    """The median in parts of the floor."""
    target: str | None
    """What the ratio should be."""

    @classmethod
    def of(
        cls,
        name: str,
        repeats: Sequence[float],
        unit: str,
        *,
        database: str,
        clients: int,
        floor: Sequence[float] = (),
        target: str | None = None,
    ) -> Self:
        middle = median(repeats)
        against = median(floor) if floor else None
        return cls(
            name=name,
            database=database,
            clients=clients,
            median=round(middle, 3),
            min=round(min(repeats), 3),
            max=round(max(repeats), 3),
            unit=unit,
            floor=None if against is None else round(against, 3),
            ratio=None if against is None else round(middle / against, 2),
            target=target,
        )


def table(results: Sequence[Result]) -> str:
    """Lay the results out in columns for a terminal."""
    names = [field.name for field in fields(Result)]
    rows = [names, *([_shown(value) for value in asdict(each).values()] for each in results)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return str(value)
