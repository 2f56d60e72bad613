"""The register: who is expected, a button for each child, how many are in."""

from dataclasses import replace
from datetime import datetime, time, timedelta

import pytest

from bot.screen import Screen
from bot.screens import register as screens
from bot.screens.notices.notice import notice
from bot.taps.registers import MarkChild, ShowRegister
from bot.texts import Say
from domain.model import AttendanceStatus, BookingStatus, Mark, Session, SessionStatus
from domain.notices import NoticeKind
from domain.outcomes import AlreadyEnded, Saved, TooEarly, TooLate
from domain.timetable import ends_at
from storage.notices.about import AboutRegister
from storage.register_details import OnRegister, Register
from storage.register_queries import RegisterLine
from storage.session_lines import SessionLine
from tests.bot.screens.reading import buttons, read
from tests.bot.values import HOSTILE_NAME, LONGEST_NAME, booking, session
from tests.bot.values import claimed as claimed_notice
from tests.factory import LONDON, NOW, POLICY

END = ends_at(session(), LONDON)
WOOD, ASH = 77, 78
PRESENT, LATE, ABSENT = AttendanceStatus


def child(name: str = "Emma", number: int = 21, **given: object) -> OnRegister:
    plain = OnRegister(booking(id=number), name, 3, None, None, "", is_away=False)
    return replace(plain, **given)  # type: ignore[arg-type]  # as the test says


def marked(
    status: AttendanceStatus | None,
    before: AttendanceStatus | None = None,
    *,
    by: int = WOOD,
    minute: int = 0,
) -> Mark:
    return Mark(status, before, NOW + timedelta(minutes=minute), by)


def with_children(*children: OnRegister, of: Session | None = None) -> Register:
    line = SessionLine(of or session(), "Pool", "Mr Tall", len(children), 0, 0)
    return Register(line, children)


def shown(say: Say, *children: OnRegister, of: Session | None = None, page: int = 0) -> Screen:
    return screens.register(say, with_children(*children, of=of), page, viewer=WOOD)


def tell(
    say: Say, *children: OnRegister, of: Session | None = None, now: datetime = NOW
) -> Screen | None:
    about = AboutRegister(with_children(*children, of=of))
    return notice(say, claimed_notice(NoticeKind.REGISTER, about), POLICY, now=now)


def test_register_names_the_session_and_who_is_expected(say: Say) -> None:
    leo = child("Leo", 22, grade=0, booking=booking(BookingStatus.PENDING, id=22))
    assert read(shown(say, child(), leo)).splitlines() == [
        "Swimming",
        "Mon 14 Sept, 15:30–16:30, Pool",
        "2 expected, 0 in",
        "",
        "Emma, Year 3",
        "Leo, Reception (not paid yet)",
        "",
        "Tap a child for present, late, absent, and again for not marked.",
    ]


def test_register_says_what_is_marked_noted_and_told(say: Say) -> None:
    kept = booking(BookingStatus.PENDING, id=22, is_promised=True)
    children = (
        child("Ann", mark=marked(PRESENT)),
        child("Ben", 22, mark=marked(LATE), booking=kept, note="Left early with aunt"),
        child("Cem", 23, mark=marked(ABSENT), is_away=True),
        child("Dot", 24, mark=marked(None, PRESENT), is_away=True),
        child("Eva", 25, note="No nuts"),
    )
    assert read(shown(say, *children)).splitlines()[2:9] == [
        "5 expected, 2 in, 1 absent",
        "",
        "Ann, Year 3: present",
        "Ben, Year 3 (waiting for voucher): late – Left early with aunt",
        "Cem, Year 3: absent, told us: absent",
        "Dot, Year 3: told us: absent",
        "Eva, Year 3 – No nuts",
    ]


@pytest.mark.parametrize(
    ("status", "label", "then"),
    [
        (None, "☐ Emma", "present"),
        (PRESENT, "✓ Emma", "late"),
        (LATE, "🕒 Emma", "absent"),
        (ABSENT, "✗ Emma", "none"),
    ],
)
def test_button_of_a_child_says_how_it_stands_and_sets_what_comes_next(
    say: Say, status: AttendanceStatus | None, label: str, then: str
) -> None:
    screen = shown(say, child(mark=marked(status) if status else None))
    assert buttons(screen)[label] == MarkChild(21, then, is_undo=False, page=0)


def test_undo_takes_back_the_viewers_own_last_mark(say: Say) -> None:
    children = (
        child("Ann", 21, mark=marked(PRESENT, minute=1)),
        child("Ben", 22, mark=marked(ABSENT, LATE, minute=2)),
        child("Cem", 23, mark=marked(PRESENT, by=ASH, minute=3)),
        child("Dot", 24, mark=marked(LATE, LATE, minute=4)),
    )
    found = buttons(shown(say, *children))
    undone = {label: tap for label, tap in found.items() if label.startswith("Undo")}
    assert undone == {"Undo: Ben": MarkChild(22, "late", is_undo=True, page=0)}
    assert "Undo: Ann" in buttons(shown(say, *children[:1]))
    assert not any(label.startswith("Undo") for label in buttons(shown(say, *children[2:])))


def test_nobody_is_said_plainly(say: Say) -> None:
    assert read(shown(say)).splitlines()[-1] == "Nobody is booked."


def test_session_that_does_not_take_place_has_no_register(say: Say) -> None:
    called_off = replace(session(), status=SessionStatus.CANCELLED)
    assert tell(say, child(), of=called_off) is None
    screen = shown(say, child(), of=called_off)
    assert read(screen).endswith("cancelled")
    assert list(buttons(screen)) == ["Refresh", "The session"]


def test_register_is_sent_until_the_session_is_over_and_marked_where_it_is(say: Say) -> None:
    sent = tell(say, child(), now=END - timedelta(seconds=1))
    assert sent is not None
    assert not sent.stays
    assert tell(say, child(), now=END) is None


def test_thirty_children_fit_one_page_and_more_turn(say: Say) -> None:
    many = [child(f"Child {number:02}", 100 + number) for number in range(31)]
    assert "Later ›" not in buttons(shown(say, *many[:30]))
    first, second = shown(say, *many), shown(say, *many, page=9)
    assert buttons(first)["Later ›"] == ShowRegister(11, 1)
    assert "☐ Child 30" in buttons(second)
    assert "31 expected" in read(first)
    assert read(second).count("Year 3") == 1


@pytest.mark.parametrize("name", ["Emma", HOSTILE_NAME, LONGEST_NAME, "😀" * 80, "<" * 80])
@pytest.mark.parametrize("children", [1, 60])
def test_every_child_is_on_a_page_that_fits_however_long(
    say: Say, name: str, children: int
) -> None:
    on_child = "<" * 300
    many = [child(name, note="W" * 100, mark=marked(LATE), child_notes=on_child)] * children
    of = session(name="W" * 80)
    seen, page = 0, 0
    while seen < children:
        text = read(screens.register(say, with_children(*many, of=of), page, viewer=ASH))
        assert len(text.encode("utf-16-le")) // 2 <= 4096
        on_page = text.count("late – ")
        assert text.count(f"\n{on_child}\n") == on_page
        assert on_page
        seen, page = seen + on_page, page + 1


def test_todays_registers_begin_with_what_is_on_or_next(say: Say) -> None:
    def at(hour: int, name: str, number: int) -> RegisterLine:
        of = session(name=name, start_time=time(hour), end_time=time(hour + 1))
        return RegisterLine(SessionLine(replace(of, id=number), "Pool", "T", 12, 0, 0), 10)

    now = datetime(2026, 9, 14, 12, tzinfo=LONDON)
    found = [at(9, "Art", 1), at(12, "Judo", 2), at(15, "Chess", 3)]
    screen = screens.registers(say, found, 0, now=now)
    assert list(buttons(screen)) == ["12:00 Judo", "15:00 Chess", "09:00 Art"]
    assert "Judo, 12:00–13:00, Pool\n12 expected, 10 in" in read(screen)
    assert read(screens.registers(say, [], 0, now=now)).startswith("Nothing runs today")


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (TooEarly(session(), NOW), "Not saved: this register can be marked from Mon 7 Sept, 09:00"),
        (TooLate(session()), "Not saved: that day is over. Please ask the school office"),
        (AlreadyEnded(session()), "Not saved: this child has no place in the session any more."),
    ],
)
def test_why_nothing_was_saved_is_said(
    say: Say, outcome: TooEarly | TooLate | AlreadyEnded, words: str
) -> None:
    said = screens.refused(say, outcome)
    assert said is not None
    assert said.startswith(words)
    assert screens.refused(say, Saved(session())) is None
