"""Every handler there is: one module a journey, registered here in the order they are asked."""

from bot.application import AfterbellApplication
from bot.handlers import (
    absence,
    account,
    activities,
    announcing,
    applicants,
    booking,
    cancel_for,
    child_notes,
    children,
    closures,
    corrections,
    credit,
    families,
    home,
    imports,
    invitations,
    inviting,
    joining,
    merging,
    money,
    office,
    payment,
    payments,
    payouts,
    places,
    placing,
    planning,
    reachability,
    register_notes,
    registers,
    repayments,
    report,
    session_changes,
    sessions,
    settings,
    staff,
    trail,
)

JOURNEYS = (
    *(register_notes, absence, child_notes),
    *(booking, children, places, account, repayments, money, settings),
    *(payment, credit, corrections, payouts, sessions, cancel_for, session_changes),
    *(placing, activities, planning, closures, announcing, imports, families),
    *(merging, invitations, applicants, report, office),
    *(inviting, staff, trail, registers, reachability, home),
)


def register(application: AfterbellApplication) -> None:
    """Register all handlers; conversations are asked first, the catch-alls last."""
    # Before the conversations, which would take a payment for words that they do not understand.
    application.add_handlers(payments.ROUTES)
    application.converse(
        [
            joining.conversation,
            children.conversation,
            child_notes.conversation,
            child_notes.for_families,
            booking.conversation,
            payment.conversation,
            planning.conversation,
            closures.conversation,
            announcing.conversation,
            inviting.conversation,
            credit.conversation,
            corrections.conversation,
            payouts.conversation,
            imports.conversation,
            session_changes.conversation,
            placing.conversation,
            register_notes.conversation,
            families.conversation,
            merging.conversation,
        ]
    )
    for routes in JOURNEYS:
        application.add_handlers(routes.ROUTES)
