"""Screens of the conversation that books places."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import home_row
from bot.screens.parts import (
    availability,
    child_label,
    in_rows,
    page_of,
    price,
    times,
    turning,
)
from bot.screens.refusals import refused_days
from bot.taps import (
    AddChild,
    BackToActivities,
    BackToChildren,
    BackToDates,
    Confirm,
    MoreDates,
    PickActivity,
    PickChild,
    PickDate,
    Review,
    Stop,
    TurnPage,
)
from bot.texts import Html, Say
from domain.model import BookingStatus, Child, Policy, Session
from domain.outcomes import Booked, Held, PlaceOutcome, Queued, Refused
from domain.timetable import booking_cutoff, cancellation_terms, starts_at
from storage.offers import DateOffer

ACTIVITIES_A_PAGE = 6
ACTIVITIES_A_ROW = 2
DATES_A_PAGE = 8


def _way_out(say: Say, back: Tap | None) -> Rows:
    stop = Button(say.label("Cancel"), Stop())
    return ((Button(say.label("Back"), back), stop),) if back else ((stop,),)


def no_children(say: Say) -> Screen:
    return Screen(
        say("First add a child, then you can book."),
        ((Button(say.label("Add a child"), AddChild(), "primary"),), *home_row(say)),
    )


def choose_child(say: Say, children: Sequence[Child]) -> Screen:
    rows = tuple((Button(child_label(say, child), PickChild(child.id)),) for child in children)
    text = say("<b>Book a place</b>\nWhich child is it for?")
    return Screen(text, (*rows, *_way_out(say, None)))


def choose_activity(
    say: Say, child: Child, offers: Sequence[DateOffer], *, page: int, is_only_child: bool
) -> Screen:
    shown, page = page_of(offers, page, ACTIVITIES_A_PAGE)
    heading = say(
        "<b>{child}</b>, {grade}\nWhich activity?", child=child.name, grade=say.grade(child.grade)
    )
    if not offers:
        heading = say(
            "There is nothing that {child} can book at the moment: no activity for {grade} has "
            "dates left.",
            child=child.name,
            grade=say.grade(child.grade),
        )
    namesakes = Counter(offer.session.activity.name for offer in offers)
    names = [
        Button(_name(say, offer, namesakes), PickActivity(offer.session.activity.id))
        for offer in shown
    ]
    taps = TurnPage(page - 1), TurnPage(page + 1)
    return Screen(
        paragraphs(heading, *[_activity(say, offer) for offer in shown]),
        (
            *in_rows(names, ACTIVITIES_A_ROW),
            *turning(say, page, ACTIVITIES_A_PAGE, len(offers), taps),
            *_way_out(say, None if is_only_child else BackToChildren()),
        ),
    )


def _name(say: Say, offer: DateOffer, namesakes: Counter[str]) -> str:
    """Name an activity on a button; of two with the same name each with its day and time."""
    activity = offer.session.activity
    if namesakes[activity.name] == 1:
        return activity.name
    return say.label(
        "{activity} · {weekday} {time}",
        activity=activity.name,
        weekday=say.weekday(activity.weekday),
        time=say.clock(activity.start_time),
    )


def _activity(say: Say, offer: DateOffer) -> Html:
    activity = offer.session.activity
    return lines(
        say(
            "<b>{activity}</b> · {weekday} {times} · {price}",
            activity=activity.name,
            weekday=say.weekday(activity.weekday),
            times=times(say, activity),
            price=price(say, activity.price_minor),
        ),
        say("Next {day}: {room}", day=say.day(offer.session.on), room=_room(say, offer)),
    )


def _room(say: Say, offer: DateOffer) -> Html:
    if offer.booked is BookingStatus.PENDING:
        return say("held, to be paid")
    if offer.booked:
        return say("booked")
    if offer.is_waiting:
        return say("on the waiting list already")
    return availability(say, offer.places_left, offer.waiting)


def choose_date(
    say: Say,
    child: Child,
    offers: Sequence[DateOffer],
    chosen: Sequence[date],
    *,
    page: int,
    policy: Policy,
) -> Screen:
    """Offer the dates; once one is chosen, more can be ticked."""
    way_out = _way_out(say, BackToActivities())
    if not offers:
        return Screen(say("This activity has no dates left. Choose another one."), way_out)
    shown, page = page_of(offers, page, DATES_A_PAGE)
    activity = offers[0].session.activity
    cutoff = booking_cutoff(activity, policy)
    text = paragraphs(
        lines(
            say("<b>{activity}</b> for {child}", activity=activity.name, child=child.name),
            say(
                "{weekday} {times}, {location} · {price}",
                weekday=say.weekday(activity.weekday),
                times=times(say, activity),
                location=offers[0].location,
                price=price(say, activity.price_minor),
            ),
        ),
        lines(
            say(
                "Choose a date. A full one can be chosen too: then {child} joins its waiting list.",
                child=child.name,
            ),
            say("Booking closes {time} before the start.", time=say.length(cutoff))
            if cutoff
            else say("Booking closes at the start."),
        ),
    )
    rows = tuple((_date_button(say, offer, chosen),) for offer in shown)
    taps = TurnPage(page - 1), TurnPage(page + 1)
    go_on: Rows = ()
    if chosen:
        words = say.count("Go on with {n} date", "Go on with {n} dates", len(chosen))
        go_on = ((Button(words, Review(), "primary"),),)
    turns = turning(say, page, DATES_A_PAGE, len(offers), taps)
    return Screen(text, (*rows, *turns, *go_on, *way_out))


def _date_button(say: Say, offer: DateOffer, chosen: Sequence[date]) -> Button:
    on = offer.session.on
    is_chosen = on in chosen
    label = f"{say.day(on)} · {_room(say, offer)}"
    return Button(
        say.label("✓ {date}", date=label) if is_chosen else label,
        PickDate(on, not is_chosen),
        "success" if is_chosen else None,
    )


def summary(
    say: Say,
    child: Child,
    expected: Sequence[PlaceOutcome],
    balance_minor: int,
    *,
    request_key: str,
    policy: Policy,
    pays_online: bool = False,
    now: datetime,
) -> Screen:
    """Show what Confirm will do, with price and terms."""
    possible = [each.session for each in expected if not isinstance(each, Refused)]
    rows: Rows = ((Button(say.label("More dates"), MoreDates()),), *_way_out(say, BackToDates()))
    if possible:
        confirm = Button(say.label("Confirm"), Confirm(request_key, len(expected)), "success")
        rows = ((confirm,), *rows)
    session = next((each.session for each in expected if each.session), None)
    text = paragraphs(
        say("<b>Please check</b>") if possible else say("<b>This cannot be booked</b>"),
        _subject(say, child, session),
        _expectations(say, expected, child),
        _to_pay(say, expected, balance_minor, pays_online=pays_online),
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
            case Booked(session, price_minor):
                cost = price(say, price_minor)
                said.append(say("{day}: a place, {price}", day=say.day(session.on), price=cost))
            case Held(session, price_minor, deadline):
                said.append(
                    say(
                        "{day}: held until {deadline}, {price} to be paid",
                        day=say.day(session.on),
                        deadline=say.moment(deadline),
                        price=price(say, price_minor),
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
    say: Say, expected: Sequence[PlaceOutcome], balance_minor: int, *, pays_online: bool
) -> Html:
    paid = sum(each.price_minor for each in expected if isinstance(each, Booked))
    held = [each for each in expected if isinstance(each, Held)]
    parts = []
    if paid:
        parts.append(
            say(
                "{amount} is taken from your account; {rest} remains on it.",
                amount=say.money(paid),
                rest=say.money(balance_minor - paid),
            )
        )
    if held:
        parts.append(_held(say, held, pays_online=pays_online))
    waited_for = [
        each.session.activity.price_minor for each in expected if isinstance(each, Queued)
    ]
    if any(waited_for):
        parts.append(
            say(
                "A place from the waiting list costs {amount}. When one comes free it is taken "
                "from your account, or held for you until you have paid.",
                amount=say.money(waited_for[0]),
            )
        )
    return lines(*parts)


def _held(say: Say, held: Sequence[Held], *, pays_online: bool) -> Html:
    amount = say.money(sum(each.price_minor for each in held))
    if pays_online:
        return say(
            "Your account does not cover {amount}; for what is held you then get an invoice here, "
            "to be paid in time.",
            amount=amount,
        )
    return say(
        "Your account does not cover {amount}; what is held is to be paid to the school office in "
        "time.",
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
