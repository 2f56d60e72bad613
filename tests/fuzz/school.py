"""A school with two families that have nothing to do with each other, and its staff."""

from datetime import timedelta

from storage.tables import invitation, invoice, invoice_booking, repayment, staff_invitation
from tests.bot.values import ADMIN_ID
from tests.factory import MONDAY, NOW, Factory, Family

STRANGER, PARENT, TUTOR, ADMIN = 1001, 1002, 1003, ADMIN_ID
OTHER_PARENT, OTHER_TUTOR = 1004, 1005
OUR_INVOICE, THEIR_INVOICE = "invoice-of-ours", "invoice-of-theirs"
CODE, STAFF_CODE = "code-for-a-parent", "code-for-the-office"

OUR_NAMES = ("Quillfeather", "Emberlyn", "Bartholdy", "447700900111", "quill@example.org")
THEIR_NAMES = ("Zarquonet", "Xylophina", "Yolandrix", "447700900222", "zarquonet@example.org")
OFFICE = ("Merriwether", THEIR_INVOICE, STAFF_CODE)
"""What nobody but the office is to read."""
CLUBS = ("Swimming", "Fencing")


def fill(make: Factory) -> None:
    """Write some of everything, for each of the families."""
    with make.at_once():
        make.staff(ADMIN, name="Merriwether")
        made = {"invited_by": ADMIN, "made_at": NOW, "expires_at": NOW + timedelta(days=3)}
        make.insert(invitation, code=CODE, **made)
        make.insert(staff_invitation, code=STAFF_CODE, role="admin", **made)
        ours, our_second = _family(make, PARENT, OUR_NAMES)
        theirs, their_second = _family(make, OTHER_PARENT, THEIR_NAMES)
        _club(make, "Swimming", TUTOR, (ours, our_second), OUR_INVOICE)
        _club(make, "Fencing", OTHER_TUTOR, (theirs, their_second), THEIR_INVOICE)
        make.closure(MONDAY + timedelta(weeks=5))


def _family(make: Factory, telegram_id: int, names: tuple[str, ...]) -> tuple[Family, Family]:
    """Make a parent with two children, some money, and a wish to have it back."""
    name, first, second, phone, email = names
    parent_id = make.parent(telegram_id=telegram_id, name=name, phone=f"+{phone}", email=email)
    make.money(parent_id, 2_000)
    make.insert(
        repayment,
        parent_id=parent_id,
        reason="asked",
        amount_minor=500,
        open_minor=500,
        made_at=NOW,
    )
    return (
        Family(parent_id, make.child(parent_id, name=first)),
        Family(parent_id, make.child(parent_id, name=second)),
    )


def _club(
    make: Factory, name: str, tutor: int, families: tuple[Family, Family], payload: str
) -> None:
    """Make a club with four dates: a place is taken, one is held and asked for, one is wanted."""
    first, second = families
    sessions = [
        make.session(name=name, capacity=1, price=650, tutor_id=make.tutor(telegram_id=tutor))
    ]
    for week in (1, 2, 3):
        on = MONDAY + timedelta(weeks=week)
        sessions.append(make.session(activity_id=sessions[0].activity.id, on=on))
    make.booking(sessions[0], first)
    make.waiting(sessions[0], second)
    held = make.booking(sessions[1], second, status="pending")
    asked = make.insert(
        invoice,
        parent_id=second.parent_id,
        payload=payload,
        amount_minor=650,
        currency="GBP",
        status="open",
        made_at=NOW,
    )
    make.insert(invoice_booking, invoice_id=asked, booking_id=held)
