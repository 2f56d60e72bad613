"""What storage raises: surprises of the database, in words of ours."""


class BusyError(Exception):
    """The database did not answer in time; the same work may succeed a moment later."""


class ConflictError(Exception):
    """The database refused a row by a rule of its own, named by its constraint."""

    def __init__(self, constraint: str) -> None:
        super().__init__(constraint)
        self.constraint = constraint


class BrokenReferencesError(Exception):
    """A migration would have left rows that refer to rows which are not there."""


class InUseError(Exception):
    """Tables are in use for so long that they cannot be altered: migrate when less is going on."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)


class UnreachableError(Exception):
    """The database cannot be reached: check DATABASE_URL, and that its server is running."""

    def __init__(self) -> None:
        super().__init__(self.__doc__)
