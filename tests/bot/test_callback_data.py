"""What buttons carry: every meaning survives the way, and nothing else gets through."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import get_type_hints

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import handlers
from bot.callback_data import KEEP, LARGEST_ID, Tap
from bot.taps.booking import Book, Booking, Confirm, PickDate, Stop
from bot.taps.children import AddChild, ChildForm, PickGrade
from bot.taps.home import Home
from bot.taps.joining import Joining, SkipEmail
from bot.taps.payment import SkipReference, TakePayment, Taking
from bot.taps.places import ShowPlaces

LONGEST_KEY = "k" * 22
"""As `secrets.token_urlsafe(16)` would make it; those of confirmations are shorter."""
LONGEST_WORD = "s" + "9" * 11
"""One of a few words, or a role's letter with a Telegram id."""
WORDS = ("mark", "seen", "topic", "who")
LARGEST_NUMBER = 10**12
"""Of what is counted, and of money."""
BY_KIND: dict[type, st.SearchStrategy[object]] = {
    int: st.integers(-LARGEST_NUMBER, LARGEST_NUMBER),
    bool: st.booleans(),
    date: st.dates(),
    str: st.text("ABCDEFGHIJabcdefghij0123456789_-", max_size=len(LONGEST_KEY)),
}
LARGEST = {int: -LARGEST_NUMBER, bool: True, date: date.max, str: LONGEST_KEY}


def families(of: type[Tap] = Tap) -> Iterator[type[Tap]]:
    """Yield every class of taps, the abstract families too."""
    for each in of.__subclasses__():
        if each.__module__.startswith("bot."):
            yield each
            yield from families(each)


assert handlers, "they import every tap"
EVERY = [each for each in families() if "code" in vars(each)]
FAMILIES = [each for each in families() if each not in EVERY]


def kinds_of(tap: type[Tap]) -> dict[str, type]:
    kinds = get_type_hints(tap)
    return {each.name: kinds[each.name] for each in fields(tap)}  # type: ignore[arg-type]


def strategy(tap: type[Tap]) -> st.SearchStrategy[Tap]:
    ids = st.integers(-LARGEST_ID, LARGEST_ID)
    words = st.text("abcdefghij0123456789", max_size=len(LONGEST_WORD))
    return st.builds(
        tap,
        **{
            name: ids if name.endswith("_id") else words if name in WORDS else BY_KIND[kind]
            for name, kind in kinds_of(tap).items()
        },
    )


any_tap = st.one_of([strategy(each) for each in EVERY])


def test_all_taps_are_looked_at() -> None:
    assert len(EVERY) > 25
    assert {Booking, Joining, ChildForm, Taking} < set(FAMILIES)


@given(any_tap)
def test_every_tap_means_the_same_after_its_way(tap: Tap) -> None:
    assert Tap.unpack(tap.pack()) == tap
    assert type(tap).unpack(tap.pack()) == tap
    assert Tap.unpack(KEEP + tap.pack()) == tap


@pytest.mark.parametrize("tap", EVERY, ids=lambda tap: str(tap.__name__))
def test_largest_values_fit_a_button(tap: type[Tap]) -> None:
    largest = [
        -LARGEST_ID if name.endswith("_id") else LONGEST_WORD if name in WORDS else LARGEST[kind]
        for name, kind in kinds_of(tap).items()
    ]

    assert 1 <= len((KEEP + tap(*largest).pack()).encode()) <= 64


def test_what_no_button_can_hold_is_a_mistake_of_ours() -> None:
    with pytest.raises(ValueError, match="too long"):
        Confirm("k" * 60).pack()


@given(st.text())
def test_hostile_data_never_raises(data: str) -> None:
    found = Tap.unpack(data)

    assert found is None or found.pack() == data.removeprefix(KEEP)


@given(any_tap, st.text(max_size=3), st.integers(0, 70), st.integers(0, 3))
def test_tampered_data_is_refused_or_means_just_what_it_says(
    tap: Tap, inserted: str, at: int, left_out: int
) -> None:
    packed = tap.pack()
    tampered = packed[:at] + inserted + packed[at + left_out :]

    found = Tap.unpack(tampered)

    assert found is None or found.pack() == tampered.removeprefix(KEEP)


@pytest.mark.parametrize(
    "data",
    [
        None,
        b"home",
        17,
        "",
        ":",
        "home:",
        "home:1",
        "HOME",
        "-book",
        "p.bk",
        "p.bk:",
        "p.bk:1:2",
        "p.bk:+1",
        "p.bk:01",
        "p.bk:1_000",
        "p.bk: 1",
        "p.bk:١",
        "p.bk:1.0",
        "p.bk:9223372036854775808",
        "p.bk:" + "9" * 5000,
        "b.dt:739000:2",
        "b.dt:739000:-1",
        "b.dt:0:1",
        "b.dt:99999999999:1",
        "b.ok:" + "k" * 60 + ":1",
        "b.ok:a\x00b:1",
        "b.ok:\ud800:1",
        "b.ok:ключ:1",
        "^^home",
        "^",
    ],
)
def test_what_is_no_tap_of_ours_means_nothing(data: object) -> None:
    assert Tap.unpack(data) is None


def test_codes_are_unique() -> None:
    codes = [each.code for each in EVERY]

    assert len(set(codes)) == len(codes)


def test_second_tap_with_a_code_cannot_even_be_written() -> None:
    with pytest.raises(TypeError, match="two taps have the code home"):

        @dataclass(frozen=True)
        class Another(Tap, code="home"):
            pass


def test_one_kind_of_tap_is_not_taken_for_another() -> None:
    assert Home.unpack(Book(1).pack()) is None
    assert PickGrade.unpack(PickGrade(3).pack()) == PickGrade(3)


def test_family_understands_its_members_and_no_others() -> None:
    assert Booking.unpack(Stop().pack()) == Stop()
    assert Booking.unpack(PickDate(date(2026, 9, 14), chosen=True).pack()) is not None
    assert Joining.unpack(SkipEmail().pack()) == SkipEmail()
    assert ChildForm.unpack(PickGrade(0).pack()) == PickGrade(0)
    assert Taking.unpack(SkipReference().pack()) == SkipReference()
    for entry in (Book(), AddChild(), ShowPlaces(), TakePayment()):
        assert {family.unpack(entry.pack()) for family in FAMILIES} == {None}


def test_family_itself_is_no_tap() -> None:
    assert not any(hasattr(family, "code") for family in FAMILIES)
