"""Documents and photos: sent, seen, fetched and sent again."""

import aiohttp
import pytest

from bot.sandbox import limits
from bot.sandbox.client import PersonClient, SandboxClient, SilentBotError
from bot.sandbox.server import Sandbox
from tests.sandbox.api import Api
from tests.sandbox.pictures import jpeg, png


async def test_document_keeps_its_bytes_and_name(started: PersonClient, api: Api) -> None:
    answer = await api.upload(
        "sendDocument",
        "document",
        "register.pdf",
        b"%PDF",
        chat_id=started.id,
        caption="<b>Monday</b>",
        parse_mode="HTML",
    )
    message = answer["result"]
    document = message["document"]

    assert (document["file_name"], document["file_size"]) == ("register.pdf", 4)
    assert message["caption"] == "Monday"
    assert message["caption_entities"] == [{"type": "bold", "offset": 0, "length": 6}]
    fetched = await api("getFile", file_id=document["file_id"])
    assert await api.download(fetched["file_path"]) == (200, b"%PDF")


async def test_unknown_path_is_not_found(api: Api) -> None:
    status, body = await api.download("documents/file_9.pdf")

    assert (status, b'"Not Found"' in body) == (404, True)


async def test_download_needs_the_token(api: Api) -> None:
    status, _ = await api.with_token("nonsense").download("documents/file_1.pdf")

    assert status == 401


async def test_photo_has_the_size_of_the_picture(started: PersonClient, api: Api) -> None:
    for picture in (png(640, 480), jpeg(640, 480)):
        answer = await api.upload("sendPhoto", "photo", "a.png", picture, chat_id=started.id)

        photo = answer["result"]["photo"][-1]
        assert (photo["width"], photo["height"]) == (640, 480)


async def test_broken_pictures_have_no_size(started: PersonClient, api: Api) -> None:
    for picture in (jpeg(6, 4)[:20], b"\xff\xd8 no markers at all", b"\xff\xd8\xff\xd0\xff\xd9"):
        answer = await api.upload("sendPhoto", "photo", "a.jpg", picture, chat_id=started.id)

        assert answer["description"] == "Bad Request: IMAGE_PROCESS_FAILED"


async def test_file_can_be_attached_by_name_and_sent_again_by_id(
    started: PersonClient, api: Api
) -> None:
    first = await api.upload(
        "sendDocument", "part", "list", b"x", chat_id=started.id, document="attach://part"
    )
    document = first["result"]["document"]

    again = await api("sendDocument", chat_id=started.id, document=document["file_id"])

    assert again["document"] == document


async def test_attached_part_must_be_there(started: PersonClient, api: Api) -> None:
    refused = await api.refused("sendDocument", chat_id=started.id, document="attach://part")

    assert refused == "Bad Request: there is no document in the request"


async def test_file_from_the_internet_is_not_fetched(started: PersonClient, api: Api) -> None:
    refused = await api.refused("sendPhoto", chat_id=started.id, photo="https://example.org/a")

    assert refused == "Bad Request: the sandbox does not model files from the Internet"


async def test_bot_fetches_what_a_person_sent(
    client: SandboxClient, started: PersonClient, api: Api
) -> None:
    done = await started.send_document("Zoë’s list.csv", b"a,b", wait=False)
    update = await api.next_update(done["update_id"])
    document = update["message"]["document"]
    assert (document["file_name"], document["mime_type"], document["file_size"]) == (
        "Zoë’s list.csv",
        "text/csv",
        3,
    )
    fetched = await api("getFile", file_id=document["file_id"])
    assert await api.download(fetched["file_path"]) == (200, b"a,b")
    assert (await started.messages())[-1].seen["document"] == document
    with pytest.raises(SilentBotError, match=r"document.*'content': '…'"):
        await PersonClient(client, started.id, "Anna").send_document("a.bin", b"x", mime_type="")


async def test_bot_cannot_fetch_what_is_too_large(
    started: PersonClient, api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "DOWNLOAD_BYTES", 3)
    for content, refused in ((b"abc", False), (b"abcd", True)):
        done = await started.send_document("a.csv", content, wait=False)
        update = await api.next_update(done["update_id"])
        answer = await api.raw("getFile", file_id=update["message"]["document"]["file_id"])
        assert (answer.get("description") == "Bad Request: file is too big") is refused


async def test_person_opens_what_the_bot_sent(
    sandbox: Sandbox, started: PersonClient, api: Api
) -> None:
    await api.upload("sendDocument", "document", "Zoë's list.txt", b"Emma", chat_id=started.id)
    (message,) = [m for m in await started.messages() if "document" in m.seen]
    people = f"{sandbox.url}/sandbox/people"
    file_id = message.seen["document"]["file_id"]

    async with aiohttp.ClientSession() as session:
        async with session.get(f"{people}/{started.id}/files/{file_id}") as response:
            assert await response.read() == b"Emma"
            assert "list.txt" in response.headers["Content-Disposition"]
        for path in (f"{started.id}/files/x", f"404/files/{file_id}"):
            async with session.get(f"{people}/{path}") as response:
                assert response.status == 404
