"""Play schools on both databases for some minutes: `make soak MINUTES=30`."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from tests.benchmarks.databases import NAMES, database_url
from tests.truth.schools import emptied, play

SCHOOLS, STEPS = 20, 100


def main(minutes: float) -> None:
    """Go on until the time is over; end at once with what the first wrong school has noted."""
    ends_at, played = monotonic() + 60 * minutes, 0
    while monotonic() < ends_at:
        for name in NAMES:
            with database_url(name) as url, TemporaryDirectory() as folder:
                play(emptied(url, Path(folder)), schools=SCHOOLS, steps=STEPS)
            played += SCHOOLS
            sys.stdout.write(f"{played} schools, up to {STEPS} steps each: as the rules say\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(float(sys.argv[1]))
