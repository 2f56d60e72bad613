"""The first screen, help, and the sentences that any journey may need."""

from bot.menu import of_staff
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.taps.account import ShowBalance
from bot.taps.booking import Book
from bot.taps.children import ShowChildren
from bot.taps.home import Help, Home
from bot.taps.joining import JoinAsParent
from bot.taps.places import ShowPlaces
from bot.taps.settings import ShowSettings
from bot.texts import Html, Say
from domain.model import Role


def menu(say: Say) -> Rows:
    return (
        (Button(say.label("Book a place"), Book(), "primary"),),
        (
            Button(say.label("My bookings"), ShowPlaces()),
            Button(say.label("Children"), ShowChildren()),
        ),
        (
            Button(say.label("Balance"), ShowBalance()),
            Button(say.label("Reminders"), ShowSettings()),
        ),
        (Button(say.label("Help"), Help()),),
    )


def home(say: Say, school: str, name: str, role: Role | None = None) -> Screen:
    """Greet a parent; with a `role`, one of the staff who is no parent here."""
    if role is not None:
        greeting = say("<b>{school}</b>\nHello {name}.", school=school, name=name)
        return _to_staff(say, role, greeting)
    return Screen(
        say("<b>{school}</b>\nHello {name}. What would you like to do?", school=school, name=name),
        menu(say),
    )


def _staff_menu(say: Say) -> Rows:
    join = Button(say.label("I am a parent too"), JoinAsParent())
    return ((Button(say.label("Help"), Help()), join),)


def for_parents_only(say: Say, school: str) -> Screen:
    """Answer staff who are no parents and ask for what only parents have."""
    return Screen(
        say("That is for parents, and you have not joined {school} as one.", school=school),
        _staff_menu(say),
    )


def with_menu(say: Say, text: Html) -> Screen:
    return Screen(text, menu(say))


def home_row(say: Say) -> Rows:
    return ((Button(say.label("Home"), Home()),),)


def help_screen(say: Say, role: Role | None) -> Screen:
    """Say how it works, and to staff which commands are theirs."""
    parts: list[Html | None] = [
        say(
            "<b>How it works</b>\n"
            "Tap a child, an activity and a date. You get an answer at once: booked, held until "
            "a time by which it has to be paid, or a number on the waiting list."
        ),
        say(
            "When a place comes free, the first on the waiting list gets it by itself, and we "
            "write to them here."
        ),
        say(
            "/book – book a place\n"
            "/bookings – what is booked, held and waiting; cancel\n"
            "/children – your children\n"
            "/balance – your account with the school\n"
            "/settings – when to be reminded\n"
            "/cancel – stop what you are doing\n"
            "/start – begin again"
        ),
    ]
    if role is not None:
        parts.append(staff_commands(say, role))
    return Screen(paragraphs(*parts), home_row(say))


def staff_commands(say: Say, role: Role) -> Html | None:
    """List a role's commands as its menu does."""
    if not of_staff(say, role):
        return None
    heading = say("For the office:") if role is Role.ADMIN else say("For tutors:")
    return lines(
        heading,
        *[
            say("/{command} – {does}", command=each.command, does=each.description)
            for each in of_staff(say, role)
        ],
    )


def not_understood(say: Say, role: Role | None = None) -> Screen:
    """Answer what means nothing; with a `role`, to staff who are no parents."""
    if role is not None:
        return _to_staff(say, role, say("Sorry, I did not understand that."))
    return with_menu(say, say("Sorry, I did not understand that. You can tap one of these:"))


def out_of_date(say: Say, role: Role | None = None) -> Screen:
    """Answer a button whose time is over; with a `role`, as `not_understood`."""
    if role is not None:
        return _to_staff(say, role, say("That message was from earlier."))
    return with_menu(say, say("That message was from earlier. You can go on from here:"))


def _to_staff(say: Say, role: Role, text: Html) -> Screen:
    return Screen(paragraphs(text, staff_commands(say, role)), _staff_menu(say))


def stopped(say: Say, role: Role | None = None) -> Screen:
    text = say("Stopped. Nothing was changed.")
    return with_menu(say, text) if role is None else _to_staff(say, role, text)


def nothing_to_stop(say: Say, role: Role | None = None) -> Screen:
    if role is not None:
        return _to_staff(say, role, say("There is nothing to stop."))
    return with_menu(say, say("There is nothing to stop. You can go on from here:"))


def join_first(say: Say, school: str) -> Screen:
    return Screen(
        say("I do not know you yet. Please send /start to join {school} first.", school=school)
    )


def busy(say: Say) -> Screen:
    return with_menu(
        say,
        say(
            "A lot is going on right now, so I could not finish that. Please try again in a "
            "moment; nothing is done twice."
        ),
    )


def too_fast(say: Say) -> Screen:
    return with_menu(
        say,
        say(
            "That was too much at once for me, and I have not read all of it. Please wait for my "
            "answers, look where you are, and go on from there."
        ),
    )


def unanswered(say: Say, reference: str) -> Screen:
    """For when an answer did not get through, whatever it was about."""
    return with_menu(
        say,
        say(
            "My answer did not get through. What you confirmed may have been done: please look "
            "at your bookings before you try again. If it happens again, tell the school this "
            "reference: <code>{reference}</code>",
            reference=reference,
        ),
    )


def failed(say: Say, reference: str) -> Screen:
    return Screen(
        say(
            "Sorry, something went wrong on our side. Please try again, or send /start. If it "
            "happens again, tell the school this reference: <code>{reference}</code>",
            reference=reference,
        )
    )


def invitation(say: Say, link: str, until: str) -> Screen:
    return Screen(
        lines(
            say("<b>Invitation</b>"),
            say("One parent can join with this link until {until}:", until=until),
            say("{link}", link=link),
        )
    )
