"""Who may do what: asked by use cases, for a handler may be reached in ways nobody thought of."""

from domain.model import Actor, Role


class NotAllowedError(Exception):
    """Somebody reached for what only the office may do."""


def check_office(actor: Actor) -> None:
    """Let only an admin pass.

    Raises:
        NotAllowedError: it is somebody else.

    """
    if actor.role is not Role.ADMIN:
        raise NotAllowedError
