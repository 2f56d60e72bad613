"""Currencies that are worth little: the largest amounts are kept and added up whole."""

from dataclasses import astuple, replace

from sqlalchemy import func, select

from bot.forms import most_amount
from domain.outcomes import Booked
from domain.payments import OnlinePayment, take_payment
from domain.repayments import AskedBack, ask_back
from storage.account_queries import find_account, find_statement
from storage.book_rules import find_faults
from storage.money_queries import find_money
from storage.payout_queries import list_due_back
from storage.standing_queries import Standing
from storage.tables import account_entry, repayment
from tests.domain.school import School
from tests.factory import LONDON, NOW, POLICY, Factory
from tests.storage.test_money_queries import WEEKS

MOST = most_amount("IDR")
TIMES = 30
"""As many places and payments make more than a float counts singly, or 32 bits at all."""


def test_largest_amounts_are_kept_and_added_up_to_the_last_unit(make: Factory) -> None:
    school = School(make, policy=replace(POLICY, credit_limit_minor=0))
    ann = make.family()
    school.limit(ann, MOST)
    for number in range(TIMES):
        school.pay(ann, MOST - 1, f"pay-{number}")
    swim = make.session(price=MOST)
    assert isinstance(school.book_one(ann, swim), Booked)
    balance = TIMES * (MOST - 1) - MOST
    assert balance > 2**41
    account = make.database.look(find_account, ann.parent_id, most=1)
    assert (account.funds.balance_minor, account.funds.credit_limit_minor) == (balance, MOST)
    asked = school.run(ask_back, ann.parent_id, balance, office=[], now=NOW)
    assert asked == AskedBack(balance)
    [due] = make.database.look(list_due_back)
    found = make.database.look(find_money, WEEKS, POLICY, currency="IDR", now=NOW)
    month = make.database.look(find_statement, ann.parent_id, NOW.date().replace(day=1), LONDON)
    assert (due.amount_minor, found.now) == (balance, Standing(0, balance, 0, balance))
    assert found.weeks[0].taken_minor == TIMES * (MOST - 1)
    assert month.lines[-1].amount_minor == -MOST
    assert make.database.look(find_faults, now=NOW) == []
    counted = (*astuple(found.now), balance, account.held_minor, due.amount_minor)
    assert {type(each) for each in counted} == {int}


def test_payment_of_the_most_that_telegram_takes_is_taken(make: Factory) -> None:
    ann = make.family()
    paid = OnlinePayment("nothing", 16_300_000_000, "IDR", "t1", "p1")
    School(make).run(take_payment, ann.parent_id, paid, "IDR", POLICY, office=[], now=NOW)
    assert make.balance(ann.parent_id) == 16_300_000_000
    assert [row.open_minor for row in make.rows(repayment)] == [16_300_000_000]


def test_sum_is_a_whole_number_to_either_database(make: Factory) -> None:
    ann = make.family(balance=MOST)
    statement = select(func.sum(account_entry.c.amount_minor)).where(
        account_entry.c.parent_id == ann.parent_id
    )
    total = make.database.look(lambda tx: tx.connection.scalar(statement))
    assert (total, type(total)) == (MOST, int)
