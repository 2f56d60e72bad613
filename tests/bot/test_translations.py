"""A catalogue in another language: gathered, translated by a person, and spoken."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any, cast

import pytest
from babel.messages.pofile import read_po

from bot import texts
from bot.locales import __main__ as gathering
from bot.locales.__main__ import updated, written
from bot.texts import Say
from tests.factory import LONDON, MONDAY

POLISH = """\
msgid "Balance"
msgstr "Saldo"

msgid "<b>Balance: {amount}</b>"
msgstr "<b>Saldo: {amount}</b>"

msgid "{n} place left"
msgid_plural "{n} places left"
msgstr[0] "zostało {n} miejsce"
msgstr[1] "zostały {n} miejsca"
msgstr[2] "zostało {n} miejsc"

msgid "Something that was said once"
msgstr "Coś, co kiedyś powiedziano"
"""


gathered = cache(gathering.sentences)


@pytest.fixture(autouse=True)
def gathered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a second to read all of the code."""
    monkeypatch.setattr(gathering, "sentences", lambda: deepcopy(gathered()))


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Catalogues of Polish, with some sentences translated, and of English."""
    english = tmp_path / "en" / "LC_MESSAGES" / "afterbell.po"
    path = tmp_path / "pl" / "LC_MESSAGES" / "afterbell.po"
    for each, content in ((english, ""), (path, POLISH)):
        each.parent.mkdir(parents=True)
        each.write_text(content, encoding="utf-8")
    monkeypatch.setattr(texts, "CATALOGUES", tmp_path)
    texts.catalogue.cache_clear()
    texts.languages.cache_clear()
    yield path
    texts.catalogue.cache_clear()
    texts.languages.cache_clear()


def translations(path: Path) -> dict[Any, Any]:
    with path.open("rb") as file:
        return {message.id: message.string for message in read_po(file, locale="pl") if message.id}


def test_people_are_spoken_to_in_their_language(polish: Path) -> None:
    say = Say("pl", LONDON, "GBP")

    assert say.label("Balance") == "Saldo"
    assert say("<b>Balance: {amount}</b>", amount="1 < 2") == "<b>Saldo: 1 &lt; 2</b>"


@pytest.mark.parametrize(
    ("n", "said"),
    [(1, "zostało 1 miejsce"), (3, "zostały 3 miejsca"), (5, "zostało 5 miejsc")],
)
def test_language_may_have_more_plural_forms_than_english(polish: Path, n: int, said: str) -> None:
    assert Say("pl", LONDON, "GBP").count("{n} place left", "{n} places left", n) == said


def test_sentence_that_is_not_translated_yet_is_said_in_english(polish: Path) -> None:
    polish.write_bytes(written(updated(polish)))

    assert Say("pl", LONDON, "GBP").label("Home") == "Home"


def test_values_are_written_as_in_that_language(polish: Path) -> None:
    say = Say("pl-PL", LONDON, "PLN")

    assert say.day(MONDAY) == "pon. 14 wrz"
    assert say.weekday(0) == "poniedziałek"
    assert say.money(125050) == "1\u00a0250,50\u00a0zł"


def test_other_languages_are_english_still(polish: Path) -> None:
    assert Say("de", LONDON, "GBP").label("Balance") == "Balance"


def test_gathering_keeps_translations_drops_what_is_obsolete_and_adds_what_is_new(
    polish: Path,
) -> None:
    polish.write_bytes(written(updated(polish)))

    found = translations(polish)
    assert found["Balance"] == "Saldo"
    assert found["{n} place left", "{n} places left"][2] == "zostało {n} miejsc"
    assert "kiedyś powiedziano" not in polish.read_text(encoding="utf-8")
    assert found["Home"] == ""


def test_gathering_again_changes_nothing(polish: Path) -> None:
    polish.write_bytes(written(updated(polish)))

    assert written(updated(polish)) == polish.read_bytes()


def test_english_says_every_sentence_as_it_stands_in_the_code(polish: Path) -> None:
    english = polish.parents[2] / "en" / "LC_MESSAGES" / "afterbell.po"

    catalogue = updated(english)

    assert all(message.string == message.id for message in catalogue if message.id), (
        "but for what a school has reworded"
    )


def test_rewording_of_a_school_is_kept(polish: Path) -> None:
    english = polish.parents[2] / "en" / "LC_MESSAGES" / "afterbell.po"
    english.write_text('msgid "Balance"\nmsgstr "Your money"\n', encoding="utf-8")

    assert cast(Any, updated(english).get("Balance")).string == "Your money"
