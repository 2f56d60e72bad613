"""What only one replica does at a time: held in a row, for as long as it is renewed."""

from datetime import datetime

from sqlalchemy import bindparam, delete, insert, or_, select, update

from storage.tables import lease
from storage.transaction import Transaction

_TAKE = (
    update(lease)
    .where(
        lease.c.name == bindparam("lease_name"),
        or_(
            lease.c.holder.in_((bindparam("new_holder"), bindparam("instead_of"))),
            lease.c.expires_at <= bindparam("now"),
        ),
    )
    .values(holder=bindparam("new_holder"), expires_at=bindparam("until"))
)
_HOLDER = select(lease.c.holder).where(lease.c.name == bindparam("lease_name"))
_RELEASE = delete(lease).where(
    lease.c.name == bindparam("lease_name"), lease.c.holder == bindparam("old_holder")
)


def take_lease(
    tx: Transaction, name: str, holder: str, instead_of: str, *, now: datetime, until: datetime
) -> str:
    """Take or renew a lease that is free, run out or held by `instead_of`; return who holds it."""
    known = {
        "lease_name": name,
        "new_holder": holder,
        "instead_of": instead_of,
        "now": now,
        "until": until,
    }
    if tx.connection.execute(_TAKE, known).rowcount:
        return holder
    held_by = tx.connection.scalar(_HOLDER, known)
    if held_by is not None:
        return str(held_by)
    # Somebody who is faster makes this fail, and the work is run again.
    tx.connection.execute(insert(lease).values(name=name, holder=holder, expires_at=until))
    return holder


def release_lease(tx: Transaction, name: str, holder: str) -> None:
    """Give a lease back, if it is still held."""
    tx.connection.execute(_RELEASE, {"lease_name": name, "old_holder": holder})
