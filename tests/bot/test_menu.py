"""What the bot shows of itself before anybody writes."""

import logging
from collections.abc import Sequence

import pytest
from telegram import BotCommand, BotCommandScopeAllPrivateChats, BotCommandScopeChat
from telegram.constants import BotCommandLimit, BotDescriptionLimit

from bot.application import AfterbellApplication
from bot.menu import for_office, for_tutors, give, introduce, menu
from bot.sandbox.client import SandboxClient
from bot.texts import Say
from domain.model import Role
from storage.conversations import Visitor
from tests.bot.values import ADMIN_ID

PARENTS = ["book", "bookings", "children", "balance", "settings"]
EVERYBODY = ["help", "cancel", "start"]


def names(commands: Sequence[BotCommand]) -> list[str]:
    return [command.command for command in commands]


def test_menu_has_the_commands_of_each_role(say: Say) -> None:
    office, tutors = names(for_office(say)), names(for_tutors(say))
    assert names(menu(say, None, is_parent=True)) == [*PARENTS, *EVERYBODY]
    assert names(menu(say, None, is_parent=False)) == [*PARENTS, *EVERYBODY]
    assert names(menu(say, Role.TUTOR, is_parent=False)) == [*tutors, *EVERYBODY]
    assert names(menu(say, Role.TUTOR, is_parent=True)) == [*tutors, *PARENTS, *EVERYBODY]
    assert names(menu(say, Role.ADMIN, is_parent=False)) == [*office, *tutors, *EVERYBODY]
    all_there_are = [*office, *tutors, *PARENTS, *EVERYBODY]
    assert names(menu(say, Role.ADMIN, is_parent=True)) == all_there_are


def test_commands_fit_telegrams_limits(say: Say) -> None:
    for command in menu(say, Role.ADMIN, is_parent=True):
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

    assert set(names(menu(say, Role.ADMIN, is_parent=True))) == handled


async def test_introduction_is_what_parents_read_first(
    application: AfterbellApplication, say: Say
) -> None:
    await introduce(application.bot, say, "S" * 60)

    described = await application.bot.get_my_description()
    assert "S" * 60 in described.description
    assert len(described.description) <= BotDescriptionLimit.MAX_DESCRIPTION_LENGTH
    commands = await application.bot.get_my_commands(BotCommandScopeAllPrivateChats())
    assert names(commands) == [*PARENTS, *EVERYBODY]


async def test_who_becomes_staff_gets_a_menu_and_loses_it_again(
    application: AfterbellApplication, client: SandboxClient, say: Say
) -> None:
    olive = await client.person("Olive", person_id=ADMIN_ID)
    await olive.send("/start", wait=False)
    visitor = Visitor(ADMIN_ID, None, "Olive", "en", None)
    scope = BotCommandScopeChat(ADMIN_ID)

    await give(application.bot, say, visitor, Role.ADMIN)
    found = await application.bot.get_my_commands(scope)
    assert BotCommand("invite", "Invite a parent") in found

    await give(application.bot, say, visitor, None)
    assert await application.bot.get_my_commands(scope) == ()


async def test_staff_who_never_wrote_here_do_not_stop_the_bot(
    application: AfterbellApplication, say: Say, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)

    await give(application.bot, say, Visitor(ADMIN_ID, None, None, None, None), Role.ADMIN)

    assert "somebody has no menu yet" in caplog.text
    assert f"person={ADMIN_ID}" in caplog.text
