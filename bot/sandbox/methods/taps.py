"""Answering taps."""

from bot.sandbox import limits
from bot.sandbox.call import Call
from bot.sandbox.errors import ApiError
from bot.sandbox.rules import Rule


def answer_callback_query(call: Call) -> bool:
    text = call.arguments.text("text")
    if len(text) > limits.CALLBACK_ANSWER:
        raise ApiError(Rule.ANSWER_TOO_LONG)
    query_id = call.arguments.text("callback_query_id")
    query = call.bot.queries.pop(query_id, None)
    if query is None or call.now - query.asked_at > limits.CALLBACK_ANSWERED_WITHIN:
        raise ApiError(Rule.QUERY_OLD)
    if text:
        alert = call.arguments.flag("show_alert")
        query.chat.toast = {"text": text, "alert": alert, "query_id": query_id}
        query.chat.touch()
    return True
