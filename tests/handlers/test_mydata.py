"""My data: what is shown is what is kept, the export holds all of it, erasing makes a stranger."""

import base64
import json

import pytest
from aiogram.methods import SendDocument
from aiogram.types import BufferedInputFile

from handlers.house import House
from storage import history
from storage.database import Database
from tests.conftest import NOW
from tests.linked import well_known
from tests.talk.stage import Person, Stage


async def _known_person(database: Database, house: House) -> Person:
    stage = Stage(database, house, NOW)
    stage.bots[history.CHANNEL] = stage.bot
    stage.channel = history.CHANNEL
    person = await stage.person(101).agrees()
    await well_known(database, NOW)
    return person


def _document(person: Person) -> bytes:
    sent = [m for m in person.stage.heard.said if isinstance(m, SendDocument)][-1]
    assert isinstance(sent.document, BufferedInputFile)
    return sent.document.data


async def test_the_overview_counts_what_is_kept(database: Database, house: House) -> None:
    person = await _known_person(database, house)
    await person.says("/mydata")
    assert "在办1件，已办结1件" in person.sees()
    assert "照片：2张" in person.sees()
    assert "案件：1件" in person.sees()
    assert "没做完的测评：1份" in person.sees()
    assert "等着发给您的消息：3条" in person.sees()


async def test_the_export_is_a_json_file_with_everything(database: Database, house: House) -> None:
    person = await _known_person(database, house)
    await person.says("/mydata")
    await person.presses("导出一份")
    everything = json.loads(_document(person))
    assert [consent["kind"] for consent in everything["consents"]] == [
        "processing",
        "progress_notices",
        "survey_invitations",
    ]
    assert everything["consents"][0]["at"] == "2026-03-02T10:00:00+08:00"
    codes = [complaint["receipt_code"] for complaint in everything["complaints"]]
    assert codes == ["M1111-1111", "M2222-2222"]
    assert everything["complaints"][0]["entries"][0]["text"] == "路灯坏了"
    assert everything["complaints"][0]["entries"][1]["jpeg_base64"]
    assert everything["unfinished_complaints"][0]["written"] == ["还没写完的话", "(photo)"]
    assert everything["cases_followed"][0]["number"] == "DEMO2026-9999"
    assert everything["surveys_in_progress"][0]["survey"] == "everyday"
    assert everything["survey_invitations"][0]["open"] is True
    assert everything["surveys_resting"][0]["not_asked_before"] == "2026-03-02"
    assert [row["kind"] for row in everything["messages_waiting"]] == [
        "answer",
        "notice",
        "invitation",
    ]
    assert everything["chats"][0]["number"] == 101
    assert ["last_seen" in told for told in everything["about"]] == [True, True]


async def test_each_item_is_read_in_words(database: Database, house: House) -> None:
    person = await _known_person(database, house)
    await person.says("/mydata")
    await person.presses("逐项看")
    said = person.sees()
    assert "同意我们保存和办理：同意" in said
    assert "M1111-1111，办理中：路灯坏了" in said
    assert "M2222-2222" in said
    assert "编号末四位9999" in said
    assert "还没写完的话" in said
    assert "说给一个人听的话" in said


async def test_the_file_and_the_list_say_the_same_of_progress_notices(
    database: Database, house: House
) -> None:
    """After a STOP the list had them off for a case, and the file on."""
    person = await _known_person(database, house)
    for act, listed, in_file in (("/mydata", "开", True), ("退订", "关", False)):
        await person.says(act)
        await person.says("/mydata")
        await person.presses("逐项看")
        assert f"进展通知{listed}" in person.sees()
        assert "案件进展通知" not in person.sees()
        await person.says("/mydata")
        await person.presses("导出一份")
        everything = json.loads(_document(person))
        assert everything["citizen"]["progress_notices"] is in_file
        assert everything["cases_followed"][0]["progress_notices"] is in_file


async def test_photos_of_what_is_not_sent_are_in_the_export(
    database: Database, house: House
) -> None:
    person = await _known_person(database, house)
    await person.says("/mydata")
    await person.presses("导出一份")
    [draft] = json.loads(_document(person))["unfinished_complaints"]
    assert [bool(photo["jpeg_base64"]) for photo in draft["photos"]] == [True]


async def test_a_photo_without_room_is_named_and_the_others_are_there(
    database: Database, house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.photo_room.PHOTO_BYTES", 0)
    person = await _known_person(database, house)
    await person.says("/mydata")
    await person.presses("导出一份")
    [draft] = json.loads(_document(person))["unfinished_complaints"]
    assert draft["photos"][0]["jpeg_base64"] is None
    assert draft["photos"][0]["photo_bytes"] > 0


async def test_a_photo_sent_in_the_web_chat_is_in_the_export(
    database: Database, house: House
) -> None:
    person = await _known_person(database, house)
    picture = history.Picture("image/jpeg", b"shown", 1, 1)
    async with database.transaction() as db:
        await history.hear(db, 101, "p", NOW, text=None, photo=picture, keep=True)
    await person.says("/mydata")
    await person.presses("导出一份")
    said = json.loads(_document(person))["web_chat"]
    assert [one["photo_bytes"] for one in said if "photo_bytes" in one] == [5]
    assert (
        base64.b64decode(next(one["jpeg_base64"] for one in said if "jpeg_base64" in one))
        == b"shown"
    )


async def test_erasing_asks_once_and_names_what_stays(database: Database, house: House) -> None:
    person = await _known_person(database, house)
    await person.says("/mydata")
    await person.presses("全部删除")
    assert "M1111-1111" in person.sees()
    assert "M2222-2222" not in person.sees()
    await person.presses("不删了")
    assert "在办1件" in person.sees()


async def test_the_erased_are_strangers_again(database: Database, house: House) -> None:
    person = await _known_person(database, house)
    await person.says("/mydata")
    await person.presses("全部删除")
    ask = person.press("确定删除")
    await person.stage.feed(ask)
    assert "M1111-1111" in person.sees()
    await person.says("/mydata")
    assert "同意" in person.sees()
    assert person.buttons()[0] == "同意，开始"


async def test_a_second_press_of_erase_finds_a_stranger(database: Database, house: House) -> None:
    person = await _known_person(database, house)
    await person.says("/mydata")
    await person.presses("全部删除")
    message = list(person.messages().values())[-1]
    await person.stage.feed(person.press_of(message, "data:erase:yes"))
    await person.stage.feed(person.press_of(message, "data:erase:yes"))
    assert person.buttons()[0] == "同意，开始"
