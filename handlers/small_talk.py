"""Answers to what is no matter for a desk."""

from domain.draft import MESSAGE_LIMIT
from domain.say import Say
from domain.small_talk import SmallTalk
from handlers import welcome
from handlers.turn import Turn

UNREADABLE = {
    "voice": "voice",
    "audio": "voice",
    "video": "voice",
    "video_note": "voice",
    "document": "document",
    "sticker": "sticker",
    "animation": "sticker",
    "dice": "sticker",
    "location": "location",
    "venue": "location",
    "contact": "contact",
}
"""Kinds of messages, as channels name them, and the answer to each."""


async def answer(turn: Turn, text: str) -> Say | None:
    """A fitting word and the menu; None: the text is about something. It is cleaned.

    A short text that a topic is known for is about something all the same.
    """
    if len(text) > MESSAGE_LIMIT:
        words = turn.texts("house.too_long", limit=MESSAGE_LIMIT)
        return Say(words, (welcome.back_to_menu(turn),), quote=True)
    talk = turn.house.find_small_talk(text)
    if talk is None:
        return None
    if talk in (SmallTalk.UNCLEAR, SmallTalk.NOISE) and (await turn.house.route(text)).tags:
        return None
    return welcome.menu(turn, turn.texts(f"talk.{talk}"))


def interrupts(turn: Turn, text: str, *, begun: bool) -> SmallTalk | None:
    """What is typed in the midst of writing and is surely no part of it. A word that alone says too
    little may be one, and so may a greeting, but not where nothing is written yet."""
    talk = turn.house.find_small_talk(text)
    if talk is SmallTalk.GREETING and not begun:
        return talk
    return None if talk in (SmallTalk.GREETING, SmallTalk.UNCLEAR) else talk


def refuse_photo(turn: Turn, asked: str) -> Say:
    """A photo where a `case`'s number, a `receipt`'s code or an answer to a `survey` is asked for."""
    return Say(turn.texts(f"talk.photo_{asked}"), (welcome.back_to_menu(turn),))


def cannot_read(turn: Turn, kind: str) -> Say:
    """What to do instead of a voice message, a file, a sticker…"""
    words = turn.texts(f"talk.{UNREADABLE.get(kind, 'cannot_read')}")
    return Say(words, (welcome.back_to_menu(turn),))
