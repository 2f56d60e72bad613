"""What a PDF says, page by page."""

from io import BytesIO

from pypdf import PdfReader

from bot.documents.paper import STEERING


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def flat(text: str) -> str:
    """Return a text without what a layout adds, and without what only steers it."""
    return "".join(letter for letter in text if not letter.isspace() and letter not in STEERING)
