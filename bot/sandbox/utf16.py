"""Texts measured as Telegram measures them: in UTF-16 code units."""


def length(text: str) -> int:
    """Count code units: characters outside the basic plane count twice."""
    return len(text) + sum(character > "\uffff" for character in text)
