"""Messages of the office to many families: the preview, how far one is, whom to call."""

from collections.abc import Sequence
from datetime import datetime
from typing import assert_never

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.audiences import way_out
from bot.screens.parts import page_of, turning, when
from bot.taps.announcements import (
    AskStopSending,
    BackToKinds,
    BackToText,
    ConfirmAnnouncement,
    ShowAnnouncement,
    ShowNotReached,
    StopSending,
)
from bot.texts import Html, Say
from domain.audiences import AudienceKind, Reach
from storage.announcement_queries import NotReached, Progress, Why
from storage.notices.announcements import NamedAudience

CONTACTS_A_PAGE = 15
LONGEST_TEXT = 3_200
"""Of a message's 4096 characters, as Telegram counts; the preview has its own words around it."""


def to_whom(say: Say, to: NamedAudience) -> Html:
    """Say whom a message is for, in words that the parents read too."""
    kind, session = to.audience.kind, to.session
    on = when(say, session) if session else ""
    match kind:
        case AudienceKind.ACTIVITY:
            return say("To the families of {activity}", activity=to.activity_name)
        case AudienceKind.SESSION:
            return say("To the families of {activity}, {when}", activity=to.activity_name, when=on)
        case AudienceKind.QUEUE:
            return say(
                "To the families on the waiting list of {activity}, {when}",
                activity=to.activity_name,
                when=on,
            )
        case AudienceKind.GRADE:
            return say("To the families of {year}", year=say.grade(to.audience.subject_id))
        case AudienceKind.EVERYONE:
            return say("To all families")
        case _:
            assert_never(kind)


def message(say: Say, to: NamedAudience, text: str) -> Html:
    """Write a message as its parents read it."""
    return paragraphs(
        lines(say("<b>A message from the school office</b>"), to_whom(say, to)),
        say("{text}", text=text),
    )


def ask_text(say: Say, to: NamedAudience) -> Screen:
    example = say("For example: Please bring a towel and a swimming cap.")
    return Screen(
        lines(
            say("<b>{to}</b>", to=to_whom(say, to)),
            say("Write the message as one text, without pictures. You see it before it is sent."),
            example,
        ),
        way_out(say, BackToKinds()),
    )


def bad_text(say: Say, length: int) -> Html:
    if length > LONGEST_TEXT:
        return say(
            "That is too long: {length} characters, and at most {most} fit into one message. "
            "Please shorten it, for example to what is most important.",
            length=length,
            most=LONGEST_TEXT,
        )
    return say("I can read no words in that. Write a message, for example: Swimming is outdoors.")


def summary(
    say: Say, to: NamedAudience, reach: Reach, text: str, *, key: str, is_quiet: bool
) -> Screen:
    """Show to how many parents it goes, and the message as they read it."""
    again = say("To change the text, write it again.")
    if not reach.parents:
        nobody = say("<b>Nobody to tell</b>\nThere is no parent there at the moment.")
        return Screen(lines(nobody, to_whom(say, to)), way_out(say, BackToText()))
    confirm = say.count("Send to {n} parent", "Send to {n} parents", reach.parents)
    return Screen(
        paragraphs(
            lines(
                say("<b>Please check</b>"), *_reach(say, reach), _quiet(say) if is_quiet else None
            ),
            say("They read:"),
            message(say, to, text),
            again,
        ),
        (
            (Button(confirm, ConfirmAnnouncement(key), "success"),),
            *way_out(say, BackToText()),
        ),
    )


def _reach(say: Say, reach: Reach) -> list[Html]:
    parents = say.count("It goes to {n} parent.", "It goes to {n} parents.", reach.parents)
    absent = say.count(
        "{n} of them does not use Telegram: please call.",
        "{n} of them do not use Telegram: please call.",
        reach.absent,
    )
    unreachable = say.count(
        "{n} has blocked the bot or left Telegram.",
        "{n} have blocked the bot or left Telegram.",
        reach.unreachable,
    )
    listed = say("You get a list of whom it does not reach, with phone numbers.")
    return [
        parents,
        *([absent] if reach.absent else []),
        *([unreachable] if reach.unreachable else []),
        *([listed] if reach.absent or reach.unreachable else []),
    ]


def _quiet(say: Say) -> Html:
    return say("It is quiet time: reminders wait, but this is sent at once.")


def nobody_left(say: Say) -> Html:
    return say("Nothing was sent: there is no parent there any more.")


def progress(say: Say, found: Progress) -> Screen:
    """Show how far it is, in the message that is edited until all is done."""
    stop = Button(say.label("Stop"), AskStopSending(found.id), "danger")
    rows = (*_not_reached_row(say, found), *(((stop,),) if found.to_go else ()))
    return Screen(_numbers(say, found), rows, stays=True)


def how_far(say: Say, found: Progress, now: datetime) -> Screen:
    """Show the same as of a moment, in a message that is not edited."""
    as_of = say("As of {time}.", time=say.clock(now.astimezone(say.zone).time()))
    refresh = Button(say.label("Refresh"), ShowAnnouncement(found.id))
    return Screen(
        paragraphs(_numbers(say, found), as_of if found.to_go else None),
        (*_not_reached_row(say, found), *(((refresh,),) if found.to_go else ())),
    )


def _numbers(say: Say, found: Progress) -> Html:
    return paragraphs(
        lines(_state(say, found), to_whom(say, found.about.to)),
        lines(
            say("Sent: {sent} of {all}", sent=found.sent, all=found.parents),
            say("Still to go: {n}", n=found.to_go) if found.to_go else None,
            say("Not reached: {n}", n=found.not_reached) if found.not_reached else None,
        ),
    )


def _state(say: Say, found: Progress) -> Html:
    if found.to_go:
        return say("<b>Your message is being sent</b>")
    if found.stopped:
        return say("<b>Your message was stopped</b>")
    return say("<b>Your message has been sent</b>")


def _not_reached_row(say: Say, found: Progress) -> Rows:
    label = say.label("Who is not reached ({n})", n=found.not_reached)
    return ((Button(label, ShowNotReached(found.id)),),) if found.not_reached else ()


def ask_stop(say: Say, found: Progress) -> Screen:
    """Name who has it and who would not get it, before it is stopped."""
    yes = Button(
        say.count("Yes, stop: {n} parent", "Yes, stop: {n} parents", found.to_go),
        StopSending(found.id),
        "danger",
    )
    keep = Button(say.label("Go on sending"), ShowAnnouncement(found.id))
    return Screen(
        lines(
            say("<b>Stop sending?</b>"),
            to_whom(say, found.about.to),
            say.count(
                "{n} parent has it already, and keeps it.",
                "{n} parents have it already, and keep it.",
                found.sent,
            ),
            say.count(
                "{n} parent would not get it any more.",
                "{n} parents would not get it any more.",
                found.to_go,
            ),
        ),
        ((yes,), (keep,)),
    )


def not_reached(say: Say, found: Progress, entries: Sequence[NotReached], page: int) -> Screen:
    if not entries:
        return Screen(
            lines(say("It has reached everybody so far."), to_whom(say, found.about.to)),
            ((_how_far(say, found),),),
        )
    shown, page = page_of(entries, page, CONTACTS_A_PAGE)
    taps = ShowNotReached(found.id, page - 1), ShowNotReached(found.id, page + 1)
    return Screen(
        paragraphs(
            lines(
                say("<b>Not reached: {n}</b>", n=len(entries)),
                to_whom(say, found.about.to),
            ),
            lines(*[_contact(say, each) for each in shown]),
        ),
        (
            *turning(say, page, CONTACTS_A_PAGE, len(entries), taps),
            (_how_far(say, found),),
        ),
    )


def _how_far(say: Say, found: Progress) -> Button:
    return Button(say.label("How far it is"), ShowAnnouncement(found.id))


def _contact(say: Say, entry: NotReached) -> Html:
    phone = entry.phone or say.label("no phone number")
    why = {
        Why.ABSENT: say.label("not on Telegram"),
        Why.UNREACHABLE: say.label("has blocked the bot or left Telegram"),
        Why.FAILED: say.label("could not be delivered"),
        Why.STOPPED: say.label("stopped before"),
    }[entry.why]
    return say("• {name}, {phone}: {why}", name=entry.name, phone=phone, why=why)


def stopped(say: Say) -> Screen:
    return Screen(say("Stopped. Nothing was sent."))


def over(say: Say) -> Screen:
    return Screen(say("That message was from earlier. To write to families: /announce"))
