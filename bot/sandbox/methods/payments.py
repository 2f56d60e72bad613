"""Sending invoices and answering those who are about to pay."""

import re
from typing import Any

from bot.sandbox import currencies, limits
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError
from bot.sandbox.json_types import Json
from bot.sandbox.keyboards import Markup, check_pay_buttons, read_inline_keyboard
from bot.sandbox.paying import finish_paying
from bot.sandbox.payments import Invoice, PaymentState
from bot.sandbox.phone import Phone
from bot.sandbox.rules import Rule

_PROVIDER_TOKEN = re.compile(r"\d+:(TEST|LIVE):\S+")
_START_PARAMETER = re.compile(rf"[A-Za-z0-9_-]{{0,{limits.DEEP_LINK}}}")
_STARS = "XTR"
_NOT_MODELLED = (
    "is_flexible",
    "max_tip_amount",
    "need_email",
    "need_name",
    "need_phone_number",
    "need_shipping_address",
    "subscription_period",
)


def send_invoice(call: Call) -> Json:
    invoice = _invoice(call)
    rows = read_inline_keyboard(call.arguments)
    check_pay_buttons(rows, invoice=True)
    pay = {"text": f"Pay {currencies.as_text(invoice.currency, invoice.total)}", "pay": True}
    message = call.post({"invoice": invoice.as_object()}, Markup(inline=rows or [[pay]]))
    call.bot.payments.invoices[message.message_id] = invoice
    return message.as_object()


def create_invoice_link(call: Call) -> str:
    return call.bot.payments.add_link(_invoice(call))


def _invoice(call: Call) -> Invoice:
    for name in _NOT_MODELLED:
        if call.arguments.is_asked(name):
            raise ApiError(Rule.NOT_MODELLED, what=f"the parameter {name}")
    arguments = call.arguments
    title, description = arguments.required("title"), arguments.required("description")
    payload, currency = arguments.required("payload"), arguments.required("currency")
    total = _total(call)
    if len(title) > limits.INVOICE_TITLE:
        raise ApiError(Rule.INVOICE_TITLE)
    if len(description) > limits.INVOICE_DESCRIPTION:
        raise ApiError(Rule.INVOICE_DESCRIPTION)
    if len(payload.encode()) > limits.INVOICE_PAYLOAD_BYTES:
        raise ApiError(Rule.INVOICE_PAYLOAD)
    _check_money(call, currency, total)
    return Invoice(title, description, _start_parameter(call), currency, total, payload)


def _start_parameter(call: Call) -> str:
    start_parameter = call.arguments.text("start_parameter")
    if not _START_PARAMETER.fullmatch(start_parameter):
        raise ApiError(Rule.START_PARAMETER)
    return start_parameter


def _check_money(call: Call, currency: str, total: int) -> None:
    if currency == _STARS:
        raise ApiError(Rule.NOT_MODELLED, what="payments in Telegram Stars")
    if not _PROVIDER_TOKEN.fullmatch(call.arguments.text("provider_token")):
        raise ApiError(Rule.PROVIDER)
    if not currencies.takes(currency):
        raise ApiError(Rule.CURRENCY)
    if not currencies.is_payable(currency, total):
        raise ApiError(Rule.TOTAL)


def _total(call: Call) -> int:
    call.arguments.required("prices")
    try:
        prices = call.arguments.json("prices")
    except ValueError:
        raise ApiError(Rule.PRICES_JSON) from None
    if not isinstance(prices, list):
        raise ApiError(Rule.PRICES_ARRAY)
    if not prices:
        raise ApiError(Rule.PRICES_EMPTY)
    return sum(_amount(price) for price in prices)


def _amount(price: Any) -> int:
    if not isinstance(price, dict):
        raise ApiError(Rule.PRICE, why="LabeledPrice must be an Object")
    if not price.get("label"):
        raise ApiError(Rule.PRICE, why="LabeledPrice label must be non-empty")
    try:
        return int(str(price["amount"]))
    except KeyError:
        raise ApiError(Rule.PRICE, why='Can\'t find field "amount"') from None
    except ValueError:
        raise ApiError(Rule.PRICE, why='Can\'t parse "amount" as Number') from None


def answer_pre_checkout_query(call: Call) -> bool:
    agreed = call.arguments.flag("ok")
    why = "" if agreed else call.arguments.required("error_message")
    query_id = call.arguments.text("pre_checkout_query_id")
    checkout = call.bot.payments.waiting.pop(query_id, None)
    if checkout is None or checkout.state(call.now) is PaymentState.TIMED_OUT:
        raise ApiError(Rule.CHECKOUT_OLD)
    person = call.world.people.get(checkout.person_id)
    finish_paying(Phone(call.world, call.bot, person), checkout, why)
    return True
