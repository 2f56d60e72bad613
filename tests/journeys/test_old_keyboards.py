"""Old buttons and stray words: whatever is tapped or written, the present state answers."""

from collections.abc import Awaitable, Callable

import pytest

from storage.tables import booking, child, conversation
from tests.factory import MONDAY
from tests.journeys.school import Parent, School, bot_messages
from tests.journeys.scripts import SCRIPTS, Script
from tests.journeys.test_joining import photo

pytestmark = pytest.mark.unmeasured


async def labels_of(parent: Parent, message_id: int) -> tuple[str, ...]:
    [message] = [each for each in await parent.messages() if each.message_id == message_id]
    return message.labels


async def test_button_of_an_older_message_answers_below_with_where_the_form_stands(
    school: School, anna: Parent
) -> None:
    await anna.send("/children")
    await anna.tap("Add a child")
    first = anna.screen.message_id
    await anna.send("Ben")
    assert await labels_of(anna, first) == ("Cancel",)
    await anna.tap("Cancel", message_id=first)
    assert anna.screen.text.startswith("When was Ben born?")
    assert await labels_of(anna, first) == ()
    await anna.send("31.5.2018")
    await anna.tap("Year 3")
    assert school.make.count(child, name="Ben") == 1


async def test_keyboard_that_was_edited_away_answers_with_the_present_step(
    school: School, anna: Parent
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    asked = anna.screen.message_id
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    summary = anna.screen.text
    for label in ("Swimming", "14 Sept"):
        await anna.tap(label, message_id=asked, stale=True)
        assert (anna.screen.message_id, anna.screen.text) == (asked, summary)
    await anna.tap("Confirm")
    assert anna.screen.text.startswith("Booked")


async def test_booking_begun_anew_makes_the_earlier_messages_buttons_old(
    school: School, anna: Parent
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    old = anna.screen.message_id
    await anna.send("/book")
    await anna.tap("Confirm", message_id=old)
    assert "Which activity?" in anna.screen.text
    assert anna.screen.message_id > old
    assert await labels_of(anna, old) == ()
    assert school.make.count(booking) == 0


@pytest.mark.parametrize("label", ["Confirm", "More dates", "Back", "Cancel"])
async def test_button_of_a_conversation_that_was_left_answers_below(
    school: School, anna: Parent, label: str
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    old = anna.screen
    await anna.send("/start")
    await anna.tap(label, message_id=old.message_id)
    assert anna.screen.text == "That message was from earlier. You can go on from here:"
    assert anna.screen.labels[0] == "Book a place"
    [left] = [each for each in await bot_messages(anna) if each.message_id == old.message_id]
    assert (left.text, left.labels) == (old.text, ())
    assert school.make.count(booking) == 0


@pytest.mark.parametrize("label", ["Cancel", "Back", "More dates"])
async def test_late_tap_beside_confirm_does_not_wipe_the_answer_away(
    school: School, anna: Parent, label: str
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    await anna.tap("Confirm")
    answer = anna.screen
    await anna.tap(label, message_id=answer.message_id, stale=True)
    [still] = [each for each in await bot_messages(anna) if each.message_id == answer.message_id]
    assert still.text == answer.text
    assert school.make.count(booking, status="confirmed") == 1


async def test_confirm_again_after_the_end_gives_the_same_answer_and_does_nothing(
    school: School,
) -> None:
    anna = await school.parent("Anna", balance=800)
    school.make.session(name="Swimming", price=800)
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    await anna.tap("Confirm")
    answer = anna.screen
    await anna.send("/start")
    await anna.tap("Confirm", message_id=answer.message_id, stale=True)
    [again] = [each for each in await bot_messages(anna) if each.message_id == answer.message_id]
    assert again.text == answer.text
    assert school.make.count(booking) == 1
    assert school.make.balance(anna.parent_id) == 0


async def test_confirm_again_after_the_place_was_cancelled_books_nothing_and_says_so(
    school: School,
) -> None:
    anna = await school.parent("Anna", balance=800)
    school.make.session(name="Swimming", price=800)
    await anna.send("/book")
    await anna.tap("Swimming")
    await anna.tap("14 Sept")
    await anna.tap("Confirm")
    confirmed = anna.screen.message_id
    await anna.send("/bookings")
    await anna.tap("Swimming")
    await anna.tap("Cancel this booking")
    await anna.tap("Yes, cancel")
    await anna.tap("Confirm", message_id=confirmed, stale=True)
    assert anna.changed.message_id == confirmed
    assert anna.changed.text == (
        "Not booked: Mon 14 Sept\n"
        "You have confirmed this before and it has ended since. Book again with /book."
    )
    assert [row.status for row in school.make.rows(booking)] == ["cancelled"]
    assert school.make.balance(anna.parent_id) == 800


async def test_confirm_of_a_payment_that_comes_again_gives_the_same_answer(school: School) -> None:
    olive, anna = await school.office(), await school.parent("Anna")
    for words in ("/payment", "anna"):
        await olive.send(words)
    await olive.tap("Paid by voucher")
    await olive.send("25")
    await olive.tap("Skip")
    asked = olive.screen
    assert "It confirms no place: it goes to the account." in asked.text
    await olive.tap("Back")
    await olive.tap("Confirm", message_id=asked.message_id, stale=True)
    assert school.make.balance(anna.parent_id) == 0, "that Confirm was of another step"
    await olive.tap("Skip")
    await olive.tap("Confirm")
    answer = olive.screen
    await olive.send("/help")
    await olive.tap("Confirm", message_id=answer.message_id, stale=True)
    [still] = [each for each in await bot_messages(olive) if each.message_id == answer.message_id]
    assert still.text == answer.text
    assert olive.screen.text.startswith("How it works")
    assert school.make.balance(anna.parent_id) == 2500


FIRST_SCREENS = (
    *("What would you like to do?", "For the office:"),
    *("What is your name?", "the office decides, and you are told here."),
)
"""Of parents, of the staff, and of strangers: where anybody may join, and where one asks."""


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
async def test_start_resets_in_the_middle_of_every_conversation(
    school: School, script: Script
) -> None:
    await script.prepare(school)
    person = await script.begin(school)
    for act in script.acts[: script.writes_at]:
        await act(person, True)
    await person.send("/start")
    assert any(first in person.screen.text for first in FIRST_SCREENS)
    # The whole of it can be done from the beginning.
    for act in script.acts:
        await act(person, True)
    await script.check(school, person)


async def in_a_form(anna: Parent) -> None:
    await anna.send("/children")
    await anna.tap("Add a child")


async def in_a_booking(anna: Parent) -> None:
    await anna.send("/book")


COMMANDS = {
    "/bookings": "Nothing is booked",
    "/children": "Your children",
    "/balance": "Balance: £0.00",
    "/help": "How it works",
    "/cancel": "Stopped. Nothing was changed.",
    "/nonsense": "Sorry, I did not understand that.",
    "/start": "What would you like to do?",
}


@pytest.mark.parametrize("begin", [in_a_form, in_a_booking])
async def test_every_command_leaves_the_conversation_and_does_its_own_thing(
    school: School, anna: Parent, begin: Callable[[Parent], Awaitable[None]]
) -> None:
    school.make.session(name="Swimming")
    for command, expected in COMMANDS.items():
        await begin(anna)
        await anna.send(command)
        assert expected in anna.screen.text
        assert school.make.count(conversation) == 0
    await anna.send("Ben")
    assert "Sorry, I did not understand that." in anna.screen.text
    assert school.make.count(child) == 1


async def test_words_that_nobody_asked_for_are_answered_with_what_can_be_done(
    school: School, anna: Parent
) -> None:
    pictures = {"photo": [photo()]}
    place = {"location": {"latitude": 51.5, "longitude": 0.1}}
    for send in (
        anna.send("hello?"),
        anna.share_contact(),
        school.post(anna, pictures),
        school.post(anna, place),
    ):
        await send
        assert anna.screen.text == ("Sorry, I did not understand that. You can tap one of these:")
        assert anna.screen.labels == (
            *("Book a place", "My bookings", "Children", "Balance", "Reminders", "Help"),
        )


async def test_words_where_a_button_is_to_be_tapped_are_answered_with_the_step(
    school: School, anna: Parent
) -> None:
    school.make.session(name="Swimming")
    await anna.send("/book")
    await anna.tap("Swimming")
    old, step = anna.screen.message_id, anna.screen.text
    await anna.send("the fourteenth, please")
    assert anna.screen.text == f"I cannot use that here. Please go on with this:\n\n{step}"
    assert anna.screen.message_id > old
    await anna.tap("14 Sept")
    await anna.tap("Confirm")
    assert anna.screen.text.startswith("Booked")


async def test_who_is_no_parent_is_told_to_start_whatever_they_send(school: School) -> None:
    sam = await school.person("Sam")
    for text in ("/book", "/bookings", "/children", "/balance", "/cancel", "/nonsense", "hello"):
        await sam.send(text)
        assert sam.screen.text == (
            "I do not know you yet. Please send /start to join Hill School first."
        )
    await sam.send("/help")
    assert sam.screen.text.startswith("How it works")
    for data in ("home", "book:0:0", "c.add", "p.all:0", "bal", f"b.dt:{MONDAY.toordinal()}:1"):
        await school.forge(sam, data)
        assert "I do not know you yet." in sam.changed.text
    assert school.make.count(conversation) == 0
