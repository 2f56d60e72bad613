"""One sentence for each thing that can be wrong with a list, with an example of right."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from bot.forms import AGES, LONGEST_NAME
from bot.texts import Html, Say
from domain.child_notes import LONGEST_NOTES
from domain.families import MAX_CHILDREN
from domain.imports import MOST_LINES, Fault, Problem

Sentences = Mapping[Fault, Callable[[Say, Problem], Html]]
"""Not said before they are needed: a bad list has thousands of problems."""


def problem_words(say: Say, problem: Problem) -> Html:
    """Say where it is and what is wrong."""
    what = what_is_wrong(say, problem)
    if not problem.line:
        return what
    if not problem.column:
        return say("Line {line}: {what}", line=problem.line, what=what)
    return say("Line {line}, {column}: {what}", line=problem.line, column=problem.column, what=what)


def what_is_wrong(say: Say, problem: Problem) -> Html:
    """Say it without saying where; every `Fault` has its sentence."""
    return _SENTENCES[problem.fault](say, problem)


def _where(say: Say, problem: Problem) -> Html:
    if problem.other_line:
        return say("in line {line}", line=problem.other_line)
    return say("on file")


_OF_FILES: Sentences = {
    Fault.TOO_LARGE: lambda say, _: say(
        "The file has 10 MB or more. A list of a whole school has less than one: send only the "
        "list, as a CSV file."
    ),
    Fault.GONE: lambda say, _: say(
        "Telegram does not have this file any more. Please send it again."
    ),
    Fault.EMPTY: lambda say, _: say("The file is empty."),
    Fault.WORKBOOK: lambda say, _: say(
        "This is a workbook or another packed file, not a CSV file. In Excel choose File, Save As, "
        "“CSV UTF-8”; in Google Sheets choose File, Download, “Comma-separated values”."
    ),
    Fault.PDF: lambda say, _: say(
        "This is a PDF, which cannot be read as a list. Export the list as a CSV file from where "
        "it was made."
    ),
    Fault.PICTURE: lambda say, _: say(
        "This is a picture. Send the list itself as a CSV file, not as a photo."
    ),
    Fault.NOT_TEXT: lambda say, _: say(
        "This is no text. Export the list as a CSV file; if you can choose, as UTF-8."
    ),
    Fault.ENCODING: lambda say, _: say(
        "Some letters of the file cannot be read. Save it again as “CSV UTF-8”."
    ),
    Fault.TOO_MANY_LINES: lambda say, _: say.count(
        "The file has more than {n} line. Split it into several.",
        "The file has more than {n} lines. Split it into several.",
        MOST_LINES,
    ),
    Fault.NO_LINES: lambda say, _: say("Below the titles of the columns there is nothing."),
}
_OF_LINES: Sentences = {
    Fault.NO_COLUMNS: lambda say, problem: say(
        "here the titles of the columns are expected, as in the template. I found “{value}”.",
        value=problem.value,
    ),
    Fault.MISSING_COLUMN: lambda say, _: say("this column is missing."),
    Fault.UNKNOWN_COLUMN: lambda say, problem: say(
        "I do not know a column “{value}”. Take it out, or give it a title of the template.",
        value=problem.value,
    ),
    Fault.REPEATED_COLUMN: lambda say, problem: say(
        "“{value}” is this column a second time. Keep one of the two.", value=problem.value
    ),
    Fault.QUOTES: lambda say, _: say(
        "a quotation mark is not closed, or stands alone in the middle of a cell; inside quotation "
        "marks, write two for one. Or a cell is far too long. Below it I could not read on."
    ),
    Fault.EXTRA_CELL: lambda say, problem: say(
        "“{value}” has no title above it. A cell that contains a comma needs quotation marks "
        "around it.",
        value=problem.value,
    ),
    Fault.EXAMPLE: lambda say, _: say("this is an example of the template. Take the line out."),
}
_OF_CELLS: Sentences = {
    Fault.NOTHING: lambda say, _: say("there is nothing here, and there must be."),
    Fault.FORMULA: lambda say, problem: say(
        "“{value}” begins like a formula, which a spreadsheet would run. Begin with a letter or a "
        "number.",
        value=problem.value,
    ),
    Fault.DAMAGED: lambda say, problem: say(
        "“{value}” has lost a letter, probably when the list was exported. Write it again.",
        value=problem.value,
    ),
    Fault.NAME: lambda say, problem: say.count(
        "“{value}” is no name of at most {n} letter. For example: Ann Smith",
        "“{value}” is no name of at most {n} letters. For example: Ann Smith",
        LONGEST_NAME,
        value=problem.value,
    ),
    Fault.BIRTH_DATE: lambda say, problem: say(
        "“{value}” is no date on which a child of {youngest} to {oldest} years was born. For "
        "example: 31.5.2018",
        value=problem.value,
        youngest=AGES[0],
        oldest=AGES[-1],
    ),
    Fault.GRADE: lambda say, problem: say(
        "“{value}” is no year group of the school. For example: Reception, or Year 3",
        value=problem.value,
    ),
    Fault.PHONE: lambda say, problem: say(
        "“{value}” is no phone number with the code of its country. For example: +44 7700 900123",
        value=problem.value,
    ),
    Fault.EMAIL: lambda say, problem: say(
        "“{value}” is no e-mail address. For example: ann@example.org", value=problem.value
    ),
    Fault.NO_CONTACT: lambda say, _: say(
        "a parent needs a phone number or an e-mail address. For example: +44 7700 900123"
    ),
    Fault.TOO_LONG: lambda say, problem: say(
        "“{value}” is too long: 500 letters are enough.", value=problem.value
    ),
    Fault.NOTES: lambda say, problem: say(
        "“{value}” is too long: notes have up to {n} letters.",
        value=problem.value,
        n=LONGEST_NOTES,
    ),
    Fault.WEEKDAY: lambda say, problem: say(
        "“{value}” is no day of the week. For example: Monday", value=problem.value
    ),
    Fault.TIME: lambda say, problem: say(
        "“{value}” is no time of day. For example: 15:30", value=problem.value
    ),
    Fault.DATE: lambda say, problem: say(
        "“{value}” is no date. For example: 7.9.2026", value=problem.value
    ),
    Fault.NUMBER: lambda say, problem: say(
        "“{value}” is no whole number that fits. For example: 15", value=problem.value
    ),
    Fault.PRICE: lambda say, problem: say(
        "“{value}” is no price. For example: 6.50, or free", value=problem.value
    ),
}
_OF_CHILDREN: Sentences = {
    Fault.SAME_CHILD: lambda say, problem: say(
        "{child} is there already {where}.", child=problem.value, where=_where(say, problem)
    ),
    Fault.OTHER_PARENTS: lambda say, problem: say(
        "{child}, born on the same day, is there {where} with other parents. If it is one child, "
        "name one of those parents here too, with the same phone.",
        child=problem.value,
        where=_where(say, problem),
    ),
    Fault.OTHER_BIRTH_DATE: lambda say, problem: say(
        "the family has a child of this name {where}, born on {date}.",
        date=problem.value,
        where=_where(say, problem),
    ),
    Fault.OTHER_NOTES: lambda say, problem: say(
        "of {child} something else is noted {where}.",
        child=problem.value,
        where=_where(say, problem),
    ),
    Fault.OTHER_GRADE: lambda say, problem: say(
        "{child} has another year group {where}.",
        child=problem.value,
        where=_where(say, problem),
    ),
    Fault.TOO_MANY_CHILDREN: lambda say, problem: say.count(
        "with {child} a parent would have more than {n} child.",
        "with {child} a parent would have more than {n} children.",
        MAX_CHILDREN,
        child=problem.value,
    ),
    Fault.SEVERAL_ON_FILE: lambda say, problem: say(
        "several people on file fit {name}, so I cannot tell who is meant.", name=problem.value
    ),
}
_OF_PARENTS: Sentences = {
    Fault.SAME_PARENT: lambda say, problem: say(
        "{parent} is named twice in this line.", parent=problem.value
    ),
    Fault.PHONE_OF_ANOTHER: lambda say, problem: say(
        "this is the phone of {parent} {where}. Write the name in the same way, or each "
        "parent's own phone.",
        parent=problem.value,
        where=_where(say, problem),
    ),
    Fault.EMAIL_OF_ANOTHER: lambda say, problem: say(
        "this is the e-mail address of {parent} {where}. Write the name in the same way, or a "
        "phone for each of them.",
        parent=problem.value,
        where=_where(say, problem),
    ),
    Fault.OTHER_EMAIL: lambda say, problem: say(
        "{parent} has another e-mail address {where}.",
        parent=problem.value,
        where=_where(say, problem),
    ),
    Fault.OTHER_PHONE: lambda say, problem: say(
        "{parent} has the same e-mail address and another phone {where}.",
        parent=problem.value,
        where=_where(say, problem),
    ),
    Fault.TWO_PARENTS: lambda say, problem: say(
        "by phone this is one parent, and by e-mail address {parent} {where}. Write the phone "
        "there too.",
        parent=problem.value,
        where=_where(say, problem),
    ),
    Fault.EMAIL_ALONE: lambda say, problem: say(
        "“{value}” was typed by somebody who has joined, which proves nothing. Write the parent's "
        "phone too.",
        value=problem.value,
    ),
}
_OF_ACTIVITIES: Sentences = {
    Fault.SAME_ACTIVITY: lambda say, problem: say(
        "{activity} is already there {where} at this time and in the same weeks.",
        activity=problem.value,
        where=_where(say, problem),
    ),
    Fault.SEVERAL_TUTORS: lambda say, problem: say(
        "several tutors are called {tutor}. Leave this activity out and plan it in the chat.",
        tutor=problem.value,
    ),
    Fault.ENDS_BEFORE_START: lambda say, _: say("it ends before it starts."),
    Fault.TERM_BACKWARDS: lambda say, _: say("the last date is before the first."),
    Fault.TERM_TOO_LONG: lambda say, _: say("it is more than a year after the first date."),
    Fault.TERM_OVER: lambda say, _: say("the last date is over."),
    Fault.NO_DATES: lambda say, _: say(
        "this day does not come any more until the last date, or the school is closed on it each "
        "time."
    ),
    Fault.YEARS_BACKWARDS: lambda say, _: say("the last year group is below the first."),
    Fault.NO_PLACES: lambda say, _: say("there must be at least one place. For example: 15"),
    Fault.CUTOFF_TOO_LONG: lambda say, _: say(
        "booking can close at most 14 days before the start, which is 20160 minutes."
    ),
}
_SENTENCES: Sentences = MappingProxyType(
    {**_OF_FILES, **_OF_LINES, **_OF_CELLS, **_OF_CHILDREN, **_OF_PARENTS, **_OF_ACTIVITIES}
)
