"""What a PDF says, page by page."""

from io import BytesIO

from pypdf import PdfReader


def pages_of(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(BytesIO(content)).pages]


def flat(text: str) -> str:
    """Return a text without the spaces and ends of lines that a layout adds."""
    return "".join(text.split())
