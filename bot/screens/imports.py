"""Screens of the office's conversation about a list that is taken in."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.import_problems import problem_words
from bot.screens.parts import as_many_as_fit, back_or_stop, price
from bot.taps.imports import (
    BackToFile,
    BackToLists,
    ConfirmImport,
    Import,
    PickList,
    SendTemplate,
    StopImporting,
)
from bot.texts import Html, Say
from domain.activity_lists import ActivityLine
from domain.family_lists import FamilyLine
from domain.imports import ActivitiesImported, FamiliesImported, Imported, ListKind, Problem

PROBLEMS_SHOWN = 10


@dataclass(frozen=True)
class Shown:
    """What a summary shows of a file."""

    file_name: str
    found: Imported
    first: FamilyLine | ActivityLine | None
    is_guess: bool


def _way_out(say: Say, back: Tap | None = None) -> Rows:
    return back_or_stop(say, back, StopImporting())


def choose_list(say: Say) -> Screen:
    return Screen(
        say(
            "<b>Take in a list</b>\nOf what? You send a CSV file, see what it would do, and "
            "confirm; until then nothing is changed."
        ),
        (
            (Button(say.label("Families"), PickList(ListKind.FAMILIES)),),
            (Button(say.label("Activities"), PickList(ListKind.ACTIVITIES)),),
            *_way_out(say),
        ),
    )


def ask_file(say: Say, kind: ListKind) -> Screen:
    ask = {
        ListKind.FAMILIES: say(
            "<b>Families</b>\nSend a CSV file with one line a child: its name, birth date and "
            "year group, then up to four parents, each with a name and a phone or an e-mail "
            "address. Further parents go into another line for the child that names one of the "
            "first again. Who is on file by phone, or by name and e-mail address, is not added "
            "twice."
        ),
        ListKind.ACTIVITIES: say(
            "<b>Activities</b>\nSend a CSV file with one line an activity. Its dates are made for "
            "each week of the term, without the days on which the school is closed. A tutor who "
            "is not on file is added."
        ),
    }[kind]
    template = Button(say.label("Send me the template"), SendTemplate())
    return Screen(ask, ((template,), *_way_out(say, BackToLists())))


def shown(say: Say, problems: Sequence[Problem]) -> Sequence[Html]:
    """Return what is wrong, as much of it as a message takes."""
    words = [problem_words(say, each) for each in problems[:PROBLEMS_SHOWN]]
    return as_many_as_fit([say("• {what}", what=each) for each in words])


def refused(say: Say, file_name: str, problems: Sequence[Problem]) -> Html:
    """List what is wrong with a file, of which nothing was taken in."""
    listed = shown(say, problems)
    more = say("These are the first {shown}; all of them are in the file above.", shown=len(listed))
    return lines(
        say.count(
            "<b>Nothing was taken in</b>\n{file}: {n} problem",
            "<b>Nothing was taken in</b>\n{file}: {n} problems",
            len(problems),
            file=file_name or say("your message"),
        ),
        *listed,
        more if len(listed) < len(problems) else None,
    )


def summary(say: Say, read: Shown, *, key: str) -> Screen:
    guess = say(
        "The file is not in UTF-8. Please look whether letters like é are right; if not, save it "
        "as “CSV UTF-8”."
    )
    return Screen(
        paragraphs(
            say("<b>Please check</b>\n{file}", file=read.file_name or say("your file")),
            _numbers(say, read.found),
            _first(say, read.first),
            guess if read.is_guess else None,
        ),
        (
            (Button(say.label("Confirm"), ConfirmImport(key), "success"),),
            *_way_out(say, BackToFile()),
        ),
    )


def _numbers(say: Say, found: Imported) -> Html:
    if isinstance(found, ActivitiesImported):
        return lines(
            say("Activities: {n}", n=found.activities),
            say("Dates: {n}", n=found.sessions),
            say("New tutors: {n}", n=found.new_tutors) if found.new_tutors else None,
        )
    return _family_numbers(say, found)


def _family_numbers(say: Say, found: FamiliesImported) -> Html:
    moved = say.count(
        "{n} child on file gets another year group",
        "{n} children on file get another year group",
        found.moved,
    )
    return lines(
        say(
            "Families: {new} new, {known} on file",
            new=found.new_families,
            known=found.known_families,
        ),
        say(
            "Children: {new} new, {known} on file",
            new=found.new_children,
            known=found.known_children,
        ),
        say(
            "Parents: {new} new, {known} on file",
            new=found.new_parents,
            known=found.known_parents,
        ),
        moved if found.moved else None,
    )


def _first(say: Say, first: FamilyLine | ActivityLine | None) -> Html | None:
    """Show the first line as it was read, in which a wrong column or letter is seen."""
    match first:
        case FamilyLine(_, child, parents):
            names = ", ".join(f"{each.name} {each.phone or each.email}" for each in parents)
            return say(
                "The first line as I read it:\n{child}, {grade}, born on {born_on}\n{parents}",
                child=child.name,
                grade=say.grade(child.grade),
                born_on=say.full_date(child.born_on),
                parents=names,
            )
        case ActivityLine(_, plan):
            return say(
                "The first line as I read it:\n{name} with {tutor}, {place}\n{weekday}, "
                "{start}–{end}, {first_on} to {last_on}\n{price}",
                name=plan.name,
                tutor=plan.tutor,
                place=plan.location,
                weekday=say.weekday(plan.weekday),
                start=say.clock(plan.start_time),
                end=say.clock(plan.end_time),
                first_on=say.full_date(plan.first_on),
                last_on=say.full_date(plan.last_on),
                price=price(say, plan.price_minor),
            )
    return None


def imported(say: Say, found: Imported) -> Screen:
    return Screen(paragraphs(say("<b>Taken in</b>"), _numbers(say, found)), _again(say), stays=True)


def over(say: Say) -> Screen:
    return Screen(say("That message was from earlier. You can go on from here:"), _again(say))


def stopped(say: Say) -> Screen:
    return Screen(say("Stopped. Nothing was changed."), _again(say))


def _again(say: Say) -> Rows:
    return ((Button(say.label("Take in a list"), Import()),),)
