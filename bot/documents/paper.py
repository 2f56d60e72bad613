"""Documents to print: A4, with a font for names of most scripts, and the page's number below."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from importlib.util import find_spec
from pathlib import Path
from unicodedata import category

from fpdf import FPDF
from fpdf.enums import Align, TableBordersLayout, XPos, YPos
from fpdf.fonts import FontFace, TTFFont

FONT = "DejaVu"
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 16, 10, 8
_GREY = 110
_LINE_GREY = 200
_HEAD_FILL = (235, 239, 245)
_NO_GLYPH = "□"
_AROUND = 5
"""Millimetres beside a text in its cell."""
STEERING = "\u2066\u2067\u2068\u2069"
"""What keeps a name in its own direction from turning the rest of a line; it has no glyphs."""


def _font_folder() -> Path:
    """Find the fonts that come with matplotlib, which is slow to import and not needed for it."""
    found = find_spec("matplotlib")
    if found is None or found.origin is None:
        raise ModuleNotFoundError("matplotlib")
    return Path(found.origin).parent / "mpl-data" / "fonts" / "ttf"


class Paper(FPDF):
    """A document that is written from top to bottom; `finish` returns its bytes.

    A letter that the font lacks is printed as a box.
    """

    def __init__(self, title: str, school: str, now: datetime) -> None:
        """Begin the first page with a title, and with the school's name above it."""
        super().__init__(format="A4")
        folder = _font_folder()
        self.add_font(FONT, "", folder / "DejaVuSans.ttf")
        self.add_font(FONT, "B", folder / "DejaVuSans-Bold.ttf")
        # Arabic letters are joined, and names that run from right to left do.
        self.set_text_shaping(use_shaping_engine=True, direction="ltr")
        self.set_title(title)
        self.set_creation_date(now)
        self.set_auto_page_break(auto=True, margin=18)
        self.set_draw_color(_LINE_GREY)
        self._school = school
        self.add_page()
        self.heading(title)

    def header(self) -> None:
        self._small(self._school, y=8, align=Align.L)
        self.set_y(16)

    def footer(self) -> None:
        self._small(str(self.page_no()), y=-12, align=Align.R)

    def _small(self, text: str, *, y: float, align: Align) -> None:
        self.set_y(y)
        self.set_font(FONT, "", SMALL_SIZE)
        self.set_text_color(_GREY)
        self.cell(0, 5, text, align=align)
        self.set_text_color(0)

    def normalize_text(self, text: str) -> str:
        """Return what the font in use can print of a text; the library asks for each."""
        return "".join(self._printable(letter) for letter in text)

    def _printable(self, letter: str) -> str:
        font = self.current_font
        if letter == "\n" or (isinstance(font, TTFFont) and ord(letter) in font.cmap):
            return letter
        if letter in STEERING:
            return letter
        # What else only steers how others are shown, or spaces them, leaves no box.
        if letter.isspace():
            return " "
        return "" if category(letter) in ("Cc", "Cf", "Mn") else _NO_GLYPH

    def heading(self, text: str) -> None:
        self.set_font(FONT, "B", TITLE_SIZE)
        self.multi_cell(0, 9, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font(FONT, "", TEXT_SIZE)

    def paragraph(self, text: str) -> None:
        self.multi_cell(0, 6, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2)

    def facts(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Write what each thing is below each other: its name, and then its value in bold."""
        with self.table(
            col_widths=(1, 2),
            text_align="LEFT",
            first_row_as_headings=False,
            borders_layout=TableBordersLayout.NONE,
            line_height=6,
        ) as table:
            for name, value in pairs:
                row = table.row()
                row.cell(name)
                row.cell(value, style=FontFace(emphasis="BOLD"))
        self.ln(4)

    def grid(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        widths: Sequence[int],
        align: str = "LEFT",
        total: Sequence[str] | None = None,
    ) -> None:
        """Write a table whose header comes again on each page; widths are relative.

        What stands at the right, as amounts do, is never broken: its column is as wide as it needs.
        `align` is one of `LEFT`, `RIGHT`, `CENTER` a column, or one for all. What the table comes
        to, its total, is a last row in bold.
        """
        columns = tuple(align.split()) if " " in align else align
        bold = FontFace(emphasis="BOLD", fill_color=_HEAD_FILL)
        rows = list(rows)
        every = [header, *rows, *([total] if total is not None else [])]
        with self.table(
            col_widths=self._fitting(widths, columns, every),
            text_align=columns,
            headings_style=bold,
            borders_layout=TableBordersLayout.HORIZONTAL_LINES,
            line_height=5.4,
            padding=(0.8, 1),
        ) as table:
            for cells in (header, *rows):
                table.row(tuple(cells))
            if total is not None:
                table.row(tuple(total), style=bold)
        self.ln(4)

    def _fitting(
        self, widths: Sequence[int], columns: Sequence[str] | str, every: Sequence[Sequence[str]]
    ) -> tuple[float, ...]:
        """Return the widths in millimetres; what is not at the right has what is left."""
        given = [self.epw * each / sum(widths) for each in widths]
        self.set_font(style="B")
        needed = {
            number: max(self.get_string_width(cells[number]) for cells in every) + _AROUND
            for number, align in enumerate(columns)
            if align == "RIGHT"
        }
        self.set_font(style="")
        fixed = {number: max(given[number], width) for number, width in needed.items()}
        rest = sum(width for number, width in enumerate(given) if number not in fixed)
        left = max(self.epw - sum(fixed.values()), self.epw / 4)
        return tuple(
            fixed.get(number, width * left / rest if rest else width)
            for number, width in enumerate(given)
        )

    def finish(self) -> bytes:
        for font in self.fonts.values():
            if isinstance(font, TTFFont):
                # The library would log them; there are only those without any.
                font.missing_glyphs.clear()
        return bytes(self.output())
