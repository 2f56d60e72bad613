"""The house's law: dependencies point one way, and what is foreign stays in its room."""

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parents[2]
ROOMS = ("domain", "storage", "migrations", "bot")
OURS = frozenset({*ROOMS, "tests"})

MAY_IMPORT = {
    "domain": {"domain"},
    "storage": {"storage", "domain", "sqlalchemy", "alembic", "psycopg"},
    "migrations": {"migrations", "storage", "domain", "sqlalchemy", "alembic"},
}
"""Beside the standard library; `bot` may import all but what belongs to another room."""
ONLY_IN = {
    "sqlalchemy": {"storage", "migrations"},
    "alembic": {"storage", "migrations"},
    "psycopg": {"storage"},
    "telegram": {"bot"},
    "migrations": {"migrations"},
}


def modules() -> list[Path]:
    return [
        HOUSE / "bot.py",
        *(path for room in ROOMS for path in sorted((HOUSE / room).rglob("*.py"))),
    ]


def imported(source: str) -> Iterator[str]:
    """Yield the full name of every module that is imported, wherever the statement stands."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Import(names=names):
                yield from (alias.name for alias in names)
            case ast.ImportFrom(module=str(module), level=0):
                yield module
            case ast.ImportFrom(level=level) if level:
                yield "." * level


def broken(room: str, source: str) -> list[str]:
    """Return the imports that a module of a room must not make."""
    return [name for name in imported(source) if not _is_allowed(room, name.partition(".")[0])]


def _is_allowed(room: str, package: str) -> bool:
    if not package or package == "tests" or room not in ONLY_IN.get(package, {room}):
        return False
    if package not in OURS and package in sys.stdlib_module_names:
        return True
    return room not in MAY_IMPORT or package in MAY_IMPORT[room]


def room_of(path: Path) -> str:
    return path.relative_to(HOUSE).parts[0].removesuffix(".py")


@pytest.mark.parametrize("path", modules(), ids=lambda path: str(path.relative_to(HOUSE)))
def test_dependencies_point_one_way(path: Path) -> None:
    assert broken(room_of(path), path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("domain", "import storage.database"),
        ("domain", "from bot import texts"),
        ("domain", "import sqlalchemy as sa"),
        ("domain", "from babel.dates import format_date"),
        ("domain", "def late():\n    from storage import tables"),
        ("storage", "from bot.clock import Clock"),
        ("storage", "import telegram"),
        ("storage", "from tests.factory import NOW"),
        ("storage", "from . import tables"),
        ("bot", "from sqlalchemy import select"),
        ("bot", "import psycopg.errors"),
        ("bot", "from migrations import env"),
        ("migrations", "from bot import settings"),
    ],
)
def test_law_is_not_toothless(room: str, source: str) -> None:
    assert len(broken(room, source)) == 1


@pytest.mark.parametrize(
    ("room", "source"),
    [
        ("domain", "from domain.model import Child\nfrom dataclasses import dataclass"),
        ("storage", "import sqlite3\nfrom sqlalchemy.exc import DBAPIError\nimport psycopg"),
        ("bot", "from telegram.ext import Application\nfrom storage.database import Database"),
        ("bot", "import aiohttp\nfrom domain import booking"),
        ("migrations", "import sqlalchemy as sa\nfrom alembic import op"),
    ],
)
def test_law_allows_what_it_says(room: str, source: str) -> None:
    assert broken(room, source) == []


def test_every_room_is_looked_at() -> None:
    assert {room_of(path) for path in modules()} == set(ROOMS)
    assert len(modules()) > 40
