"""The chart of the school's money, week by week."""

from bot.documents.chart import Series, bar_chart
from bot.screens.money import span_words
from bot.texts import Say
from domain.periods import Span
from storage.money_queries import Money


def money_chart(say: Say, span: Span, found: Money) -> bytes:
    """Return a PNG with what was taken, used for places and paid out in each week."""
    weeks = found.weeks
    series = [
        Series(say.label("Taken"), [each.taken_minor for each in weeks]),
        Series(say.label("Used for places"), [each.used_minor for each in weeks]),
        Series(say.label("Paid out"), [each.paid_out_minor for each in weeks]),
    ]
    labels = [say.short_day(each.week.first) for each in weeks]
    title = say.label("Money by week: {span}", span=span_words(say, span))
    return bar_chart(title, labels, series, written=say.money)
