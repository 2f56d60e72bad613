"""Invitations to print: a card for each parent, with a picture that leads to their link."""

from datetime import date, timedelta
from io import BytesIO

from pypdf import PdfReader

from bot.documents.invitations import CARDS_A_PAGE, invitation_cards
from bot.texts import Say
from domain.model import Child
from storage.invitation_queries import ToInvite
from tests.bot.values import HOSTILE_NAME
from tests.factory import NOW


def card(number: int, name: str = "Ann Smith", *children: str) -> tuple[ToInvite, str]:
    of = tuple(Child(each, who, date(2018, 5, 31), 3) for each, who in enumerate(children))
    until = NOW + timedelta(days=30)
    parent = ToInvite(number, name, of or (Child(1, "Emma", date(2018, 5, 31), 0),), "code", until)
    return parent, f"https://t.me/a_bot?start={number:032}"


def texts(say: Say, *cards: tuple[ToInvite, str]) -> list[str]:
    content = invitation_cards(say, "Hill School", cards, now=NOW)
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def test_card_says_whose_it_is_and_how_to_use_it(say: Say) -> None:
    [page] = texts(say, card(7))
    words = " ".join(page.split())
    assert "Ann Smith Parent or carer of Emma (Reception)" in words
    assert "Book places in the clubs of Hill School in Telegram." in words
    assert f"https://t.me/a_bot?start={7:032}" in page.replace("\n", "")
    assert "For you alone: it works once, until 7 October 2026." in words


def test_cards_go_on_as_many_pages_as_they_need(say: Say) -> None:
    pages = texts(say, *[card(each, f"Ann {each}.") for each in range(2 * CARDS_A_PAGE + 1)])
    assert [page.count("Parent or carer") for page in pages] == [CARDS_A_PAGE, CARDS_A_PAGE, 1]


def test_names_are_as_they_are_and_the_longest_are_cut(say: Say) -> None:
    [page] = texts(say, card(1, HOSTILE_NAME, "W" * 80, "B", "C", "D"))
    assert HOSTILE_NAME in page
    assert "W" * 43 + "…" in page.replace("\n", "")
    assert " ".join(page.split()).count("C (Year 3) …") == 1
