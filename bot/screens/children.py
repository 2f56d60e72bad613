"""Screens about a parent's children, and of the form for one of them."""

from collections.abc import Sequence
from datetime import date

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import home_row
from bot.screens.parts import back_or_stop, child_label, in_rows
from bot.taps.booking import Book
from bot.taps.children import (
    AddChild,
    AskRemoveChild,
    BackToBirthDate,
    BackToName,
    EditChild,
    KeepBirthDate,
    KeepName,
    PickGrade,
    RemoveChild,
    ShowChild,
    ShowChildren,
    StopForm,
    WriteNotes,
)
from bot.taps.home import Home
from bot.taps.registers import ShowChildAttendance
from bot.texts import Html, Say
from domain.families import MAX_CHILDREN, ChildRemoved, NotYourChild
from domain.model import Child

GRADES_A_ROW = 3


def children(say: Say, found: Sequence[Child]) -> Screen:
    rows = tuple((Button(child_label(say, child), ShowChild(child.id)),) for child in found)
    text = say("<b>Your children</b>") if found else say("No child is on file yet.")
    add = Button(say.label("Add a child"), AddChild(), None if found else "primary")
    return Screen(text, (*rows, (add,), *home_row(say)))


def child(say: Say, one: Child, *, today: date) -> Screen:
    return Screen(
        lines(
            say("<b>{child}</b>", child=one.name),
            say("{grade}", grade=say.grade(one.grade)),
            say.count(
                "Born on {born_on}, {n} year old",
                "Born on {born_on}, {n} years old",
                one.age(today),
                born_on=say.full_date(one.born_on),
            ),
            say("For the school: {notes}", notes=one.notes) if one.notes else None,
        ),
        (
            (Button(say.label("Book a place"), Book(one.id), "primary"),),
            (
                Button(say.label("Attendance"), ShowChildAttendance(one.id)),
                _notes_button(say, one),
            ),
            (
                Button(say.label("Change"), EditChild(one.id)),
                Button(say.label("Remove"), AskRemoveChild(one.id), "danger"),
            ),
            (Button(say.label("Children"), ShowChildren()), Button(say.label("Home"), Home())),
        ),
    )


def _notes_button(say: Say, one: Child) -> Button:
    return Button(say.label("Notes for the school"), WriteNotes(one.id))


def gone(say: Say) -> Screen:
    children_button = Button(say.label("Children"), ShowChildren())
    return Screen(say("I cannot find this child among yours."), ((children_button,),))


def ask_remove(say: Say, child_id: int, loss: ChildRemoved, *, changed: bool) -> Screen:
    """Ask once more, with what would go; the button carries the numbers that were shown."""
    yes = RemoveChild(child_id, loss.places, loss.refunded_minor)
    return Screen(
        paragraphs(
            say("This has changed since you looked.") if changed else None,
            say("<b>Remove {child}?</b>", child=loss.name),
            _loss(say, loss) if loss.places else say("No place is given up."),
        ),
        (
            (
                Button(say.label("Yes, remove"), yes, "danger"),
                Button(say.label("No, keep"), ShowChild(child_id)),
            ),
        ),
    )


def _loss(say: Say, loss: ChildRemoved) -> Html:
    return lines(
        say.count(
            "{n} place that is booked or waited for is given up.",
            "{n} places that are booked or waited for are given up.",
            loss.places,
        ),
        say("{amount} is refunded.", amount=say.money(loss.refunded_minor)),
    )


def removed(say: Say, outcome: ChildRemoved | NotYourChild) -> Screen:
    if isinstance(outcome, NotYourChild):
        return gone(say)
    given_up = say.count("{n} place was given up.", "{n} places were given up.", outcome.places)
    refunded = say(
        "{amount} was refunded to the account it was paid from.",
        amount=say.money(outcome.refunded_minor),
    )
    text = lines(
        say("{child} has been removed.", child=outcome.name),
        given_up if outcome.places else None,
        refunded if outcome.refunded_minor else None,
    )
    return Screen(text, ((Button(say.label("Children"), ShowChildren()),), *home_row(say)))


def _way_out(say: Say, back: Tap | None) -> Rows:
    return back_or_stop(say, back, StopForm())


def _keep(say: Say, value: str | None, keep: Tap) -> Rows:
    if not value:
        return ()
    return ((Button(say.label("Keep: {value}", value=value), keep),),)


def ask_name(say: Say, current: str | None) -> Screen:
    text = say("What is the child's name? Please write it as the school knows it.")
    return Screen(text, (*_keep(say, current, KeepName()), *_way_out(say, None)))


def ask_birth_date(say: Say, name: str, current: date | None) -> Screen:
    kept = say.full_date(current) if current else None
    return Screen(
        say("When was {child} born? Write day, month and year, for example: 31.5.2018", child=name),
        (*_keep(say, kept, KeepBirthDate()), *_way_out(say, BackToName())),
    )


def ask_grade(say: Say, name: str, born_on: date, last_grade: int) -> Screen:
    buttons = [Button(say.grade(grade), PickGrade(grade)) for grade in range(last_grade + 1)]
    return Screen(
        say(
            "{child}, born on {born_on}.\nWhich year group is {child} in?",
            child=name,
            born_on=say.full_date(born_on),
        ),
        (*in_rows(buttons, GRADES_A_ROW), *_way_out(say, BackToBirthDate())),
    )


def bad_birth_date(say: Say) -> Html:
    return say(
        "I cannot read that as a birth date of a child at school. Write it like this: 31.5.2018"
    )


def saved(say: Say, one: Child) -> Screen:
    return Screen(
        say("<b>Saved</b>\n{child}, {grade}", child=one.name, grade=say.grade(one.grade)),
        (
            (Button(say.label("Book a place"), Book(one.id), "primary"),),
            (_notes_button(say, one),),
            (
                Button(say.label("Add another child"), AddChild()),
                Button(say.label("Home"), Home()),
            ),
        ),
    )


def too_many(say: Say) -> Screen:
    text = say.count(
        "There is room for {n} child a parent. Please ask the school office.",
        "There is room for {n} children a parent. Please ask the school office.",
        MAX_CHILDREN,
    )
    return Screen(text, home_row(say))
