"""What is told to who has made a link to the staff."""

from bot.screen import Button, Screen, lines
from bot.taps.staff import ShowMember, ShowStaff
from bot.texts import Say
from storage.notices.newcomers import AboutNewcomer


def link_used(say: Say, about: AboutNewcomer) -> Screen:
    """Say by whom a link was used, and where their role can be taken away."""
    if about.tutor_name is None:
        who = say("{name} belongs to the school office now.", name=about.name)
    else:
        who = say(
            "{name} is on the staff now, as {tutor}.", name=about.name, tutor=about.tutor_name
        )
    return Screen(
        lines(
            say("<b>Your link was used</b>"),
            who,
            say("Is that not whom you gave it to? Take the role away again."),
        ),
        (
            (
                Button(say.label("Look at them"), ShowMember(about.staff_id)),
                Button(say.label("Staff"), ShowStaff()),
            ),
        ),
    )
