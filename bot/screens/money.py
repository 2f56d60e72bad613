"""The office's screen of the school's money."""

from bot.screen import Button, Screen, lines, paragraphs
from bot.taps.money import SendMoneyFile, ShowMoney
from bot.texts import Html, Say
from domain.periods import Period, Span
from storage.money_queries import Money, WeekOfMoney

WEEKS_WRITTEN = 6
"""Further ones are in the chart: a caption has 1024 characters."""


def money(say: Say, span: Span, period: Period, found: Money) -> Screen:
    """Say what moved in a period and how things stand; it goes below the chart."""
    weeks = found.weeks
    heading = say(
        "<b>Money: {span}</b>\n{first} – {last}",
        span=span_words(say, span),
        first=say.full_date(period.first),
        last=say.full_date(period.last),
    )
    return Screen(
        paragraphs(
            heading,
            lines(
                _amount(say, say.label("Taken"), sum(each.taken_minor for each in weeks)),
                _amount(say, say.label("Used for places"), sum(each.used_minor for each in weeks)),
                _amount(say, say.label("Paid out"), sum(each.paid_out_minor for each in weeks)),
                _corrections(say, sum(each.corrected_minor for each in weeks)),
            ),
            _by_week(say, weeks) if 1 < len(weeks) <= WEEKS_WRITTEN else None,
            lines(
                say("Now:"),
                _amount(say, say.label("Due for held places"), found.due_minor),
                _amount(say, say.label("Credit on accounts"), found.credit_minor),
                _amount(say, say.label("Owed by families"), found.owed_minor),
                _amount(say, say.label("Refunds to pay (/refunds)"), found.refunds_minor),
            ),
        ),
        (
            tuple(
                Button(span_words(say, each), ShowMoney(each)) for each in Span if each is not span
            ),
            (Button(say.label("All entries (CSV)"), SendMoneyFile(span)),),
        ),
        stays=True,
    )


def _amount(say: Say, what: str, amount_minor: int) -> Html:
    return say("{what}: {amount}", what=what, amount=say.money(amount_minor))


def _corrections(say: Say, amount_minor: int) -> Html | None:
    return _amount(say, say.label("Corrections"), amount_minor) if amount_minor else None


def _by_week(say: Say, weeks: tuple[WeekOfMoney, ...]) -> Html:
    return lines(
        say("Taken by week:"),
        *[_amount(say, say.day(each.week.first), each.taken_minor) for each in weeks],
    )


def span_words(say: Say, span: Span) -> str:
    words = {
        Span.WEEKS: say.label("Last 4 weeks"),
        Span.MONTH: say.label("This month"),
        Span.TERM: say.label("This term"),
    }
    return words[span]
