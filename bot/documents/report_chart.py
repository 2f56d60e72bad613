"""The picture of a report: a bar an activity with what matters beside it, and the money below."""

from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from bot.documents.chart import COLORS, DPI, PADDING_INCHES, TEXT_POINTS, TITLE_POINTS
from bot.screens.report import MOST_DRAWN, share, span_words
from bot.texts import Say
from domain.reports import ReportSpan
from storage.report_queries import ActivityFigures, Report

WIDTH_INCHES, BAR_INCHES, TOP_INCHES, MONEY_INCHES = 8, 0.5, 1.2, 2.8
LONGEST_NAME = 22
FULL = 100
ROOM_FOR_WORDS = 125
"""To the right of the bars, in percent of a full one."""
MOST_LABELS = 6


def report_chart(say: Say, span: ReportSpan, found: Report) -> bytes:
    """Return a PNG; it works in any thread, for nothing of it is shared."""
    shown = found.activities[:MOST_DRAWN]
    of_bars = TOP_INCHES + BAR_INCHES * max(1, len(shown))
    # Not by pyplot, which keeps every figure in a state of its own.
    figure = Figure(figsize=(WIDTH_INCHES, of_bars + MONEY_INCHES), dpi=DPI)
    figure.set_layout_engine("constrained", w_pad=PADDING_INCHES, h_pad=PADDING_INCHES)
    canvas = FigureCanvasAgg(figure)
    bars, money = figure.subplots(2, 1, height_ratios=(of_bars, MONEY_INCHES))
    bars.set_title(_title(say, span, found), fontsize=TITLE_POINTS, loc="left", pad=12)
    _draw_activities(say, bars, shown)
    _draw_money(say, money, found)
    file = BytesIO()
    canvas.print_png(file)  # type: ignore[no-untyped-call]
    return file.getvalue()


def _title(say: Say, span: ReportSpan, found: Report) -> str:
    return say.label(
        "{span}, {first} – {last}: places taken",
        span=span_words(say)[span],
        first=say.short_day(found.period.first),
        last=say.short_day(found.period.last),
    )


def _draw_activities(say: Say, axes: Axes, shown: tuple[ActivityFigures, ...]) -> None:
    rows = range(len(shown))
    axes.barh(rows, [FULL] * len(shown), 0.62, color="#e7ebf0")
    axes.barh(rows, [min(FULL, each.occupancy or 0) for each in shown], 0.62, color=COLORS[0])
    for row, each in zip(rows, shown, strict=True):
        axes.text(FULL + 3, row, _beside(say, each), va="center", fontsize=TEXT_POINTS)
    names = [_name(say, each) for each in shown]
    # A name is no formula, whatever dollars there are in it.
    axes.set_yticks(rows, names, parse_math=False)
    axes.set_xticks([])
    axes.set_xlim(0, FULL + ROOM_FOR_WORDS)
    axes.set_ylim(max(1, len(shown)) - 0.5, -0.5)
    axes.tick_params(labelsize=TEXT_POINTS, length=0)
    axes.spines[:].set_visible(False)


def _name(say: Say, each: ActivityFigures) -> str:
    name = each.name if len(each.name) <= LONGEST_NAME else f"{each.name[: LONGEST_NAME - 1]}…"
    return say.label("{activity}, {day}", activity=name, day=say.weekday(each.weekday)[:3])


def _beside(say: Say, each: ActivityFigures) -> str:
    parts = [share(say, each.occupancy)]
    if each.joined:
        parts.append(say.label("{n} waited", n=each.joined))
    if each.show_rate is not None:
        parts.append(say.label("{percent} came", percent=share(say, each.show_rate)))
    if not each.sessions:
        parts = [say.label("cancelled")]
    return " · ".join(parts)


def _draw_money(say: Say, axes: Axes, found: Report) -> None:
    weeks = found.weeks
    axes.set_title(say.label("Money by week"), fontsize=TITLE_POINTS, loc="left", pad=10)
    places = range(len(weeks))
    taken, used = say.label("Taken"), say.label("Places less refunds")
    axes.bar([n - 0.2 for n in places], [w.taken_minor for w in weeks], 0.4, label=taken)
    axes.bar([n + 0.2 for n in places], [w.used_minor for w in weeks], 0.4, label=used)
    for number, container in enumerate(axes.containers):
        for bar in container:
            bar.set_color(COLORS[number])
    every = -(-len(weeks) // MOST_LABELS)
    labels = [say.short_day(each.week.first) for each in weeks]
    axes.set_xticks(places[::every], labels[::every])
    axes.set_xlim(-0.8, max(1, len(weeks)) - 0.2)
    axes.yaxis.set_major_locator(MaxNLocator(nbins=4, integer=True))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: say.money(round(value))))
    axes.tick_params(labelsize=TEXT_POINTS, length=0)
    axes.grid(axis="y", color="#dde2e8")
    axes.set_axisbelow(True)
    axes.axhline(0, color="#5b6570", linewidth=1)
    axes.spines[:].set_visible(False)
    axes.legend(fontsize=TEXT_POINTS, frameon=False, loc="upper left", ncols=2)
    axes.margins(y=0.35)
    if not any(each.taken_minor or each.used_minor for each in weeks):
        axes.set_yticks([0])
