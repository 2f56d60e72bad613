"""What happens by chance is tried a few times in `make test`, and many times in `make soak`."""

import os


def times(few: int, many: int) -> int:
    """Return how often to do something."""
    return many if os.environ.get("REPEATS") == "many" else few
