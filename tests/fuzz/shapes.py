"""What updates can hold, as the description of the Bot API 10.1 says in `bot_api.json`.

The file has each type that an update leads to: its fields, or the types that it may be.
"""

import json
from pathlib import Path
from typing import Any

from hypothesis import strategies as st

from tests.fuzz.school import PARENT

TYPES: dict[str, Any] = json.loads((Path(__file__).parent / "bot_api.json").read_text())
SOMEBODY = {"id": PARENT, "is_bot": False, "first_name": "<b>&_*"}
SAMPLES: dict[str, Any] = {
    "Integer": 1,
    "Float": 0.5,
    "String": "<b>&_*",
    "Boolean": True,
    "True": True,
    "User": SOMEBODY,
    "Chat": {"id": PARENT, "type": "private"},
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Integer": st.sampled_from((0, 1, PARENT, 2**31 - 1)),
    "String": st.sampled_from(("", "<b>&_*", "home", "/start")) | st.text(max_size=20),
    "Boolean": st.booleans(),
}
ARRAY = "Array of "
DEEPEST = 4


def optional(name: str) -> dict[str, str]:
    """Return the fields of a type that need not be there, each with what it may hold."""
    fields = TYPES[name].items()
    return {field: of["types"][0] for field, of in fields if not of.get("required")}


KINDS = optional("Update")
CONTENTS = {field: kind for field, kind in optional("Message").items() if field != "from"}


def sample(kind: str) -> Any:
    """Return the least that something can be."""
    if kind.startswith(ARRAY):
        return [sample(kind.removeprefix(ARRAY))]
    if kind in SAMPLES:
        return SAMPLES[kind]
    if isinstance(TYPES[kind], list):
        return sample(TYPES[kind][0])
    return {
        field: of.get("always") or sample(of["types"][0])
        for field, of in TYPES[kind].items()
        if of.get("required")
    }


@st.composite
def shaped(draw: st.DrawFn, kind: str, deep: int = 0) -> Any:
    """Draw something of a type, with what it must have and some of what it may have."""
    if kind.startswith(ARRAY):
        each = shaped(kind.removeprefix(ARRAY), deep + 1)
        return draw(st.lists(each, max_size=2 if deep < DEEPEST else 0))
    if kind in VALUES:
        return draw(VALUES[kind])
    if kind in SAMPLES or deep >= DEEPEST:
        return sample(kind)
    if isinstance(TYPES[kind], list):
        return draw(shaped(draw(st.sampled_from(TYPES[kind])), deep + 1))
    may = sorted(optional(kind))
    chosen = draw(st.sets(st.sampled_from(may), max_size=3)) if may else ()
    return {
        field: of.get("always") or draw(shaped(draw(st.sampled_from(of["types"])), deep + 1))
        for field, of in TYPES[kind].items()
        if of.get("required") or field in chosen
    }
