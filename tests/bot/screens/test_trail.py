"""The trail on the screen, and as a file."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime
from io import StringIO

import pytest
from telegram.constants import MessageLimit

from bot.documents.trail import trail_csv
from bot.screens import trail as screens
from bot.screens.trail_words import action_words, detail_words
from bot.taps.trail import ChooseDays, ChooseTopic, ChooseWho, SendTrail, ShowTrail
from bot.texts import Say
from domain.audit import Action, Topic
from domain.model import Role
from storage.office_queries import FamilyFound
from storage.trail_queries import TrailLine
from tests.bot.screens.reading import buttons, read
from tests.bot.screens.test_staff import JANE, OLIVE
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME
from tests.factory import MONDAY

LINE = TrailLine(
    id=9,
    at=datetime(2026, 9, 7, 8, 0, tzinfo=UTC),
    role=Role.ADMIN,
    actor_id=42,
    actor_name="Olive",
    action="payment_recorded",
    person=HOSTILE_NAME,
    activity_name=None,
    on=None,
    detail="1050",
)
BOOKED = replace(
    LINE,
    id=8,
    at=datetime(2026, 9, 6, 23, 30, tzinfo=UTC),
    role=Role.PARENT,
    actor_name=None,
    actor_id=5,
    action="booked",
    activity_name="Swimming",
    on=MONDAY,
    detail="",
)
EXPIRED = replace(BOOKED, at=datetime(2026, 9, 6, 8, tzinfo=UTC), role=Role.SYSTEM, action="new")
PART = ShowTrail("money", MONDAY, MONDAY, "s42")


def test_lines_stand_below_their_days_on_the_schools_clock(say: Say) -> None:
    screen = screens.trail(say, ShowTrail(), None, [LINE, BOOKED, EXPIRED], is_first=True)
    assert read(screen) == (
        "Who did what\nall that was done, at any time, everybody\n\n"
        "7 September 2026\n"
        f"09:00 Olive: recorded a payment – {HOSTILE_NAME}, £10.50\n"
        f"00:30 parent 5: booked a place – {HOSTILE_NAME}, Swimming Mon 14 Sept\n\n"
        "6 September 2026\n"
        f"09:00 Afterbell: new – {HOSTILE_NAME}, Swimming Mon 14 Sept"
    )


def test_screen_says_which_part_it_shows_and_leads_to_other_parts(say: Say) -> None:
    screen = screens.trail(say, PART, "Olive", [LINE], is_first=True)
    assert "money, 14 September 2026, Olive" in read(screen)
    same = ("money", MONDAY, MONDAY, "s42")
    assert buttons(screen) == {
        "What": ChooseTopic(*same),
        "When": ChooseDays(*same),
        "Who": ChooseWho(*same),
        "As a file": SendTrail(*same),
    }


def test_part_without_any_events_is_said_to_be_empty(say: Say) -> None:
    screen = screens.trail(say, PART, "Olive", [], is_first=True)
    assert read(screen).endswith("Nothing was done that fits.")
    assert "As a file" not in buttons(screen)


def test_pages_lead_to_older_events_and_back_to_the_newest(say: Say) -> None:
    many = [replace(LINE, id=100 - n) for n in range(screens.A_PAGE + 1)]
    first = screens.trail(say, ShowTrail(), None, many, is_first=True)
    assert buttons(first)["Older ›"] == ShowTrail(before=100 - screens.A_PAGE + 1)
    last = screens.trail(say, ShowTrail(), None, many[:1], is_first=False)
    assert buttons(last)["‹ Newest"] == ShowTrail()
    assert "Older ›" not in buttons(last)


def test_page_fits_the_longest_names(say: Say) -> None:
    long = replace(LINE, actor_name=LONGEST_NAME, person=LONGEST_NAME, activity_name="W" * 80)
    screen = screens.trail(say, ShowTrail(), LONGEST_NAME, [long] * 9, is_first=True)
    assert len(read(screen)) <= MessageLimit.MAX_TEXT_LENGTH


@pytest.mark.parametrize(
    ("action", "detail", "words"),
    [
        (Action.PAID_OUT, "-500", "-£5.00"),
        (Action.CREDIT_LIMIT_SET, "as the school's", "as the school's"),
        (Action.PROMOTED, "77", ""),
        (Action.HOLD_EXTENDED, "2026-09-14T14:30+00:00", "until Mon 14 Sept, 15:30"),
        (Action.CAPACITY_CHANGED, "12", "12"),
    ],
)
def test_detail_is_written_for_people(say: Say, action: str, detail: str, words: str) -> None:
    assert detail_words(say, replace(LINE, action=action, detail=detail)) == words


def test_every_action_has_words(say: Say) -> None:
    assert action_words(say).keys() == set(Action)


def test_what_when_and_who_are_chosen_one_by_one(say: Say) -> None:
    topics = buttons(screens.choose_topic(say, PART))
    assert topics["staff"] == ShowTrail(Topic.STAFF, MONDAY, MONDAY, "s42")
    assert topics["all that was done"] == ShowTrail("all", MONDAY, MONDAY, "s42")
    days = buttons(screens.choose_days(say, PART, MONDAY))
    assert days["The last 7 days"] == ShowTrail("money", date(2026, 9, 8), MONDAY, "s42")
    assert days["At any time"] == ShowTrail("money", date.min, date.min, "s42")
    named = [replace(OLIVE, telegram_id=n, name=f"Olive {n}") for n in range(7)]
    staff = [replace(JANE, name=None), OLIVE, *named]
    people = buttons(screens.choose_who(say, PART, staff, 0))
    assert people["Olive"] == ShowTrail("money", MONDAY, MONDAY, "s42")
    assert people["Telegram 42"] == ShowTrail("money", MONDAY, MONDAY, "s42")
    assert people["Everybody"] == ShowTrail("money", MONDAY, MONDAY, "all")
    assert people["Later ›"] == ChooseWho("money", MONDAY, MONDAY, "s42", 1)
    found = [FamilyFound(5, "Ann", ("Emma", "Ben")), FamilyFound(6, "Zoe", ())]
    families = buttons(screens.choose_family(say, "a", found))
    assert families == {"Ann · Emma": ShowTrail(who="p5"), "Zoe": ShowTrail(who="p6")}


def test_longest_button_fits(say: Say) -> None:
    farthest = ShowTrail("families", date(2999, 12, 31), date(2999, 12, 31), f"s{2**52}", 10**12)
    assert farthest.pack()


def test_file_has_a_line_an_event_and_nothing_in_it_runs(say: Say) -> None:
    evil = replace(BOOKED, actor_name='=HYPERLINK("x")', person="+1", activity_name="@x")
    content = trail_csv(say, [LINE, evil])
    assert content.startswith(b"\xef\xbb\xbf")
    header, *rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""))
    assert ", ".join(header) == "Time, Role, Who, What, Whom, Activity, Date, Detail"
    assert ["|".join(row) for row in rows] == [
        f"2026-09-07 09:00:00|office|Olive|recorded a payment|{HOSTILE_NAME}|||£10.50",
        "2026-09-07 00:30:00|parent|'=HYPERLINK(\"x\")|booked a place|'+1|'@x|2026-09-14|",
    ]
