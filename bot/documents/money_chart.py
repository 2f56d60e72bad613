"""The chart of the school's money: what moved in each week, and how things stood at its end."""

from bot.documents.chart import Series, bars_and_lines
from bot.screens.money import span_words
from bot.texts import Say
from domain.periods import Span
from storage.money_queries import Money


def money_chart(say: Say, span: Span, found: Money) -> bytes:
    """Return a PNG; a week that has not begun has no end yet."""
    weeks = found.weeks
    moved = [
        Series(say.label("Taken"), [each.taken_minor for each in weeks]),
        Series(say.label("Places less refunds"), [each.used_minor for each in weeks]),
        Series(say.label("Paid out"), [each.paid_out_minor for each in weeks]),
    ]
    ends = [each.standing for each in weeks if each.standing is not None]
    stood = [
        Series(say.label("Due"), [each.due_minor for each in ends]),
        Series(say.label("Credit on accounts"), [each.credit_minor for each in ends]),
        Series(say.label("Refunds to pay"), [each.refunds_minor for each in ends]),
    ]
    labels = [say.short_day(each.week.first) for each in weeks]
    title = say.label("Money by week: {span}", span=span_words(say, span))
    below = say.label("At the end of each week, or now")
    return bars_and_lines((title, moved), (below, stood), labels, written=say.money)
