"""Every row of the table of rules, broken and kept."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.sandbox import limits
from bot.sandbox.rules import Rule
from bot.sandbox.server import Sandbox
from tests.sandbox.case import Case, Values, Wanted
from tests.sandbox.cases_rest import INVOICE
from tests.sandbox.pictures import png
from tests.sandbox.rule_cases import CASES
from tests.sandbox.scene import Scene

Answers = tuple[Values, Values]  # to the request that breaks the rule, and to its neighbour


@pytest.mark.parametrize("rule", CASES, ids=lambda rule: rule.name)
async def test_broken_rule_is_refused_in_its_words(rule: Rule, scene: Scene) -> None:
    case = CASES[rule]

    answer = await scene.raw(case.method, **_filled(case.wrong, scene))

    _assert_refused(answer, rule, case.words)


@pytest.mark.parametrize("rule", CASES, ids=lambda rule: rule.name)
async def test_nearest_neighbour_that_keeps_the_rule_succeeds(rule: Rule, scene: Scene) -> None:
    case = CASES[rule]

    answer = await scene.raw(case.method, **_filled(case.right, scene))

    assert answer["ok"], answer


def _filled(wanted: Wanted, scene: Scene) -> Values:
    return wanted(scene) if callable(wanted) else wanted


def _assert_refused(answer: Values, rule: Rule, words: Values) -> None:
    assert answer["ok"] is False, answer
    assert answer["error_code"] == rule.value.status
    assert answer["description"] == rule.value.words.format(**words)


async def _not_started(scene: Scene) -> Answers:
    bob = await scene.client.person("Bob")
    wrong = await scene.raw("sendMessage", chat_id=bob.id, text="Hi")
    await bob.send("/start", wait=False)
    return wrong, await scene.raw("sendMessage", chat_id=bob.id, text="Hi")


async def _blocked(scene: Scene) -> Answers:
    await scene.anna.block(wait=False)
    wrong = await scene.raw("sendMessage", text="Hi")
    await scene.anna.unblock(wait=False)
    return wrong, await scene.raw("sendMessage", text="Hi")


async def _deactivated(scene: Scene) -> Answers:
    right = await scene.raw("sendMessage", text="Hi")
    await scene.client.call("POST", f"/people/{scene.anna.id}/deactivate")
    return await scene.raw("sendMessage", text="Hi"), right


async def _delete_late(scene: Scene) -> Answers:
    old = {"message_id": scene.said}
    scene.clock.advance(timedelta(hours=48))
    right = await scene.raw("deleteMessage", message_id=scene.sent)
    scene.clock.advance(timedelta(seconds=1))
    return await scene.raw("deleteMessage", **old), right


async def _unauthorized(scene: Scene) -> Answers:
    return await scene.api.with_token("5000001:short").raw("getMe"), await scene.raw("getMe")


async def _unknown_method(scene: Scene) -> Answers:
    return await scene.raw("sendMassage"), await scene.raw("GETME")


async def _poll_with_webhook(scene: Scene) -> Answers:
    await scene.raw("setWebhook", url="http://127.0.0.1:9/hook")
    wrong = await scene.raw("getUpdates")
    await scene.raw("deleteWebhook")
    return wrong, await scene.raw("getUpdates")


async def _file_empty(scene: Scene) -> Answers:
    return await _document(scene, b""), await _document(scene, b"x")


async def _upload_too_big(scene: Scene) -> Answers:
    return await _document(scene, b"x" * 11), await _document(scene, b"x" * 10)


async def _document(scene: Scene, content: bytes) -> Values:
    return await scene.api.upload(
        "sendDocument", "document", "a.txt", content, chat_id=scene.anna.id
    )


async def _download_too_big(scene: Scene) -> Answers:
    large, small = await _document(scene, b"x" * 10), await _document(scene, b"x" * 9)
    return await _get_file(scene, large), await _get_file(scene, small)


async def _get_file(scene: Scene, sent: Values) -> Values:
    return await scene.raw("getFile", file_id=sent["result"]["document"]["file_id"])


async def _photo_too_big(scene: Scene) -> Answers:
    small = png(3, 2)
    return await _photo(scene, small + b"x" * 100), await _photo(scene, small)


async def _photo_unreadable(scene: Scene) -> Answers:
    return await _photo(scene, b"GIF89a"), await _photo(scene, png(3, 2))


async def _photo_dimensions(scene: Scene) -> Answers:
    return await _photo(scene, png(21, 1)), await _photo(scene, png(20, 1))


async def _photo(scene: Scene, content: bytes) -> Values:
    return await scene.api.upload("sendPhoto", "photo", "a.png", content, chat_id=scene.anna.id)


async def _checkout_old(scene: Scene) -> Answers:
    right = await _answer_checkout(scene, timedelta(seconds=10))
    return await _answer_checkout(scene, timedelta(seconds=11)), right


async def _answer_checkout(scene: Scene, after: timedelta) -> Values:
    await scene.raw("sendInvoice", **INVOICE)
    await scene.anna.pay(wait=False)
    query = (await scene.raw("getUpdates", offset=-1))["result"][0]["pre_checkout_query"]
    scene.clock.advance(after)
    return await scene.raw("answerPreCheckoutQuery", pre_checkout_query_id=query["id"], ok=True)


async def _too_many_requests(scene: Scene) -> Answers:
    await scene.client.fault("too_many_requests", retry_after=7, times=1)
    wrong = await scene.raw("sendMessage", text="Hi")
    assert wrong["parameters"] == {"retry_after": 7}
    return wrong, await scene.raw("sendMessage", text="Hi")


async def _server_error(scene: Scene) -> Answers:
    await scene.client.fault("server_error", times=1)
    wrong = await scene.raw("sendMessage", text="Hi")
    return wrong, await scene.raw("sendMessage", text="Hi")


WORDS = {Rule.PHOTO_TOO_BIG: {"size": 124}, Rule.TOO_MANY_REQUESTS: {"seconds": 7}}
SMALL_FILES = {  # 50 MB would prove no more than 10 bytes
    Rule.UPLOAD_TOO_BIG: ("UPLOAD_BYTES", 10),
    Rule.DOWNLOAD_TOO_BIG: ("DOWNLOAD_BYTES", 9),
    Rule.PHOTO_TOO_BIG: ("PHOTO_BYTES", 100),
}
SPECIAL: dict[Rule, Callable[[Scene], Awaitable[Answers]]] = {
    Rule.NOT_STARTED: _not_started,
    Rule.BLOCKED: _blocked,
    Rule.DEACTIVATED: _deactivated,
    Rule.DELETE_LATE: _delete_late,
    Rule.UNAUTHORIZED: _unauthorized,
    Rule.UNKNOWN_METHOD: _unknown_method,
    Rule.POLL_WITH_WEBHOOK: _poll_with_webhook,
    Rule.FILE_EMPTY: _file_empty,
    Rule.UPLOAD_TOO_BIG: _upload_too_big,
    Rule.DOWNLOAD_TOO_BIG: _download_too_big,
    Rule.PHOTO_TOO_BIG: _photo_too_big,
    Rule.PHOTO_UNREADABLE: _photo_unreadable,
    Rule.PHOTO_DIMENSIONS: _photo_dimensions,
    Rule.CHECKOUT_OLD: _checkout_old,
    Rule.TOO_MANY_REQUESTS: _too_many_requests,
    Rule.SERVER_ERROR: _server_error,
}


@pytest.mark.parametrize("rule", SPECIAL, ids=lambda rule: rule.name)
async def test_broken_rule_is_refused_and_kept_rule_is_not(
    rule: Rule, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    if rule in SMALL_FILES:
        monkeypatch.setattr(limits, SMALL_FILES[rule][0], SMALL_FILES[rule][1])

    wrong, right = await SPECIAL[rule](scene)

    _assert_refused(wrong, rule, WORDS.get(rule, {}))
    assert right["ok"], right


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data"])
async def test_unreadable_body_is_refused(
    sandbox: Sandbox, scene: Scene, content_type: str
) -> None:
    url = f"{sandbox.url}/bot{scene.api.token}/getMe"
    headers = {"Content-Type": content_type}
    async with aiohttp.ClientSession() as session:
        async with session.post(url, data=b"{", headers=headers) as response:
            _assert_refused(await response.json(), Rule.UNREADABLE_BODY, {})
        async with session.post(url, data=b"{}", headers=headers | JSON) as response:
            assert (await response.json())["ok"]


JSON = {"Content-Type": "application/json"}
ELSEWHERE = {
    Rule.UNREADABLE_BODY: "test_unreadable_body_is_refused",
    Rule.DOWNLOAD_NOT_FOUND: "tests/sandbox/test_files.py: test_unknown_path_is_not_found",
    Rule.POLL_TWICE: "tests/sandbox/test_updates.py: test_second_poller_ends_the_first",
    Rule.POLL_ENDED: "tests/sandbox/test_webhooks.py: test_webhook_ends_a_waiting_poll",
}


def test_every_row_has_its_test() -> None:
    tested: list[Any] = [*CASES, *SPECIAL, *ELSEWHERE]

    assert set(Rule) - set(tested) == set()
    assert len(tested) == len(set(tested))


def test_control_is_not_the_request_itself() -> None:
    same = [rule for rule, case in CASES.items() if _is_same(case)]

    assert same == []


def _is_same(case: Case) -> bool:
    return not callable(case.wrong) and case.wrong == case.right
