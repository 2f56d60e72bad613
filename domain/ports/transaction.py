"""All that use cases ask of storage inside one transaction.

A use case takes a `Transaction` first. It never begins, commits or rolls back: who calls it
does, and an exception that leaves it undoes all it wrote.
"""

from typing import Protocol

from domain.ports.accounts import Accounts
from domain.ports.activities import Activities
from domain.ports.announcements import Announcements
from domain.ports.applicants import Applicants
from domain.ports.attendance import Attendance
from domain.ports.audit import AuditTrail
from domain.ports.bookings import Bookings
from domain.ports.books import Books
from domain.ports.closures import Closures
from domain.ports.families import Families
from domain.ports.imports import Imports
from domain.ports.invitations import Invitations
from domain.ports.invoices import Invoices
from domain.ports.merging import Merging
from domain.ports.outbox import Outbox
from domain.ports.repayments import Repayments
from domain.ports.sessions import Sessions
from domain.ports.staff import Staff
from domain.ports.waiting_list import WaitingList


class LookAgainError(Exception):
    """What was to be locked has changed while waiting for the locks: the work must start over."""


class Transaction(Protocol):
    """One transaction, already begun."""

    @property
    def activities(self) -> Activities: ...
    @property
    def closures(self) -> Closures: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def bookings(self) -> Bookings: ...
    @property
    def waiting_list(self) -> WaitingList: ...
    @property
    def accounts(self) -> Accounts: ...
    @property
    def attendance(self) -> Attendance: ...
    @property
    def invoices(self) -> Invoices: ...
    @property
    def repayments(self) -> Repayments: ...
    @property
    def families(self) -> Families: ...
    @property
    def applicants(self) -> Applicants: ...
    @property
    def merging(self) -> Merging: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def staff(self) -> Staff: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def books(self) -> Books: ...
    @property
    def announcements(self) -> Announcements: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def audit(self) -> AuditTrail: ...
