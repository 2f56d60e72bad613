"""The office's screen of the school's money."""

from telegram.constants import MessageLimit

from bot.screen import Button, Screen, lines, paragraphs
from bot.taps.money import SendMoneyFile, SendWeeksFile, ShowMoney
from bot.texts import Html, Say
from domain.periods import Period, Span
from storage.money_queries import Money, WeekOfMoney

WEEKS_WRITTEN = 6
"""Further ones are in the chart and in a file."""


def money(say: Say, span: Span, period: Period, found: Money) -> Screen:
    """Say what moved in a period and how things stand; it goes below the chart."""
    by_week = _by_week(say, found.weeks) if 1 < len(found.weeks) <= WEEKS_WRITTEN else None
    text = _text(say, span, period, found, by_week)
    if len(text) > MessageLimit.CAPTION_LENGTH:
        text = _text(say, span, period, found, None)
    spans = [Button(span_words(say, each), ShowMoney(each)) for each in Span if each is not span]
    files = (
        Button(say.label("By week (CSV)"), SendWeeksFile(span)),
        Button(say.label("All entries (CSV)"), SendMoneyFile(span)),
    )
    return Screen(text, (tuple(spans), files), stays=True)


def _text(say: Say, span: Span, period: Period, found: Money, by_week: Html | None) -> Html:
    weeks, now = found.weeks, found.now
    return paragraphs(
        say(
            "<b>Money: {span}</b>\n{first} – {last}",
            span=span_words(say, span),
            first=say.full_date(period.first),
            last=say.full_date(period.last),
        ),
        lines(
            _amount(say, say.label("Taken"), sum(each.taken_minor for each in weeks)),
            _amount(
                say,
                say.label("Places less refunds"),
                sum(each.used_minor for each in weeks),
            ),
            _amount(say, say.label("Paid out"), sum(each.paid_out_minor for each in weeks)),
            _corrections(say, sum(each.corrected_minor for each in weeks)),
        ),
        by_week,
        lines(
            say("Now:"),
            _amount(say, say.label("Due for held places"), now.due_minor),
            _amount(say, say.label("Credit on accounts"), now.credit_minor),
            _amount(say, say.label("Owed by families"), now.owed_minor),
            _amount(say, say.label("Refunds to pay (/refunds)"), now.refunds_minor),
        ),
    )


def _amount(say: Say, what: str, amount_minor: int) -> Html:
    return say("{what}: {amount}", what=what, amount=say.money(amount_minor))


def _corrections(say: Say, amount_minor: int) -> Html | None:
    return _amount(say, say.label("Corrections"), amount_minor) if amount_minor else None


def _by_week(say: Say, weeks: tuple[WeekOfMoney, ...]) -> Html:
    return lines(
        say("By week, and how things stood at its end:"),
        *[_week(say, each) for each in weeks],
    )


def _week(say: Say, week: WeekOfMoney) -> Html:
    day, taken = say.day(week.week.first), say.money(week.taken_minor)
    stood = week.standing
    if stood is None:
        return say("{day}: taken {taken}", day=day, taken=taken)
    return say(
        "{day}: taken {taken}; due {due}, credit {credit}, to refund {refunds}",
        day=day,
        taken=taken,
        due=say.money(stood.due_minor),
        credit=say.money(stood.credit_minor),
        refunds=say.money(stood.refunds_minor),
    )


def span_words(say: Say, span: Span) -> str:
    words = {
        Span.WEEKS: say.label("Last 4 weeks"),
        Span.MONTH: say.label("This month"),
        Span.TERM: say.label("This term"),
    }
    return words[span]
