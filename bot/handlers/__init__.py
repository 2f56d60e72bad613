"""Every handler there is: one module a journey, registered here in the order they are asked."""

from bot.application import AfterbellApplication
from bot.handlers import (
    account,
    booking,
    children,
    home,
    joining,
    office,
    payment,
    places,
    reachability,
    settings,
)

JOURNEYS = (booking, children, places, account, settings, payment, office, reachability, home)


def register(application: AfterbellApplication) -> None:
    """Register all handlers; conversations are asked first, the catch-alls last."""
    application.converse(
        [
            joining.conversation,
            children.conversation,
            booking.conversation,
            payment.conversation,
        ]
    )
    for routes in JOURNEYS:
        application.add_handlers(routes.ROUTES)
