"""Words for people: safe in HTML, in their language, with values written the way they do."""

from datetime import UTC, date, datetime, time, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.markup import parse_html
from bot.texts import Html, Say, isolated, languages, safe
from tests.factory import LONDON


def speaking(language: str | None = None, currency: str = "GBP") -> Say:
    return Say(language, LONDON, currency)


def test_values_are_escaped_and_sentences_are_not(say: Say) -> None:
    said = say("<b>{child}</b>", child='<i>Ann_a* & "Co"')

    assert said == '<b>&lt;i&gt;Ann_a* &amp; "Co"</b>'


def test_html_passes_untouched_so_sentences_can_be_nested(say: Say) -> None:
    inner = say("<b>{child}</b>", child="A & B")

    assert say("{location}", location=inner) == "<b>A &amp; B</b>"


def test_what_is_said_counts_as_html(say: Say) -> None:
    assert isinstance(say("Booked"), Html)
    assert isinstance(say.count("{n} place left", "{n} places left", 2), Html)


def test_braces_in_a_value_are_no_placeholders(say: Say) -> None:
    assert say("{location}", location="{child} {0} {}") == "{child} {0} {}"


@given(st.text())
def test_telegram_reads_back_exactly_what_a_person_wrote(text: str) -> None:
    read, entities = parse_html(safe(text))

    assert read == isolated(text)
    assert entities == []
    assert unescape(safe(text)) == isolated(text) or "&" in text


def test_labels_are_plain_text_and_not_escaped(say: Say) -> None:
    assert say.label("Keep: {value}", value="Tom & <Jerry>") == "Keep: Tom & <Jerry>"


@pytest.mark.parametrize("name", ["נועה", "ליה Smith", "Ann نور", "𞤀𞤁𞤂", "ߊߓ"])
def test_names_from_right_to_left_are_isolated(say: Say, name: str) -> None:
    assert say("<b>{child}</b>", child=name) == f"<b>\u2068{name}\u2069</b>"
    assert say.label("Keep: {value}", value=name) == f"Keep: \u2068{name}\u2069"


@pytest.mark.parametrize("name", ["Anna", "Åsa", "Ольга", "世界", "👩‍👧", "12.5", ""])
def test_other_names_stay_as_they_are(name: str) -> None:
    assert isolated(name) == name


@pytest.mark.parametrize(
    ("currency", "minor", "written"),
    [
        ("GBP", 1250, "£12.50"),
        ("GBP", 0, "£0.00"),
        ("GBP", -5, "-£0.05"),
        ("GBP", 123456789, "£1,234,567.89"),
        ("JPY", 1250, "JP¥1,250"),
        ("KWD", 1250, "KWD1.250"),
        ("KWD", 1, "KWD0.001"),
    ],
)
def test_money_is_written_with_the_decimals_of_its_currency(
    currency: str, minor: int, written: str
) -> None:
    assert speaking(currency=currency).money(minor) == written


def test_money_is_exact_where_a_float_would_not_be() -> None:
    assert speaking().money(90071992547409931) == "£900,719,925,474,099.31"


def test_days_are_written_short_and_long(say: Say) -> None:
    on = date(2026, 9, 14)

    assert say.day(on) == "Mon 14 Sept"
    assert say.long_day(on) == "Monday 14 September"
    assert say.full_date(date(2018, 5, 31)) == "31 May 2018"
    assert [say.weekday(day) for day in (0, 6)] == ["Monday", "Sunday"]


def test_clock_has_twenty_four_hours(say: Say) -> None:
    assert say.clock(time(15, 5)) == "15:05"
    assert speaking("en-US").clock(time(0, 5)) == "00:05"


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (datetime(2026, 9, 14, 17, 0, tzinfo=UTC), "Mon 14 Sept, 18:00"),
        (datetime(2026, 9, 14, 23, 30, tzinfo=UTC), "Tue 15 Sept, 00:30"),
        (datetime(2026, 12, 14, 17, 0, tzinfo=UTC), "Mon 14 Dec, 17:00"),
    ],
)
def test_moments_are_on_the_schools_clock(say: Say, at: datetime, written: str) -> None:
    assert say.moment(at) == written


@pytest.mark.parametrize(
    ("of", "written"),
    [
        (timedelta(0), "0 minutes"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=90), "90 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(hours=24), "24 hours"),
        (timedelta(hours=36), "36 hours"),
        (timedelta(hours=48), "2 days"),
        (timedelta(hours=49), "49 hours"),
        (timedelta(days=14), "14 days"),
    ],
)
def test_lengths_are_whole_numbers_of_the_unit_that_fits(
    say: Say, of: timedelta, written: str
) -> None:
    assert say.length(of) == written


def test_year_group_0_is_reception(say: Say) -> None:
    assert [say.grade(grade) for grade in (0, 1, 13)] == ["Reception", "Year 1", "Year 13"]


@pytest.mark.parametrize(
    "code", [None, "", "en", "EN", "de", "pt-br", "zh-hans", "xx", "en_GB", "../en", "a" * 35]
)
def test_a_language_without_catalogue_is_british_english(code: str | None) -> None:
    assert str(speaking(code).locale) == "en_GB"


def test_a_variant_keeps_its_way_of_writing_values() -> None:
    assert str(speaking("en-US").locale) == "en_US"


@given(st.text(max_size=35))
def test_whatever_telegram_calls_a_language_something_is_said(code: str) -> None:
    assert speaking(code)("Booked") == "Booked"


def test_only_folders_with_a_catalogue_are_languages() -> None:
    assert languages() == {"en"}


@pytest.mark.parametrize(
    ("n", "said"), [(0, "0 places left"), (1, "1 place left"), (2, "2 places left")]
)
def test_number_decides_between_singular_and_plural(say: Say, n: int, said: str) -> None:
    assert say.count("{n} place left", "{n} places left", n) == said


def test_values_beside_the_number_are_escaped_too(say: Say) -> None:
    one, many = "Born on {born_on}, {n} year old", "Born on {born_on}, {n} years old"

    assert say.count(one, many, 1, born_on="<3") == "Born on &lt;3, 1 year old"
