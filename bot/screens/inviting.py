"""Inviting somebody to the staff: what they will be, who it is, the link, and what it opens."""

from collections.abc import Sequence
from datetime import timedelta

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import home_row, staff_commands
from bot.screens.parts import back_or_stop, page_of, turning
from bot.taps.staff import (
    BackToRole,
    BackToTutor,
    ConfirmInvitation,
    InviteStaff,
    PickRole,
    PickTutor,
    ShowStaff,
    StopInviting,
    TurnTutors,
)
from bot.texts import Html, Say, isolated
from domain.model import Role
from domain.staff import LinkProblem
from storage.staff_queries import StaffLink, TutorFound

TUTORS_A_PAGE = 8
ACTIVITIES_NAMED = 3


def _way_out(say: Say, back: Tap | None = None) -> Rows:
    return back_or_stop(say, back, StopInviting())


def ask_role(say: Say) -> Screen:
    return Screen(
        paragraphs(
            say("<b>Invite staff</b>\nWhat will they be?"),
            say("The office sees all families and all money, and may do everything here."),
            say("A tutor sees who comes to their own activities, and nothing else."),
        ),
        (
            (
                Button(say.label("Office"), PickRole(Role.ADMIN)),
                Button(say.label("Tutor"), PickRole(Role.TUTOR)),
            ),
            *_way_out(say),
        ),
    )


def ask_tutor(say: Say, tutors: Sequence[TutorFound], page: int) -> Screen:
    """Let a tutor without Telegram be chosen, or a new one be named."""
    shown, page = page_of(tutors, page, TUTORS_A_PAGE)
    rows = tuple((Button(_tutor_label(each), PickTutor(each.id)),) for each in shown)
    taps = TurnTutors(page - 1), TurnTutors(page + 1)
    example = say("Write the name as parents are to read it, for example: Ms Wood")
    ask = say("Who is it? Tap a name, or write a new one.") if tutors else say("Who is it?")
    return Screen(
        lines(say("<b>Invite a tutor</b>"), ask, None if tutors else example),
        (
            *rows,
            *turning(say, page, TUTORS_A_PAGE, len(tutors), taps),
            *_way_out(say, BackToRole()),
        ),
    )


def _tutor_label(tutor: TutorFound) -> str:
    named = _some(tutor.activities)
    return f"{isolated(tutor.name)} · {named}" if named else isolated(tutor.name)


def _some(activities: Sequence[str]) -> str:
    names = ", ".join(isolated(name) for name in activities[:ACTIVITIES_NAMED])
    return names + " …" if len(activities) > ACTIVITIES_NAMED else names


def is_here_already(say: Say, name: str) -> Html:
    return say("{tutor} uses the bot already. Please choose another name.", tutor=name)


def summary(say: Say, tutor: TutorFound | None, lasts: timedelta, *, key: str) -> Screen:
    """Say what an invitation will do; for the office if there is no tutor."""
    if tutor is None:
        whom = say(
            "Who opens the link joins the office, sees all families and all money, and may do "
            "everything here."
        )
        back: Tap = BackToRole()
    else:
        activities = ", ".join(tutor.activities) or say.label("no activity yet")
        whom = say(
            "Who opens the link becomes {tutor} here: {activities}.",
            tutor=tutor.name,
            activities=activities,
        )
        back = BackToTutor()
    once = say("It works once, and for {length}.", length=say.length(lasts))
    confirm = Button(say.label("Make the link"), ConfirmInvitation(key), "primary")
    return Screen(lines(say("<b>Please check</b>"), whom, once), ((confirm,), *_way_out(say, back)))


def invited(say: Say, link: StaffLink) -> Screen:
    if link.tutor_name is None:
        whom = say("Give the picture below to nobody but the one who is to join the office.")
    else:
        whom = say("Give the picture below to {tutor}, and to nobody else.", tutor=link.tutor_name)
    return Screen(
        lines(
            say("<b>The invitation is made</b>"),
            whom,
            say("Forward it, or let them scan it from your screen."),
        ),
        (
            (
                Button(say.label("Invite another"), InviteStaff()),
                Button(say.label("Staff"), ShowStaff()),
            ),
        ),
        stays=True,
    )


def picture_caption(say: Say, school: str, link: StaffLink, url: str) -> Html:
    """Write what is read below the picture, by whom it is forwarded to."""
    if link.tutor_name is None:
        welcome = say("You are invited to the office of {school}.", school=school)
    else:
        welcome = say(
            "{tutor}, you are invited to {school}'s bot as a tutor.",
            tutor=link.tutor_name,
            school=school,
        )
    return lines(
        say("<b>Invitation</b>"),
        welcome,
        say(
            "Scan the picture or open this link, until {until}. It works once.",
            until=say.moment(link.expires_at),
        ),
        say("{link}", link=url),
    )


def stopped(say: Say) -> Screen:
    return Screen(say("Stopped. Nobody was invited."), _again(say))


def over(say: Say) -> Screen:
    return Screen(say("That message was from earlier. You can go on from here:"), _again(say))


def _again(say: Say) -> Rows:
    return (
        (Button(say.label("Invite staff"), InviteStaff()), Button(say.label("Staff"), ShowStaff())),
    )


def welcome(say: Say, school: str, link: StaffLink, activities: Sequence[str]) -> Screen:
    """Greet who has become one of the staff, and say what is theirs."""
    if link.tutor_name is None:
        greeting = say("<b>Welcome to the office of {school}</b>", school=school)
    else:
        greeting = say("<b>Welcome, {tutor}</b>", tutor=link.tutor_name)
    teaches = say("You teach: {activities}", activities=", ".join(activities))
    return Screen(
        paragraphs(
            lines(greeting, teaches if activities else None), staff_commands(say, link.role)
        ),
        home_row(say),
    )


def link_refused(say: Say, problem: LinkProblem, link: StaffLink | None) -> Screen:
    """Say kindly why a link lets nobody in."""
    until = say.moment(link.expires_at) if link else ""
    tutor = (link.tutor_name if link else None) or ""
    return Screen(
        {
            LinkProblem.UNKNOWN: say(
                "This invitation is not valid. Please ask the school office for a new one."
            ),
            LinkProblem.USED: say(
                "This invitation has been used, and each works once. Please ask the school office "
                "for one of your own."
            ),
            LinkProblem.EXPIRED: say(
                "This invitation has expired. Please ask the school office for a new one."
            ),
            LinkProblem.OWN: say(
                "This is the invitation that you made. Give it to the one it is for: it still "
                "works, until {until}.",
                until=until,
            ),
            LinkProblem.HELD: say(
                "You need no invitation: you are that already. It still works for somebody else, "
                "until {until}.",
                until=until,
            ),
            LinkProblem.TUTOR_TAKEN: say(
                "Somebody is here as {tutor} already. If that is not you, please tell the school "
                "office.",
                tutor=tutor,
            ),
        }[problem]
    )
