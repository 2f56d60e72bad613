"""Every sentence for people is in every catalogue, whole, and nowhere else."""

import ast
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from string import Formatter

import pytest
from babel.messages import Catalog, Message
from babel.messages.pofile import read_po

from bot import locales
from bot.locales.__main__ import FOLDER, sentences, updated, written

BOT = Path(locales.__file__).parents[1]
CATALOGUES = sorted(FOLDER.glob("*/LC_MESSAGES/afterbell.po"))
HANDLERS = sorted(BOT.glob("handlers/*.py"))
SCREENS = sorted(BOT.glob("screens/*.py"))
ALSO_SPEAK = [BOT / "conversation.py", BOT / "menu.py", BOT / "routes.py"]


def name_of(path: Path) -> str:
    return str(path.relative_to(BOT))


every_module = pytest.mark.parametrize("path", [*HANDLERS, *SCREENS, *ALSO_SPEAK], ids=name_of)
every_catalogue = pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: path.parts[-3])


def read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale=path.parts[-3])


def forms(message: Message) -> list[tuple[str, str]]:
    """Return each form of a message with the sentence it translates."""
    if isinstance(message.id, str):
        return [(message.id, str(message.string))]
    ids, said = list(message.id), list(message.string or ())
    return [(ids[min(number, 1)], words) for number, words in enumerate(said)]


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


def test_there_is_english() -> None:
    assert "en" in [path.parts[-3] for path in CATALOGUES]


def test_sentences_are_found() -> None:
    found = {str(message.id) for message in sentences()}

    assert len(found) > 150
    assert "Book a place" in found


@every_catalogue
def test_every_sentence_of_the_code_is_in_the_catalogue_and_no_other(path: Path) -> None:
    in_code = {message.id for message in sentences() if message.id}
    in_catalogue = {message.id for message in read(path) if message.id}

    assert in_catalogue == in_code


@every_catalogue
def test_every_sentence_has_words(path: Path) -> None:
    silent = [
        message.id
        for message in read(path)
        if message.id and not all(said for _, said in forms(message))
    ]

    assert silent == []


@every_catalogue
def test_no_sentence_is_obsolete_or_unsure(path: Path) -> None:
    catalogue = read(path)

    assert not catalogue.obsolete
    assert not [message.id for message in catalogue if message.fuzzy and message.id]


@every_catalogue
def test_values_are_put_into_every_form_by_the_same_names(path: Path) -> None:
    for message in read(path):
        for sentence, said in forms(message) if message.id else ():
            # "One place left" may do without its number, and only sentences that count have one.
            number = {"n"} if message.pluralizable else set()
            assert placeholders(said) | number == placeholders(sentence) | number, sentence


@every_catalogue
def test_gathering_the_sentences_again_would_change_nothing(path: Path) -> None:
    """If not: `.venv/bin/python -m bot.locales`."""
    assert written(updated(path)) == path.read_bytes()


def module(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"))


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def sentences_said(call: ast.Call) -> list[ast.expr]:
    """Return where the sentences stand in a call that says some."""
    match ast.unparse(call.func).removeprefix("context."):
        case "say" | "say.label":
            return call.args[:1]
        case "say.count":
            return call.args[:2]
    return []


def words(nodes: Iterable[ast.AST]) -> set[str]:
    """Return the texts in nodes that look as if they were for people, not names in code."""
    texts = {
        node.value
        for node in nodes
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    }
    return {text for text in texts if text[:1].isupper() or re.search(r"\w \w", text)}


def docstrings(tree: ast.Module) -> set[str]:
    """Return every text that is a statement of its own."""
    return words(node.value for node in ast.walk(tree) if isinstance(node, ast.Expr))


def not_for_people(tree: ast.Module) -> set[str]:
    """Return what goes to the log, and the names of variables of types."""
    told = [
        call
        for call in calls(tree)
        if ast.unparse(call.func).startswith(("log.", "TypeVar", "ParamSpec"))
    ]
    return words(argument for call in told for argument in call.args)


@every_module
def test_every_sentence_is_written_where_it_is_said(path: Path) -> None:
    """Or it would not be found for the catalogues."""
    for call in calls(module(path)):
        for sentence in sentences_said(call):
            assert isinstance(sentence, ast.Constant), f"{path.name}:{call.lineno}"


@every_module
def test_no_words_for_people_come_from_elsewhere_than_a_catalogue(path: Path) -> None:
    tree = module(path)
    said = words(sentence for call in calls(tree) for sentence in sentences_said(call))

    assert words(ast.walk(tree)) - said - docstrings(tree) - not_for_people(tree) == set()


@pytest.mark.parametrize("path", HANDLERS, ids=name_of)
def test_handlers_leave_the_words_to_the_screens(path: Path) -> None:
    """But for a label of a reply keyboard, with which what was typed is compared."""
    said = {
        ast.unparse(sentence) for call in calls(module(path)) for sentence in sentences_said(call)
    }

    assert said <= {"'Cancel'"}
