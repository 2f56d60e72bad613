"""Discounts as parents see them: before Confirm, in the outcome, in the account."""

from collections import Counter
from datetime import timedelta

from storage.tables import booking
from tests.factory import MONDAY, Family
from tests.journeys.school import School
from tests.journeys.test_booking_dates import mondays


async def test_second_child_in_a_week_costs_less_and_the_parent_sees_it(school: School) -> None:
    await school.restart(sibling_discount_percent=10)
    anna = await school.parent("Anna", children=["Emma", "Ben"], balance=5000)
    mondays(school, 2, price=655)
    school.make.session(name="Chess", price=800, on=MONDAY + timedelta(days=2))
    for label in ("/book", "Emma", "Chess", "16 Sept", "Confirm"):
        await (anna.send(label) if label.startswith("/") else anna.tap(label))
    assert anna.screen.text.endswith("£8.00 was taken from your account.")

    for label in ("/book", "Ben", "Swimming", "14 Sept", "More dates", "21 Sept"):
        await (anna.send(label) if label.startswith("/") else anna.tap(label))
    await anna.tap("Go on with 2 dates")
    assert (
        "Mon 14 Sept: a place, £5.89 (sibling discount: -£0.66)\n"
        "Mon 21 Sept: a place, £6.55\n\n"
        "Together: £12.44\nYou save £0.66: sibling discount.\n"
        "£12.44 is taken from your account; £29.56 remains on it."
    ) in anna.screen.text
    await anna.tap("Confirm")
    assert anna.screen.text.endswith(
        "£12.44 was taken from your account.\nYou save £0.66: sibling discount."
    )

    await anna.send("/balance")
    assert "-£5.89 for Swimming, Ben, Mon 14 Sept (sibling discount: -£0.66)" in anna.screen.text
    assert anna.screen.text.startswith("Balance: £29.56")


async def test_discount_that_has_gone_before_confirm_is_not_charged_in_full(school: School) -> None:
    await school.restart(sibling_discount_percent=10)
    anna = await school.parent("Anna", children=["Emma", "Ben"], balance=5000)
    mondays(school, 1, price=800)
    chess = school.make.session(name="Chess", on=MONDAY + timedelta(days=2))
    taken = school.make.booking(chess, anna.family)
    for label in ("/book", "Ben", "Swimming", "14 Sept"):
        await (anna.send(label) if label.startswith("/") else anna.tap(label))
    assert "a place, £7.20 (sibling discount: -£0.80)" in anna.screen.text
    school.make.change(booking, taken, status="cancelled", ended_at=school.clock.now())
    await anna.tap("Confirm")
    assert "The price has changed, so nothing was booked." in anna.screen.text
    assert school.make.count(booking, child_id=anna.child_ids[1]) == 0


async def test_whole_term_is_booked_in_a_tap_and_cancelling_a_date_changes_no_other_price(
    school: School,
) -> None:
    await school.restart(term_discount_percent=10)
    anna = await school.parent("Anna", balance=10_000)
    dates = mondays(school, 6, price=655, capacity=1)
    school.make.booking(dates[2], school.make.family(balance=655))
    school.make.booking(dates[5], Family(anna.parent_id, anna.child_ids[0]))
    for label in ("/book", "Swimming", "All 5 remaining dates (-10 %)"):
        await (anna.send(label) if label.startswith("/") else anna.tap(label))
    assert "Mon 14 Sept: a place, £5.89 (whole-term discount: -£0.66)" in anna.screen.text
    assert "Mon 28 Sept: full – waiting list, position 1" in anna.screen.text
    assert (
        "Together: £23.56\nYou save £2.64: whole-term discount.\n"
        "£23.56 is taken from your account; £69.89 remains on it.\n"
        "A place from the waiting list costs £6.55."
    ) in anna.screen.text
    assert "The whole-term discount is not for places from the waiting list." in anna.screen.text
    await anna.tap("Confirm")
    assert "£23.56 was taken from your account.\nYou save £2.64: whole-term discount." in (
        anna.screen.text
    )

    await anna.tap("My bookings")
    await anna.tap("21 Sept")
    assert "Booked. Price: £5.89 (whole-term discount: -£0.66)." in anna.screen.text
    await anna.tap("Cancel this booking")
    assert "£5.89 of £5.89 goes back to the account it was paid from." in anna.screen.text
    await anna.tap("Yes, cancel")
    rows = school.make.rows(booking, parent_id=anna.parent_id, status="confirmed")
    assert Counter((row.price_minor, row.discount) for row in rows) == {
        (589, "term"): 3,
        (655, None): 1,
    }
    assert school.make.balance(anna.parent_id) == 6989 + 589
