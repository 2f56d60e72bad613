"""A link as a picture: its dots are those of the code, sharp and with a margin."""

from io import BytesIO

import segno
from matplotlib.image import imread

from bot.documents.qr import DOTS_A_MODULE, MARGIN, qr_png

LINK = "https://t.me/hill_school_bot?start=staff-0123456789abcdef"


def test_picture_has_the_modules_of_the_code_and_a_white_margin() -> None:
    modules = segno.make(LINK, error="m", micro=False).matrix
    picture = imread(BytesIO(qr_png(LINK)), format="png")

    side = (len(modules) + 2 * MARGIN) * DOTS_A_MODULE
    assert picture.shape[:2] == (side, side)
    first = MARGIN * DOTS_A_MODULE + DOTS_A_MODULE // 2
    read = picture[first : side - MARGIN * DOTS_A_MODULE : DOTS_A_MODULE, first::DOTS_A_MODULE]
    dark = [[value < 0.5 for value in row[: len(modules)]] for row in read.tolist()]
    assert dark == [[bool(module) for module in row] for row in modules]
    assert picture[: MARGIN * DOTS_A_MODULE].min() == 1
