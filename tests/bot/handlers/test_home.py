"""The first screen, help, stopping, and whatever fits nowhere else."""

import pytest

from bot.sandbox.client import PersonClient, SandboxClient
from bot.taps.account import ShowBalance
from bot.taps.booking import Stop
from bot.taps.home import Help, Home
from storage.tables import conversation
from tests.bot.handlers.conftest import Forge
from tests.bot.values import ADMIN_ID
from tests.factory import Factory, Family

HOME = "Elm School\nHello Anna Smith. What would you like to do?"


async def test_home_is_one_tap_from_everywhere(
    anna: PersonClient, family: Family, forge: Forge
) -> None:
    for label in ("My bookings", "Children", "Balance", "Reminders", "Help"):
        await anna.tap(label)
        await anna.tap("Home")

        assert anna.changed.text == HOME


async def test_balance_is_shown_on_tap_and_command(
    anna: PersonClient, family: Family, make: Factory, forge: Forge
) -> None:
    make.money(family.parent_id, 1234)

    assert (await forge(ShowBalance())).startswith("Balance: £12.34")
    await anna.send("/balance")
    assert "correction by the school" in anna.changed.text


async def test_office_gets_more_help(
    anna: PersonClient, client: SandboxClient, forge: Forge
) -> None:
    olive = await client.person("Olive", person_id=ADMIN_ID)
    await olive.send("/help")

    assert "/invite" in olive.changed.text
    assert "/invite" not in await forge(Help())


async def test_cancel_stops_what_is_under_way(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    await anna.send("/book")

    await anna.send("/cancel")

    assert anna.changed.text == "Stopped. Nothing was changed."
    assert make.count(conversation) == 0


async def test_cancel_where_nothing_is_under_way_says_so(anna: PersonClient) -> None:
    await anna.send("/cancel")

    assert anna.changed.text.startswith("There is nothing to stop.")


@pytest.mark.parametrize("data", [None, "", "-book", "p.bk:١", "nonsense", Stop().pack()])
async def test_button_that_means_nothing_any_more_is_answered_below(
    anna: PersonClient, forge: Forge, data: str | None
) -> None:
    older = anna.changed.message_id

    assert (await forge(data)).startswith("That message was from earlier.")
    assert anna.changed.message_id > older


@pytest.mark.parametrize("text", ["Hello", "/unknown", "🎂", "/book@another_bot"])
async def test_what_is_not_understood_gets_the_menu(anna: PersonClient, text: str) -> None:
    await anna.send(text)

    assert anna.changed.text.startswith("Sorry, I did not understand that.")
    assert "Book a place" in anna.changed.labels


async def test_menu_of_an_old_message_still_works(anna: PersonClient, forge: Forge) -> None:
    assert await forge(Home()) == HOME
