"""Documents to print: A4, with a font for names of most scripts, and the page's number below."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

import matplotlib
from fpdf import FPDF
from fpdf.enums import Align, XPos, YPos
from fpdf.fonts import FontFace

_FONTS = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
FONT = "DejaVu"
TITLE_SIZE, TEXT_SIZE, SMALL_SIZE = 16, 10, 8
_GREY = 110
_HEAD_FILL = (235, 239, 245)


class Paper(FPDF):
    """A document that is written from top to bottom; `finish` returns its bytes."""

    def __init__(self, title: str, school: str, now: datetime) -> None:
        """Begin the first page with a title, and with the school's name above it."""
        super().__init__(format="A4")
        self.add_font(FONT, "", _FONTS / "DejaVuSans.ttf")
        self.add_font(FONT, "B", _FONTS / "DejaVuSans-Bold.ttf")
        self.set_title(title)
        self.set_creation_date(now)
        self.set_auto_page_break(auto=True, margin=18)
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

    def heading(self, text: str) -> None:
        self.set_font(FONT, "B", TITLE_SIZE)
        self.multi_cell(0, 9, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.set_font(FONT, "", TEXT_SIZE)

    def paragraph(self, text: str) -> None:
        self.multi_cell(0, 6, text, align=Align.L, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(2)

    def grid(
        self,
        header: Sequence[str],
        rows: Iterable[Sequence[str]],
        *,
        widths: Sequence[int],
        align: str = "LEFT",
    ) -> None:
        """Write a table whose header comes again on each page; widths are relative.

        `align` is one of `LEFT`, `RIGHT`, `CENTER` a column, or one for all.
        """
        columns = tuple(align.split()) if " " in align else align
        head = FontFace(emphasis="BOLD", fill_color=_HEAD_FILL)
        with self.table(
            col_widths=tuple(widths),
            text_align=columns,
            headings_style=head,
            line_height=7,
            padding=(0, 1),
        ) as table:
            for row in (header, *rows):
                table.row(tuple(row))
        self.ln(4)

    def finish(self) -> bytes:
        return bytes(self.output())
