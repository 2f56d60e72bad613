"""Who may do what in the domain: a test for every cell of the table in `tests/roles.py`."""

import inspect
from typing import get_type_hints
from unittest.mock import MagicMock

import pytest

from domain.model import SYSTEM, Actor, Role
from domain.roles import NotAllowedError
from tests.roles import FAMILY, OWN, USE_CASES, Allowed, UseCase

pytestmark = pytest.mark.unmeasured

PARENT, TUTOR, ADMIN = Actor(Role.PARENT, 1), Actor(Role.TUTOR, 77), Actor(Role.ADMIN, 42)
CELLS = [
    pytest.param(use_case, allowed, actor, id=f"{use_case.__name__}-{actor.role}")
    for use_case, allowed in USE_CASES.items()
    for actor in (PARENT, TUTOR, ADMIN, SYSTEM)
]


def tried(use_case: UseCase, actor: Actor, *, teaches: bool = False) -> MagicMock:
    """Do it on a transaction that answers anything; return what was asked of it.

    Raises NotAllowedError if the actor may not. That nonsense ends in some other error is all one.
    """
    tx = MagicMock()
    tx.staff.teaches.return_value = teaches
    tx.sessions.lock.return_value = tx.sessions.read.return_value = [MagicMock()]
    tx.bookings.lock.return_value = (MagicMock(), MagicMock())
    hints = get_type_hints(use_case)
    given = {
        name: {"tx": tx, "actor": actor}.get(name, 1 if hints[name] is int else MagicMock())
        for name in inspect.signature(use_case).parameters
    }
    try:
        use_case(**given)
    except NotAllowedError:
        raise NotAllowedError(tx.mock_calls) from None
    except Exception:  # noqa: S110  nonsense leads anywhere
        pass
    return tx


@pytest.mark.parametrize(("use_case", "allowed", "actor"), CELLS)
def test_cell(use_case: UseCase, allowed: Allowed, actor: Actor) -> None:
    """Who may not is turned away before anything is looked at."""
    if actor.role in allowed.value:
        assert tried(use_case, actor, teaches=True).mock_calls
        return
    with pytest.raises(NotAllowedError) as refused:
        tried(use_case, actor, teaches=True)
    assert refused.value.args == ([],)


@pytest.mark.parametrize("use_case", [each for each, who in USE_CASES.items() if who is OWN])
def test_tutor_may_not_do_it_to_what_others_teach(use_case: UseCase) -> None:
    with pytest.raises(NotAllowedError):
        tried(use_case, TUTOR, teaches=False)


@pytest.mark.parametrize("use_case", [each for each, who in USE_CASES.items() if who is FAMILY])
def test_parent_may_not_do_it_to_another_family(use_case: UseCase) -> None:
    with pytest.raises(NotAllowedError):
        tried(use_case, Actor(Role.PARENT, 2))
