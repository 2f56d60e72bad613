"""Joining where the school has set REGISTRATION to invite."""

from datetime import timedelta

import pytest

from bot.sandbox.client import PersonClient, SandboxClient
from bot.sandbox.server import Sandbox
from bot.settings import Settings
from storage.tables import conversation, invitation, parent
from tests.bot.values import ADMIN_ID, settings_with
from tests.factory import NOW, Factory


@pytest.fixture
def settings(sandbox: Sandbox) -> Settings:
    return settings_with(telegram_api_url=sandbox.url, registration="invite")


@pytest.fixture
async def carl(client: SandboxClient, polling: object) -> PersonClient:
    """Somebody whom the school does not know."""
    return await client.person("Carl", "Jones", person_id=5003, phone="+447700900777")


@pytest.fixture
async def olive(client: SandboxClient, polling: object) -> PersonClient:
    return await client.person("Olive", person_id=ADMIN_ID)


def parents(make: Factory) -> list[str]:
    return [row.name for row in make.rows(parent)]


async def test_nobody_joins_without_one(carl: PersonClient, make: Factory) -> None:
    await carl.send("/start")

    assert carl.changed.text.startswith("Elm School lets parents in by invitation.")
    assert make.count(conversation) == 0


async def test_invited_parent_joins_once(
    carl: PersonClient, olive: PersonClient, make: Factory
) -> None:
    await olive.send("/invite")
    code = olive.changed.text.rpartition("start=")[2]
    await carl.send(f"/start {code}")
    await carl.tap("Carl Jones")
    await carl.share_contact()
    await carl.tap("Skip")

    assert parents(make) == ["Carl Jones"]
    [used] = make.rows(invitation)
    assert used.used_at == NOW
    assert used.expires_at == NOW + timedelta(days=14)


async def test_invitation_used_by_another_meanwhile_lets_nobody_in(
    carl: PersonClient, olive: PersonClient, make: Factory, client: SandboxClient
) -> None:
    await olive.send("/invite")
    code = olive.changed.text.rpartition("start=")[2]
    dora = await client.person("Dora", "Jones", phone="+447700900888")
    for person in (carl, dora):
        await person.send(f"/start {code}")
        await person.tap(f"{person.first_name} Jones")
        await person.share_contact()
    await carl.tap("Skip")

    await dora.tap("Skip")

    assert dora.changed.text.startswith("Elm School lets parents in by invitation.")
    assert parents(make) == ["Carl Jones"]


async def test_only_the_office_invites(carl: PersonClient, make: Factory) -> None:
    make.parent(telegram_id=5003, name="Carl")

    await carl.send("/invite")

    assert carl.changed.text.startswith("Sorry, I did not understand that.")
    assert make.count(invitation) == 0
