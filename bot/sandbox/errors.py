"""How the sandbox says no, to the bot and to the people."""

from bot.sandbox.json_types import Json
from bot.sandbox.rules import Rule


class ApiError(Exception):
    """The Bot API refuses the request."""

    def __init__(self, rule: Rule, **fields: object) -> None:
        """Break `rule`; `fields` fill the braces of its words."""
        self.rule = rule
        self._fields = fields
        super().__init__(rule.value.words.format(**fields))

    def answer(self) -> Json:
        """Return the body of the HTTP answer."""
        body: Json = {"ok": False, "error_code": self.rule.value.status, "description": str(self)}
        if self.rule is Rule.TOO_MANY_REQUESTS:
            body["parameters"] = {"retry_after": self._fields["seconds"]}
        return body


class ConnectionDroppedError(Exception):
    """The request gets no answer at all."""


class PersonError(Exception):
    """A person cannot do this on their phone."""

    def __init__(self, why: str, *, status: int = 400) -> None:
        self.status = status
        super().__init__(why)
