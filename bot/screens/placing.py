"""Screens of the office's conversation that books for a family, with Telegram or without."""

from collections.abc import Sequence
from datetime import date

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.finding import ask_whom, found_rows, who_fits
from bot.screens.parts import back_or_stop, child_label, in_rows, place_line, price, when
from bot.screens.refusals import refusal
from bot.taps.payment import ShowFamily
from bot.taps.placing import (
    AddFamily,
    AddTheirChild,
    BackToParentName,
    BackToParentPhone,
    BackToParents,
    BackToTheirBirthDate,
    BackToTheirChildren,
    BackToTheirName,
    BookForFamily,
    ConfirmForFamily,
    PickParent,
    PickTheirChild,
    PickTheirGrade,
    StopPlacing,
    TurnParents,
)
from bot.taps.sessions import ShowSession
from bot.texts import Html, Say
from domain.families import MAX_CHILDREN
from domain.model import Session
from domain.outcomes import Booked, Held, PlaceOutcome, Queued, Reason, Refused
from storage.office_queries import FamilyAccount, FamilyChild, FamilyFound

GRADES_A_ROW = 3


def _way_out(say: Say, session: Session, back: Tap | None) -> Rows:
    return back_or_stop(say, back, StopPlacing(session.id))


def _for(say: Say, session: Session) -> Html:
    return say(
        "<b>Book for a family</b>\n{activity}, {when}",
        activity=session.activity.name,
        when=when(say, session),
    )


def search(
    say: Say, session: Session, query: str, found: Sequence[FamilyFound], page: int
) -> Screen:
    """Ask for a family, or let one of those found be chosen."""
    new = Button(say.label("A family that is not on file"), AddFamily())
    return Screen(
        paragraphs(_for(say, session), who_fits(say, query, found) if query else ask_whom(say)),
        (
            *found_rows(say, found, page, PickParent, TurnParents),
            (new,),
            *_way_out(say, session, None),
        ),
    )


def choose_child(say: Say, session: Session, family: FamilyAccount) -> Screen:
    rows = tuple(
        (Button(child_label(say, each), PickTheirChild(each.id)),) for each in family.children
    )
    add = Button(say.label("Add a child"), AddTheirChild())
    return Screen(
        paragraphs(
            _for(say, session),
            lines(
                say("{parent}", parent=family.parent_name),
                say("{phone}", phone=family.phone) if family.phone else None,
                say("Which child is it for?"),
            ),
        ),
        (*rows, (add,), *_way_out(say, session, BackToParents())),
    )


def ask_parent(say: Say, session: Session) -> Screen:
    text = lines(
        say("<b>A family that is not on file</b>"),
        say("What is the parent's or carer's name? For example: Ann Smith"),
    )
    return Screen(text, _way_out(say, session, BackToParents()))


def ask_phone(say: Say, session: Session, parent_name: str) -> Screen:
    text = lines(
        say("<b>{parent}</b>", parent=parent_name),
        say("What is their phone number? For example: +44 7700 900123"),
    )
    return Screen(text, _way_out(say, session, BackToParentName()))


def bad_phone(say: Say) -> Html:
    return say(
        "I cannot use that as a phone number. Write it with its country's code, for example: "
        "+44 7700 900123"
    )


def ask_child(say: Say, session: Session, parent_name: str, *, is_new_family: bool) -> Screen:
    back: Tap = BackToParentPhone() if is_new_family else BackToTheirChildren()
    text = lines(
        say("<b>{parent}</b>", parent=parent_name),
        say("What is the child's name? For example: Emma Smith"),
    )
    return Screen(text, _way_out(say, session, back))


def ask_birth_date(say: Say, session: Session, child_name: str) -> Screen:
    return Screen(
        say(
            "When was {child} born? Write day, month and year, for example: 31.5.2018",
            child=child_name,
        ),
        _way_out(say, session, BackToTheirName()),
    )


def ask_grade(
    say: Say, session: Session, child_name: str, born_on: date, last_grade: int
) -> Screen:
    buttons = [Button(say.grade(grade), PickTheirGrade(grade)) for grade in range(last_grade + 1)]
    return Screen(
        say(
            "{child}, born on {born_on}.\nWhich year group is {child} in?",
            child=child_name,
            born_on=say.full_date(born_on),
        ),
        (*in_rows(buttons, GRADES_A_ROW), *_way_out(say, session, BackToTheirBirthDate())),
    )


def too_many(say: Say) -> Html:
    return say.count(
        "There is room for {n} child a parent.",
        "There is room for {n} children a parent.",
        MAX_CHILDREN,
    )


def summary(
    say: Say,
    session: Session,
    whom: FamilyChild,
    expected: PlaceOutcome,
    *,
    key: str,
) -> Screen:
    """Show what Confirm will do, with the price and whether the account covers it."""
    is_possible = not isinstance(expected, Refused)
    confirm = Button(say.label("Confirm"), ConfirmForFamily(whom.parent_id, key), "success")
    return Screen(
        paragraphs(
            say("<b>Please check</b>") if is_possible else say("<b>This cannot be booked</b>"),
            _who(say, whom, session),
            _expected(say, expected, whom),
        ),
        (
            *(((confirm,),) if is_possible else ()),
            *_way_out(say, session, BackToTheirChildren()),
        ),
    )


def _who(say: Say, whom: FamilyChild, session: Session) -> Html:
    return lines(
        place_line(say, whom.child.name, session),
        say("Family: {parent}", parent=whom.parent_name),
    )


def _expected(say: Say, expected: PlaceOutcome, whom: FamilyChild) -> Html:
    match expected:
        case Booked(_, price_minor):
            return _covered(say, price_minor, whom.balance_minor)
        case Held(_, price_minor, deadline):
            return say(
                "The price is {price} and the balance {balance}, which does not cover it: the "
                "place is held until {deadline}, to be paid by then.",
                price=say.money(price_minor),
                balance=say.money(whom.balance_minor),
                deadline=say.moment(deadline),
            )
        case Queued(session, position):
            return say(
                "It is full: waiting list, position {position}. A place then costs {price}.",
                position=position,
                price=price(say, session.activity.price_minor),
            )
        case Refused():
            return _why(say, expected, whom.child.name)


def _covered(say: Say, price_minor: int, balance_minor: int) -> Html:
    if not price_minor:
        return say("There is a place, and it is free of charge.")
    return say(
        "There is a place. {price} is taken from the account; {rest} remains on it.",
        price=say.money(price_minor),
        rest=say.money(balance_minor - price_minor),
    )


def _why(say: Say, refused: Refused, child_name: str) -> Html:
    # What a parent is told to do next is not always what the office can do.
    to_office = {
        Reason.NOT_YOUR_CHILD: say("This child is not of this family any more."),
        Reason.ALREADY_BOOKED: say("{child} already has a place here.", child=child_name),
        Reason.ALREADY_WAITING: say("{child} is already on the waiting list.", child=child_name),
        Reason.PRICE_CHANGED: say("The price has changed: look at the new one first."),
        Reason.CONFIRMATION_USED: say("This was confirmed before and has ended since."),
    }
    return lines(
        *[to_office.get(each.reason) or refusal(say, each, child_name) for each in refused.refusals]
    )


def done(say: Say, session: Session, whom: FamilyChild, outcome: PlaceOutcome) -> Screen:
    """Say what a Confirm has done, and whether the family hears of it by itself."""
    is_done = not isinstance(outcome, Refused)
    return Screen(
        paragraphs(
            lines(*_outcome(say, outcome, whom.child.name)),
            _who(say, whom, session),
            _who_hears(say, whom) if is_done else None,
        ),
        (
            *(_to_till(say, whom) if isinstance(outcome, Held) else ()),
            (
                Button(say.label("Book for another family"), BookForFamily(session.id)),
                Button(say.label("The session"), ShowSession(session.id)),
            ),
        ),
    )


def _to_till(say: Say, whom: FamilyChild) -> Rows:
    return ((Button(say.label("Record a payment"), ShowFamily(whom.parent_id)),),)


def _outcome(say: Say, outcome: PlaceOutcome, child_name: str) -> list[Html]:
    match outcome:
        case Booked(_, price_minor):
            taken = say("{amount} was taken from the account.", amount=say.money(price_minor))
            return [say("<b>Booked</b>"), *([taken] if price_minor else [])]
        case Held(_, price_minor, deadline):
            return [
                say("<b>Held until {deadline}</b>", deadline=say.moment(deadline)),
                say("{amount} is to be paid by then.", amount=say.money(price_minor)),
            ]
        case Queued(_, position):
            return [say("<b>On the waiting list, position {position}</b>", position=position)]
        case Refused():
            return [say("<b>Not booked</b>"), _why(say, outcome, child_name)]


def _who_hears(say: Say, whom: FamilyChild) -> Html:
    if whom.has_telegram:
        return say("The parent is told.")
    return say(
        "{parent} does not use Telegram: please tell them yourself ({phone}).",
        parent=whom.parent_name,
        phone=whom.phone or say.label("no phone number is on file"),
    )


def no_session(say: Say) -> Screen:
    return Screen(say("I cannot find this session. Look at /today or /week."))


def no_family(say: Say, session: Session) -> Screen:
    again = Button(say.label("Book for another family"), BookForFamily(session.id))
    return Screen(say("I cannot find this family."), ((again,),))


def stopped(say: Say, session_id: int) -> Screen:
    """What was put on file on the way stays there."""
    back = Button(say.label("The session"), ShowSession(session_id))
    return Screen(say("Stopped. Nothing was booked."), ((back,),))
