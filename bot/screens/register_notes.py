"""Notes on the children of one session: choose a child, look at it, write a few words."""

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.parts import in_rows, page_of, session_line, turning, when
from bot.screens.register import status_words
from bot.taps.registers import ChooseNoted, DeleteNote, ShowRegister, StopNoting, WriteNote
from bot.texts import Html, Say, isolated
from domain.attendance import LONGEST_NOTE
from storage.register_details import OnRegister, Register

CHILDREN_A_PAGE = 30


def choose_noted(say: Say, found: Register, page: int) -> Screen:
    shown, page = page_of(found.children, page, CHILDREN_A_PAGE)
    session = found.line.session
    taps = ChooseNoted(session.id, page - 1), ChooseNoted(session.id, page + 1)
    return Screen(
        paragraphs(
            lines(
                say("<b>{activity}</b>", activity=session.activity.name),
                when(say, session),
            ),
            say("Of whom do you want to note something?") if shown else say("Nobody is booked."),
        ),
        (
            *in_rows([_button(each) for each in shown], 2),
            *turning(say, page, CHILDREN_A_PAGE, len(found.children), taps),
            (Button(say.label("Back"), ShowRegister(session.id)),),
        ),
    )


def _button(each: OnRegister) -> Button:
    label = isolated(each.child_name)
    return Button(f"{label} ✎" if each.note else label, WriteNote(each.booking.id))


def note(say: Say, found: Register, each: OnRegister) -> Screen:
    """Show a child as it is noted, and ask for a note."""
    booking_id, session = each.booking.id, found.line.session
    stop = Button(say.label("Back"), StopNoting(booking_id))
    delete = Button(say.label("Delete the note"), DeleteNote(booking_id), "danger")
    return Screen(
        paragraphs(
            lines(
                say("<b>{child}</b>, {grade}", child=each.child_name, grade=say.grade(each.grade)),
                session_line(say, session),
                _mark(say, each),
            ),
            say("Note: {note}", note=each.note) if each.note else None,
            _ask(say),
        ),
        ((delete, stop) if each.note else (stop,),),
    )


def _mark(say: Say, each: OnRegister) -> Html | None:
    """Say how the child is marked, and by whom."""
    if each.mark is None:
        return None
    return say(
        "{state}, by {name} on {moment}",
        state=status_words(say, each.mark.status),
        name=each.marked_by or say.label("the school office"),
        moment=say.moment(each.mark.marked_at),
    )


def _ask(say: Say) -> Html:
    return say("Please write a short note for this session, for example: left early with aunt")


def bad_note(say: Say) -> Html:
    return say("A note has 1 to {n} letters, on one line.", n=LONGEST_NOTE)


def noted(say: Say) -> Html:
    return say("Saved.")
