"""What the house makes of one update: the routers decide, in one transaction."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from aiogram import Bot, Dispatcher
from aiogram.types import Update

from bot.arrivals import PAUSES
from bot.errand import Errand
from bot.fsm import current_turn
from bot.pictures import picture_of
from domain.say import Say, Scene
from handlers.house import House
from handlers.mydata import ERASE
from handlers.scene import scene_of
from handlers.turn import Turn
from storage import inbox, outbox, turns
from storage.database import Database, is_passing
from storage.turns import Before


class HeldBackError(Exception):
    """An earlier update of the same chat is not done."""

    def __init__(self, before: Before) -> None:
        super().__init__(before.value)
        self.before = before


@dataclass(frozen=True, slots=True)
class Decision:
    """What was committed: the replies that remain to be said, and what else is to follow.

    scene: what is to be shown beside the talk now; None: the same as before.
    """

    says: list[Say]
    fills_outbox: bool
    scene: Scene | None


class Decisions:
    """`now` tells the time."""

    def __init__(
        self,
        dispatcher: Dispatcher,
        bots: Mapping[str, Bot],
        database: Database,
        house: House,
        now: Callable[[], datetime],
    ) -> None:
        self.dispatcher, self.bots, self.database = dispatcher, bots, database
        self.house, self.now = house, now

    async def make(self, errand: Errand, urgent: Sequence[Say]) -> Decision | None:
        """Decide and commit, waiting a moment for what passes. None: it was done already.

        Raises HeldBackError while an earlier update of the chat is not done.
        """
        for pause in PAUSES:
            try:
                return await self._decide(errand, urgent)
            except HeldBackError as error:
                if error.before is Before.PUT_OFF:
                    raise
            except Exception as error:
                if not is_passing(error):
                    raise
            await asyncio.sleep(pause)
        return await self._decide(errand, urgent)

    async def _decide(self, errand: Errand, urgent: Sequence[Say]) -> Decision | None:
        """Have the routers handle an update in one transaction."""
        now, channel, chat_id = self.now(), errand.channel, errand.envelope.chat_id
        bot, update = self.bots[channel], errand.update
        picture = await picture_of(bot, update)
        async with self.database.transaction(long=_touches_much(update)) as db:
            opening = await turns.begin(db, channel, chat_id, errand.number, now)
            if opening is None:
                return None
            if opening.before is not None:
                raise HeldBackError(opening.before)
            chat, citizen, staff = opening.chat, opening.citizen, opening.staff
            texts = self.house.book[chat.language if chat else errand.envelope.language]
            turn = Turn(db, now, channel, chat_id, texts, self.house, chat, citizen, staff)
            current_turn.set(turn)
            before = _whose(turn)
            if citizen is not None and citizen.seen_at < now - timedelta(days=1):
                citizen.seen_at = now
            if chat is not None and chat.closed_at is not None:
                chat.closed_at = None
            said = await self.dispatcher.feed_update(
                bot, update, turn=turn, texts=turn.texts, picture=picture
            )
            says = [said] if isinstance(said, Say) else said if isinstance(said, list) else []
            says = [*urgent, *says]
            if not await inbox.finish(db, errand.number, [say.as_json() for say in says], now):
                await db.rollback()
                return None
        scene = None if _whose(turn) == before else scene_of(turn.texts, turn.staff)
        return Decision(says, outbox.is_filled(db), scene)


def _whose(turn: Turn) -> tuple[str, int | None]:
    """The language of a chat and who is at work there: with another one, its scene is another."""
    return turn.language, turn.staff.id if turn.staff else None


def _touches_much(update: Update) -> bool:
    """Erasing goes through all that a person ever sent: nobody else should wait for it."""
    press = update.callback_query
    return press is not None and press.data == ERASE
