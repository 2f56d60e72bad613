"""The office takes in lists of families and activities, from the command to the rows."""

import csv
import threading
from dataclasses import replace
from datetime import date
from io import StringIO

import pytest
from sqlalchemy import Table

from bot.imports.cells import Reading, Rules
from bot.imports.decoding import MOST_BYTES
from bot.imports.lists import LISTS
from bot.sandbox.arguments import Upload
from bot.sandbox.client import ChatMessage, PersonClient
from domain.family_lists import FamilyLine
from domain.imports import ListKind
from storage.tables import (
    activity,
    audit_event,
    child,
    conversation,
    file_import,
    guardianship,
    parent,
    session,
    tutor,
)
from tests.journeys.lists import FAMILIES, WRONG
from tests.journeys.school import OFFICE_ID, PATIENCE, Parent, School

WRITTEN = (parent, child, guardianship, tutor, activity, session, audit_event, file_import)
NUMBERS = "Families: 2 new, 0 on file\nChildren: 3 new, 0 on file\nParents: 3 new, 0 on file"


async def do(person: PersonClient, *steps: str) -> str:
    for step in steps:
        await (person.tap(step[1:-1]) if step.startswith("[") else person.send(step))
    return person.changed.text


def counted(school: School, *tables: Table) -> list[int]:
    return [school.make.count(table) for table in tables or WRITTEN]


async def documents(person: PersonClient) -> list[ChatMessage]:
    return [
        message
        for message in await person.messages()
        if message.sender == "bot" and "document" in message.seen
    ]


def read_csv(school: School, person: PersonClient, message: ChatMessage) -> list[list[str]]:
    stored = school.phone_of(person).bot.files.find(message.seen["document"]["file_id"])
    assert stored is not None
    return list(csv.reader(StringIO(stored.upload.content.decode("utf-8-sig"), newline="")))


async def test_list_of_families_is_looked_at_confirmed_and_taken_in_once(school: School) -> None:
    olive = await school.office()
    await do(olive, "/import", "[Families]", "[Send me the template]")
    [template] = await documents(olive)
    assert template.seen["document"]["file_name"] == "families-template.csv"
    [titles, *examples] = read_csv(school, olive, template)
    assert titles[:4] == ["Child name", "Birth date", "Year group", "Parent 1 name"]
    assert [row[0][:8] for row in examples] == ["EXAMPLE "] * 2

    await olive.send_document("families.csv", FAMILIES)
    assert olive.screen.text == (
        f"Please check\nfamilies.csv\n\n{NUMBERS}\n\n"
        "The first line as I read it:\nEmma Smith, Year 3, born on 31 May 2018\n"
        "Ann Smith +447700900123, Tom Smith +447700900456"
    )
    assert set(counted(school)) == {0}

    assert await do(olive, "[Confirm]") == f"Taken in\n\n{NUMBERS}"
    before = counted(school)
    await olive.repeat_tap()
    assert olive.changed.text == f"Taken in\n\n{NUMBERS}"
    assert counted(school) == before
    [ann, *_] = school.make.rows(parent)
    assert (ann.name, ann.phone, ann.email, ann.telegram_id) == (
        "Ann Smith",
        "+447700900123",
        "ann@example.org",
        None,
    )
    assert [(row.name, row.born_on, row.grade) for row in school.make.rows(child)] == [
        ("Emma Smith", date(2018, 5, 31), 3),
        ("Leo Smith", date(2020, 2, 14), 1),
        ("O’Neill, Zoë", date(2019, 3, 1), 0),
    ]
    [first, *rest] = [
        (row.action, row.actor_id, row.detail) for row in school.make.rows(audit_event)
    ]
    assert first == ("families_imported", OFFICE_ID, "2 0 3 0 3 0 0")
    assert rest == [("child_added", OFFICE_ID, "")] * 3

    await do(olive, "[Take in a list]", "[Families]")
    await olive.send_document("families.csv", FAMILIES.replace(b"Year 1", b"Year 2"))
    assert (
        "Families: 0 new, 2 on file\nChildren: 0 new, 3 on file\nParents: 0 new, 3 on file\n"
        "1 child on file gets another year group\n" in olive.screen.text
    )
    await do(olive, "[Confirm]")
    assert counted(school, parent, child, guardianship) == [3, 3, 4]
    assert [row.grade for row in school.make.rows(child)] == [3, 2, 0]
    assert school.make.count(conversation) == 0


async def test_wrong_list_is_refused_with_every_reason_and_no_row_written(school: School) -> None:
    olive = await school.office()
    await do(olive, "/import", "[Families]")
    await olive.send_document("<b>list</b>.csv", WRONG)
    assert olive.screen.text.startswith(
        "Nothing was taken in\n<b>list</b>.csv: 6 problems\n"
        "• Line 1: I do not know a column “Shoe size”. Take it out, or give it a title of the "
        "template.\n"
        "• Line 2, Child name: “=cmd|'/c calc'” begins like a formula, which a spreadsheet would "
        "run. Begin with a letter or a number.\n"
        "• Line 3, Birth date: “31.2.2018” is no date on which a child of 2 to 19 years was born. "
        "For example: 31.5.2018\n"
        "• Line 3, Year group: “Year 9” is no year group of the school. For example: Reception, or "
        "Year 3\n"
        "• Line 3, Parent 1 name: there is nothing here, and there must be.\n"
        "• Line 3, Parent 1 phone: “07700 900124” is no phone number with the code of its country. "
        "For example: +44 7700 900123\n\nFamilies\nSend a CSV file"
    )
    assert await documents(olive) == []

    lines = WRONG.splitlines()
    await olive.send_document("long.csv", b"\n".join([lines[0], *[lines[2]] * 50]))
    assert "long.csv: 201 problems\n" in olive.screen.text
    assert "These are the first 10; all of them are in the file above." in olive.screen.text
    [message] = await documents(olive)
    listed = read_csv(school, olive, message)
    assert len(listed) == 202
    assert listed[2][:2] == ["2", "Birth date"]
    assert listed[201][:2] == ["51", "Parent 1 phone"]

    await olive.send_document("list.xlsx", b"PK\x03\x04 a workbook")
    assert "This is a workbook or another packed file" in olive.screen.text
    await school.post(
        olive, {"photo": [{"file_id": "x", "file_unique_id": "x", "width": 1, "height": 1}]}
    )
    assert "This is a picture." in olive.screen.text
    assert (await do(olive, "hello")).startswith("I cannot use that here.")
    assert set(counted(school)) == {0}


async def test_list_that_is_too_large_is_not_even_fetched(school: School) -> None:
    olive = await school.office()
    await do(olive, "/import", "[Families]")
    phone = school.phone_of(olive)
    upload = Upload("big.csv", "text/csv", b"x" * MOST_BYTES)
    await school.handled(olive, phone.send_document(upload))
    assert "The file has 10 MB or more." in olive.screen.text
    assert school.sandbox.world.requests.newest(method="getFile") == []


async def test_what_has_changed_since_the_look_is_found_at_confirm(
    school: School, anna: Parent
) -> None:
    olive = await school.office()
    await do(olive, "/import", "[Families]")
    await olive.send_document("families.csv", FAMILIES)
    stranger = school.make.parent(name="Sam", phone="+447700900999")
    school.make.child(stranger, name="emma smith", born_on=date(2018, 5, 31))
    before = counted(school)
    answer = await do(olive, "[Confirm]")
    assert answer.startswith(
        "Nothing was taken in\nfamilies.csv: 1 problem\n"
        "• Line 2, Child name: Emma Smith, born on the same day, is there on file with other "
        "parents."
    )
    assert counted(school) == before

    await olive.send_document("families.csv", FAMILIES.replace(b"Emma", b"Emily"))
    files = school.phone_of(olive).bot.files
    files._by_id.clear()
    assert "Telegram does not have this file any more." in await do(olive, "[Confirm]")
    await olive.send_document("families.csv", FAMILIES.replace(b"Emma", b"Emily"))
    files._by_path.clear()
    assert "Telegram does not have this file any more." in await do(olive, "[Confirm]")
    assert counted(school) == before


async def test_buttons_of_a_list_that_is_over_or_forged_do_nothing(school: School) -> None:
    olive = await school.office()
    await do(olive, "/import")
    await school.forge(olive, "im.list:shells")
    assert olive.changed.text.startswith("Take in a list")
    await do(olive, "[Families]")
    await olive.send_document("families.csv", FAMILIES)
    await school.forge(olive, "im.ok:another")
    assert olive.changed.text.startswith("Please check")
    asked = olive.screen
    assert (await do(olive, "[Back]")).startswith("Families\n")
    assert (await do(olive, "[Back]", "[Cancel]")) == "Stopped. Nothing was changed."
    await school.forge(olive, "im.ok:another", asked.message_id)
    assert olive.screen.text == "That message was from earlier. You can go on from here:"
    assert set(counted(school)) == {0}


async def test_bot_answers_others_while_a_list_is_read(
    school: School, anna: Parent, monkeypatch: pytest.MonkeyPatch
) -> None:
    olive, may_go_on = await school.office(), threading.Event()
    usual = LISTS[ListKind.FAMILIES]

    def read(content: bytes, rules: Rules) -> Reading[FamilyLine]:
        assert may_go_on.wait(PATIENCE)
        return usual.read(content, rules)

    monkeypatch.setitem(LISTS, ListKind.FAMILIES, replace(usual, read=read))
    await do(olive, "/import", "[Families]")
    sent = await olive.send_document("families.csv", FAMILIES, wait=False)
    await anna.send("/help", wait=False)
    await anna.wait_for("/book")
    await olive.refresh()
    assert "Please check" not in olive.screen.text
    may_go_on.set()
    await school.handled(olive, sent)
    assert olive.screen.text.startswith("Please check")


@pytest.mark.parametrize("staff", [False, True])
async def test_to_others_there_is_no_import(school: School, anna: Parent, staff: bool) -> None:
    sam = await school.person("Sam")
    if staff:
        school.make.tutor(telegram_id=sam.id)
    for person in (anna, sam):
        await person.send("/nonsense")
        answer = person.screen.text
        await person.send("/import")
        assert person.screen.text == answer
        await person.send_document("families.csv", FAMILIES)
        assert person.screen.text == answer
        await school.forge(person, "im.new")
    assert school.make.count(conversation) == 0
