"""A filter for what was typed where a code was asked for: has it the shape of one, or is it words?"""

from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.types import Message

from domain.say import Say
from domain.slip import is_slip
from domain.small_talk import SmallTalk
from domain.typed import clean
from handlers import draft_message
from handlers.turn import Turn

SAID = (SmallTalk.GREETING, SmallTalk.THANKS)
"""A single Latin word may be a code, but not one of these."""


async def looks_like_code(message: Message, turn: Turn) -> bool:
    text = clean(message.text or "")
    if text.startswith("/"):
        return False
    return is_slip(text) and turn.house.find_small_talk(text) not in SAID


def hear_words(message: Message, turn: Turn, *, offer: str, ask: str) -> Say:
    """What has no shape of a code is somebody's matter, and no wrong try. offer, ask: as of
    draft_message.hear_instead. Raises SkipHandler for what is a matter of its own at once."""
    heard = draft_message.hear_instead(turn, clean(message.text or ""), offer=offer, ask=ask)
    if heard is None:
        raise SkipHandler
    return heard
