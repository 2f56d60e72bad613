"""A link as a picture that a phone's camera reads."""

from io import BytesIO

import segno

DOTS_A_MODULE = 12
"""So that it stays sharp when Telegram makes it smaller."""
MARGIN = 4
"""In modules, as the standard asks for."""


def qr_png(link: str) -> bytes:
    """Return the link as a QR code, readable with some of it covered."""
    picture = BytesIO()
    code = segno.make(link, error="m", micro=False)
    code.save(picture, kind="png", scale=DOTS_A_MODULE, border=MARGIN)
    return picture.getvalue()
