"""What a list of families comes to: its lines put together, and compared with what is on file."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from domain.families import MAX_CHILDREN
from domain.family_lists import (
    BORN,
    CHILD,
    GRADE,
    NOTES,
    Contact,
    FamiliesPlan,
    FamilyLine,
    KnownChild,
    KnownPeople,
    ListedChild,
)
from domain.imports import FamiliesImported, Fault, NotImported, Problem, folded, in_order
from domain.parent_lists import OnFile, Person, Persons, missing_on_file


def plan_families(lines: Sequence[FamilyLine], known: KnownPeople) -> FamiliesPlan | NotImported:
    """Say what a list would write, or all that stands against it."""
    persons = Persons()
    named = [(each, [persons.add(each.line, one) for one in each.parents]) for each in lines]
    on_file = OnFile(known.parents)
    problems = [*persons.problems, *filter(None, map(on_file.recognise, persons.all))]
    numbers = {id(person): -number for number, person in enumerate(_new(persons), 1)}
    children = _Children(known)
    for line, who in named:
        certain = [person for person in who if person is not None]
        if len(certain) == len(who):
            children.add(line, _ids(certain, numbers), certain)
    problems += [*children.problems, *children.crowded()]
    if problems:
        return NotImported(in_order(problems))
    return _plan(persons, children)


def _new(persons: Persons) -> Iterable[Person]:
    return (person for person in persons.all if person.known is None)


def _ids(persons: Iterable[Person], numbers: dict[int, int]) -> list[int]:
    return [each.known.id if each.known else numbers[id(each)] for each in persons]


@dataclass(slots=True)
class _Child:
    """One child of the file, gathered from all lines about it."""

    line: int
    listed: ListedChild
    parent_ids: set[int]
    known: KnownChild | None = None

    @property
    def added_parent_ids(self) -> set[int]:
        """The parents who are not on file as its parents."""
        return self.parent_ids - (self.known.parent_ids if self.known else set())


class _Children:
    """The children of the file, each told apart from those before it and those on file."""

    def __init__(self, known: KnownPeople) -> None:
        self.all: list[_Child] = []
        self.problems: list[Problem] = []
        self._by_key: dict[tuple[str, date], _Child] = {}
        self._by_name = defaultdict[str, list[_Child]](list)
        self._known_by_name = defaultdict[str, list[KnownChild]](list)
        self._count = defaultdict[int, int](int)
        for each in known.children:
            self._known_by_name[folded(each.name)].append(each)
            for parent_id in each.parent_ids:
                self._count[parent_id] += 1

    def add(self, row: FamilyLine, parent_ids: Sequence[int], persons: Sequence[Person]) -> None:
        problem = self._repeated_parent(row, parent_ids) or self._add(row, set(parent_ids))
        problem = problem or self._unproven(row, persons)
        if problem:
            self.problems.append(problem)

    @staticmethod
    def _repeated_parent(row: FamilyLine, parent_ids: Sequence[int]) -> Problem | None:
        for place, each in enumerate(parent_ids):
            if each in parent_ids[:place]:
                listed = row.parents[place]
                return Problem(Fault.SAME_PARENT, row.line, listed.column("name"), listed.name)
        return None

    def _add(self, row: FamilyLine, parent_ids: set[int]) -> Problem | None:
        seen = self._by_key.get(row.child.key)
        if seen is not None:
            return _added_to(seen, row, parent_ids)
        namesakes = self._by_name[folded(row.child.name)]
        for each in namesakes:
            if each.parent_ids & parent_ids:
                born_on = each.listed.born_on.isoformat()
                return Problem(Fault.OTHER_BIRTH_DATE, row.line, BORN, born_on, each.line)
        child = _Child(row.line, row.child, parent_ids)
        problem = self._recognise(child)
        self.all.append(child)
        self._by_key[row.child.key] = child
        namesakes.append(child)
        return problem

    def _recognise(self, child: _Child) -> Problem | None:
        """Note who a child is, if it is on file; return why that cannot be said."""
        found = self._known_by_name.get(folded(child.listed.name), [])
        same_day = [each for each in found if each.born_on == child.listed.born_on]
        theirs = [each for each in found if each.parent_ids & child.parent_ids]
        match [each for each in theirs if each in same_day]:
            case [one]:
                child.known = one
                return None
            case [_, *_]:
                return Problem(Fault.SEVERAL_ON_FILE, child.line, CHILD, child.listed.name)
        if theirs:
            born_on = theirs[0].born_on.isoformat()
            return Problem(Fault.OTHER_BIRTH_DATE, child.line, BORN, born_on)
        if same_day:
            return Problem(Fault.OTHER_PARENTS, child.line, CHILD, child.listed.name)
        return None

    def _unproven(self, row: FamilyLine, persons: Sequence[Person]) -> Problem | None:
        """Let nobody see a child for an e-mail address that they only said was theirs."""
        known = self._by_key[row.child.key].known
        for listed, person in zip(row.parents, persons, strict=True):
            is_theirs = known and person.known and person.known.id in known.parent_ids
            if not person.is_proven and not is_theirs:
                column = listed.column("email")
                return Problem(Fault.EMAIL_ALONE, row.line, column, listed.email or "")
        return None

    def crowded(self) -> Iterable[Problem]:
        """Yield where a parent would have more children than one may have."""
        for child in self.all:
            for parent_id in child.added_parent_ids:
                self._count[parent_id] += 1
                if self._count[parent_id] == MAX_CHILDREN + 1:
                    yield Problem(Fault.TOO_MANY_CHILDREN, child.line, CHILD, child.listed.name)


def _added_to(seen: _Child, row: FamilyLine, parent_ids: set[int]) -> Problem | None:
    """Add the parents of a further line about a child, if it is surely the same child."""
    if not seen.parent_ids & parent_ids:
        fault, column = Fault.OTHER_PARENTS, CHILD
    elif seen.listed.grade != row.child.grade:
        fault, column = Fault.OTHER_GRADE, GRADE
    elif row.child.notes and seen.listed.notes not in ("", row.child.notes):
        fault, column = Fault.OTHER_NOTES, NOTES
    elif parent_ids <= seen.parent_ids:
        fault, column = Fault.SAME_CHILD, CHILD
    else:
        seen.parent_ids |= parent_ids
        seen.listed = replace(seen.listed, notes=seen.listed.notes or row.child.notes)
        return None
    return Problem(fault, row.line, column, row.child.name, seen.line)


def _plan(persons: Persons, children: _Children) -> FamiliesPlan:
    new = [child for child in children.all if child.known is None]
    numbers = {id(child): -number for number, child in enumerate(new, 1)}
    moved = tuple(
        (child.known.id, child.listed.grade)
        for child in children.all
        if child.known and child.known.grade != child.listed.grade
    )
    noted = tuple(
        (child.known.id, child.listed.notes)
        for child in children.all
        if child.known and child.listed.notes and not child.known.has_notes
    )
    known = [(person.known, person) for person in persons.all if person.known]
    filled = [(each.id, missing_on_file(each, person)) for each, person in known]
    return FamiliesPlan(
        parents=tuple(Contact(each.name, each.phone, each.email) for each in _new(persons)),
        children=tuple(child.listed for child in new),
        links=tuple(_links(children.all, numbers)),
        moved=moved,
        noted=noted,
        filled=tuple((parent_id, contact) for parent_id, contact in filled if contact),
        parent_ids=frozenset(each.id for each, _ in known),
        found=_counted(persons, children, len(moved)),
    )


def _links(children: Iterable[_Child], numbers: dict[int, int]) -> Iterable[tuple[int, int]]:
    for child in children:
        child_id = child.known.id if child.known else numbers[id(child)]
        for parent_id in sorted(child.added_parent_ids):
            yield parent_id, child_id


def _counted(persons: Persons, children: _Children, moved: int) -> FamiliesImported:
    families = _families([child.parent_ids for child in children.all])
    known_families = sum(any(each > 0 for each in family) for family in families)
    known_children = sum(child.known is not None for child in children.all)
    new_parents = sum(person.known is None for person in persons.all)
    return FamiliesImported(
        new_families=len(families) - known_families,
        known_families=known_families,
        new_children=len(children.all) - known_children,
        known_children=known_children,
        new_parents=new_parents,
        known_parents=len(persons.all) - new_parents,
        moved=moved,
    )


def _families(groups: Iterable[Collection[int]]) -> list[set[int]]:
    """Put together the parents who share children, directly or through others."""
    of: dict[int, set[int]] = {}
    for group in groups:
        family = set(group)
        for each in group:
            family |= of.get(each, set())
        for each in family:
            of[each] = family
    return list({id(family): family for family in of.values()}.values())
