"""Parents and their children."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Text, bindparam, delete, func, insert, select, update

from domain.audit import Action
from domain.model import Child, Reminders, Role
from domain.ports.families import NewChild, NewParent, Removal
from storage.accounts import lock_parents
from storage.connection import Ask, Connection
from storage.rows import CHILD_COLUMNS, IS_ACTIVE, IS_WAITING, child_of
from storage.table_locks import lock_additions
from storage.tables import (
    audit_event,
    booking,
    child,
    file_import,
    guardianship,
    parent,
    waitlist_entry,
)

_PARENT_ID = bindparam("the_parent_id", type_=BigInteger)
_CHILD_ID = bindparam("the_child_id", type_=BigInteger)
CHILDREN = (
    select(*CHILD_COLUMNS)
    .join_from(child, guardianship)
    .where(guardianship.c.parent_id == _PARENT_ID, child.c.removed_at.is_(None))
    .order_by(child.c.born_on, child.c.id)
)
_IS_GUARDIAN = select(guardianship.c.child_id).where(
    guardianship.c.parent_id == _PARENT_ID, guardianship.c.child_id == _CHILD_ID
)
_FIND_PARENT = select(parent.c.id).where(parent.c.telegram_id == bindparam("person_id"))
_FIND_BY_PHONE = (
    select(parent.c.id)
    .where(parent.c.phone == bindparam("the_phone"), parent.c.name == bindparam("the_name"))
    .order_by(parent.c.id)
    .limit(1)
)
_LIST_BY_PHONE = (
    select(parent.c.id).where(parent.c.phone == bindparam("the_phone")).order_by(parent.c.id)
)
_SURVIVOR = select(parent.c.merged_into).where(parent.c.id == _PARENT_ID)
_CLAIM = (
    update(parent)
    .where(
        parent.c.id == _PARENT_ID, parent.c.telegram_id.is_(None), parent.c.merged_into.is_(None)
    )
    .values(
        telegram_id=bindparam("person_id"),
        phone=bindparam("new_phone"),
        email=func.coalesce(parent.c.email, bindparam("new_email", type_=Text)),
        language=bindparam("new_language"),
    )
)
LOCK_CHILDREN = (
    select(child.c.id)
    .where(child.c.id.in_(bindparam("child_ids", expanding=True)))
    .order_by(child.c.id)
    .with_for_update(key_share=True)
)
_LIST_GUARDIANS = (
    select(guardianship.c.child_id, guardianship.c.parent_id)
    .where(guardianship.c.child_id.in_(bindparam("child_ids", expanding=True)))
    .order_by(guardianship.c.child_id, guardianship.c.parent_id)
)
_FIND_REMOVAL = (
    select(child.c.name, audit_event.c.detail)
    .join_from(child, audit_event, audit_event.c.subject_id == child.c.id)
    .where(
        child.c.id == _CHILD_ID,
        audit_event.c.action == Action.CHILD_REMOVED,
        audit_event.c.actor_role == Role.PARENT,
        audit_event.c.actor_id == _PARENT_ID,
    )
    .order_by(audit_event.c.id.desc())
    .limit(1)
)


class Families:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_guardian(self, parent_id: int, child_id: int) -> bool:
        known = {"the_parent_id": parent_id, "the_child_id": child_id}
        [found] = self._connection.ask(Ask(_IS_GUARDIAN, known))
        return bool(found)

    def find_parent(self, telegram_id: int | None) -> int | None:
        return self._connection.scalar(_FIND_PARENT, {"person_id": telegram_id})

    def lock_newcomers(self) -> None:
        # Whole lists lock it too: it is theirs, so parents who change their own rows do not wait.
        lock_additions(self._connection, file_import)

    def find_by_phone(self, name: str, phone: str) -> int | None:
        known = {"the_phone": phone, "the_name": name}
        return self._connection.scalar(_FIND_BY_PHONE, known)

    def choose_reminders(self, parent_id: int, wish: Reminders) -> None:
        self._connection.execute(
            update(parent).where(parent.c.id == parent_id).values(reminders=wish)
        )

    def add_parent(self, new: NewParent, now: datetime) -> int:
        return self._insert(
            parent,
            telegram_id=new.telegram_id,
            name=new.name,
            phone=new.phone,
            email=new.email,
            language=new.language,
            joined_at=now,
        )

    def survivor(self, parent_id: int) -> int:
        into = self._connection.scalar(_SURVIVOR, {"the_parent_id": parent_id})
        return parent_id if into is None else into

    def lock_parents(self, parent_ids: Iterable[int]) -> None:
        lock_parents(self._connection, parent_ids)

    def list_by_phone(self, phone: str) -> list[int]:
        return list(self._connection.scalars(_LIST_BY_PHONE, {"the_phone": phone}))

    def claim(self, parent_id: int, person: NewParent) -> bool:
        known = {
            "the_parent_id": parent_id,
            "person_id": person.telegram_id,
            "new_phone": person.phone,
            "new_email": person.email,
            "new_language": person.language,
        }
        return self._connection.execute(_CLAIM, known).rowcount == 1

    def lock_children(self, parent_id: int) -> list[Child]:
        lock_parents(self._connection, [parent_id])
        return self.list_children(parent_id)

    def list_children(self, parent_id: int) -> list[Child]:
        rows = self._connection.execute(CHILDREN, {"the_parent_id": parent_id})
        return [child_of(row) for row in rows]

    def add_child(self, parent_id: int, new: NewChild, now: datetime) -> int:
        child_id = self._insert(
            child, name=new.name, born_on=new.born_on, grade=new.grade, added_at=now
        )
        self._connection.execute(
            insert(guardianship).values(parent_id=parent_id, child_id=child_id)
        )
        return child_id

    def edit_child(self, child_id: int, new: NewChild) -> None:
        self._connection.execute(
            update(child)
            .where(child.c.id == child_id)
            .values(name=new.name, born_on=new.born_on, grade=new.grade)
        )

    def write_notes(self, child_id: int, notes: str) -> None:
        self._connection.execute(
            update(child).where(child.c.id == child_id).values(notes=notes or None)
        )

    def list_guardians(self, child_ids: Collection[int]) -> list[tuple[int, int]]:
        rows = self._connection.execute(_LIST_GUARDIANS, {"child_ids": list(child_ids)})
        return [(row.child_id, row.parent_id) for row in rows]

    def lock_guardians(self, child_id: int) -> set[int]:
        # The other parent may be removing the child too: one of the two must be the last.
        self._connection.execute(LOCK_CHILDREN, {"child_ids": [child_id]})
        return {parent_id for _, parent_id in self.list_guardians([child_id])}

    def unlink_child(self, parent_id: int, child_id: int) -> None:
        self._connection.execute(
            delete(guardianship).where(
                guardianship.c.parent_id == parent_id, guardianship.c.child_id == child_id
            )
        )

    def hand_over(
        self, parent_id: int, child_id: int, to_parent_id: int, session_ids: Collection[int]
    ) -> None:
        for table, is_open in (
            (booking, booking.c.status.in_(IS_ACTIVE)),
            (waitlist_entry, waitlist_entry.c.status == IS_WAITING),
        ):
            self._connection.execute(
                update(table)
                .where(
                    table.c.session_id.in_(session_ids),
                    table.c.child_id == child_id,
                    table.c.parent_id == parent_id,
                    is_open,
                )
                .values(parent_id=to_parent_id)
            )

    def remove_child(self, child_id: int, now: datetime) -> None:
        self._connection.execute(
            # What was to be known of it is nobody's business any more.
            update(child).where(child.c.id == child_id).values(removed_at=now, notes=None)
        )

    def find_removal(self, parent_id: int, child_id: int) -> Removal | None:
        known = {"the_parent_id": parent_id, "the_child_id": child_id}
        row = self._connection.execute(_FIND_REMOVAL, known).first()
        return None if row is None else Removal(row.name, row.detail)

    def _insert(self, table: Any, **values: Any) -> int:
        result = self._connection.execute(insert(table).values(values).returning(table.c.id))
        return int(result.scalar_one())
