"""One rule's test: a request that breaks it, and its nearest neighbour that does not.

The neighbour is the control: were the rule not there, both would succeed; were it too wide, both
would fail.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.sandbox.scene import Scene

Values = dict[str, Any]
Wanted = Values | Callable[[Scene], Values]


@dataclass(frozen=True)
class Case:
    """One method, called wrong and right; `words` fill the braces of the rule's words."""

    method: str
    wrong: Wanted
    right: Wanted
    words: Values = field(default_factory=dict)


def inline(*rows: list[Values]) -> Values:
    return {"inline_keyboard": list(rows)}


def button(**fields: Any) -> Values:
    return {"text": "Go"} | fields


def data(size: int) -> Values:
    return button(callback_data="x" * size)


def say(**arguments: Any) -> Values:
    return {"text": "Hi"} | arguments
