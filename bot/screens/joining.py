"""Screens of the conversation with which a parent joins."""

from bot.screen import AskContact, Button, NoKeyboard, Rows, Screen, lines, paragraphs
from bot.taps import AddChild, Home, SkipEmail, StopJoining, UseTelegramName
from bot.texts import Html, Say


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


def joined(say: Say, school: str, name: str) -> Screen:
    return Screen(
        lines(
            say("<b>You have joined {school}</b>", school=school),
            say("Welcome, {name}. Now add your first child, then you can book.", name=name),
        ),
        (
            (Button(say.label("Add a child"), AddChild(), "primary"),),
            (Button(say.label("Home"), Home()),),
        ),
    )


def invitation_needed(say: Say, school: str) -> Screen:
    return Screen(
        say(
            "{school} lets parents in by invitation. Please open the link that the school has "
            "given you. If it has been used or has expired, ask the school office for a new one.",
            school=school,
        )
    )


def stopped(say: Say, *, was_tapped: bool = True) -> Screen:
    """What was written may leave the phone number's keyboard open; it is taken away."""
    text = say("Stopped. Nothing was kept. Send /start whenever you want to join.")
    return Screen(text) if was_tapped else Screen(text, NoKeyboard())
