"""Asking to join a school that lets parents in by invitation, over the wire."""

from storage.tables import applicant, audit_event, conversation, parent
from tests.journeys.school import School, together
from tests.journeys.test_payment import do

SECOND_ID = 4242


async def test_who_asks_is_let_in_by_one_decision_of_the_office(school: School) -> None:
    await school.restart(registration="invite")
    make = school.make
    olive = await school.office()
    second = await school.client.person("Sam", "Second", language_code="en", person_id=SECOND_ID)
    make.staff(SECOND_ID, name="Sam Second")
    for each in (olive, second):
        await each.send("/start")

    anna = await school.person("Anna")
    assert (await do(anna, "/start")).endswith("the office decides, and you are told here.")
    assert (await do(anna, "[Ask to join]")).startswith("Welcome to Hill School")
    await do(anna, "Ann Smith")
    await anna.share_contact()
    waits = (
        "You have asked to join Hill School\nThe school office decides, and you are told here. "
        "If it has sent you a link, you can open that instead."
    )
    assert anna.screen.text == waits
    assert await do(anna, "/start") == waits
    assert (await do(anna, "/book")).startswith("I do not know you yet.")
    assert make.count(parent) == make.count(conversation) == 0

    await school.settle()
    for each in (olive, second):
        asked = await each.wait_for("Somebody asks to join")
        assert asked.text == (
            "Somebody asks to join\nAnn Smith\n+447700900123\nAsked Mon 7 Sept, 09:00"
        )
    assert await do(olive, "/applicants") == (
        "Waiting to join\nTap one to decide.\n\n"
        "1. Ann Smith\n+447700900123\nAsked Mon 7 Sept, 09:00"
    )
    await do(olive, "[1. Ann Smith]")
    first = await olive.tap("Approve", wait=False)
    other = await second.tap("Decline", wait=False)
    await together(school.handled(olive, first), school.handled(second, other))
    assert olive.changed.text == second.changed.text
    [row] = make.rows(applicant)
    assert make.count(parent) == (row.status == "approved")
    assert make.count(audit_event, action="asked_to_join") == 1
    await school.settle()
    said = "The school has let you in" if row.status == "approved" else "has not let you in"
    assert school.sent(anna, said) == 1
    assert await do(olive, "/applicants") == "Nobody is waiting to join."


async def test_who_is_approved_finds_the_family_on_file_and_who_is_declined_can_do_nothing(
    school: School,
) -> None:
    await school.restart(registration="invite")
    make = school.make
    olive = await school.office()
    tom = make.parent(name="Tom Smith", phone="+447700900123", telegram_id=None)
    make.child(tom, name="Nia")
    anna = await school.person("Anna")
    await do(anna, "/start", "[Ask to join]", "[Anna Smith]")
    await anna.share_contact()
    assert "it is Tom Smith, whose children they get." in await do(olive, "/applicants")
    await do(olive, "[1. Anna Smith]")
    assert (await do(olive, "[Approve]")) == (
        "Approved\nAnna Smith, +447700900123\nDecided Mon 7 Sept, 09:00.\n"
        "They are told, and can book now."
    )
    await school.settle()
    await anna.wait_for("The school has let you in")
    await do(anna, "/children")
    assert anna.changed.labels[0] == "Nia · Year 3"

    bob = await school.person("Bob")
    await do(bob, "/start", "[Ask to join]", "[Bob Smith]")
    await bob.share_contact()
    await do(olive, "/applicants", "[1. Bob Smith]", "[Decline]")
    declined = olive.changed.text
    assert declined.startswith("Declined\nBob Smith")
    await olive.repeat_tap()
    assert olive.changed.text == declined
    await school.settle()
    await bob.wait_for("The school office has not let you in here.")
    assert (await do(bob, "/start")).startswith("The office of Hill School has not let you in.")
    await school.forge(bob, "j.ask")
    assert bob.changed.text.startswith("The office of Hill School has not let you in.")
    await school.forge(anna, "j.ask")
    assert anna.changed.text.startswith("Hill School\nHello")
    assert make.count(parent) == 1
    await school.forge(olive, "ap.one:99")
    assert olive.changed.text == "I cannot find this request to join."
