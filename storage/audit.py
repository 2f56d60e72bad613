"""The trail of who did what."""

from sqlalchemy import insert

from domain.audit import AuditEvent
from storage.connection import Connection
from storage.tables import audit_event

_ADD = insert(audit_event).inline()


class AuditTrail:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *events: AuditEvent) -> None:
        self._connection.write(
            _ADD,
            *[
                {
                    "at": event.at,
                    "actor_role": event.actor.role,
                    "actor_id": event.actor.id,
                    "action": event.action,
                    "subject_id": event.subject_id,
                    "detail": event.detail,
                }
                for event in events
            ],
        )
