"""The answer to a danger is marked on the web chat, and plain to every other channel."""

import json

from bot.house_message import HouseMessage
from bot.speaking import say_to
from domain.say import Say
from tests.channels.visitor import Door


async def test_an_answer_to_a_danger_is_marked_and_stays_marked_after_a_reload(door: Door) -> None:
    async with door.visitor() as visitor, visitor.open() as talk:
        await talk.say("有人持刀")
        await talk.hear("ack")
        kept = Say.from_json(json.loads(json.dumps(Say("请马上拨打110！", alarm=True).as_json())))
        number = await say_to(door.bot, door.chat.database, visitor.chat_id, kept)
        plain = await say_to(door.bot, door.chat.database, visitor.chat_id, Say("菜单"))
        assert number is not None
        assert plain is not None
        assert (await talk.hear_of(number))["alarm"] is True
        assert "alarm" not in await talk.hear_of(plain)
        async with visitor.open() as reloaded:
            shown = (await reloaded.hear("afresh"))["messages"]
            assert [one.get("alarm", False) for one in shown] == [False, True, False]


def test_nothing_of_the_mark_is_sent_to_telegram() -> None:
    alarm = HouseMessage(chat_id=1, text="请马上拨打110！", alarm=True)
    assert alarm.__api_method__ == "sendMessage"
    assert "alarm" not in alarm.model_dump()
