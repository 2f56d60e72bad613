"""A bot killed at any step of any conversation, and one that takes turns with another."""

import pytest

from tests.journeys.school import School
from tests.journeys.scripts import SCRIPTS, Script

STEPS = [
    pytest.param(script, step, id=f"{script.name}-{step}")
    for script in SCRIPTS
    for step in range(1, len(script.acts))
]


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
async def test_conversation_that_nothing_disturbs_ends_as_written(
    school: School, script: Script
) -> None:
    person = await script.begin(school)
    for act in script.acts:
        await act(person, True)
    await script.check(school, person)


@pytest.mark.parametrize(("script", "step"), STEPS)
async def test_bot_killed_before_a_step_goes_on_there_in_another_process(
    school: School, script: Script, step: int
) -> None:
    """What the person does while no bot runs waits at Telegram, and is not lost."""
    person = await script.begin(school)
    for act in script.acts[:step]:
        await act(person, True)
    await school.kill()

    meanwhile = await script.acts[step](person, False)
    await school.start()
    await school.handled(person, meanwhile)

    for act in script.acts[step + 1 :]:
        await act(person, True)
    await script.check(school, person)


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
async def test_two_processes_that_take_turns_step_by_step_lead_one_conversation(
    school: School, script: Script
) -> None:
    """What a process remembers of its last turn is out of date, and must not count."""
    other = school.new_process()
    await school.process.pause()
    await other.start()
    running, paused = other, school.process

    person = await script.begin(school)
    for act in script.acts:
        await act(person, True)
        await running.pause()
        paused.resume()
        running, paused = paused, running
    await script.check(school, person)
    await other.kill()
