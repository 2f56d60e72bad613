"""Screens about the staff: invite somebody, who there is, what a link has done."""

from collections.abc import Sequence
from datetime import timedelta

from bot.callback_data import Tap
from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import home_row, staff_commands
from bot.screens.parts import back_or_stop, page_of, turning
from bot.taps.staff import (
    AskRemoveMember,
    BackToRole,
    BackToTutor,
    ConfirmInvitation,
    InviteStaff,
    PickRole,
    PickTutor,
    RemoveMember,
    ShowMember,
    ShowStaff,
    StopInviting,
    TurnTutors,
)
from bot.texts import Html, Say, isolated
from domain.model import Role
from domain.staff import Kept, LinkProblem
from storage.staff_queries import StaffEntry, StaffLink, TutorFound

TUTORS_A_PAGE = 8
STAFF_A_PAGE = 8
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


def staff(say: Say, entries: Sequence[StaffEntry], page: int) -> Screen:
    shown, page = page_of(entries, page, STAFF_A_PAGE)
    taps = ShowStaff(page - 1), ShowStaff(page + 1)
    rows = tuple(
        (Button(isolated(_name(say, each)), ShowMember(each.staff_id)),)
        for each in shown
        if each.staff_id is not None
    )
    invite = Button(say.label("Invite staff"), InviteStaff())
    return Screen(
        paragraphs(say("<b>Staff</b>"), *[_entry(say, each) for each in shown]),
        (*rows, *turning(say, page, STAFF_A_PAGE, len(entries), taps), (invite,)),
    )


def _name(say: Say, entry: StaffEntry) -> str:
    return entry.name or say.label("Telegram {number}", number=entry.telegram_id)


def _entry(say: Say, entry: StaffEntry) -> Html:
    role = say.label("office") if entry.role is Role.ADMIN else say.label("tutor")
    return lines(
        say("<b>{name}</b> – {role}", name=_name(say, entry), role=role),
        _teaches(say, entry),
        _since(say, entry),
    )


def _teaches(say: Say, entry: StaffEntry) -> Html | None:
    if entry.tutor_name is None:
        return None
    if not entry.activities:
        return say("teaches as {tutor}", tutor=entry.tutor_name)
    activities = ", ".join(entry.activities)
    return say("teaches as {tutor}: {activities}", tutor=entry.tutor_name, activities=activities)


def _since(say: Say, entry: StaffEntry) -> Html | None:
    if entry.is_named:
        return say("named in the settings")
    if entry.joined_at is None:
        return None
    return say("since {day}", day=say.full_date(entry.joined_at.astimezone(say.zone).date()))


def member(say: Say, entry: StaffEntry) -> Screen:
    remove: Rows = (
        (Button(say.label("Take the role away"), AskRemoveMember(entry.staff_id or 0), "danger"),),
    )
    return Screen(
        _entry(say, entry),
        (*(() if entry.is_named else remove), *_back_to_staff(say)),
    )


def _back_to_staff(say: Say) -> Rows:
    return ((Button(say.label("Staff"), ShowStaff()),),)


def ask_remove(say: Say, entry: StaffEntry) -> Screen:
    staff_id = entry.staff_id or 0
    taught = say.count(
        "{n} activity keeps its tutor's name, but nobody is sent its registers any more.",
        "{n} activities keep their tutor's name, but nobody is sent their registers any more.",
        len(entry.activities),
    )
    return Screen(
        lines(
            say("<b>Take the role away?</b>"),
            say("{name} can do nothing for the school here from then on.", name=_name(say, entry)),
            taught if entry.activities else None,
        ),
        (
            (Button(say.label("Yes, take it away"), RemoveMember(staff_id), "danger"),),
            (Button(say.label("Back"), ShowMember(staff_id)),),
        ),
    )


def removed(say: Say, entry: StaffEntry) -> Screen:
    text = say("<b>{name} is no longer of the staff</b>", name=_name(say, entry))
    return Screen(text, _back_to_staff(say), stays=True)


def kept(say: Say, entry: StaffEntry, why: Kept) -> Screen:
    name = _name(say, entry)
    return Screen(
        {
            Kept.NAMED: say(
                "{name} is named in the bot's settings, and can only be removed there.", name=name
            ),
            Kept.LAST_ADMIN: say(
                "{name} is the only one of the office: without them nobody could run the school "
                "here. Please invite somebody else to the office first.",
                name=name,
            ),
        }[why],
        _back_to_staff(say),
    )
