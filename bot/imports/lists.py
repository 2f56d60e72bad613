"""The lists that can be taken in: how each is read, looked at and written."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.context import Context
from bot.documents.sheet import csv_file
from bot.imports import activities, families
from bot.imports.cells import Reading, Rules
from bot.imports.tables import Column
from bot.texts import FALLBACK
from domain.activity_imports import import_activities, preview_activities
from domain.activity_lists import ActivityLine
from domain.family_imports import import_families, preview_families
from domain.family_lists import FamilyLine
from domain.imports import (
    ActivitiesImported,
    FamiliesImported,
    Imported,
    ListKind,
    NotImported,
)


async def _preview_families(
    context: Context, lines: Sequence[FamilyLine]
) -> FamiliesImported | NotImported:
    return await context.database.read(preview_families, lines, actor=context.actor)


async def _import_families(
    context: Context, lines: Sequence[FamilyLine], key: str
) -> Imported | NotImported:
    return await context.database.run(
        import_families, lines, key, FALLBACK, actor=context.actor, now=context.now
    )


async def _preview_activities(
    context: Context, lines: Sequence[ActivityLine]
) -> ActivitiesImported | NotImported:
    return await context.database.read(
        preview_activities, lines, context.policy, actor=context.actor, now=context.now
    )


async def _import_activities(
    context: Context, lines: Sequence[ActivityLine], key: str
) -> Imported | NotImported:
    return await context.database.run(
        import_activities, lines, key, context.policy, actor=context.actor, now=context.now
    )


@dataclass(frozen=True, slots=True)
class OfficeList:
    """One kind of list."""

    columns: Sequence[Column]
    """Of its template."""
    examples: Sequence[Sequence[str]]
    read: Callable[[bytes, Rules], Reading[Any]]
    preview: Callable[[Context, Sequence[Any]], Awaitable[Imported | NotImported]]
    write: Callable[[Context, Sequence[Any], str], Awaitable[Imported | NotImported]]

    @property
    def template(self) -> bytes:
        return csv_file([column.title for column in self.columns], self.examples)


LISTS = {
    ListKind.FAMILIES: OfficeList(
        families.IN_TEMPLATE,
        families.EXAMPLES,
        families.read_families,
        _preview_families,
        _import_families,
    ),
    ListKind.ACTIVITIES: OfficeList(
        activities.COLUMNS,
        activities.EXAMPLES,
        activities.read_activities,
        _preview_activities,
        _import_activities,
    ),
}
