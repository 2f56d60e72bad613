"""Who asks to join: what the office sees and decides, and what they are told."""

from collections.abc import Sequence

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import home_row
from bot.screens.parts import numbered, turning
from bot.taps.applicants import DecideApplicant, ShowApplicant, ShowApplicants
from bot.taps.children import ShowChildren
from bot.texts import Html, Say, isolated
from domain.model import ApplicantStatus
from domain.notices import NoticeKind
from storage.applicants import ApplicantSeen

A_PAGE = 8


def applicants(say: Say, found: Sequence[ApplicantSeen], page: int) -> Screen:
    """List who waits to be let in."""
    if not found:
        return Screen(say("Nobody is waiting to join."))
    shown, page = numbered(found, page, A_PAGE)
    taps = ShowApplicants(page - 1), ShowApplicants(page + 1)
    return Screen(
        paragraphs(
            say("<b>Waiting to join</b>\nTap one to decide."),
            *[
                say("{number}. {applicant}", number=number, applicant=_who(say, each))
                for number, each in shown
            ],
        ),
        (
            *[
                (Button(f"{number}. {isolated(each.name)}", ShowApplicant(each.id)),)
                for number, each in shown
            ],
            *turning(say, page, A_PAGE, len(found), taps),
        ),
    )


def _who(say: Say, of: ApplicantSeen) -> Html:
    on_file = say(
        "The school knows this number: it is {parent}, whose children they get.",
        parent=of.on_file,
    )
    return lines(
        say("<b>{name}</b>", name=of.name),
        say("{phone}", phone=of.phone),
        say("Asked {moment}", moment=say.moment(of.asked_at)),
        on_file if of.on_file else None,
    )


def _decide(say: Say, of: ApplicantSeen) -> Rows:
    approve = DecideApplicant(of.id, is_approved=True)
    decline = DecideApplicant(of.id, is_approved=False)
    return (
        (
            Button(say.label("Approve"), approve, "success"),
            Button(say.label("Decline"), decline, "danger"),
        ),
    )


def _all(say: Say) -> Rows:
    return ((Button(say.label("All who wait"), ShowApplicants()),),)


def applicant(say: Say, of: ApplicantSeen) -> Screen:
    """Ask for the office's decision, or say what it was."""
    if of.status is not ApplicantStatus.WAITING:
        return _decided(say, of)
    return Screen(lines(say("<b>Let them in?</b>"), _who(say, of)), (*_decide(say, of), *_all(say)))


def _decided(say: Say, of: ApplicantSeen) -> Screen:
    moment = say.moment(of.decided_at) if of.decided_at else ""
    by = say("Decided {moment} by {who}.", moment=moment, who=of.decided_by)
    alone = say("Decided {moment}.", moment=moment)
    if of.status is ApplicantStatus.APPROVED:
        heading, told = say("<b>Approved</b>"), say("They are told, and can book now.")
    else:
        heading = say("<b>Declined</b>")
        told = say("They are told. If you change your mind, send them a link: /invite")
    name = say("{name}, {phone}", name=of.name, phone=of.phone)
    return Screen(lines(heading, name, by if of.decided_by else alone, told), _all(say))


def gone(say: Say) -> Screen:
    return Screen(say("I cannot find this request to join."), _all(say))


def told(say: Say, kind: NoticeKind, of: ApplicantSeen) -> Screen | None:
    """Tell the office of who asks, or them of what was decided."""
    if kind is NoticeKind.APPLICANT_WAITS:
        if of.status is not ApplicantStatus.WAITING:
            return None
        return Screen(lines(say("<b>Somebody asks to join</b>"), _who(say, of)), _decide(say, of))
    if kind is NoticeKind.APPLICANT_APPROVED:
        return Screen(
            lines(
                say("<b>The school has let you in</b>"),
                say(
                    "Welcome, {name}. Look at your children first, then you can book.", name=of.name
                ),
            ),
            ((Button(say.label("Children"), ShowChildren(), "primary"),), *home_row(say)),
        )
    return Screen(
        say(
            "The school office has not let you in here. If you think that is a mistake, please "
            "call the office: it can send you an invitation."
        )
    )
