"""What the office sees before an announcement, and what parents read."""

import pytest

from bot.forms import read_message
from bot.screens.announcements import LONGEST_TEXT, bad_text, message, summary
from bot.texts import Say
from domain.audiences import Audience, AudienceKind, Reach
from storage.notices.announcements import NamedAudience
from tests.bot.screens.reading import read
from tests.bot.values import LONGEST_NAME, session

LONGEST = NamedAudience(Audience(AudienceKind.QUEUE, 11), LONGEST_NAME, session(name=LONGEST_NAME))


def test_longest_message_fits_with_all_that_stands_around_it(say: Say) -> None:
    text = "😀" * (LONGEST_TEXT // 2)
    screen = summary(say, LONGEST, Reach(9_999, 4_444, 4_444), text, key="k", is_quiet=True)
    complaint = bad_text(say, 4_096)
    assert len((read(screen) + complaint).encode("utf-16-le")) // 2 < 4_096
    assert text in message(say, LONGEST, text)


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  Hello  \n\n\tworld \n", "Hello\n\n world"),
        ("\u202eolleH", "olleH"),
        ("\u200b \n", ""),
        ("", ""),
    ],
)
def test_message_keeps_its_lines_and_loses_what_is_invisible(typed: str, text: str) -> None:
    assert read_message(typed)[0] == text


def test_length_is_counted_as_telegram_does() -> None:
    assert read_message("😀a")[1] == 3
