"""Joining: a name, the person's own phone number, perhaps an e-mail address."""

import pytest

from bot.sandbox.client import PersonClient
from storage.tables import conversation, parent
from tests.journeys.school import School, bot_messages


async def at_phone(school: School) -> PersonClient:
    anna = await school.person("Anna")
    await anna.send("/start")
    await anna.tap("Anna Smith")
    return anna


async def at_email(school: School) -> PersonClient:
    anna = await at_phone(school)
    await anna.share_contact()
    return anna


async def test_stranger_is_asked_for_a_name_and_may_tap_the_one_on_telegram(
    school: School,
) -> None:
    anna = await school.person("Anna")
    await anna.send("/start")
    assert anna.screen.text == (
        "Welcome to Hill School\n"
        "Here parents and carers book places in the school's clubs.\n\n"
        "What is your name? Write it, or tap the name you have on Telegram."
    )
    assert anna.screen.labels == ("Anna Smith", "Cancel")


async def test_name_phone_and_email_are_kept_as_given(school: School) -> None:
    anna = await school.person("Anna")
    await anna.send("/start")
    await anna.send("  Ann   Smith-Jones ")
    assert anna.screen.text == (
        "Thank you, Ann Smith-Jones. Which phone number can the school reach you on? "
        "Tap the button below the text field to share your own."
    )
    await anna.tap("Share my phone number")
    assert not anna.keyboard
    assert [each.text for each in await bot_messages(anna)][-2:] == [
        "Noted: +447700900123",
        "What is your e-mail address? You can also do without.",
    ]
    await anna.send("ann@example.org")
    assert anna.screen.text.startswith("You have joined Hill School\nWelcome, Ann Smith-Jones.")
    assert anna.screen.labels == ("Add a child", "Home")
    [row] = school.make.rows(parent)
    assert (row.telegram_id, row.name, row.phone, row.email, row.language) == (
        anna.id,
        "Ann Smith-Jones",
        "+447700900123",
        "ann@example.org",
        "en",
    )


async def test_name_that_is_none_is_asked_for_again(school: School) -> None:
    anna = await school.person("Anna")
    await anna.send("/start")
    for bad in ("x" * 81, "\u2800\u200b"[1:] + "\u200d"):
        await anna.send(bad)
        assert anna.screen.text.startswith("A name has 1 to 80 letters.")
        assert anna.screen.labels == ("Anna Smith", "Cancel")
    await anna.send("x" * 80)
    assert anna.screen.text.startswith("Thank you, " + "x" * 80)


async def test_telegram_name_that_is_none_is_not_offered_and_cannot_be_forged(
    school: School,
) -> None:
    nobody = await school.person("x" * 64, "y" * 64)
    await nobody.send("/start")
    assert nobody.screen.labels == ("Cancel",)
    await school.forge(nobody, "j.name")
    assert "What is your name?" in nobody.screen.text


async def test_somebody_elses_contact_is_refused(school: School) -> None:
    anna = await at_phone(school)
    await anna.share_contact(of=await school.person("Bob"))
    assert anna.screen.text.startswith("That is somebody else's number. It has to be your own.")
    assert anna.keyboard == ("Share my phone number", "Cancel")
    await school.post(anna, {"contact": {"phone_number": "447700900999", "first_name": "Bob"}})
    assert anna.screen.text.startswith("That is somebody else's number.")


async def test_typed_phone_number_is_answered_with_the_button(school: School) -> None:
    anna = await at_phone(school)
    await anna.send("07700 900123")
    assert anna.screen.text.startswith(
        "Please use the button, so that we know the number is yours."
    )
    assert anna.keyboard == ("Share my phone number", "Cancel")


async def test_bad_email_is_asked_for_again_and_may_be_skipped(school: School) -> None:
    anna = await at_email(school)
    for bad in ("ann", "ann@example", "a b@example.org", "@", "a" * 250 + "@b.org"):
        await anna.send(bad)
        assert anna.screen.text.startswith("That is no e-mail address.")
    await anna.tap("Skip")
    assert "You have joined" in anna.screen.text
    assert school.make.rows(parent)[0].email is None


@pytest.mark.parametrize("step", ["name", "phone", "email"])
@pytest.mark.parametrize("way", ["Cancel", "/cancel"])
async def test_joining_can_be_stopped_anywhere_and_nothing_is_kept(
    school: School, step: str, way: str
) -> None:
    anna = await school.person("Anna")
    await anna.send("/start")
    if step != "name":
        await anna.tap("Anna Smith")
    if step == "email":
        await anna.share_contact()
    await (anna.send(way) if way == "/cancel" else anna.tap("Cancel"))
    assert anna.changed.text == "Stopped. Nothing was kept. Send /start whenever you want to join."
    assert anna.keyboard == ()
    assert school.make.count(parent) == school.make.count(conversation) == 0


async def test_start_begins_joining_from_the_first_question(school: School) -> None:
    anna = await at_email(school)
    await anna.send("/start")
    assert "What is your name?" in anna.screen.text


async def test_what_fits_no_question_of_joining_is_answered_with_the_question(
    school: School,
) -> None:
    anna = await school.person("Anna")
    await anna.send("/start")
    for expected in ("What is your name?", "Which phone number", "What is your e-mail"):
        await school.post(anna, {"photo": [photo()]})
        assert anna.screen.text.startswith("I cannot use that here. Please go on with this:\n\n")
        assert expected in anna.screen.text
        if expected == "What is your name?":
            await anna.send("Ann")
        elif expected == "Which phone number":
            await anna.share_contact()


def photo() -> dict[str, object]:
    return {"file_id": "p", "file_unique_id": "u", "width": 90, "height": 90}


async def test_parent_who_starts_again_is_greeted_and_stays_who_they_are(school: School) -> None:
    anna = await school.parent("Anna")
    await anna.send("/start whatever")
    assert anna.screen.text == "Hill School\nHello Anna Smith. What would you like to do?"
    assert anna.screen.labels == (
        "Book a place",
        "My bookings",
        "Children",
        "Balance",
        "Reminders",
        "Help",
    )
    assert school.make.count(parent) == 1
