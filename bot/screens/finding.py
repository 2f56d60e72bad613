"""The search for a family, which several conversations of the office begin with."""

from collections.abc import Callable, Sequence

from bot.callback_data import Tap
from bot.screen import Button, Rows, lines
from bot.screens.parts import page_of, turning
from bot.taps.families import SeeFamily
from bot.texts import Html, Say, isolated
from storage.office_queries import FamilyFound

FAMILIES_A_PAGE = 8
MOST_FOUND = 40
CHILDREN_NAMED = 3
"""On a button, which is one line on a phone."""


def ask_whom(say: Say) -> Html:
    return say("Write a part of a parent's or child's name, or a phone.")


def who_fits(say: Say, query: str, found: Sequence[FamilyFound]) -> Html:
    """Ask for one of those found, or for something else."""
    ask = say("Who fits “{query}”: tap one, or write something else.", query=query)
    more = say("There may be more: write more of the name.")
    return lines(ask, more if len(found) >= MOST_FOUND else None)


def found_rows(
    say: Say,
    found: Sequence[FamilyFound],
    page: int,
    pick: Callable[[int], Tap],
    turn: Callable[[int], Tap],
) -> Rows:
    """Return a page of families to tap, by parent, and the row that turns to other pages."""
    shown, page = page_of(found, page, FAMILIES_A_PAGE)
    rows = tuple((Button(family_label(each), pick(each.parent_id)),) for each in shown)
    taps = turn(page - 1), turn(page + 1)
    return (*rows, *turning(say, page, FAMILIES_A_PAGE, len(found), taps))


def family_label(found: FamilyFound) -> str:
    names = ", ".join(isolated(name) for name in found.children[:CHILDREN_NAMED])
    if len(found.children) > CHILDREN_NAMED:
        names += " …"
    return f"{isolated(found.parent_name)} · {names}" if names else isolated(found.parent_name)


def nobody(say: Say) -> Html:
    return say(
        "I find nobody by that. Write a part of one name, or at least four digits of the phone "
        "number, for example: Smith"
    )


def back_to_family(say: Say, parent_id: int) -> Rows:
    """Return the way back to a family."""
    return ((Button(say.label("This family"), SeeFamily(parent_id)),),)
