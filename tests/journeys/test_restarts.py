"""A bot killed at any step of any conversation, and one that takes turns with another."""

import pytest

from tests.journeys.school import School
from tests.journeys.scripts import Script, of_each_script

pytestmark = pytest.mark.unmeasured


@pytest.mark.parametrize("first", [1, 2])
@of_each_script
async def test_bot_killed_before_a_step_goes_on_there_in_another_process(
    school: School, script: Script, first: int
) -> None:
    """What the person does while no bot runs waits at Telegram, and is not lost.

    Killed before every other step, each process goes on for two: the one that it finds waiting,
    and one that it has led to itself.
    """
    await script.prepare(school)
    person = await script.begin(school)
    for number, act in enumerate(script.acts):
        if number < first or (number - first) % 2:
            await act(person, True)
            continue
        await school.kill()
        meanwhile = await act(person, False)
        await school.start()
        await school.handled(person, meanwhile)
    await script.check(school, person)


@of_each_script
async def test_two_processes_that_take_turns_step_by_step_lead_one_conversation(
    school: School, script: Script
) -> None:
    """What a process remembers of its last turn is out of date, and must not count."""
    await script.prepare(school)
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
