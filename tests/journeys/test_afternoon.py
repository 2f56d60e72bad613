"""A tutor's afternoon, from the link that lets her in to the register that she forgot."""

from datetime import datetime, time

# What draws is slow to import, and people in tests are impatient.
import bot.documents.register  # noqa: F401
from bot.documents.qr import qr_png
from bot.sandbox.client import PersonClient
from storage.tables import attendance, tutor
from tests.bot.documents.reading import flat, pages_of
from tests.factory import LONDON, NOW
from tests.journeys.school import OFFICE_ID, Parent, School, bot_messages
from tests.journeys.test_payment import do
from tests.journeys.test_staff import invite, menu_of, picture_in_chat
from tests.journeys.test_statement import newest_file

TODAY = NOW.date()
ASK = "Tap a child for present, late, absent, and again for not marked."
OF_TUTORS = ("today", "week", "register", "help", "cancel", "start")


async def clock_at(school: School, hour: int, minute: int) -> None:
    school.clock.advance(datetime.combine(TODAY, time(hour, minute), LONDON) - school.clock.now())
    await school.settle()


async def test_a_tutors_afternoon(school: School, anna: Parent, bob: Parent) -> None:
    cleo = await school.parent("Cleo", children=["Cara"])
    plan_the_day(school, anna, bob, cleo)
    olive, jane = await school.office(), await school.person("Jane", "Wood")
    await join(school, olive, jane)
    await look_at_what_is_hers(jane)
    await get_the_register_once(school, jane)
    await hear_that_a_child_is_absent(school, anna, jane)
    await mark_with_the_office(school, jane, olive)
    await note_and_print(school, jane, olive)
    await be_chased_once(school, jane)
    await do(olive, "[The session]", "[Attendance]")
    assert olive.changed.text.endswith(
        "Ben, Year 3: 1 present\nCara, Year 3: 1 present\nEmma, Year 3: 0 present, 1 absent"
    )
    await do(bob, "/children", "[Ben · Year 3]", "[Attendance]")
    assert bob.changed.text.count(", from Mon 7 Sept 2026: 1 present") == 2
    await become_a_parent_too(jane)


def plan_the_day(school: School, anna: Parent, bob: Parent, cleo: Parent) -> None:
    """Let Ms Wood, who has no Telegram yet, teach two of the three clubs of the day."""
    make = school.make
    with make.at_once():
        wood = make.tutor(name="Ms Wood")
        swimming = make.session(name="Swimming", location="Pool", on=TODAY, tutor_id=wood)
        judo = make.session(
            name="Judo", on=TODAY, start_time=time(17), end_time=time(18), tutor_id=wood
        )
        for of, parent in ((swimming, anna), (swimming, bob), (swimming, cleo), (judo, bob)):
            make.booking(of, parent.family)
        make.session(name="Chess", on=TODAY)


async def join(school: School, olive: PersonClient, jane: PersonClient) -> None:
    code = await invite(olive, "Tutor", "Ms Wood")
    link = f"https://t.me/sandbox_123456_bot?start={code}"
    assert olive.screen.text == (
        "Invitation\nMs Wood, you are invited to Hill School's bot as a tutor.\n"
        f"Scan the picture or open this link, until Thu 10 Sept, 09:00. It works once.\n{link}"
    )
    assert picture_in_chat(school, olive) == qr_png(link)
    await jane.send(f"/start {code}")
    assert jane.screen.text.startswith("Welcome, Ms Wood\nYou teach: Judo, Swimming\n")
    await school.settle()
    told = await olive.wait_for("Your link was used")
    assert told.text.startswith("Your link was used\nJane Wood is on the staff now, as Ms Wood.")
    [wood] = school.make.rows(tutor, name="Ms Wood")
    assert wood.telegram_id == jane.id
    assert await menu_of(jane) == OF_TUTORS


async def look_at_what_is_hers(jane: PersonClient) -> None:
    assert await do(jane, "/today") == (
        "Monday 7 September\n\nSwimming, 15:30–16:30, Pool\n3 of 10 places taken\n\n"
        "Judo, 17:00–18:00, Hall\n1 of 10 places taken"
    )
    assert "Chess" not in await do(jane, "/week")
    for words in ("/invite", "/staff", "/payment", "/money", "hello?"):
        await jane.send(words)
        assert jane.screen.text.startswith("Sorry, I did not understand that.")


async def get_the_register_once(school: School, jane: PersonClient) -> None:
    await clock_at(school, 14, 59)
    assert school.sent(jane, "3 expected") == 0
    await clock_at(school, 15, 0)
    assert (await jane.wait_for("Swimming")).text == (
        "Swimming\nMon 7 Sept, 15:30–16:30, Pool\n3 expected, 0 in\n\n"
        f"Ben, Year 3\nCara, Year 3\nEmma, Year 3\n\n{ASK}"
    )
    await clock_at(school, 15, 20)
    assert school.sent(jane, "3 expected") == 1


async def hear_that_a_child_is_absent(school: School, anna: Parent, jane: PersonClient) -> None:
    await do(anna, "/bookings", "[Swimming · Emma]", "[Emma will be absent]")
    assert "nothing is refunded" in anna.changed.text
    assert (await do(anna, "[Yes, tell the school]")).startswith("The school knows\nSwimming")
    await school.settle()
    told = await jane.wait_for("Emma will be absent")
    assert told.text.endswith("Mon 7 Sept, 15:30–16:30\nA parent has just said so.")
    assert "Emma, Year 3: told us: absent" in await do(jane, "[Register]")


async def mark_with_the_office(school: School, jane: PersonClient, olive: PersonClient) -> None:
    """Mark on two devices, which stay in step; each takes back what is their own."""
    await do(jane, "[☐ Ben]", "[☐ Cara]", "[✓ Cara]")
    await jane.repeat_tap()
    assert "3 expected, 2 in\n\nBen, Year 3: present\nCara, Year 3: late" in jane.changed.text
    await do(olive, "/register", "[15:30 Swimming]", "[☐ Emma]", "[✓ Emma]", "[🕒 Emma]")
    await school.settle()
    await jane.refresh()
    for message in await bot_messages(jane):
        if message.text.startswith("Swimming\nMon 7 Sept"):
            # The one that was sent, too.
            assert "3 expected, 2 in, 1 absent" in message.text
            assert "Undo: Cara" in message.labels
    assert "Cara, Year 3: present" in await do(jane, "[Undo: Cara]")
    await school.settle()
    await olive.refresh()
    assert "Cara, Year 3: present\nEmma, Year 3: absent, told us: absent" in olive.screen.text
    assert "Undo: Emma" in olive.screen.labels
    marked = [(row.status, row.marked_by) for row in school.make.rows(attendance)]
    assert sorted(marked) == [("absent", OFFICE_ID), *[("present", jane.id)] * 2]


async def note_and_print(school: School, jane: PersonClient, olive: PersonClient) -> None:
    await do(jane, "[Notes]", "[Ben]")
    assert "present, by " in jane.changed.text
    await do(jane, "x" * 101)
    assert jane.changed.text.startswith("A note has 1 to 100 letters, on one line.\n\nBen")
    noted = await do(jane, "Left early with aunt")
    assert noted.startswith("Saved.\n\nSwimming\n")
    assert "Ben, Year 3: present – Left early with aunt" in noted
    await school.settle()
    await olive.refresh()
    assert "Left early with aunt" in olive.screen.text
    await do(jane, "[Print]")
    name, content = newest_file(school, jane)
    assert name == "register-2026-09-07.pdf"
    [page] = pages_of(content)
    assert "1BenYear3☒☐☐Leftearlywithaunt" in flat(page)
    assert "3EmmaYear3☐☐☒toldus:absent" in flat(page)


async def be_chased_once(school: School, jane: PersonClient) -> None:
    await clock_at(school, 17, 14)
    assert school.sent(jane, "Nobody is marked yet.") == 0
    for minute in (15, 16):
        await clock_at(school, 17, minute)
    assert school.sent(jane, "Nobody is marked yet.") == 1
    await jane.refresh()
    assert jane.screen.text.startswith("Nobody is marked yet. It began at 17:00: please mark")
    assert "1 expected, 1 in" in await do(jane, "[☐ Ben]")


async def become_a_parent_too(jane: PersonClient) -> None:
    assert "That is for parents" in await do(jane, "/book")
    await do(jane, "[I am a parent too]", "[Jane Wood]")
    await jane.share_contact()
    await do(jane, "[Skip]")
    assert "book" in await menu_of(jane)
    assert "What would you like to do?" in await do(jane, "/start")
