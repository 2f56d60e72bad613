"""Invitations of parents who are on file: one to forward, or all of them to print."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.screen import Button, Screen, lines, paragraphs
from bot.screens.finding import back_to_family
from bot.taps.invitations import PrintInvitations
from bot.texts import Html, Say
from storage.invitation_queries import ToInvite


def invitations(say: Say, found: Sequence[ToInvite], lasts: timedelta, *, now: datetime) -> Screen:
    """Say how many parents could be invited, before anything is made."""
    heading = say("<b>Invitations to print</b>")
    if not found:
        return Screen(lines(heading, say("All parents on file are on Telegram.")))
    working = sum(each.expires_at is not None and now < each.expires_at for each in found)
    return Screen(
        paragraphs(
            heading,
            lines(
                say.count(
                    "{n} parent on file is not on Telegram.",
                    "{n} parents on file are not on Telegram.",
                    len(found),
                ),
                say.count(
                    "{n} of them has an invitation that still works: it stays the same, and "
                    "lasts longer.",
                    "{n} of them have invitations that still work: they stay the same, and last "
                    "longer.",
                    working,
                )
                if working
                else None,
            ),
            say(
                "You get one file to print, with a card for each parent. Each works once, and for "
                "{length}. Who opens it becomes that parent, and sees their children: give each "
                "to nobody else.",
                length=say.length(lasts),
            ),
        ),
        ((Button(say.label("Make the cards"), PrintInvitations(), "primary"),),),
    )


def printed(say: Say, made: int, until: datetime) -> Screen:
    return Screen(
        lines(
            say("<b>The cards are made</b>"),
            say.count(
                "{n} card, in the order of classes. It works until {until}.",
                "{n} cards, in the order of classes. They work until {until}.",
                made,
                until=say.moment(until),
            ),
        ),
        stays=True,
    )


def invited(say: Say, parent: ToInvite) -> Screen:
    return Screen(
        lines(
            say("<b>The invitation is made</b>"),
            say("Give the picture below to {parent}, and to nobody else.", parent=parent.name),
            say("Forward it, or let them scan it from your screen."),
        ),
        back_to_family(say, parent.parent_id),
        stays=True,
    )


def cannot_invite(say: Say, parent_id: int) -> Screen:
    return Screen(
        say("An invitation needs a parent on file with a child, who is not on Telegram yet."),
        back_to_family(say, parent_id),
    )


def picture_caption(say: Say, school: str, parent: ToInvite, url: str, until: datetime) -> Html:
    """Write what is read below the picture, by whom it is forwarded to."""
    return lines(
        say("<b>Invitation</b>"),
        say(
            "{parent}, here you book places in the clubs of {school}.",
            parent=parent.name,
            school=school,
        ),
        say(
            "Scan the picture or open this link, until {until}. It works once.",
            until=say.moment(until),
        ),
        say("{link}", link=url),
    )
