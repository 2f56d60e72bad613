"""The office puts a balance right, and the family is told."""

from storage.tables import account_entry, audit_event
from tests.journeys.school import Parent, School, together
from tests.journeys.test_payment import do


async def test_balance_is_corrected_once_and_the_family_is_told(
    school: School, anna: Parent
) -> None:
    school.make.money(anna.parent_id, 1000)
    olive = await school.office()
    await do(olive, "/payment", "anna", "[Correct the balance]")
    assert olive.screen.text.startswith("Anna Smith\nBalance: £10.00\nA correction is one more")
    assert (await do(olive, "[Take off it]")).endswith("taken off? For example: 25.00")
    assert (await do(olive, "-5")).startswith("I cannot use that as an amount.")
    assert (await do(olive, "12.50")).startswith("£12.50 is taken off\nWhy?")
    assert (await do(olive, "y" * 81)).startswith("A reason has 1 to 80 letters, on one line.")
    assert await do(olive, "Charged <twice> less in May") == (
        "Please check\nAnna Smith\n£12.50 is taken off\nReason: Charged <twice> less in May\n\n"
        "The balance is £10.00.\nThe balance is then -£2.50."
    )
    first = await olive.tap("Confirm", wait=False)
    second = await olive.repeat_tap(wait=False)
    await together(school.handled(olive, first), school.handled(olive, second))
    assert olive.changed.text == (
        "Corrected\nAnna Smith\n£12.50 is taken off\nReason: Charged <twice> less in May\n\n"
        "The balance is -£2.50.\nThe parent is told."
    )
    await school.settle()
    told = await anna.wait_for("Your balance was corrected")
    assert told.text == (
        "Your balance was corrected\nThe school office has taken £12.50 off your account.\n"
        "Reason: Charged <twice> less in May\nYour balance is -£2.50."
    )
    assert school.sent(anna, "Your balance was corrected") == 1
    await anna.tap("Balance")
    assert "-£12.50 correction by the school: Charged <twice> less in May" in anna.screen.text
    entries = school.make.rows(account_entry)
    assert [(row.kind, row.amount_minor) for row in entries] == [
        ("adjustment", 1000),
        ("adjustment", -1250),
    ]
    [event] = school.make.rows(audit_event, action="balance_adjusted")
    assert (event.actor_role, event.subject_id, event.detail) == ("admin", anna.parent_id, "-1250")


async def test_only_the_office_corrects(school: School, anna: Parent) -> None:
    await anna.send("/start")
    for data in (f"k.new:{anna.parent_id}", "k.way:1", "k.ok:key", "k.bk1", "k.stop"):
        await school.forge(anna, data)
        assert "correct" not in anna.screen.text.lower()
    assert school.make.count(account_entry) == 0
