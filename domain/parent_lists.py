"""The parents of a list: which mentions are one person, and who of them is on file.

A phone number tells people apart. An e-mail address does where a number is missing, for the
parents of a family often share one; and it proves nothing of somebody who typed it themselves.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from domain.family_lists import Contact, KnownParent, ListedParent
from domain.imports import Fault, Problem, folded


@dataclass(slots=True)
class Person:
    """One parent of the file, gathered from all lines that mention them."""

    line: int
    listed: ListedParent
    phone: str | None
    email: str | None
    known: KnownParent | None = None
    is_proven: bool = True
    """False for somebody on file who is found by nothing but what they typed themselves."""

    @property
    def name(self) -> str:
        return self.listed.name

    def problem(self, fault: Fault, what: str, value: str) -> Problem:
        return Problem(fault, self.line, self.listed.column(what), value)


def missing_on_file(known: KnownParent, person: Person) -> Contact | None:
    """Return what the file knows of a parent and the school does not."""
    phone = None if known.phone else person.phone
    email = None if known.email else person.email
    return Contact(known.name, phone, email) if phone or email else None


class Persons:
    """Everybody whom a file mentions as a parent."""

    def __init__(self) -> None:
        self.all: list[Person] = []
        self.problems: list[Problem] = []
        self._by_phone: dict[str, Person] = {}
        self._by_email = defaultdict[str, list[Person]](list)

    def add(self, line: int, listed: ListedParent) -> Person | None:
        """Return the person whom a line mentions; None if it cannot be said who that is."""
        found: list[Person] = []
        for each in self._like(listed):
            if isinstance(clash := _compared(each, listed), Fault):
                self._complain(clash, line, listed, each)
                return None
            found += [each] if clash else []
        if len(found) > 1:
            self._complain(Fault.TWO_PARENTS, line, listed, found[1])
            return None
        if not found:
            return self._new(line, listed)
        self._learn(found[0], listed)
        return found[0]

    def _like(self, listed: ListedParent) -> list[Person]:
        by_phone = self._by_phone.get(listed.phone or "")
        by_email = self._by_email.get(folded(listed.email or ""), [])
        return ([by_phone] if by_phone else []) + [
            each for each in by_email if each is not by_phone
        ]

    def _new(self, line: int, listed: ListedParent) -> Person:
        person = Person(line, listed, None, None)
        self.all.append(person)
        self._learn(person, listed)
        return person

    def _learn(self, person: Person, listed: ListedParent) -> None:
        if listed.phone and not person.phone:
            person.phone = listed.phone
            self._by_phone[listed.phone] = person
        if listed.email and not person.email:
            person.email = listed.email
            self._by_email[folded(listed.email)].append(person)

    def _complain(self, fault: Fault, line: int, listed: ListedParent, other: Person) -> None:
        is_about_phone = fault in (Fault.PHONE_OF_ANOTHER, Fault.OTHER_PHONE)
        column = listed.column("phone" if is_about_phone else "email")
        self.problems.append(Problem(fault, line, column, other.name, other.line))


def _compared(person: Person, listed: ListedParent) -> Fault | bool:
    """Tell whether a mention is of a person whose phone or e-mail it shares."""
    is_namesake = folded(person.name) == folded(listed.name)
    if listed.phone and listed.phone == person.phone:
        if not is_namesake:
            return Fault.PHONE_OF_ANOTHER
        are_same = not (listed.email and person.email) or (
            folded(listed.email) == folded(person.email)
        )
        return True if are_same else Fault.OTHER_EMAIL
    if listed.phone and person.phone:
        return Fault.OTHER_PHONE if is_namesake else False
    return True if is_namesake else Fault.EMAIL_OF_ANOTHER


class OnFile:
    """The parents whom the school knows, by phone and by e-mail."""

    def __init__(self, parents: Sequence[KnownParent]) -> None:
        self._by_phone = defaultdict[str, list[KnownParent]](list)
        self._by_email = defaultdict[str, list[KnownParent]](list)
        for each in parents:
            if each.phone:
                self._by_phone[each.phone].append(each)
            if each.email:
                self._by_email[folded(each.email)].append(each)

    def recognise(self, person: Person) -> Problem | None:
        """Note who a person is, if they are on file; return why that cannot be said."""
        by_phone = self._by_phone.get(person.phone or "", [])
        if by_phone:
            return self._choose(person, _narrowed(by_phone, person), "phone")
        found = []
        for each in self._by_email.get(folded(person.email or ""), []):
            is_namesake = folded(each.name) == folded(person.name)
            if person.phone and each.phone:
                if is_namesake:
                    return person.problem(Fault.OTHER_PHONE, "phone", each.name)
            elif is_namesake:
                found.append(each)
            else:
                return person.problem(Fault.EMAIL_OF_ANOTHER, "email", each.name)
        person.is_proven = not any(each.has_joined for each in found)
        return self._choose(person, found, "email")

    @staticmethod
    def _choose(person: Person, found: Sequence[KnownParent], what: str) -> Problem | None:
        if len(found) > 1:
            return person.problem(Fault.SEVERAL_ON_FILE, what, found[0].name)
        person.known = found[0] if found else None
        return None


def _narrowed(found: Sequence[KnownParent], person: Person) -> Sequence[KnownParent]:
    """Tell those of one phone apart by name, if that leaves one."""
    namesakes = [each for each in found if folded(each.name) == folded(person.name)]
    return namesakes if len(namesakes) == 1 else found
