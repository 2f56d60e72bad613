"""The summary before Confirm: what it will do with each date, what it costs, and the terms."""

from collections.abc import Sequence
from datetime import datetime

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.booking import way_out
from bot.screens.parts import discounts_of, price, saved, times
from bot.screens.refusals import refused_days
from bot.taps.booking import BackToDates, Confirm, MoreDates
from bot.texts import Html, Say
from domain.model import Child, DiscountKind, Funds, Policy, Session
from domain.money import short_of
from domain.outcomes import Booked, Held, PlaceOutcome, Queued, Refused
from domain.timetable import cancellation_terms, starts_at


def summary(
    say: Say,
    child: Child,
    expected: Sequence[PlaceOutcome],
    funds: Funds,
    *,
    request_key: str,
    policy: Policy,
    pays_online: bool = False,
    now: datetime,
) -> Screen:
    """Show what Confirm will do, with price and terms."""
    possible = [each.session for each in expected if not isinstance(each, Refused)]
    rows: Rows = ((Button(say.label("More dates"), MoreDates()),), *way_out(say, BackToDates()))
    if possible:
        confirm = Button(say.label("Confirm"), Confirm(request_key, len(expected)), "success")
        rows = ((confirm,), *rows)
    session = next((each.session for each in expected if each.session), None)
    text = paragraphs(
        say("<b>Please check</b>") if possible else say("<b>This cannot be booked</b>"),
        _subject(say, child, session),
        _expectations(say, expected, child),
        _to_pay(say, expected, funds, policy, pays_online=pays_online),
        _terms(say, possible, policy, now),
    )
    return Screen(text, rows)


def _subject(say: Say, child: Child, session: Session | None) -> Html:
    if session is None:
        return say("For {child}", child=child.name)
    return say(
        "{activity} for {child}, {times}",
        activity=session.activity.name,
        child=child.name,
        times=times(say, session.activity),
    )


def _expectations(say: Say, expected: Sequence[PlaceOutcome], child: Child) -> Html:
    """Say what each date is going to be; those refused for the same reasons share a line."""
    said = []
    for each in expected:
        match each:
            case Booked(session, price_minor, _, discount):
                cost = price(say, price_minor, discount)
                said.append(say("{day}: a place, {price}", day=say.day(session.on), price=cost))
            case Held(session, price_minor, deadline, _, discount):
                said.append(
                    say(
                        "{day}: held until {deadline}, {price} to be paid",
                        day=say.day(session.on),
                        deadline=say.moment(deadline),
                        price=price(say, price_minor, discount),
                    )
                )
            case Queued(session, position):
                said.append(
                    say(
                        "{day}: full – waiting list, position {position}",
                        day=say.day(session.on),
                        position=position,
                    )
                )
            case Refused():
                pass
    for why, days in refused_days(say, expected, child.name).items():
        said.append(say("{day}: not possible. {why}", day=days, why=why))
    return lines(*said)


def _to_pay(
    say: Say, expected: Sequence[PlaceOutcome], funds: Funds, policy: Policy, *, pays_online: bool
) -> Html:
    places = [each for each in expected if isinstance(each, Booked | Held)]
    paid = sum(each.price_minor for each in places if isinstance(each, Booked))
    held = [each for each in places if isinstance(each, Held)]
    parts = _total(say, places)
    if paid:
        parts.append(
            say(
                "{amount} is taken from your account; {rest} remains on it.",
                amount=say.money(paid),
                rest=say.money(funds.balance_minor - paid),
            )
        )
    if held:
        due = short_of(sum(each.price_minor for each in held), funds.available_minor(policy) - paid)
        parts.append(_held(say, due, pays_online=pays_online))
    parts += _waited_for(say, expected, places)
    return lines(*parts)


def _waited_for(
    say: Say, expected: Sequence[PlaceOutcome], places: Sequence[Booked | Held]
) -> list[Html]:
    """Say what a place from the waiting list will cost, beside those that are had at once."""
    prices = [each.session.activity.price_minor for each in expected if isinstance(each, Queued)]
    if not any(prices):
        return []
    said = [
        say(
            "A place from the waiting list costs {amount}. When one comes free it is taken "
            "from your account, or held for you until you have paid.",
            amount=say.money(prices[0]),
        )
    ]
    if any(each.kind is DiscountKind.TERM for each in discounts_of(places)):
        said.append(say("The whole-term discount is not for places from the waiting list."))
    return said


def _total(say: Say, places: Sequence[Booked | Held]) -> list[Html]:
    """Say what places cost together, where that is not seen at a glance."""
    less = saved(say, places)
    if len(places) < 2 or not less:  # noqa: PLR2004  one place has its price in its line
        return less
    total = say.money(sum(each.price_minor for each in places))
    return [say("Together: {amount}", amount=total), *less]


def _held(say: Say, due_minor: int, *, pays_online: bool) -> Html:
    amount = say.money(due_minor)
    if pays_online:
        return say(
            "Your account does not cover {amount}. After Confirm you get an invoice here; what is "
            "held is booked once you have paid it in time.",
            amount=amount,
        )
    return say(
        "Your account does not cover {amount}. What is held is booked once you have paid that to "
        "the school office in time.",
        amount=amount,
    )


def _terms(say: Say, sessions: Sequence[Session], policy: Policy, now: datetime) -> Html | None:
    if not sessions or not sessions[0].activity.price_minor:
        return None
    terms = cancellation_terms(sessions[0].activity, policy)
    if not terms.free_until:
        return say("Cancelling is free until it starts.")
    free_until = say.length(terms.free_until)
    rule = say(
        "Cancelling is free until {time} before the start; after that nothing is refunded.",
        time=free_until,
    )
    if terms.late_refund_percent:
        rule = say(
            "Cancelling is free until {time} before the start; after that {percent} % is "
            "refunded, until it starts.",
            time=free_until,
            percent=terms.late_refund_percent,
        )
    late = [each for each in sessions if now > starts_at(each, say.zone) - terms.free_until]
    passed = [say("For {day} that time has already passed.", day=say.day(each.on)) for each in late]
    return lines(rule, *passed)
