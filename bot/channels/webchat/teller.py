"""Tells an open page what it does not know yet, in order, and nothing twice."""

import json
from collections.abc import Sequence

import structlog
from aiohttp import WSCloseCode

from bot.channels.webchat.connections import Listener
from bot.channels.webchat.frames import Frame, show_changes, show_message, show_scene
from content.text import Book
from handlers.scene import scene_of
from storage import chats, history
from storage.database import Database, Transaction
from storage.schema.history import WebMessage

log = structlog.get_logger()

FAR_BEHIND = 200
"""Changes above which a page starts afresh from the last messages."""


class Teller:
    """The rows are the truth: what a page may have missed is read from the history."""

    def __init__(self, database: Database, book: Book) -> None:
        self.database, self.book = database, book

    async def tell(self, listener: Listener, language: str, known: int) -> None:
        """Tell a page that knows the history up to `known` all that comes, until it closes."""
        try:
            await self._tell_all(listener, language, known)
        except ConnectionError:
            pass
        except Exception as error:
            log.error("a page could not be told", exc_info=error)
            await listener.close(WSCloseCode.INTERNAL_ERROR)

    async def _tell_all(self, listener: Listener, language: str, known: int) -> None:
        """Send what there is to tell, in order, for as long as the page is open."""
        await _send(listener, await self._scene(listener.chat_id, language))
        await self._begin(listener, known)
        while not listener.is_gone:
            await listener.bell.wait()
            listener.bell.clear()
            while not listener.is_gone and (listener.queue or listener.behind):
                if listener.behind:
                    listener.behind = False
                    await self._catch_up(listener)
                    continue
                item = listener.queue.popleft()
                if isinstance(item, dict):
                    await _send(listener, item)
                elif item.revision == listener.told + 1:
                    listener.told = item.revision
                    await _send(listener, show_changes([item], item.revision))
                elif item.revision > listener.told:
                    listener.behind = True

    async def _scene(self, chat_id: int, language: str) -> Frame:
        """In the language of the talk; in that of the page where nobody agreed to a talk yet."""
        async with self.database.reading() as db:
            found = await chats.find(db, history.CHANNEL, chat_id)
        chat, _, member = found or (None, None, None)
        texts = self.book[chat.language if chat else language]
        return show_scene(scene_of(texts, member))

    async def _begin(self, listener: Listener, known: int) -> None:
        """Bring a page that knows the history up to `known` to its end, or start it afresh."""
        listener.behind = False
        async with self.database.reading() as db:
            revision, floor = await history.standing(db, listener.chat_id)
            is_far = known > revision or known < floor or revision - known > FAR_BEHIND
            if known and not is_far:
                rows = await history.since(db, listener.chat_id, known)
            else:
                rows = await history.before(db, listener.chat_id, None)
            why = await _why_empty(db, listener.chat_id, floor) if not rows else ""
        listener.told = _newest(revision, rows)
        if known and not is_far:
            await _send(listener, show_changes(rows, listener.told))
            await _send(listener, {"t": "ready"})
            return
        await _send(
            listener,
            {
                "t": "afresh",
                "revision": listener.told,
                "floor": floor,
                "messages": [show_message(row) for row in rows],
                "more": len(rows) == history.PAGE,
                "why": why,
            },
        )
        await _send(listener, {"t": "ready"})

    async def _catch_up(self, listener: Listener) -> None:
        async with self.database.reading() as db:
            revision, floor = await history.standing(db, listener.chat_id)
            rows = await history.since(db, listener.chat_id, listener.told)
        if floor > listener.told or revision < listener.told:
            await self._begin(listener, 0)
            return
        # A revision may have no row of its own any more, so the counter is believed, not the rows;
        # but for a list that was cut.
        listener.told = (
            rows[-1].revision if len(rows) == history.CHANGES else _newest(revision, rows)
        )
        listener.behind = listener.behind or len(rows) == history.CHANGES
        await _send(listener, show_changes(rows, listener.told))


def _newest(revision: int, rows: Sequence[WebMessage]) -> int:
    """What was written between the two questions is in the rows, and not to be told again."""
    return max(revision, *(row.revision for row in rows), 0)


async def _why_empty(db: Transaction, chat_id: int, floor: int) -> str:
    """What became of all that was said here. `old`: even the counter is gone, so nobody came for long.
    `bound`: a citizen's chat whose talk ended as it became theirs. `erased`: by them, from any window."""
    if not floor:
        return "old"
    found = await chats.find(db, history.CHANNEL, chat_id)
    return "bound" if found is not None and found[1] is not None else "erased"


async def _send(listener: Listener, frame: Frame | None) -> None:
    if frame is not None:
        await listener.socket.send_str(json.dumps(frame, ensure_ascii=False))
