"""A filter for what was typed where a code was asked for: has it the shape of one, or is it words?"""

from aiogram.types import Message

from domain.slip import is_slip
from domain.small_talk import SmallTalk
from domain.typed import clean
from handlers.turn import Turn

SAID = (SmallTalk.GREETING, SmallTalk.THANKS)
"""A single Latin word may be a code, but not one of these."""


async def looks_like_code(message: Message, turn: Turn) -> bool:
    text = clean(message.text or "")
    if text.startswith("/"):
        return False
    return is_slip(text) and turn.house.find_small_talk(text) not in SAID
