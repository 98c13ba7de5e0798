"""Labels of buttons, typed: they do what the button does, wherever the talk stands."""

import pytest
from sqlalchemy import select

from handlers.house import House
from handlers.typed_label import read_label
from storage.database import Database
from storage.schema.draft import ComplaintDraft
from tests.handlers.test_complaint import WORDS, _citizen
from tests.talk.stage import Person

LABELS = [
    ("我的案件", "编号"),
    (" My Case ", "编号"),
    ("我的数据", "与您有关的"),
    ("ｍｙ　ｄａｔａ", "与您有关的"),
    ("查回执", "回执码"),
    ("参加测评", "每份测评"),
    ("回到菜单", "请选择"),
    ("MENU", "请选择"),
    ("English", "English from now on"),
]


async def _in_state(person: Person, state: str) -> None:
    match state:
        case "writing":
            await person.says(WORDS)
        case "case":
            await person.says("/case")
        case "receipt":
            await person.says("/receipt")
        case "survey":
            await person.says("/survey")
            await person.presses("安全感测评")


@pytest.mark.parametrize("state", ["", "writing", "case", "receipt", "survey"])
@pytest.mark.parametrize(("label", "answer"), LABELS)
async def test_a_typed_label_does_what_the_button_does(
    sqlite: Database, house: House, label: str, answer: str, state: str
) -> None:
    person = await _citizen(sqlite, house)
    await _in_state(person, state)
    await person.says(label)
    assert answer in person.sees()
    async with sqlite.reading() as db:
        parts = [draft.parts for draft in await db.scalars(select(ComplaintDraft))]
    assert [len(p) for p in parts] == ([1] if state == "writing" else [])


async def test_who_turns_to_something_else_is_told_that_the_draft_is_kept(
    sqlite: Database, house: House
) -> None:
    person = await _citizen(sqlite, house)
    await person.says(WORDS)
    await person.says("我的案件")
    assert "给您留着" in person.texts()[-2]
    await person.says("说诉求")
    assert "1条文字" in person.sees()


async def test_a_complaint_is_finished_with_typed_words(database: Database, house: House) -> None:
    person = await _citizen(database, house)
    await person.says(WORDS)
    await person.says("写好了。")
    assert "怎么告诉您" in person.sees()
    await person.says("匿名")
    assert "凭回执码查答复" in person.sees()
    await person.says("提交")
    assert "请您看一遍" in person.sees()
    await person.presses("提交")
    assert "收到了" in person.sees()


@pytest.mark.parametrize("text", ["我的案件没人管", "写好了三次都被退回来", "my data was stolen"])
def test_a_sentence_is_no_label(house: House, text: str) -> None:
    assert read_label(house.book, text, writing=True) is None


def test_every_label_of_the_menu_is_known(house: House) -> None:
    for texts in house.book.values():
        for key in texts.all_keys():
            if key.startswith("house.menu_"):
                assert read_label(house.book, texts(key), writing=False), key
