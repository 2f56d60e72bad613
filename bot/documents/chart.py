"""Charts as pictures for a phone: few bars, large letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

COLORS = ("#2a6fb0", "#e08a1e", "#8a94a3")
SIZE_INCHES, DPI = (8, 5.5), 150
PADDING_INCHES = 0.15
TEXT_POINTS, TITLE_POINTS = 13, 16
ROOM_OF_BARS = 0.8
"""Of the room between two labels."""
MOST_LABELS = 9


@dataclass(frozen=True, slots=True)
class Series:
    """The bars of one colour."""

    name: str
    values: Sequence[int]


def bar_chart(
    title: str, labels: Sequence[str], series: Sequence[Series], *, written: Callable[[int], str]
) -> bytes:
    """Return a PNG with a group of bars a label; `written` writes the values of the axis.

    It works in any thread, for nothing of it is shared.
    """
    # Not by pyplot, which keeps every figure in a state of its own.
    figure = Figure(figsize=SIZE_INCHES, dpi=DPI)
    figure.set_layout_engine("constrained", w_pad=PADDING_INCHES, h_pad=PADDING_INCHES)
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.set_title(title, fontsize=TITLE_POINTS, loc="left", pad=12)
    width = ROOM_OF_BARS / len(series)
    for number, each in enumerate(series):
        shift = (number - (len(series) - 1) / 2) * width
        places = [place + shift for place in range(len(labels))]
        axes.bar(places, each.values, width, label=each.name, color=COLORS[number % len(COLORS)])
    _finish(axes, labels, written)
    if not any(value for each in series for value in each.values):
        axes.set_yticks([0])
    file = BytesIO()
    canvas.print_png(file)  # type: ignore[no-untyped-call]
    return file.getvalue()


def _finish(axes: Axes, labels: Sequence[str], written: Callable[[int], str]) -> None:
    every = -(-len(labels) // MOST_LABELS)
    axes.set_xticks(range(0, len(labels), every), labels[::every])
    axes.yaxis.set_major_locator(MaxNLocator(nbins=6, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: written(round(value))))
    axes.tick_params(labelsize=TEXT_POINTS, length=0)
    axes.grid(axis="y", color="#dde2e8")
    axes.set_axisbelow(True)
    axes.axhline(0, color="#5b6570", linewidth=1)
    axes.spines[:].set_visible(False)
    axes.legend(fontsize=TEXT_POINTS, frameon=False, loc="upper left", ncols=3)
    axes.margins(y=0.18)
