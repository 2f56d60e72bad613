"""Screens on money to be given back: the office's list, and what a parent asks for."""

from collections.abc import Sequence

from bot.screen import Button, Rows, Screen, lines, paragraphs
from bot.screens.home import home_row
from bot.screens.parts import numbered, turning
from bot.taps.account import ConfirmAskBack, ShowBalance
from bot.taps.payouts import CloseRepayment, PayOut, ShowRefunds, ShowRepayment
from bot.texts import Html, Say, isolated
from domain.model import RepaymentReason
from storage.due_back import DueBack

A_PAGE = 8


def due_back(say: Say, found: Sequence[DueBack], page: int) -> Screen:
    """List what is to be paid out, what parents asked for first."""
    if not found:
        return Screen(say("Nothing is to be paid out."))
    shown, page = numbered(found, page, A_PAGE)
    taps = ShowRefunds(page - 1), ShowRefunds(page + 1)
    return Screen(
        paragraphs(
            say("<b>To be paid out</b>\nTap one to record what you have paid back."),
            *[
                say("{number}. {entry}", number=number, entry=_entry(say, each))
                for number, each in shown
            ],
        ),
        (
            *[(_button(say, number, each),) for number, each in shown],
            *turning(say, page, A_PAGE, len(found), taps),
        ),
    )


def _button(say: Say, number: int, due: DueBack) -> Button:
    name = isolated(due.parent_name) if due.parent_name else say.label("On no account")
    label = f"{number}. {name} · {say.money(due.amount_minor, due.currency)}"
    return Button(label, _tap(due))


def _tap(due: DueBack) -> PayOut | ShowRepayment:
    if due.parent_id is None or due.reason is RepaymentReason.UNKNOWN:
        return ShowRepayment(due.id)
    return PayOut(due.parent_id)


def _entry(say: Say, due: DueBack) -> Html:
    amount, name = say.money(due.amount_minor, due.currency), due.parent_name or ""
    match due.reason:
        case RepaymentReason.ASKED:
            what = say("<b>{parent}</b> asks for {amount} back.", parent=name, amount=amount)
        case RepaymentReason.UNUSED:
            what = say(
                "<b>{parent}</b>: {amount} came in too late for its place, or twice.",
                parent=name,
                amount=amount,
            )
        case RepaymentReason.UNKNOWN:
            what = _stray(say, due)
    return lines(what, say("Since {moment}", moment=say.moment(due.made_at)))


def _stray(say: Say, due: DueBack) -> Html:
    amount = say.money(due.amount_minor, due.currency)
    if due.parent_name:
        return say(
            "<b>{amount} in another currency</b> came in from {parent}, and is on no account.",
            amount=amount,
            parent=due.parent_name,
        )
    return say("<b>{amount}</b> came in from nobody we know.", amount=amount)


def repayment(say: Say, due: DueBack | None) -> Screen:
    """Show money that is on no account, with all that helps to find it at the provider."""
    back = Button(say.label("To be paid out"), ShowRefunds())
    if due is None or due.charge_id is None or not due.amount_minor:
        return Screen(say("This has been dealt with."), ((back,),))
    done = Button(say.label("It is dealt with"), CloseRepayment(due.id))
    return Screen(
        paragraphs(
            lines(
                _stray(say, due),
                say("Since {moment}", moment=say.moment(due.made_at)),
                *_charges(say, due),
            ),
            say(
                "Refund it at the payment provider; or, if you know whose it is, record it with "
                "/payment. Then take it off the list here."
            ),
        ),
        ((done,), (back,)),
    )


def _charges(say: Say, due: DueBack) -> list[Html]:
    ids = [each for each in (due.provider_charge_id, due.charge_id) if each]
    return [say("<code>{charge}</code>", charge=each) for each in ids]


def told(say: Say, due: DueBack) -> Screen | None:
    """Tell one of the office of it; None if nothing is to be done any more."""
    if not due.amount_minor:
        return None
    label = say.label("Look at it") if due.charge_id else say.label("Pay back")
    every = Button(say.label("To be paid out"), ShowRefunds())
    return Screen(
        lines(
            _heading(say, due.reason),
            _entry(say, due),
            *_charges(say, due),
        ),
        ((Button(label, _tap(due)), every),),
    )


def _heading(say: Say, reason: RepaymentReason) -> Html:
    match reason:
        case RepaymentReason.ASKED:
            return say("<b>A parent asks for money back</b>")
        case RepaymentReason.UNUSED:
            return say("<b>A payment was not needed and is credit</b>")
        case RepaymentReason.UNKNOWN:
            return say("<b>A payment is on no account</b>")


def _balance(say: Say) -> Rows:
    return ((Button(say.label("Balance"), ShowBalance()),), *home_row(say))


def ask_back(say: Say, free_minor: int, *, changed: bool = False) -> Screen:
    """Ask whether so much is to be paid back; or say that there is nothing."""
    if not free_minor:
        return Screen(
            say("There is nothing on your account that is not needed for places held for you."),
            _balance(say),
        )
    amount = say.money(free_minor)
    yes = Button(say.label("Yes, ask for {amount}", amount=amount), ConfirmAskBack(free_minor))
    no = Button(say.label("No, keep it"), ShowBalance())
    return Screen(
        paragraphs(
            say("Your balance has changed since you looked.") if changed else None,
            say(
                "<b>Have {amount} paid back?</b>\nNo place held for you needs it. The school "
                "office gives it to you in cash, by bank transfer or the way you paid online.",
                amount=amount,
            ),
        ),
        ((yes,), (no,)),
    )


def asked_back(say: Say, amount_minor: int) -> Screen:
    return Screen(
        say(
            "<b>You have asked for {amount} back</b>\nThe school office knows of it. We tell you "
            "here when it is paid; until then it stays on your account.",
            amount=say.money(amount_minor),
        ),
        _balance(say),
    )


def kept(say: Say) -> Screen:
    return Screen(say("Nothing is paid back: your credit stays on your account."), _balance(say))
