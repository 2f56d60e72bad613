"""The register to print: what a tutor ticks on it."""

from dataclasses import replace

from bot.documents.register import register_pdf
from bot.texts import Say
from domain.model import AttendanceStatus, BookingStatus, Mark
from storage.register_details import OnRegister
from tests.bot.documents.reading import flat, pages_of
from tests.bot.screens.test_register import child, with_children
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, booking
from tests.factory import NOW


def printed(say: Say, *children: OnRegister) -> list[str]:
    return pages_of(register_pdf(say, with_children(*children), "Hill School", now=NOW))


def test_register_has_the_session_and_a_row_with_boxes_for_each_child(say: Say) -> None:
    held = booking(BookingStatus.PENDING, id=22)
    leo = child(
        "Leo", 22, grade=0, booking=held, is_away=True, note="Tired", child_notes="<No> nuts"
    )
    [page] = printed(say, child(), leo)
    for words in (
        "Hill School",
        "Register: Swimming",
        "Mon 14 Sept, 15:30–16:30",
        "Pool",
        "Mr Tall",
        "1 Emma Year 3 ☐ ☐ ☐",
        "2 Leo Reception ☐ ☐ ☐ <No> nuts not paid yet told us: absent Tired",
    ):
        assert flat(words) in flat(page)


def test_what_is_marked_is_ticked(say: Say) -> None:
    late = Mark(AttendanceStatus.LATE, None, NOW, 77)
    [page] = printed(say, replace(child(), mark=late))
    assert flat("1 Emma Year 3 ☐ ☒ ☐") in flat(page)


def test_long_register_goes_on_over_pages_with_its_titles(say: Say) -> None:
    found = printed(say, *[child(HOSTILE_NAME, note=LONGEST_NAME)] * 60)
    assert len(found) > 1
    assert all("Absent" in page for page in found)
