"""The office puts two rows of one parent together, over the wire."""

from datetime import date

from storage.tables import audit_event, booking, child, conversation, parent
from tests.factory import Family
from tests.journeys.school import Parent, School
from tests.journeys.test_payment import do

BORN = date(2018, 5, 31)


async def test_office_puts_two_together_and_the_parent_goes_on(
    school: School, anna: Parent
) -> None:
    make = school.make
    listed = make.parent(name="A. Smith", phone="+441519000009", telegram_id=None)
    emma = make.child(listed, name="Emma", born_on=BORN)
    make.child(listed, name="Leo", grade=0)
    swimming = make.session(name="Swimming")
    make.booking(swimming, Family(listed, emma))
    make.money(listed, 500)
    olive = await school.office()
    await do(olive, "/family Anna", "[Put together]")
    assert olive.changed.text.startswith("Put together with Anna Smith\n\nWho is the same person?")
    await do(olive, "A. Smith", "[A. Smith · Emma, Leo]")
    assert olive.changed.text == (
        "Put A. Smith together with Anna Smith?\n"
        "They are one parent from then on: Anna Smith. It cannot be undone.\n\n"
        "This moves:\n2 children\n1 place booked or waited for\n£5.00 on the account\n\n"
        "They are reached on the Telegram that Anna Smith joined with.\n\n"
        "Children who stand twice then:\nEmma: becomes one"
    )
    await do(olive, "[Keep the other one]")
    assert olive.changed.text.startswith("Put Anna Smith together with A. Smith?")
    await do(olive, "[Keep the other one]", "[Yes, put them together]")
    done = (
        "They are one parent now\n\n"
        "Moved:\n2 children\n1 place booked or waited for\n£5.00 on the account"
    )
    assert olive.changed.text == done
    await olive.repeat_tap()
    assert olive.changed.text == done
    assert make.count(audit_event, action="parents_merged") == make.count(parent) - 1 == 1
    assert make.count(conversation) == 0
    assert len([row for row in make.rows(child) if row.removed_at is None]) == 2
    [place] = make.rows(booking)
    assert (place.parent_id, place.child_id) == (anna.parent_id, min(emma, anna.child_ids[0]))
    assert "A. Smith" not in await do(olive, "/family Smith")
    assert "Emma: Swimming" in olive.changed.text
    await anna.send("/bookings")
    assert "Swimming, Emma" in anna.screen.text
    assert (await do(anna, "/balance")).startswith("Balance: £5.00")


async def test_what_changed_meanwhile_is_shown_again_and_old_buttons_do_nothing(
    school: School, anna: Parent, bob: Parent
) -> None:
    olive = await school.office()
    await do(olive, "/family Anna", "[Put together]", "nobody there")
    assert olive.changed.text.startswith("I find nobody by that.")
    await do(olive, "Bob", "[Bob Jones · Ben]")
    assert "The Telegram that Bob Jones joined with is cut off" in olive.changed.text
    school.make.money(bob.parent_id, 100)
    await do(olive, "[Yes, put them together]")
    assert olive.changed.text.startswith("Something has changed in the meantime.")
    assert "£1.00 on the account" in olive.changed.text
    await do(olive, "[Back]", "[Cancel]")
    assert olive.changed.text == "Stopped. Nothing was changed."
    for data in (
        f"mg.ok:{anna.parent_id}:{bob.parent_id}:1:0:100",
        f"mg.ok:{anna.parent_id}:999:1:0:100",
        "mg.bk1",
    ):
        await school.forge(olive, data)
    assert school.make.count(audit_event, action="parents_merged") == 0
    await school.forge(olive, f"mg.kids:{anna.parent_id}")
    assert olive.changed.text.startswith("Nothing was changed: both have places")
