"""Puts the house together from settings and content."""

import asyncio
from functools import partial

from bot.secret import key_for, read_secret
from bot.settings import Settings
from content.area import load_lexicon
from content.emergency import load_alarm_words
from content.text import load_texts
from domain.emergency import find_alarm
from domain.routing import Routing
from domain.tagging import Tagger
from handlers.house import House


def furnish(settings: Settings) -> House:
    """Read all content. Raises ContentError at the first file that can't be used."""
    tagger = Tagger(load_lexicon(), settings.home / "cache")

    async def route(text: str) -> Routing:
        return await asyncio.to_thread(tagger.route, text)

    return House(
        policy=settings.policy,
        book=load_texts(),
        key=key_for(read_secret(settings), "codes"),
        route=route,
        find_alarm=partial(find_alarm, load_alarm_words()),
    )
