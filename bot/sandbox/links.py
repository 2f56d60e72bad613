"""Links as Telegram checks them before it shows them."""

import re
from urllib.parse import urlsplit

_MENTION = re.compile(r"tg://user/?\?id=(\d+)", re.IGNORECASE)
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]*)://", re.IGNORECASE)
_HOST = re.compile(r"[^\s.@/]+(\.[^\s.@/]+)+|localhost", re.IGNORECASE)
_SCHEMES = {"http", "https", "tg", "ton", "tonsite"}


def mentioned_id(url: str) -> int | None:
    """Return whom `tg://user?id=…` mentions."""
    found = _MENTION.fullmatch(url.strip())
    return int(found[1]) if found else None


def checked_link(url: str) -> str | None:
    """Return the link in full, or None if Telegram would not show it as one."""
    url = url.strip()
    scheme = _SCHEME.match(url)
    if scheme is None:
        url = f"http://{url}"
    elif scheme[1].lower() not in _SCHEMES:
        return None
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        if not _HOST.fullmatch(host):
            return None
        if not parts.path and not parts.query:
            return f"{url.rstrip('/')}/"
    return url
