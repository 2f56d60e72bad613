"""Screens about the staff."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from telegram.constants import MessageLimit

from bot.screens import inviting
from bot.screens import staff as screens
from bot.screens.notices.notice import notice
from bot.taps.staff import (
    AskRemoveMember,
    ConfirmInvitation,
    PickTutor,
    RemoveMember,
    ShowMember,
    ShowStaff,
    TurnTutors,
)
from bot.texts import Say
from domain.model import Role
from domain.notices import NoticeKind
from domain.staff import Kept, LinkProblem
from storage.notices.newcomers import AboutNewcomer
from storage.staff_queries import StaffEntry, StaffLink, TutorFound
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, claimed
from tests.factory import NOW, POLICY

OLIVE = StaffEntry(
    telegram_id=42,
    staff_id=1,
    name="Olive",
    role=Role.ADMIN,
    is_named=False,
    joined_at=datetime(2026, 8, 31, 23, 30, tzinfo=UTC),
    tutor_name=None,
    activities=(),
)
JANE = replace(
    OLIVE, staff_id=2, name="Jane", role=Role.TUTOR, tutor_name="Ms Wood", activities=("Chess",)
)
ADMIN_LINK = StaffLink("staff-1", Role.ADMIN, None, NOW, 42)
TUTOR_LINK = StaffLink("staff-1", Role.TUTOR, "Ms Wood", NOW, 42)


def test_tutors_are_offered_page_by_page_and_a_name_may_be_written(say: Say) -> None:
    tutors = [TutorFound(n, f"Tutor {n}", ("Chess", "Judo", "Art", "Go")) for n in range(9)]
    screen = inviting.ask_tutor(say, tutors, 0)
    assert read(screen) == "Invite a tutor\nWho is it? Tap a name, or write a new one."
    assert buttons(screen)["Tutor 0 · Chess, Judo, Art …"] == PickTutor(0)
    assert buttons(screen)["Later ›"] == TurnTutors(1)
    assert "Tutor 8 · Chess, Judo, Art …" in buttons(inviting.ask_tutor(say, tutors, 1))


def test_where_no_tutor_is_left_a_name_is_asked_for_with_an_example(say: Say) -> None:
    assert read(inviting.ask_tutor(say, [], 0)) == (
        "Invite a tutor\nWho is it?\nWrite the name as parents are to read it, for example: Ms Wood"
    )


def test_summary_says_what_the_link_will_give_and_for_how_long(say: Say) -> None:
    lasts = timedelta(days=3)
    office = inviting.summary(say, None, lasts, key="k")
    assert "joins the office, sees all families and all money" in read(office)
    assert "It works once, and for 3 days." in read(office)
    assert buttons(office)["Make the link"] == ConfirmInvitation("k")
    tutor = TutorFound(1, HOSTILE_NAME, ("Chess", "Judo"))
    shown = read(inviting.summary(say, tutor, lasts, key="k"))
    assert f"Who opens the link becomes {HOSTILE_NAME} here: Chess, Judo." in shown
    fresh = read(inviting.summary(say, replace(tutor, activities=()), lasts, key="k"))
    assert "here: no activity yet." in fresh


def test_picture_says_what_it_is_to_whom_it_is_forwarded_to(say: Say) -> None:
    url = "https://t.me/" + "b" * 32 + "?start=" + "c" * 64
    for link in (ADMIN_LINK, replace(TUTOR_LINK, tutor_name=LONGEST_NAME)):
        caption = inviting.picture_caption(say, "S" * 100, link, url)
        assert url in caption
        assert len(caption) <= MessageLimit.CAPTION_LENGTH
    assert "Ms Wood, you are invited to Elm School's bot" in inviting.picture_caption(
        say, "Elm School", TUTOR_LINK, url
    )


def test_invitation_made_says_whom_it_is_for(say: Say) -> None:
    assert "to Ms Wood, and to nobody else" in read(inviting.invited(say, TUTOR_LINK))
    assert "nobody but the one who is to join the office" in read(inviting.invited(say, ADMIN_LINK))


def test_who_has_joined_reads_what_is_theirs(say: Say) -> None:
    office = read(inviting.welcome(say, "Elm School", ADMIN_LINK, ()))
    assert office.startswith("Welcome to the office of Elm School\n\nFor the office:\n/family – ")
    tutor = read(inviting.welcome(say, "Elm School", TUTOR_LINK, ("Chess", "Judo")))
    assert tutor.startswith("Welcome, Ms Wood\nYou teach: Chess, Judo")


@pytest.mark.parametrize("problem", LinkProblem)
def test_every_problem_of_a_link_has_a_kind_sentence(say: Say, problem: LinkProblem) -> None:
    for link in (TUTOR_LINK, ADMIN_LINK, None):
        assert read(inviting.link_refused(say, problem, link)).endswith(".")


def test_list_names_role_what_is_taught_and_since_when(say: Say) -> None:
    named = replace(OLIVE, staff_id=None, name=None, is_named=True)
    away = replace(JANE, staff_id=3, name=HOSTILE_NAME, activities=())
    screen = screens.staff(say, [named, OLIVE, JANE, away], 0)
    assert read(screen) == (
        "Staff\n\n"
        "Telegram 42 – office\nnamed in the settings\n\n"
        "Olive – office\nsince 1 September 2026\n\n"
        "Jane – tutor\nteaches as Ms Wood: Chess\nsince 1 September 2026\n\n"
        f"{HOSTILE_NAME} – tutor\nteaches as Ms Wood\nsince 1 September 2026"
    )
    assert buttons(screen)["Jane"] == ShowMember(2)
    assert "Telegram 42" not in buttons(screen)


def test_list_pages_and_fits_the_longest_names(say: Say) -> None:
    many = [
        replace(JANE, staff_id=n, name=f"{n} {LONGEST_NAME}", tutor_name=LONGEST_NAME)
        for n in range(1, 10)
    ]
    screen = screens.staff(say, many, 0)
    assert len(read(screen)) <= MessageLimit.MAX_TEXT_LENGTH
    assert buttons(screen)["Later ›"] == ShowStaff(1)


def test_who_is_named_in_the_settings_has_no_button_to_be_removed(say: Say) -> None:
    assert buttons(screens.member(say, JANE))["Take the role away"] == AskRemoveMember(2)
    named = replace(JANE, is_named=True)
    assert "Take the role away" not in buttons(screens.member(say, named))


def test_removal_asks_once_and_numbers_what_it_touches(say: Say) -> None:
    screen = screens.ask_remove(say, JANE)
    assert read(screen) == (
        "Take the role away?\nJane can do nothing for the school here from then on.\n"
        "1 activity keeps its tutor's name, but nobody is sent its registers any more."
    )
    assert buttons(screen)["Yes, take it away"] == RemoveMember(2)
    assert "keep" not in read(screens.ask_remove(say, OLIVE))


def test_who_stays_is_said_with_the_reason(say: Say) -> None:
    assert "named in the bot's settings" in read(screens.kept(say, OLIVE, Kept.NAMED))
    assert "the only one of the office" in read(screens.kept(say, OLIVE, Kept.LAST_ADMIN))


@pytest.mark.parametrize(
    ("role", "tutor", "words"),
    [
        (Role.ADMIN, None, "belongs to the school office now."),
        (Role.TUTOR, "Ms <Wood>", "is on the staff now, as Ms <Wood>."),
    ],
)
def test_who_made_a_link_reads_by_whom_it_was_used(
    say: Say, role: Role, tutor: str | None, words: str
) -> None:
    about = AboutNewcomer(9, HOSTILE_NAME, role, tutor)
    screen = notice(say, claimed(NoticeKind.STAFF_JOINED, about), POLICY, now=NOW)
    assert screen
    assert read(screen).startswith(f"Your link was used\n{HOSTILE_NAME} {words}\n")
    assert buttons(screen) == {"Look at them": ShowMember(9), "Staff": ShowStaff()}
