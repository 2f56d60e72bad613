"""What a tutor is told of a child who does not come, or comes after all."""

from datetime import datetime

from bot.screen import Button, Screen, lines
from bot.screens.notices.parts import place_line
from bot.taps.registers import ShowRegister
from bot.texts import Html, Say
from domain.model import ACTIVE, SessionStatus
from storage.notices.about import AboutPlace


def away(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    heading = say("<b>{child} will be absent</b>", child=about.child_name)
    return _told_the_tutor(say, about, heading) if about.is_away else None


def comes(say: Say, about: AboutPlace, now: datetime) -> Screen | None:
    heading = say("<b>{child} comes after all</b>", child=about.child_name)
    return None if about.is_away else _told_the_tutor(say, about, heading)


def _told_the_tutor(say: Say, about: AboutPlace, heading: Html) -> Screen | None:
    if about.booking_status not in ACTIVE or about.session.status is SessionStatus.CANCELLED:
        return None
    return Screen(
        lines(heading, place_line(say, about), say("A parent has just said so.")),
        ((Button(say.label("Register"), ShowRegister(about.session.id)),),),
    )
