"""A parent's children: added, corrected and removed, each only by their own parents."""

from datetime import date

import pytest

from bot.sandbox.client import PersonClient
from bot.taps.children import (
    AskRemoveChild,
    BackToName,
    EditChild,
    KeepBirthDate,
    KeepName,
    PickGrade,
    RemoveChild,
    ShowChild,
)
from domain.families import MAX_CHILDREN
from domain.model import Session
from storage.tables import booking, child
from tests.bot.handlers.conftest import Forge
from tests.bot.values import HOSTILE_NAME
from tests.factory import Factory, Family

NOT_YOURS = "I cannot find this child among yours."


def children(make: Factory) -> list[tuple[str, date, int]]:
    return [(row.name, row.born_on, row.grade) for row in make.rows(child)]


async def fill_in(anna: PersonClient, *typed: str) -> str:
    """Begin to add a child and answer the questions by writing."""
    await anna.send("/children")
    await anna.tap("Add a child")
    for text in typed:
        await anna.send(text)
    return anna.changed.text


async def test_child_is_added_by_name_birth_date_and_year_group(
    anna: PersonClient, make: Factory
) -> None:
    said = await fill_in(anna, HOSTILE_NAME, "31.5.2018")
    assert said.startswith(f"{HOSTILE_NAME}, born on 31 May 2018.")

    await anna.tap("Year 3")

    assert anna.changed.text == f"Saved\n{HOSTILE_NAME}, Year 3"
    assert children(make) == [(HOSTILE_NAME, date(2018, 5, 31), 3)]


async def test_what_cannot_be_read_is_asked_for_again(anna: PersonClient, make: Factory) -> None:
    assert (await fill_in(anna, "\u200b")).startswith("A name has 1 to 80 letters.")
    await anna.send("Emma")
    await anna.send("yesterday")
    assert anna.changed.text.startswith("I cannot read that as a birth date")
    await anna.send("31 May 2018")
    await anna.send("three")
    assert "Which year group is Emma in?" in anna.changed.text
    assert children(make) == []


async def test_child_is_corrected_and_what_is_kept_is_one_tap(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    await anna.send("/children")
    await anna.tap("Emma")
    await anna.tap("Change")
    await anna.tap("Keep: Emma")
    await anna.send("1.6.2018")
    await anna.tap("Back")
    await anna.tap("Keep: 1 June 2018")
    await anna.tap("Year 4")

    assert children(make) == [("Emma", date(2018, 6, 1), 4)]


async def test_steps_back_keep_what_was_written(anna: PersonClient, make: Factory) -> None:
    await fill_in(anna, "Emma", "31.5.2018")
    await anna.tap("Back")
    await anna.tap("Back")

    assert "Keep: Emma" in anna.changed.labels
    await anna.tap("Cancel")
    assert anna.changed.text == "Stopped. Nothing was changed."
    assert children(make) == []


async def test_double_tap_on_keep_keeps_one_value(
    anna: PersonClient, make: Factory, forge: Forge
) -> None:
    await fill_in(anna, "Emma")
    await anna.tap("Back")
    await anna.tap("Keep: Emma")

    await anna.repeat_tap()

    assert "When was Emma born?" in anna.changed.text


@pytest.mark.parametrize("tap", [KeepName(), KeepBirthDate(), PickGrade(3), BackToName()])
async def test_nothing_is_kept_where_there_is_nothing(
    anna: PersonClient, make: Factory, forge: Forge, tap: KeepName
) -> None:
    before = await fill_in(anna)

    assert await forge(tap) == before
    assert children(make) == []


async def test_birth_date_that_nobody_wrote_cannot_be_kept(
    anna: PersonClient, make: Factory, forge: Forge
) -> None:
    before = await fill_in(anna, "Emma")

    assert await forge(KeepBirthDate()) == before
    assert "When was Emma born?" in before


@pytest.mark.parametrize(("grade", "saved"), [(-5, 0), (99, 6), (2**62, 6)])
async def test_year_group_that_there_is_not_is_the_nearest(
    anna: PersonClient, make: Factory, forge: Forge, grade: int, saved: int
) -> None:
    await fill_in(anna, "Emma", "31.5.2018")

    await forge(PickGrade(grade))

    assert children(make) == [("Emma", date(2018, 5, 31), saved)]


async def test_too_many_children_are_refused(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    for number in range(MAX_CHILDREN - 1):
        make.child(family.parent_id, name=f"Child {number}")
    await fill_in(anna, "One More", "31.5.2018")

    await anna.tap("Year 3")

    assert "Please ask the school office." in anna.changed.text
    assert make.count(child) == MAX_CHILDREN


@pytest.mark.parametrize(
    "tap", [ShowChild, EditChild, AskRemoveChild, lambda child_id: RemoveChild(child_id, 0, 0)]
)
async def test_strangers_child_is_nobody(
    anna: PersonClient,
    make: Factory,
    strangers: Family,
    forge: Forge,
    tap: type[ShowChild],
) -> None:
    assert await forge(tap(strangers.child_id)) == NOT_YOURS
    assert [row.removed_at for row in make.rows(child)] == [None]


async def test_removal_names_what_is_given_up_and_refunds_it(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    make.money(family.parent_id, 800)
    make.booking(make.session(price=800), family)
    await anna.send("/children")
    await anna.tap("Emma")
    await anna.tap("Remove")
    assert "1 place that is booked or waited for is given up." in anna.changed.text
    assert "£8.00 is refunded." in anna.changed.text

    await anna.tap("Yes, remove")

    assert anna.changed.text.splitlines() == [
        "Emma has been removed.",
        "1 place was given up.",
        "£8.00 was refunded to the account it was paid from.",
    ]
    assert [row.status for row in make.rows(booking)] == ["cancelled"]
    assert make.balance(family.parent_id) == 800


async def test_removal_that_would_cost_more_by_now_is_asked_about_again(
    anna: PersonClient, family: Family, make: Factory
) -> None:
    await anna.send("/children")
    await anna.tap("Emma")
    await anna.tap("Remove")
    make.booking(make.session(), family)

    await anna.tap("Yes, remove")

    assert anna.changed.text.startswith("This has changed since you looked.")
    assert [row.removed_at for row in make.rows(child)] == [None]
    await anna.tap("Yes, remove")
    assert anna.changed.text.startswith("Emma has been removed.")


async def test_child_can_be_kept_after_all(
    anna: PersonClient, swimming: Session, make: Factory
) -> None:
    await anna.send("/children")
    await anna.tap("Emma")
    await anna.tap("Remove")
    await anna.tap("No, keep")

    assert anna.changed.text.startswith("Emma\nYear 3")
    await anna.tap("Children")
    assert "Emma · Year 3" in anna.changed.labels
    assert [row.removed_at for row in make.rows(child)] == [None]
