"""What each process of a bot would read or import once: it is forked from one that has done so."""

from bot.texts import Say
from tests.crashes import victim
from tests.factory import LONDON, NOW
from tests.power import trust_the_power

__all__ = ["victim"]

Say("en", LONDON, "GBP").moment(NOW)
trust_the_power()
