"""Invitations to print: a card for each parent, three a page, with lines to cut along."""

from collections.abc import Sequence
from datetime import datetime

import segno
from fpdf.enums import Align, XPos, YPos

from bot.documents.paper import FONT, SMALL_SIZE, TEXT_SIZE, Paper
from bot.texts import Say
from storage.invitation_queries import ToInvite

CARDS_A_PAGE = 3
CARD_HEIGHT = 82.0
QR_SIZE = 52.0
GAP = 6.0
NAME_SIZE = 14
CHILDREN_NAMED = 3
LONGEST_NAME = 44
"""A longer one is cut, for what stands on a card must fit on it."""


def invitation_cards(
    say: Say, school: str, cards: Sequence[tuple[ToInvite, str]], *, now: datetime
) -> bytes:
    """Return a PDF with a card for each parent and their link, in the order given."""
    paper = Paper(say.label("Invitations"), school, now)
    for number, (parent, link) in enumerate(cards):
        place = number % CARDS_A_PAGE
        if number and not place:
            paper.add_page()
        top = paper.t_margin + 16 + place * (CARD_HEIGHT + GAP)
        _card(paper, _texts(say, school, parent, link), link, top)
    return paper.finish()


def _card(paper: Paper, texts: Sequence[tuple[str, int, str]], link: str, top: float) -> None:
    left, width = paper.l_margin, paper.epw - QR_SIZE - GAP
    _qr(paper, link, left + width + GAP, top)
    paper.set_xy(left, top)
    for text, size, style in texts:
        paper.set_x(left)
        paper.set_font(FONT, style, size)
        paper.multi_cell(
            width, size * 0.5, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT
        )
        paper.ln(1.5)
    paper.set_dash_pattern(2, 2)
    paper.line(left, top + CARD_HEIGHT, left + paper.epw, top + CARD_HEIGHT)
    paper.set_dash_pattern()


def _texts(say: Say, school: str, parent: ToInvite, link: str) -> list[tuple[str, int, str]]:
    until = parent.expires_at
    day = say.full_date(until.astimezone(say.zone).date()) if until else ""
    return [
        (_short(parent.name), NAME_SIZE, "B"),
        (_children(say, parent), TEXT_SIZE, ""),
        (
            say.label("Book places in the clubs of {school} in Telegram.", school=school),
            TEXT_SIZE,
            "B",
        ),
        (
            say.label(
                "1. Point your phone's camera at the picture, or open this link: {link}", link=link
            ),
            TEXT_SIZE,
            "",
        ),
        (say.label("2. In Telegram, tap Start and share your phone number."), TEXT_SIZE, ""),
        (
            say.label("For you alone: it works once, until {day}.", day=day),
            SMALL_SIZE,
            "",
        ),
    ]


def _children(say: Say, parent: ToInvite) -> str:
    names = [f"{_short(each.name)} ({say.grade(each.grade)})" for each in parent.children]
    more = " …" if len(names) > CHILDREN_NAMED else ""
    listed = ", ".join(names[:CHILDREN_NAMED]) + more
    return say.label("Parent or carer of {children}", children=listed)


def _short(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


def _qr(paper: Paper, link: str, left: float, top: float) -> None:
    """Draw a link as a QR code: its dark modules, row by row, as long as they touch."""
    modules = segno.make(link, error="m", micro=False).matrix
    size = QR_SIZE / len(modules)
    paper.set_fill_color(0)
    for row, line in enumerate(modules):
        column = 0
        while column < len(line):
            length = _run(line, column)
            if length:
                paper.rect(left + column * size, top + row * size, length * size, size, style="F")
            column += length or 1


def _run(line: Sequence[int], first: int) -> int:
    """Return how many dark modules there are side by side."""
    length = 0
    while first + length < len(line) and line[first + length]:
        length += 1
    return length
