"""Texts measured as Telegram measures them: in UTF-16 code units."""

_ENCODING, _ERRORS = "utf-16-le", "surrogatepass"


def length(text: str) -> int:
    """Count code units: characters outside the basic plane count twice."""
    return len(text) if text.isascii() else len(text.encode(_ENCODING, _ERRORS)) // 2


def part(text: str, begin: int, end: int | None) -> str:
    """Return what stands between two code units, or from one to the end."""
    if text.isascii():
        return text[begin:end]
    units = text.encode(_ENCODING, _ERRORS)[2 * begin : None if end is None else 2 * end]
    return units.decode(_ENCODING, _ERRORS)
