"""The people who have Telegram in the sandbox."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from bot.sandbox.errors import PersonError
from bot.sandbox.json_types import Json

_FIRST_ID = 700_000_001


@dataclass(slots=True)
class Person:
    """Somebody with a phone."""

    id: int
    first_name: str
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None
    phone: str | None = None
    note: str | None = None  # shown under the name on the page, unknown to bots
    deactivated: bool = field(default=False, init=False)

    def as_user(self) -> Json:
        """Return the User object that bots see."""
        user: Json = {"id": self.id, "is_bot": False, **self._names()}
        return user | ({"language_code": self.language_code} if self.language_code else {})

    def as_chat(self) -> Json:
        """Return the Chat object of the private chat with this person."""
        return {"id": self.id, "type": "private", **self._names()}

    def as_contact(self) -> Json:
        """Return the Contact object; the apps give the number without its plus sign."""
        if not self.phone:
            raise PersonError(f"{self.first_name} has no phone number to share")
        contact: Json = {"phone_number": self.phone.lstrip("+"), "first_name": self.first_name}
        if self.last_name:
            contact["last_name"] = self.last_name
        return {**contact, "user_id": self.id}

    def _names(self) -> Json:
        names: Json = {"first_name": self.first_name}
        if self.last_name:
            names["last_name"] = self.last_name
        if self.username:
            names["username"] = self.username
        return names


class People:
    """Everybody, by id."""

    def __init__(self) -> None:
        self._by_id: dict[int, Person] = {}
        self._next_id = _FIRST_ID

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_id.values())

    def add(self, first_name: str, person_id: int | None = None, **fields: str) -> Person:
        """Give somebody a phone; `fields` are those of Person that are texts.

        Raises PersonError when the id is taken.
        """
        if person_id is None:
            while self._next_id in self._by_id:
                self._next_id += 1
            person_id = self._next_id
        if person_id in self._by_id:
            raise PersonError(f"There is a person {person_id} already", status=409)
        person = Person(person_id, first_name, **fields)
        self._by_id[person_id] = person
        return person

    def find(self, person_id: int) -> Person | None:
        return self._by_id.get(person_id)

    def get(self, person_id: int) -> Person:
        """Return the person.

        Raises PersonError when there is none.
        """
        person = self._by_id.get(person_id)
        if person is None:
            raise PersonError(f"There is no person {person_id}", status=404)
        return person
