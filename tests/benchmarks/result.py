"""A figure with what it is compared to and what it should be, and many of them as a table."""

import operator
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from statistics import median
from typing import Any, Self

GOAL = re.compile(r"(<=|>=|<|>) ([\d.]+)(?: (\S+))?")
COMPARISONS = {"<=": operator.le, ">=": operator.ge, "<": operator.lt, ">": operator.gt}


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
    """Like "<= 2": what the ratio should be; or, with the unit, the median: "<= 10 ms, <= 2"."""

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
            ratio=None if against is None else round(middle / against, 3),
            target=target,
        )

    @property
    def is_met(self) -> bool | None:
        """Tell whether all of the target is met, None where there is none."""
        goals = (self.target or "").split(", ")
        return all(map(self._meets, goals)) if self.target else None

    def _meets(self, goal: str) -> bool:
        parsed = GOAL.fullmatch(goal)
        if parsed is None or parsed[3] not in {None, self.unit}:
            raise ValueError(f"{self.name}: no target is {goal!r}")
        figure = self.median if parsed[3] or self.ratio is None else self.ratio
        return bool(COMPARISONS[parsed[1]](figure, float(parsed[2])))


def table(results: Sequence[Result]) -> str:
    """Lay the results out in columns for a terminal."""
    names = [*(field.name for field in fields(Result)), ""]
    rows = [
        names,
        *([*map(_shown, asdict(each).values()), _verdict(each.is_met)] for each in results),
    ]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in rows
    )


def _verdict(is_met: bool | None) -> str:
    return {None: "", True: "met", False: "NOT MET"}[is_met]


def _shown(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:,.0f}" if value >= 100 else f"{value:.3g}"
    return str(value)
