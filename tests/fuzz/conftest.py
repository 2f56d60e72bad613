"""How long the fuzzing looks: `HYPOTHESIS_PROFILE=long .venv/bin/pytest tests/fuzz`."""

import os

from hypothesis import HealthCheck, settings

FOR_ALL = settings(
    deadline=None,
    # The school is put back before each example.
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
settings.register_profile("short", FOR_ALL, max_examples=40, derandomize=True)
settings.register_profile("long", FOR_ALL, max_examples=2_000)
PROFILE = settings.get_profile(os.environ.get("HYPOTHESIS_PROFILE", "short"))
