"""Screens of the conversation with which a parent joins."""

from collections.abc import Sequence

from bot.screen import AskContact, Button, NoKeyboard, Rows, Screen, lines, paragraphs
from bot.taps.booking import Book
from bot.taps.children import AddChild, ShowChildren
from bot.taps.home import Home
from bot.taps.joining import AskToJoin, SkipEmail, StopJoining, UseTelegramName
from bot.texts import Html, Say
from domain.joining import InvitationProblem
from domain.model import Child
from storage.invitation_queries import ParentLink


def _stop(say: Say) -> Rows:
    return ((Button(say.label("Cancel"), StopJoining()),),)


def ask_name(say: Say, school: str, telegram_name: str | None) -> Screen:
    welcome = say(
        "<b>Welcome to {school}</b>\nHere parents and carers book places in the school's clubs.",
        school=school,
    )
    if telegram_name is None:
        return Screen(paragraphs(welcome, say("What is your name? Please write it.")), _stop(say))
    ask = say("What is your name? Write it, or tap the name you have on Telegram.")
    use = Button(say.label("{name}", name=telegram_name), UseTelegramName(), "primary")
    return Screen(paragraphs(welcome, ask), ((use,), *_stop(say)))


def ask_phone(say: Say, name: str) -> Screen:
    return Screen(
        say(
            "Thank you, {name}. Which phone number can the school reach you on? Tap the button "
            "below the text field to share your own.",
            name=name,
        ),
        AskContact(say.label("Share my phone number"), say.label("Cancel")),
    )


def not_own_contact(say: Say) -> Html:
    return say("That is somebody else's number. It has to be your own.")


def use_the_button(say: Say) -> Html:
    return say("Please use the button, so that we know the number is yours.")


def phone_noted(say: Say, phone: str) -> Screen:
    return Screen(say("Noted: {phone}", phone=phone), NoKeyboard())


def ask_email(say: Say) -> Screen:
    skip = Button(say.label("Skip"), SkipEmail())
    return Screen(
        say("What is your e-mail address? You can also do without."), ((skip,), *_stop(say))
    )


def bad_email(say: Say) -> Html:
    return say("That is no e-mail address. Please write it like this: ann@example.org")


def ask_phone_of_invited(say: Say, school: str, name: str) -> Screen:
    """Ask who has the invitation of a parent on file; what is known is not asked again."""
    return Screen(
        paragraphs(
            say(
                "<b>Welcome to {school}</b>\nHere parents and carers book places in the school's "
                "clubs.",
                school=school,
            ),
            say(
                "This invitation is for {name}. If that is you, tap the button below the text "
                "field to share your phone number: then you have joined.",
                name=name,
            ),
            say("If it is not, tap Cancel, and use the invitation with your own name."),
        ),
        AskContact(say.label("Share my phone number"), say.label("Cancel")),
    )


def joined(say: Say, school: str, name: str, children: Sequence[Child] = ()) -> Screen:
    """Greet a new parent; the school may know their children already."""
    heading = say("<b>You have joined {school}</b>", school=school)
    home = (Button(say.label("Home"), Home()),)
    if children:
        known = [
            say("{child}, {grade}", child=each.name, grade=say.grade(each.grade))
            for each in children
        ]
        welcome = say("Welcome, {name}. You can book at once for:", name=name)
        edit = Button(say.label("Children"), ShowChildren())
        book = Button(say.label("Book a place"), Book(), "primary")
        return Screen(lines(heading, welcome, *known), ((book,), (edit, *home)))
    return Screen(
        lines(
            heading,
            say("Welcome, {name}. Now add your first child, then you can book.", name=name),
        ),
        ((Button(say.label("Add a child"), AddChild(), "primary"),), home),
    )


def has_joined_before(say: Say, link: ParentLink) -> Screen:
    """Answer a parent who has opened somebody else's invitation."""
    return Screen(
        say(
            "You have joined already, and this invitation is for {name}. If that is you under "
            "another name, please ask the school office to put the two together. If not, give it "
            "to {name}.",
            name=link.parent_name,
        ),
        ((Button(say.label("Home"), Home()),),),
    )


def link_refused(say: Say, problem: InvitationProblem) -> Screen:
    """Say kindly why the invitation of a parent on file lets nobody in."""
    return Screen(
        {
            InvitationProblem.USED: say(
                "This invitation has been used, and each works once. If that was not you, please "
                "tell the school office."
            ),
            InvitationProblem.EXPIRED: say(
                "This invitation has expired. Please ask the school office for a new one."
            ),
        }[problem]
    )


def invitation_needed(say: Say, school: str) -> Screen:
    return Screen(
        paragraphs(
            say(
                "{school} lets parents in by invitation. Please open the link that the school has "
                "given you. If it has been used or has expired, ask the school office for a new "
                "one.",
                school=school,
            ),
            say("Without a link you can ask to join: the office decides, and you are told here."),
        ),
        ((Button(say.label("Ask to join"), AskToJoin()),),),
    )


def has_asked(say: Say, school: str) -> Screen:
    return Screen(
        say(
            "<b>You have asked to join {school}</b>\nThe school office decides, and you are told "
            "here. If it has sent you a link, you can open that instead.",
            school=school,
        )
    )


def was_declined(say: Say, school: str) -> Screen:
    return Screen(
        say(
            "The office of {school} has not let you in. If you think that is a mistake, please "
            "call it: it can send you an invitation.",
            school=school,
        )
    )


def stopped(say: Say, *, was_tapped: bool = True) -> Screen:
    """What was written may leave the phone number's keyboard open; it is taken away."""
    text = say("Stopped. Nothing was kept. Send /start whenever you want to join.")
    return Screen(text) if was_tapped else Screen(text, NoKeyboard())
