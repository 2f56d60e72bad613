"""What a bot says of itself: commands by scope and language, names, descriptions, menu buttons."""

from bot.sandbox.json_types import Json
from bot.sandbox.people import Person

Scope = tuple[str, int | None]
_DEFAULT_MENU: Json = {"type": "commands"}


class Profile:
    """Everything set by `setMy…`, looked up as the apps do: the narrowest that was set wins."""

    def __init__(self) -> None:
        self.commands: dict[tuple[Scope, str], list[Json]] = {}
        self.texts: dict[tuple[str, str], str] = {}  # by field and language
        self.menu_buttons: dict[int | None, Json] = {}

    def commands_for(self, person: Person) -> list[Json]:
        """Return the commands menu of a person."""
        scopes: list[Scope] = [("chat", person.id), ("all_private_chats", None), ("default", None)]
        for scope in scopes:
            for language in (person.language_code or "", ""):
                if commands := self.commands.get((scope, language[:2])):
                    return commands
        return []

    def text(self, field: str, language: str = "") -> str:
        """Return a name or description, in the language if there is one in it."""
        return self.texts.get((field, language[:2])) or self.texts.get((field, ""), "")

    def menu_button(self, chat_id: int | None) -> Json:
        return self.menu_buttons.get(chat_id) or self.menu_buttons.get(None) or _DEFAULT_MENU
