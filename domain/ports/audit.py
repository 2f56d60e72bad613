"""What use cases ask of storage about the trail."""

from typing import Protocol

from domain.audit import AuditEvent


class AuditTrail(Protocol):
    def add(self, *events: AuditEvent) -> None: ...
