"""Screens about the staff: who there is, and taking a role away."""

from collections.abc import Sequence

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.parts import page_of, turning
from bot.taps.staff import AskRemoveMember, InviteStaff, RemoveMember, ShowMember, ShowStaff
from bot.texts import Html, Say, isolated
from domain.model import Role
from domain.staff import Kept
from storage.staff_queries import StaffEntry

STAFF_A_PAGE = 8


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
