"""What a tutor must know of a child: asked for in the same words by parents and the office."""

from bot.callback_data import Tap
from bot.screen import Button, Screen, lines, paragraphs
from bot.texts import Html, Say
from domain.child_notes import LONGEST_NOTES
from domain.model import Child


def ask(say: Say, child: Child, *, delete: Tap, leave: Tap) -> Screen:
    """Show what is noted of a child, and ask for what it is to be."""
    back = Button(say.label("Back"), leave)
    away = Button(say.label("Delete the notes"), delete, "danger")
    return Screen(
        paragraphs(
            say("<b>{child}</b>, {grade}", child=child.name, grade=say.grade(child.grade)),
            say("Now: {notes}", notes=child.notes) if child.notes else None,
            lines(
                say("What must the school know? Write all of it in one message, for example:"),
                say("Allergic to nuts. Grandma collects on Mondays."),
            ),
            say(
                "Only the school office and who runs the clubs of {child} see it.", child=child.name
            ),
        ),
        ((away, back) if child.notes else (back,),),
    )


def too_long(say: Say) -> Html:
    return say("Notes have 1 to {n} letters.", n=LONGEST_NOTES)
