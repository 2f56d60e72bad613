"""An application whose updates come by polling."""

from bot.application import AfterbellApplication
from bot.intake.handling import Handling
from bot.intake.lease import Holder, Lease
from bot.intake.lines import Lines
from bot.intake.parking import Parking
from bot.intake.polling import Polling


def polling_for(application: AfterbellApplication) -> Polling:
    services = application.services
    lease = Lease(services.database, services.clock, Holder())
    parking = Parking(services.database, services.clock)
    return Polling(application.bot, Lines(Handling(application)), lease, parking)
