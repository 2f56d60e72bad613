"""Parts that many screens share."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import time
from itertools import accumulate
from typing import Protocol, TypeVar, assert_never

from bot.callback_data import Tap
from bot.screen import Button, Rows, lines
from bot.texts import Html, Say, isolated
from domain.model import Activity, Child, Discount, DiscountKind, Funds, Plan, Policy, Session

Item = TypeVar("Item")


class Discounted(Protocol):
    """A place, or what may become one, that may cost less than its activity says."""

    @property
    def discount(self) -> Discount | None: ...


def page_of(items: Sequence[Item], page: int, size: int) -> tuple[Sequence[Item], int]:
    """Return the items of a page, and the page that there really is."""
    last = max(0, (len(items) - 1) // size)
    page = min(max(0, page), last)
    return items[page * size : (page + 1) * size], page


def numbered(items: Sequence[Item], page: int, size: int) -> tuple[list[tuple[int, Item]], int]:
    """Return the items of a page, each with its number in the whole list, and the page."""
    shown, page = page_of(items, page, size)
    return list(enumerate(shown, page * size + 1)), page


def and_more(say: Say, more: int) -> list[Html]:
    """Say how many there are beside those that are shown, if there are any."""
    return [say.count("and {n} more", "and {n} more", more)] if more > 0 else []


ROOM = 3000
"""Of the 4096 characters of a message, for a list; the rest is for what stands around it."""


def as_many_as_fit(items: Sequence[Html]) -> Sequence[Html]:
    """Return the first lines of a list, as many as a message surely takes."""
    # Counted as Telegram counts at the most: by UTF-16 units, before what HTML escapes shrinks.
    sizes = accumulate(len(each.encode("utf-16-le")) // 2 + 1 for each in items)
    return items[: sum(size <= ROOM for size in sizes)]


def pages_of(items: Sequence[Html], most: int) -> list[Html]:
    """Split a list into pages of at most so many lines, as many as a message surely takes."""
    pages = []
    while items:
        # One line alone always fits, or nothing would ever be shown.
        page = as_many_as_fit(items[:most]) or items[:1]
        pages.append(Html("\n".join(page).strip()))
        items = items[len(page) :]
    return pages


def fitting(items: Sequence[Item], texts: Sequence[Html], most: int) -> list[Sequence[Item]]:
    """Split items into pages by their lines, as `pages_of`; there is always one page."""
    pages = []
    while texts:
        size = len(as_many_as_fit(texts[:most])) or 1
        pages.append(items[:size])
        items, texts = items[size:], texts[size:]
    return pages or [()]


def section(heading: Html, items: Sequence[Html]) -> list[Html]:
    """Put a heading above some lines of a longer list, if there are any."""
    return [Html(f"\n{heading}"), *items] if items else []


def with_notes(say: Say, line: Html, notes: str) -> Html:
    """Put what is noted of a child below its line."""
    return lines(line, say("<i>{notes}</i>", notes=notes)) if notes else line


def in_rows(buttons: Sequence[Button], a_row: int) -> Rows:
    return tuple(tuple(buttons[first : first + a_row]) for first in range(0, len(buttons), a_row))


def turning(say: Say, page: int, size: int, total: int, taps: tuple[Tap, Tap]) -> Rows:
    """Return the row that turns pages back and forth, where there are several."""
    row = []
    if page > 0:
        row.append(Button(say.label("‹ Earlier"), taps[0]))
    if (page + 1) * size < total:
        row.append(Button(say.label("Later ›"), taps[1]))
    return (tuple(row),) if row else ()


def back_or_stop(say: Say, back: Tap | None, stop: Tap) -> Rows:
    """Return the last row of a step: back to an earlier one, if there is one, and out."""
    out = Button(say.label("Cancel"), stop)
    return ((Button(say.label("Back"), back), out),) if back else ((out,),)


def child_label(say: Say, child: Child) -> str:
    """Name a child on a button."""
    return f"{isolated(child.name)} · {say.grade(child.grade)}"


def times(say: Say, activity: Activity) -> Html:
    return times_of(say, activity.start_time, activity.end_time)


def times_of(say: Say, start: time, end: time) -> Html:
    return say("{start}–{end}", start=say.clock(start), end=say.clock(end))


def years(say: Say, plan: Plan) -> str:
    """Name the year groups of an activity."""
    if plan.grade_from == plan.grade_to:
        return say.grade(plan.grade_from)
    return say.label(
        "{first} to {last}", first=say.grade(plan.grade_from), last=say.grade(plan.grade_to)
    )


def when(say: Say, session: Session) -> Html:
    """Write when a session is, with its day and its times."""
    return say("{day}, {times}", day=say.day(session.on), times=times(say, session.activity))


def session_line(say: Say, session: Session) -> Html:
    return say("{activity}, {when}", activity=session.activity.name, when=when(say, session))


def place_line(say: Say, child_name: str, session: Session) -> Html:
    return say(
        "{child}: {activity}, {when}",
        child=child_name,
        activity=session.activity.name,
        when=when(say, session),
    )


def price(say: Say, price_minor: int, discount: Discount | None = None) -> str:
    """Write what a place costs, and what of it was taken off why."""
    cost = say.money(price_minor) if price_minor else say.label("free")
    if discount is None:
        return cost
    return say.label("{price} ({discount})", price=cost, discount=discount_words(say, discount))


def discount_words(say: Say, discount: Discount) -> str:
    """Name a discount with what it takes off, as in: sibling discount: -£1.00."""
    name, off = discount_name(say, discount.kind), say.money(-discount.amount_minor)
    return say.label("{discount}: {amount}", discount=name, amount=off)


def discount_name(say: Say, kind: DiscountKind) -> str:
    match kind:
        case DiscountKind.SIBLING:
            return say.label("sibling discount")
        case DiscountKind.TERM:
            return say.label("whole-term discount")
        case _:
            assert_never(kind)


def discounts_of(places: Iterable[Discounted]) -> list[Discount]:
    """Add the discounts of some places up, by kind."""
    totals = Counter[DiscountKind]()
    for each in places:
        if each.discount:
            totals[each.discount.kind] += each.discount.amount_minor
    return [Discount(kind, totals[kind]) for kind in DiscountKind if totals[kind]]


def saved(say: Say, places: Iterable[Discounted]) -> list[Html]:
    """Say how much less some places cost, a line for each kind of discount."""
    return [
        say(
            "You save {amount}: {discount}.",
            amount=say.money(each.amount_minor),
            discount=discount_name(say, each.kind),
        )
        for each in discounts_of(places)
    ]


def limit_words(say: Say, funds: Funds, policy: Policy) -> str:
    """Say what limit counts for a family, and whether it is the school's."""
    limit = funds.limit_minor(policy)
    words = say.money(limit) if limit else say.label("none")
    if funds.credit_limit_minor is None:
        return say.label("{limit}, as the school's", limit=words)
    return words


def availability(say: Say, places_left: int, waiting: int) -> Html:
    """Write whether a session has room; full is said together with how many wait."""
    if places_left:
        return say.count("{n} place left", "{n} places left", places_left)
    if waiting:
        return say.count("full, {n} waiting", "full, {n} waiting", waiting)
    return say("full")


def bad_name(say: Say) -> Html:
    return say("A name has 1 to 80 letters. Please write it again, for example: Ann Smith")


def who_hears(say: Say, *, has_telegram: bool) -> Html:
    """Say whether the parent reads of what the office has done."""
    if has_telegram:
        return say("The parent is told.")
    return say("The parent does not use Telegram: please tell them yourself.")
