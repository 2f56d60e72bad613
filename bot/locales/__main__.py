"""Gather the sentences of the code into every catalogue: `python -m bot.locales`.

English stands in the code; its catalogue holds each sentence as it is, so that a school can
reword one without touching code. In other catalogues a new sentence waits to be translated.
"""

from io import BytesIO
from pathlib import Path

from babel.messages import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

FOLDER = Path(__file__).parent
KEYWORDS: dict[str, tuple[int, ...] | None] = {"say": None, "label": None, "count": (1, 2)}


def sentences() -> Catalog:
    """Extract what the code says; where it stands is left out, for it moves all the time."""
    template = Catalog(project="afterbell", charset="utf-8", fuzzy=False)
    found = extract_from_dir(FOLDER.parent, method_map=[("**.py", "python")], keywords=KEYWORDS)
    for _file, _line, message, comments, context in found:
        template.add(message, auto_comments=comments, context=context)
    return template


def updated(path: Path) -> Catalog:
    """Return a catalogue with every sentence of the code and no other."""
    language = path.parent.parent.name
    with path.open("rb") as file:
        catalogue = read_po(file, locale=language)
    catalogue.update(sentences(), no_fuzzy_matching=True)
    catalogue.obsolete.clear()
    if language == "en":
        for message in catalogue:
            # Unsure is one that was of one thing before, and is of several now.
            if message.id and (message.fuzzy or not any(message.string or ())):
                message.string = message.id
                message.flags.discard("fuzzy")
    return catalogue


def written(catalogue: Catalog) -> bytes:
    """Return the catalogue as a file, sorted, so that changes read well."""
    file = BytesIO()
    write_po(file, catalogue, sort_output=True, width=100, omit_header=True)
    return file.getvalue()


if __name__ == "__main__":
    for path in FOLDER.glob("*/LC_MESSAGES/afterbell.po"):
        path.write_bytes(written(updated(path)))
