"""Who may do what: asked by use cases, for a handler may be reached in ways nobody thought of."""

from domain.model import STAFF, Actor, Role
from domain.ports.transaction import Transaction


class NotAllowedError(Exception):
    """Somebody reached for what is not theirs to do."""


def check_office(actor: Actor) -> None:
    """Let only an admin pass.

    Raises:
        NotAllowedError: it is somebody else.

    """
    if actor.role is not Role.ADMIN:
        raise NotAllowedError


def check_staff(actor: Actor) -> None:
    """Let admins and tutors pass, whatever it is about; raises as `check_office`."""
    if actor.role not in STAFF:
        raise NotAllowedError


def check_family(actor: Actor, parent_id: int) -> None:
    """Let the office pass, and a parent to their own family; raises as `check_office`."""
    if actor != Actor(Role.PARENT, parent_id):
        check_office(actor)


def check_teaches(tx: Transaction, actor: Actor, activity_id: int) -> None:
    """Let an admin pass, and a tutor to what they teach; raises as `check_office`."""
    check_staff(actor)
    if actor.role is Role.TUTOR and not tx.staff.teaches(actor.id, activity_id):
        raise NotAllowedError
