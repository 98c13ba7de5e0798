"""What goes through the socket: said, answered, edited, resumed."""

import asyncio

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import (
    BufferedInputFile,
    CallbackQuery,
    InaccessibleMessage,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    Message,
    ReplyKeyboardRemove,
    ReplyParameters,
    Update,
)

from storage import citizens, history, history_erasure, retention
from storage.database import Database
from tests.channels.visitor import Door, Talk


def buttons(*data: str) -> InlineKeyboardMarkup:
    return InlineKeyboardMarkup(
        inline_keyboard=[[InlineKeyboardButton(text=one, callback_data=one)] for one in data]
    )


def only(door: Door) -> Update:
    (update,) = door.received.values()
    return update


async def begun(door: Door, chat_id: int, talk: Talk) -> None:
    """A chat in which something was said, so that the house can answer there."""
    await talk.say("你好", key="first")
    await talk.hear("ack")
    door.received.clear()


async def test_what_a_citizen_says_is_an_update_of_their_chat(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("路灯坏了")
        assert (await talk.hear("ack"))["kept"]
        message = only(door).message
        assert message is not None
        assert message.text == "路灯坏了"
        assert message.chat.id == visitor.chat_id
        assert message.from_user is not None
        assert message.from_user.language_code == "zh"
        assert Update.model_validate_json(only(door).model_dump_json(exclude_none=True))


async def test_the_same_frame_twice_is_one_message(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("路灯坏了")
        first = await talk.hear("ack")
        await talk.say("路灯坏了")
        assert await talk.hear("ack") == first
        assert len(door.received) == 1
        async with visitor.open() as reloaded:
            assert len((await reloaded.hear("afresh"))["messages"]) == 1


async def test_an_answer_and_its_edits_reach_every_open_page(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk, visitor.open() as other:
        await other.hear("ready")
        await begun(door, visitor.chat_id, talk)
        said = await door.bot.send_message(visitor.chat_id, "第1题", reply_markup=buttons("a", "b"))
        for page in (talk, other):
            shown = await page.hear_of(said.message_id)
            assert shown["text"] == "第1题"
            assert shown["buttons"] == [[["a", "a"]], [["b", "b"]]]
        await door.bot.edit_message_text(
            "第2题", chat_id=visitor.chat_id, message_id=said.message_id
        )
        for page in (talk, other):
            shown = await page.hear_of(said.message_id)
            assert shown["text"] == "第2题"
            assert "buttons" not in shown


async def test_a_press_carries_the_message_as_it_stands(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await begun(door, visitor.chat_id, talk)
        said = await door.bot.send_message(visitor.chat_id, "请选", reply_markup=buttons("a"))
        await talk.press(said.message_id, "a")
        await talk.hear("ack")
        press = only(door).callback_query
        assert isinstance(press, CallbackQuery)
        assert press.data == "a"
        assert isinstance(press.message, Message)
        assert press.message.text == "请选"
        await door.bot.answer_callback_query(press.id, "收到")
        assert await talk.hear("answer") == {"t": "answer", "key": "p1", "text": "收到"}


async def test_a_press_on_a_message_that_is_gone_still_comes_in(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.press(77, "old")
        await talk.hear("ack")
        press = only(door).callback_query
        assert press is not None
        assert isinstance(press.message, InaccessibleMessage)


async def test_before_the_consent_no_word_is_stored(door: Door) -> None:
    door.everybody_consented = False
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("邻居家天天吵")
        ack = await talk.hear("ack")
        assert not ack["kept"]
        async with door.chat.database.reading() as db:
            (row,) = await history.since(db, visitor.chat_id, 0)
        assert (row.text, row.state) == (None, "unkept")
        async with visitor.open() as reloaded:
            assert (await reloaded.hear("afresh"))["messages"] == []


async def test_the_page_gives_back_the_words_that_the_consent_question_quotes(door: Door) -> None:
    door.everybody_consented = False
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("邻居家天天吵")
        number = (await talk.hear("ack"))["number"]
        door.received.clear()
        question = await door.bot.send_message(
            visitor.chat_id,
            "您同意吗？",
            reply_markup=buttons("agree"),
            reply_parameters=ReplyParameters(message_id=number),
        )
        assert (await talk.hear_of(question.message_id))["quotes"] == number
        await talk.press(question.message_id, "agree", quote="邻居家天天吵")
        await talk.hear("ack")
        press = only(door).callback_query
        assert press is not None
        assert isinstance(press.message, Message)
        assert press.message.reply_to_message is not None
        assert press.message.reply_to_message.text == "邻居家天天吵"


async def test_words_that_are_kept_are_quoted_from_the_history_and_not_from_the_page(
    door: Door,
) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("原话")
        number = (await talk.hear("ack"))["number"]
        door.received.clear()
        question = await door.bot.send_message(
            visitor.chat_id,
            "是这样吗?",
            reply_markup=buttons("yes"),
            reply_parameters=ReplyParameters(message_id=number),
        )
        await talk.press(question.message_id, "yes", quote="假话")
        await talk.hear("ack")
        press = only(door).callback_query
        assert press is not None
        assert isinstance(press.message, Message)
        assert press.message.reply_to_message is not None
        assert press.message.reply_to_message.text == "原话"


async def test_a_page_that_comes_back_gets_what_it_missed_and_nothing_twice(door: Door) -> None:
    async with door.visitor() as visitor:
        async with visitor.open() as talk:
            await begun(door, visitor.chat_id, talk)
            said = await door.bot.send_message(visitor.chat_id, "一")
            await talk.hear_of(said.message_id)
            known = said.message_id
        second = await door.bot.send_message(visitor.chat_id, "二")
        await door.bot.edit_message_text("一改", chat_id=visitor.chat_id, message_id=known)
        async with visitor.open(since=known) as talk:
            changes = await talk.hear("changes")
            texts = {one["number"]: one["text"] for one in changes["messages"]}
            assert texts == {second.message_id: "二", known: "一改"}
            await talk.hear("ready")


async def test_history_is_given_page_by_page(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await begun(door, visitor.chat_id, talk)
        for number in range(70):
            await door.bot.send_message(visitor.chat_id, f"第{number}条")
        async with visitor.open() as reloaded:
            afresh = await reloaded.hear("afresh")
            assert [one["text"] for one in afresh["messages"]] == [
                f"第{number}条" for number in range(20, 70)
            ]
            assert afresh["more"]
            await reloaded.socket.send_json(
                {"t": "older", "before": afresh["messages"][0]["number"]}
            )
            older = await reloaded.hear("older")
            assert len(older["messages"]) == 21
            assert not older["more"]


async def test_deleted_messages_leave_open_pages_and_the_database(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("我的草稿")
        number = (await talk.hear("ack"))["number"]
        await door.bot.delete_messages(visitor.chat_id, [number])
        assert (await talk.hear("changes"))["gone"] == [number]
        async with door.chat.database.reading() as db:
            (row,) = await history.since(db, visitor.chat_id, 0)
        assert row.text is None


async def test_an_erased_chat_is_empty_on_open_pages_too(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await begun(door, visitor.chat_id, talk)
        async with door.chat.database.transaction() as db:
            await history_erasure.erase(db, visitor.chat_id, door.chat.now())
        afterwards = await door.bot.send_message(visitor.chat_id, "已删除")
        while True:
            afresh = await talk.hear("afresh")
            if afresh["floor"]:
                break
        assert [one["number"] for one in afresh["messages"]] == [afterwards.message_id]


@pytest.mark.parametrize(("whose", "why"), [("citizen", "bound"), ("nobody", "erased")])
async def test_a_page_that_is_emptied_is_told_what_happened(
    door: Door, whose: str, why: str
) -> None:
    """It said "erased from another window" of a talk that had ended as the chat was bound."""
    async with door.visitor() as visitor, visitor.open() as talk:
        await begun(door, visitor.chat_id, talk)
        now = door.chat.now()
        async with door.chat.database.transaction() as db:
            if whose == "citizen":
                await citizens.welcome(db, history.CHANNEL, visitor.chat_id, "zh", 1, now)
            await history_erasure.erase(db, visitor.chat_id, now)
        await door.chat.connections.look()
        while (afresh := await talk.hear("afresh"))["messages"] or not afresh["floor"]:
            pass
        assert afresh["why"] == why


async def test_a_page_that_comes_back_after_the_retention_is_told_so(door: Door) -> None:
    async with door.visitor() as visitor:
        async with visitor.open() as talk:
            await begun(door, visitor.chat_id, talk)
        async with door.chat.database.transaction() as db:
            await retention.forget_said(db, door.chat.now())
            await retention.forget_web_chats(db, door.chat.now())
        async with visitor.open(since=1) as talk:
            assert (await talk.hear("afresh"))["why"] == "old"


async def test_what_another_process_says_shows_up_here(database: Database) -> None:
    here, there = Door(database), Door(database)
    await here.server.start_server()
    try:
        async with here.visitor() as visitor, visitor.open() as talk:
            await begun(here, visitor.chat_id, talk)
            said = await there.bot.send_message(visitor.chat_id, "另一个进程说的")
            assert (await talk.hear_of(said.message_id))["text"] == "另一个进程说的"
    finally:
        await here.server.close()


async def test_many_say_much_at_once_and_every_page_sees_all_in_order(database: Database) -> None:
    door = Door(database)
    await door.server.start_server()
    try:
        async with door.visitor() as visitor, visitor.open() as talk:
            await begun(door, visitor.chat_id, talk)
            said = await asyncio.gather(
                *(door.bot.send_message(visitor.chat_id, str(number)) for number in range(30))
            )
            last = max(message.message_id for message in said)
            heard: list[int] = []
            while last not in heard:
                changes = await talk.hear("changes")
                heard += [one["number"] for one in changes["messages"] if not one["mine"]]
            assert heard == sorted(message.message_id for message in said)
    finally:
        await door.server.close()


async def test_documents_are_downloads_for_this_chat_only(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk, door.visitor() as stranger:
        await begun(door, visitor.chat_id, talk)
        said = await door.bot.send_document(
            visitor.chat_id, BufferedInputFile(b'{"a": 1}', "mydata.json")
        )
        document = (await talk.hear_of(said.message_id))["document"]
        assert document["name"] == "mydata.json"
        async with visitor.session.get(f"/chat/file/{document['id']}") as response:
            assert await response.read() == b'{"a": 1}'
            assert response.headers["Content-Disposition"] == "attachment"
        async with stranger.session.get(f"/chat/file/{document['id']}") as response:
            assert response.status == 404


async def test_commands_and_typing_are_shown(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        hello = await talk.hear("hello")
        assert {"command": "menu", "description": "打开菜单"} in hello["commands"]
        assert (hello["language"], hello["role"]) == ("zh", "")
        await door.bot.send_chat_action(visitor.chat_id, "typing")
        await talk.hear("typing")


async def test_what_the_web_chat_cannot_do_is_refused_clearly(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await begun(door, visitor.chat_id, talk)
        with pytest.raises(TelegramBadRequest, match="has no SendDice"):
            await door.bot.send_dice(visitor.chat_id)
        with pytest.raises(TelegramBadRequest, match="has no ReplyKeyboardRemove"):
            await door.bot.send_message(visitor.chat_id, "x", reply_markup=ReplyKeyboardRemove())
        with pytest.raises(TelegramBadRequest, match="chat not found"):
            await door.bot.send_message(12345, "x")
        with pytest.raises(TelegramBadRequest, match="not found"):
            await door.bot.edit_message_text("x", chat_id=visitor.chat_id, message_id=999)
        with pytest.raises(TelegramBadRequest, match="too long"):
            await door.bot.send_message(visitor.chat_id, "长" * 4097)


async def test_what_is_older_than_the_retention_is_forgotten(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("旧事")
        await talk.hear("ack")
        async with door.chat.database.transaction() as db:
            assert await retention.forget_said(db, door.chat.now()) == 1
            assert await retention.forget_web_chats(db, door.chat.now()) == 1
        async with door.chat.database.reading() as db:
            assert await history.since(db, visitor.chat_id, 0) == []
            assert await history.standing(db, visitor.chat_id) == (0, 0)


async def test_a_page_that_doubts_its_connection_is_answered(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.socket.send_json({"t": "ping"})
        assert await talk.hear("pong") == {"t": "pong"}
    assert not door.received
