"""Charts as pictures for a phone: few bars, large letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

COLORS = ("#2a6fb0", "#e08a1e", "#8a94a3")
STYLES = ("-", "--", ":")
"""Of lines, which must be told apart without colours too."""
SIZE_INCHES, DPI = (8, 9), 150
PADDING_INCHES = 0.15
TEXT_POINTS, TITLE_POINTS = 13, 16
ROOM_OF_BARS = 0.8
"""Of the room between two labels."""
MOST_LABELS = 9


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one colour, or one line."""

    name: str
    values: Sequence[int]


def bars_and_lines(
    bars: tuple[str, Sequence[Series]],
    lines: tuple[str, Sequence[Series]],
    labels: Sequence[str],
    *,
    written: Callable[[int], str],
) -> bytes:
    """Return a PNG with a group of bars a label, and lines below; each part has its title.

    `written` writes the values of the axes. Lines may end before the last label. It works in any
    thread, for nothing of it is shared.
    """
    # Not by pyplot, which keeps every figure in a state of its own.
    figure = Figure(figsize=SIZE_INCHES, dpi=DPI)
    figure.set_layout_engine("constrained", w_pad=PADDING_INCHES, h_pad=PADDING_INCHES)
    canvas = FigureCanvasAgg(figure)
    above, below = figure.subplots(2, 1)
    _draw_bars(above, bars[1], len(labels))
    for number, each in enumerate(lines[1]):
        style = {"color": COLORS[number], "linestyle": STYLES[number], "linewidth": 3}
        below.plot(range(len(each.values)), each.values, marker="o", label=each.name, **style)
    for axes, (title, series) in ((above, bars), (below, lines)):
        axes.set_title(title, fontsize=TITLE_POINTS, loc="left", pad=12)
        _finish(axes, labels, written)
        values = [value for each in series for value in each.values]
        if not any(values):
            axes.set_yticks([0])
        elif min(values) >= 0:
            axes.set_ylim(bottom=0)
    file = BytesIO()
    canvas.print_png(file)  # type: ignore[no-untyped-call]
    return file.getvalue()


def _draw_bars(axes: Axes, series: Sequence[Series], labels: int) -> None:
    width = ROOM_OF_BARS / len(series)
    for number, each in enumerate(series):
        shift = (number - (len(series) - 1) / 2) * width
        places = [place + shift for place in range(labels)]
        axes.bar(places, each.values, width, label=each.name, color=COLORS[number])


def _finish(axes: Axes, labels: Sequence[str], written: Callable[[int], str]) -> None:
    every = -(-len(labels) // MOST_LABELS)
    axes.set_xticks(range(0, len(labels), every), labels[::every])
    axes.set_xlim(-0.6, len(labels) - 0.4)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(round(value))))
    axes.tick_params(labelsize=TEXT_POINTS, length=0)
    axes.grid(axis="y", color="#dde2e8")
    axes.set_axisbelow(True)
    axes.axhline(0, color="#5b6570", linewidth=1)
    axes.spines[:].set_visible(False)
    axes.legend(fontsize=TEXT_POINTS, frameon=False, loc="upper left", ncols=3)
    axes.margins(y=0.18)
