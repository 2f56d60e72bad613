"""Who has asked to join, as the office and they themselves see it."""

from sqlalchemy import BigInteger, bindparam, literal_column, select

from domain.model import ApplicantStatus
from storage.applicants import APPLICANTS, ApplicantSeen, seen_of
from storage.tables import applicant
from storage.transaction import Transaction

_LIST_WAITING = APPLICANTS.where(
    applicant.c.status == literal_column(f"'{ApplicantStatus.WAITING}'")
).order_by(applicant.c.id)
_FIND = APPLICANTS.where(applicant.c.id == bindparam("applicant", type_=BigInteger))
_FIND_STATUS = select(applicant.c.status).where(
    applicant.c.telegram_id == bindparam("person_id", type_=BigInteger)
)


def list_waiting(tx: Transaction) -> list[ApplicantSeen]:
    """List who waits to be let in, the first who asked first."""
    return [seen_of(row) for row in tx.connection.execute(_LIST_WAITING)]


def find_applicant(tx: Transaction, applicant_id: int) -> ApplicantSeen | None:
    """Find somebody who has asked to join, whatever has become of it."""
    row = tx.connection.execute(_FIND, {"applicant": applicant_id}).first()
    return None if row is None else seen_of(row)


def find_status(tx: Transaction, telegram_id: int) -> ApplicantStatus | None:
    """Find how what somebody has asked stands; None: they have asked nothing."""
    status = tx.connection.scalar(_FIND_STATUS, {"person_id": telegram_id})
    return None if status is None else ApplicantStatus(status)
