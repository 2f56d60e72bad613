"""What the bot shows of itself before anybody writes."""

import logging

import pytest
from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.constants import BotCommandLimit, BotDescriptionLimit

from bot.application import AfterbellApplication
from bot.menu import for_office, for_parents, introduce, set_office_menu
from bot.sandbox.client import SandboxClient
from bot.texts import Say
from tests.bot.values import ADMIN_ID


def test_office_has_the_commands_of_parents_and_its_own(say: Say) -> None:
    names = [command.command for command in for_office(say)]

    assert names == [
        "invite",
        "payment",
        "undelivered",
        *[command.command for command in for_parents(say)],
    ]


def test_commands_fit_telegrams_limits(say: Say) -> None:
    for command in for_office(say):
        assert command.command.islower()
        assert len(command.command) <= BotCommandLimit.MAX_COMMAND
        assert 1 <= len(command.description) <= BotCommandLimit.MAX_DESCRIPTION


def test_every_command_in_the_menu_has_a_handler(
    application: AfterbellApplication, say: Say
) -> None:
    handled: set[str] = set()
    entry_points = [
        entry for each in application.conversations.values() for entry in each.entry_points
    ]
    for handler in [*application.handlers[0], *entry_points]:
        handled |= getattr(handler, "commands", frozenset())

    assert {command.command for command in for_office(say)} == handled


async def test_introduction_is_what_parents_read_first(
    application: AfterbellApplication, say: Say
) -> None:
    await introduce(application.bot, say, "S" * 60)

    described = await application.bot.get_my_description()
    assert "S" * 60 in described.description
    assert len(described.description) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    commands = await application.bot.get_my_commands(BotCommandScopeAllPrivateChats())
    assert commands == tuple(for_parents(say))


async def test_admin_who_has_written_here_gets_the_offices_menu(
    application: AfterbellApplication, client: SandboxClient, say: Say
) -> None:
    olive = await client.person("Olive", person_id=ADMIN_ID)
    await olive.send("/start", wait=False)

    await set_office_menu(application.bot, say, ADMIN_ID)

    [first, *_] = await application.bot.get_my_commands(BotCommandScopeChat(ADMIN_ID))
    assert first == BotCommand("invite", "Invite a parent")


async def test_admin_who_never_wrote_here_does_not_stop_the_bot(
    application: AfterbellApplication, say: Say, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    await set_office_menu(application.bot, say, ADMIN_ID)

    assert "an admin has no menu yet" in caplog.text
    assert f"admin={ADMIN_ID}" in caplog.text
