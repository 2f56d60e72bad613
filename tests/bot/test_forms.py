"""Reading what people type: whatever it is, the answer is a value or a refusal, no fault."""

import unicodedata
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.forms import (
    AGES,
    LONGEST_EMAIL,
    LONGEST_NAME,
    read_birth_date,
    read_email,
    read_grade,
    read_name,
    read_phone,
    read_price,
    read_time,
    read_weekday,
    read_whole,
    read_written_phone,
)
from domain.model import Child

TODAY = date(2026, 9, 7)
EVERY_DAY = st.dates(date(2006, 1, 1), date(2026, 12, 31))


@pytest.mark.parametrize(
    "name",
    [
        "Ann Smith",
        "Ann",
        "X",
        "O'Neill-Åström",
        '<b>Ann_a* & "Co"',
        "{name} %s",
        "নিশাত",
        "אנה",
        "محمد",
        "李小龙",
        "👩‍👧",
        "عین‌الله",
        "क्‍ष",
        "4",
        "y" * LONGEST_NAME,
    ],
)
def test_names_of_the_world_stay_as_they_are(name: str) -> None:
    assert read_name(name) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("  Ann   Smith ", "Ann Smith"),
        ("Ann\nSmith", "Ann Smith"),
        ("Ann\r\n\tSmith", "Ann Smith"),
        ("Ann\x00\x07Smith", "Ann Smith"),
        ("Ann\u2028Smith\u2029", "Ann Smith"),
        ("Ann\u00a0Smith", "Ann Smith"),
        ("\u202eAnn\u202c", "Ann"),
        ("Ann\u2069 Smith", "Ann Smith"),
        ("Ann\ud800", "Ann"),
        (f" {'y' * LONGEST_NAME} ", "y" * LONGEST_NAME),
    ],
)
def test_names_are_put_on_one_line_without_control_characters(text: str, name: str) -> None:
    assert read_name(text) == name


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t", "\x00", "\u200b", "\u200d\u200c", "\u00ad", "\u202e", "y" * 81]
)
def test_what_has_nothing_to_see_or_is_too_long_is_no_name(text: str) -> None:
    assert read_name(text) is None


@given(st.text())
def test_every_name_fits_a_line_and_is_read_the_same_again(text: str) -> None:
    name = read_name(text)

    if name is not None:
        assert 1 <= len(name) <= LONGEST_NAME
        assert name.strip() == name
        assert not any(unicodedata.category(letter) == "Cc" for letter in name)
        assert read_name(name) == name


@pytest.mark.parametrize(
    "email", ["ann@example.org", "a.b+c@sub.example.co.uk", "o'neill@example.org", "ann@пример.рф"]
)
def test_email_addresses_stay_as_they_are(email: str) -> None:
    assert read_email(f" {email}\n") == email


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ann",
        "ann@",
        "@example.org",
        "ann@example",
        "ann@example.",
        "ann@exa mple.org",
        "ann @example.org",
        "ann@@example.org",
        "ann@example.org bob@example.org",
        "<ann@example.org>",
        "ann\x00@example.org",
        "ann\u202e@example.org",
        "skip",
        "a" * LONGEST_EMAIL + "@example.org",
    ],
)
def test_what_is_no_email_address_is_refused(text: str) -> None:
    assert read_email(text) is None


@given(st.text())
def test_no_email_address_has_spaces_or_invisible_characters(text: str) -> None:
    email = read_email(text)

    assert email is None or (email.isprintable() and " " not in email)


@pytest.mark.parametrize(
    ("contact", "phone"),
    [
        ("447700900123", "+447700900123"),
        ("+447700900123", "+447700900123"),
        ("+44 7700 900-123", "+447700900123"),
    ],
)
def test_phone_numbers_get_the_plus_that_some_apps_leave_out(contact: str, phone: str) -> None:
    assert read_phone(contact) == phone


@pytest.mark.parametrize(
    "text",
    [
        "31.5.2018",
        "31.05.2018",
        " 31.5.2018 ",
        "31/05/2018",
        "31-5-2018",
        "31 5 2018",
        "31. 5. 2018",
        "2018-05-31",
        "2018/5/31",
        "31 May 2018",
        "31 may, 2018",
        "31. MAY 2018",
        "31-May-2018",
        "٣١.٥.٢٠١٨",
    ],
)
def test_birth_dates_are_read_in_many_ways(text: str) -> None:
    assert read_birth_date(text, today=TODAY) == date(2018, 5, 31)


@pytest.mark.parametrize(
    ("text", "month"),
    [("1 Jan 2018", 1), ("1 June 2018", 6), ("1 sept 2018", 9), ("1 September 2018", 9)],
)
def test_months_may_be_named_in_full_or_in_short(text: str, month: int) -> None:
    assert read_birth_date(text, today=TODAY) == date(2018, month, 1)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "2018",
        "5.2018",
        "31.5.18",
        "31.5.",
        "32.5.2018",
        "31.6.2018",
        "0.5.2018",
        "31.0.2018",
        "31.13.2018",
        "5/31/2018",
        "29.2.2019",
        "31 mayhem 2018",
        "31 xyz 2018",
        "31 ſep 2018",
        "31.5.2018 or so",
        "31.5.20188",
        "-31.5.2018",
        "0031.5.2018",
        "2018-05-2018",
        "9999-12-31",
        "0000-01-01",
        "🎂",
    ],
)
def test_nonsense_is_no_birth_date(text: str) -> None:
    assert read_birth_date(text, today=TODAY) is None


def test_29_february_is_a_birth_date_in_a_leap_year() -> None:
    assert read_birth_date("29.2.2020", today=TODAY) == date(2020, 2, 29)


@pytest.mark.parametrize(
    ("text", "is_of_age"),
    [
        ("7.9.2024", True),
        ("8.9.2024", False),
        ("7.9.2026", False),
        ("8.9.2006", True),
        ("7.9.2006", False),
        ("8.9.2026", False),
    ],
)
def test_children_at_school_are_from_2_to_19_on_the_day(text: str, *, is_of_age: bool) -> None:
    assert (read_birth_date(text, today=TODAY) is not None) is is_of_age


def test_child_of_29_february_turns_2_on_1_march() -> None:
    born = "29.2.2024"

    assert read_birth_date(born, today=date(2026, 2, 28)) is None
    assert read_birth_date(born, today=date(2026, 3, 1)) == date(2024, 2, 29)


@given(EVERY_DAY, st.sampled_from(["{0.day}.{0.month}.{0.year}", "{0:%d/%m/%Y}", "{0:%Y-%m-%d}"]))
def test_age_counts_as_it_does_for_a_child_on_file(born_on: date, way: str) -> None:
    read = read_birth_date(way.format(born_on), today=TODAY)

    is_of_age = Child(1, "", born_on, 0).age(TODAY) in AGES
    assert read == (born_on if is_of_age else None)


@given(st.text() | st.from_regex(r"\d{1,4}[./-]\w{1,9}[./-]\d{1,4}", fullmatch=True))
def test_whatever_is_typed_is_a_birth_date_of_a_child_or_none(text: str) -> None:
    born_on = read_birth_date(text, today=TODAY)

    assert born_on is None or TODAY - timedelta(days=20 * 366) < born_on < TODAY


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("+44 7700 900123", "+447700900123"),
        ("+44 (0)7700-900.123", "+447700900123"),
        ("0044 7700 900123", "+447700900123"),
        ("07700 900123", "+447700900123"),
        ("7700900123", "+447700900123"),
        ("447700900123", "+447700900123"),
        ("(020) 7946 0123", "+442079460123"),
        ("4412345", "+444412345"),
        ("+49 151 2345678", "+491512345678"),
        ("", None),
        ("+44", None),
        ("+0044 7700 900123", "+447700900123"),
        ("07700 900123 ext 4", None),
        ("4.47701E+11", None),
        ("+" + "1" * 16, None),
        ("٠٧٧٠٠٩٠٠١٢٣", None),
    ],
)
def test_phones_are_read_as_people_write_them(text: str, phone: str | None) -> None:
    assert read_written_phone(text, "44") == phone


def test_phone_without_a_country_needs_one() -> None:
    assert read_written_phone("+44 7700 900123", None) == "+447700900123"
    assert read_written_phone("07700 900123", None) is None


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        *[(text, 3) for text in ("3", " Year 3", "YEAR 3", "Y3", "yr. 3", "Grade 3", "03")],
        *[(text, 0) for text in ("Reception", "R", "0", "year r", "Rec")],
        *[(text, None) for text in ("", "7", "Year", "-1", "3b", "three", "nursery", "999")],
    ],
)
def test_year_groups_are_read_in_words_and_numbers(text: str, grade: int | None) -> None:
    assert read_grade(text, last=6) == grade


@pytest.mark.parametrize(
    ("text", "at"),
    [
        *[(text, time(15, 30)) for text in ("15:30", "15.30", "15:30:00", "3:30 pm", "3.30PM")],
        *[(text, time(15)) for text in ("15:00", "3pm", "3 p.m.")],
        *[(text, time(0)) for text in ("0:00", "12 am", "00:00:00")],
        ("12 pm", time(12)),
        *[(text, None) for text in ("", "15", "24:00", "15:60", "13 pm", "99:99", "half three")],
    ],
)
def test_times_are_read_by_either_clock(text: str, at: time | None) -> None:
    assert read_time(text) == at


@pytest.mark.parametrize(
    ("text", "weekday"),
    [
        *[(text, 0) for text in ("Monday", "mon", "Mon.", "MONDAYS")],
        *[(text, 3) for text in ("Thu", "Thursday", "thurs")],
        *[(text, None) for text in ("", "T", "M", "Mxn", "Montag", "s")],
    ],
)
def test_weekdays_are_read_in_full_and_in_short(text: str, weekday: int | None) -> None:
    assert read_weekday(text) == weekday


def test_prices_may_be_nothing_at_all() -> None:
    for text in ("free", "FREE", "0", "0.00", "£0", "0,00"):
        assert read_price(text, "GBP") == 0
    assert read_price("£6.50", "GBP") == 650
    assert read_price("six", "GBP") is None
    assert read_price("", "GBP") is None


def test_whole_numbers_have_at_most_six_digits() -> None:
    assert read_whole(" 15 ") == 15
    for text in ("", "-1", "1.5", "1000000", "٣"):
        assert read_whole(text) is None
