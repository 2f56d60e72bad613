"""Setting and asking what the bot says of itself."""

import re
from typing import Any

from telegram.constants import BotCommandScopeType

from bot.sandbox import limits
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.profile import Scope
from bot.sandbox.rules import Rule

_COMMAND = re.compile(rf"[a-z0-9_]{{1,{limits.COMMAND}}}")
_LANGUAGE = re.compile(r"([a-z]{2})?")
_SCOPES = {scope.value for scope in BotCommandScopeType}
_ABILITIES: Json = {
    "can_join_groups": True,
    "can_read_all_group_messages": False,
    "supports_inline_queries": False,
    "can_connect_to_business": False,
    "has_main_web_app": False,
}


def get_me(call: Call) -> Json:
    return call.bot.user | _ABILITIES


def set_my_commands(call: Call) -> bool:
    commands = _commands(call)
    call.bot.profile.commands[_scope(call), _language(call)] = commands
    call.world.hub.publish("profile")
    return True


def get_my_commands(call: Call) -> list[Json]:
    return call.bot.profile.commands.get((_scope(call), _language(call)), [])


def delete_my_commands(call: Call) -> bool:
    call.bot.profile.commands.pop((_scope(call), _language(call)), None)
    call.world.hub.publish("profile")
    return True


def _commands(call: Call) -> list[Json]:
    given = _parsed(call, "commands", Rule.COMMANDS_JSON)
    if not isinstance(given, list):
        raise ApiError(Rule.COMMANDS_ARRAY)
    if len(given) > limits.COMMANDS:
        raise ApiError(Rule.COMMANDS_TOO_MANY)
    return [_command(one) for one in given]


def _command(given: object) -> Json:
    if not isinstance(given, dict):
        raise ApiError(Rule.COMMAND_FIELD, why="expected an Object")
    for name in ("command", "description"):
        if not isinstance(given.get(name), str):
            raise ApiError(Rule.COMMAND_FIELD, why=f'Can\'t find field "{name}"')
    command = given["command"].removeprefix("/")
    if not _COMMAND.fullmatch(command):
        raise ApiError(Rule.COMMAND_NAME)
    if not 0 < len(given["description"]) <= limits.COMMAND_DESCRIPTION:
        raise ApiError(Rule.COMMAND_DESCRIPTION)
    return {"command": command, "description": given["description"]}


def _scope(call: Call) -> Scope:
    try:
        given = call.arguments.json("scope") or {"type": "default"}
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise ApiError(Rule.SCOPE, why="expected an Object")
    kind = given.get("type")
    if not isinstance(kind, str) or kind not in _SCOPES:
        raise ApiError(Rule.SCOPE, why="Unsupported type specified")
    if kind in ("default", "all_private_chats"):
        return kind, None
    if kind != "chat":
        raise ApiError(Rule.NOT_MODELLED, what=f"the scope {kind}")
    return kind, _scope_chat(call, given)


def _scope_chat(call: Call, given: Json) -> int:
    chat_id = str(given.get("chat_id", ""))
    if not chat_id:
        raise ApiError(Rule.CHAT_EMPTY)
    if not chat_id.isdecimal() or call.world.people.find(int(chat_id)) is None:
        raise ApiError(Rule.CHAT_NOT_FOUND)
    return int(chat_id)


def _language(call: Call) -> str:
    language = call.arguments.text("language_code")
    if not _LANGUAGE.fullmatch(language):
        raise ApiError(Rule.LANGUAGE)
    return language


def set_my_name(call: Call) -> bool:
    _set_text(call, "name", limits.NAME, Rule.NAME)
    call.bot.user["first_name"] = call.bot.profile.text("name") or "Bot"
    return True


def set_my_description(call: Call) -> bool:
    return _set_text(call, "description", limits.DESCRIPTION, Rule.DESCRIPTION)


def set_my_short_description(call: Call) -> bool:
    return _set_text(call, "short_description", limits.SHORT_DESCRIPTION, Rule.SHORT_DESCRIPTION)


def _set_text(call: Call, field: str, limit: int, too_long: Rule) -> bool:
    text = call.arguments.text(field)
    if len(text) > limit:
        raise ApiError(too_long)
    call.bot.profile.texts[field, _language(call)] = text
    call.world.hub.publish("profile")
    return True


def get_my_name(call: Call) -> Json:
    name = call.bot.profile.text("name", _language(call))
    return {"name": name or call.bot.user["first_name"]}


def get_my_description(call: Call) -> Json:
    return {"description": call.bot.profile.text("description", _language(call))}


def get_my_short_description(call: Call) -> Json:
    return {"short_description": call.bot.profile.text("short_description", _language(call))}


def set_chat_menu_button(call: Call) -> bool:
    button = _parsed(call, "menu_button", Rule.MENU_BUTTON, why="expected an Object")
    button = {"type": "default"} if button is None else button
    kind = button.get("type") if isinstance(button, dict) else None
    if kind == "web_app":
        raise ApiError(Rule.NOT_MODELLED, what="web_app menu buttons")
    if kind not in ("commands", "default"):
        raise ApiError(Rule.MENU_BUTTON, why="MenuButton has unsupported type")
    call.bot.profile.menu_buttons[_menu_chat(call)] = {"type": kind}
    return True


def get_chat_menu_button(call: Call) -> Json:
    return call.bot.profile.menu_button(_menu_chat(call))


def _menu_chat(call: Call) -> int | None:
    return call.chat().person.id if call.arguments.has("chat_id") else None


def get_chat(call: Call) -> Json:
    chat = call.chat()
    if not chat.started:
        raise ApiError(Rule.CHAT_NOT_FOUND)
    gifts = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
    username = chat.person.username
    return {
        **chat.person.as_chat(),
        **({"active_usernames": [username]} if username else {}),
        "accent_color_id": chat.person.id % 7,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*gifts, "gifts_from_channels"), True),
    }


def _parsed(call: Call, name: str, rule: Rule, **fields: object) -> Any:
    try:
        return call.arguments.json(name)
    except ValueError:
        raise ApiError(rule, **fields) from None
