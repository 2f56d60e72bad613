"""One transaction, as the use cases and the queries see it."""

from storage.accounts import Accounts
from storage.activities import Activities
from storage.announcements import Announcements
from storage.applicants import Applicants
from storage.attendance import Attendance
from storage.audit import AuditTrail
from storage.bookings import Bookings
from storage.books import Books
from storage.closures import Closures
from storage.connection import Connection
from storage.families import Families
from storage.imports import Imports
from storage.invitations import Invitations
from storage.invoices import Invoices
from storage.merging import Merging
from storage.outbox import Outbox
from storage.repayments import Repayments
from storage.sessions import Sessions
from storage.staff import Staff
from storage.waiting_list import WaitingList


class Transaction:
    """The repositories over one connection; implements `domain.ports.transaction.Transaction`."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self.activities = Activities(connection)
        self.closures = Closures(connection)
        self.sessions = Sessions(connection)
        self.bookings = Bookings(connection)
        self.waiting_list = WaitingList(connection)
        self.accounts = Accounts(connection)
        self.attendance = Attendance(connection)
        self.invoices = Invoices(connection)
        self.repayments = Repayments(connection)
        self.families = Families(connection)
        self.applicants = Applicants(connection)
        self.merging = Merging(connection)
        self.invitations = Invitations(connection)
        self.staff = Staff(connection)
        self.imports = Imports(connection)
        self.books = Books(connection)
        self.outbox = Outbox(connection)
        self.announcements = Announcements(connection, self.outbox)
        self.audit = AuditTrail(connection)
