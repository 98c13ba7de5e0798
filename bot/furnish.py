"""Puts the house together from settings and content."""

import asyncio
import gc
from functools import partial

from bot.live_tagger import LiveTagger
from bot.secret import key_for, read_secret
from bot.settings import Settings
from content.broadcast import load_broadcast_words
from content.commitment import load_commitments
from content.feed import load_feed_words
from content.fresh_words import FreshWords
from content.kind import load_kind_words
from content.lint import load_lint_words
from content.property import load_return_plan
from content.reply import load_replies
from content.rulebook import load_rulebook
from content.sensitive import load_sensitive_words
from content.small_talk import load_small_talk
from content.stage import load_stages
from content.stopwords import load_stop_words
from content.survey import load_surveys
from content.text import load_texts
from content.unit import FILE as OWN_UNITS
from content.unit import load_units
from content.unlearned import load_unlearned
from domain.kind_guess import guess_kind
from domain.routing import Routing
from domain.small_talk import find_small_talk
from domain.stopwords import find_stop
from domain.typed import find_language
from handlers.house import House


def furnish(settings: Settings) -> House:
    """Read all content. Raises ContentError at the first file that can't be used."""
    words = FreshWords()
    tagger = LiveTagger(words, settings.home / "cache")

    async def route(text: str) -> Routing:
        return await asyncio.to_thread(tagger.route, text)

    async def take_changed_words() -> str | None:
        problem = await asyncio.to_thread(tagger.refresh)
        house.topics, house.crimes = words.lexicon.titles, words.lexicon.crimes()
        return problem

    async def warm_up() -> None:
        await asyncio.to_thread(tagger.warm_up)

    house = House(
        policy=settings.policy,
        book=load_texts(),
        key=key_for(read_secret(settings), "codes"),
        route=route,
        take_changed_words=take_changed_words,
        warm_up=warm_up,
        find_alarm=tagger.find_alarm,
        find_stop=partial(find_stop, load_stop_words()),
        demo=settings.demo,
        topics=words.lexicon.titles,
        is_small_word=load_unlearned().is_small,
        crimes=words.lexicon.crimes(),
        replies=load_replies(),
        find_language=partial(find_language, words.lexicon.spelling.sounds),
        find_small_talk=partial(find_small_talk, load_small_talk()),
        guess_kind=partial(guess_kind, load_kind_words()),
        units=(units := load_units(own=settings.home / OWN_UNITS)),
        returning=load_return_plan(),
        lint=(lint := load_lint_words(unit.phone for unit in units)),
        broadcast_words=load_broadcast_words(lint),
        surveys=load_surveys(),
        sensitive_words=load_sensitive_words().words,
        rulebook=load_rulebook(
            settings.policy.quiet_hours.zone,
            promised=settings.policy.complaint_answer,
            own=settings.home / "calendar",
        ),
        commitments=load_commitments(),
        stages=load_stages(),
        feed_words=load_feed_words(own_units=settings.home / OWN_UNITS),
        feed_folder=settings.home / "feed",
    )
    # What was read now stays for good: the collector need not go through it again and again.
    gc.freeze()
    return house
