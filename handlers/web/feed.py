"""The signed door of the case feed, beside the drop folder: POST /feed/cases."""

import asyncio
import hmac
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from http import HTTPStatus
from pathlib import Path

import structlog
from aiohttp import web

from domain.feed_signature import SIGNATURE, WINDOW, begin, is_fresh, is_right
from domain.refusal import RefusalError
from handlers.feed import Summary, import_file
from handlers.feed_rejects import word_refusal
from handlers.feed_spool import Spool
from handlers.house import House
from handlers.web.feed_gate import BusyError, FeedGate
from storage import feed_calls, wrong_tries
from storage.database import Database

PIECE = 256 * 1024
READ_WITHIN = 300.0
"""Seconds for a whole body."""
WRONG_TRIES, LOCK_FOR = 10, timedelta(minutes=10)
RETRY_AFTER = 30

log = structlog.get_logger()


class RefusedCallError(Exception):
    """reason: for programs, so in one language. retry_after: in seconds."""

    def __init__(self, status: HTTPStatus, reason: str, retry_after: int | None = None) -> None:
        self.status, self.reason, self.retry_after = status, reason, retry_after
        super().__init__(reason)

    def response(self) -> web.Response:
        answer = web.json_response({"refused": self.reason}, status=self.status)
        if self.retry_after is not None:
            answer.headers["Retry-After"] = str(self.retry_after)
        # The rest of a refused body is not read.
        answer.force_close()
        return answer


class FeedDoor:
    """`address`: where a request comes from. `largest`: bytes of a body."""

    def __init__(
        self,
        database: Database,
        house: House,
        secret: bytes,
        largest: int,
        address: Callable[[web.Request], str],
        now: Callable[[], datetime],
    ) -> None:
        self.database, self.house, self.now = database, house, now
        self.largest, self.address = largest, address
        self._secret = secret
        self._gate = FeedGate()
        self._importing = asyncio.Lock()

    def add_to(self, app: web.Application) -> None:
        app.router.add_post("/feed/cases", self.take)

    async def take(self, request: web.Request) -> web.StreamResponse:
        """One body of JSONL, taken in only when its signature is right, fresh and unused."""
        try:
            return await self._take(request)
        except RefusedCallError as refused:
            return refused.response()
        except BusyError:
            busy = RefusedCallError(HTTPStatus.TOO_MANY_REQUESTS, "busy", RETRY_AFTER)
            return busy.response()

    async def _take(self, request: web.Request) -> web.StreamResponse:
        async with self._admitted(request):
            timestamp = request.headers.get("X-Minyi-Timestamp", "")
            signature = request.headers.get("X-Minyi-Signature", "")
            self._look_at(request, timestamp, signature)
            spool = await asyncio.to_thread(
                Spool, self.house.feed_folder, begin(self._secret, timestamp)
            )
            try:
                try:
                    await self._receive(request, spool)
                except Exception:
                    # Not whole, so nothing is proved: whoever only holds a place is shut out too.
                    await self._count_wrong(request)
                    raise
                if not is_right(spool.sealed, signature):
                    await self._count_wrong(request)
                    raise RefusedCallError(HTTPStatus.UNAUTHORIZED, "signature")
                await self._use(request, signature)
                async with self._importing:
                    return await self._import(request, spool.path)
            finally:
                # At once, not in a thread: a shutdown would not wait for that.
                spool.erase()

    @asynccontextmanager
    async def _admitted(self, request: web.Request) -> AsyncIterator[None]:
        async with self.database.reading() as db:
            until = await wrong_tries.locked_until(db, [self._subject(request)], self.now())
        if until is not None:
            left = (until - self.now()).total_seconds()
            raise RefusedCallError(HTTPStatus.TOO_MANY_REQUESTS, "locked", int(left) + 1)
        with self._gate.place(self._subject(request), self.now()):
            yield

    def _look_at(self, request: web.Request, timestamp: str, signature: str) -> None:
        """Refuse, before the body is read, what can't be right whatever it holds."""
        if not SIGNATURE.fullmatch(signature):
            raise RefusedCallError(HTTPStatus.UNAUTHORIZED, "signature")
        if not is_fresh(timestamp, self.now()):
            raise RefusedCallError(HTTPStatus.UNAUTHORIZED, "timestamp")
        if "Content-Encoding" in request.headers:
            raise RefusedCallError(HTTPStatus.BAD_REQUEST, "compressed")
        if (request.content_length or 0) > self.largest:
            raise RefusedCallError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")

    async def _receive(self, request: web.Request, spool: Spool) -> None:
        try:
            async with asyncio.timeout(READ_WITHIN):
                async for piece in request.content.iter_chunked(PIECE):
                    if spool.size + len(piece) > self.largest:
                        raise RefusedCallError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too large")
                    await asyncio.to_thread(spool.add, piece)
        except TimeoutError as error:
            raise RefusedCallError(HTTPStatus.REQUEST_TIMEOUT, "too slow") from error
        await asyncio.to_thread(spool.close)

    async def _use(self, request: web.Request, signature: str) -> None:
        self._gate.prove(self._subject(request), self.now())
        async with self.database.transaction() as db:
            await wrong_tries.forgive(db, self._subject(request))
            # A time ahead of ours by the whole window is fresh for twice as long.
            fresh = await feed_calls.use(db, signature, self.now(), keep=2 * WINDOW)
        if not fresh:
            raise RefusedCallError(HTTPStatus.CONFLICT, "used before")

    async def _count_wrong(self, request: web.Request) -> None:
        async with self.database.transaction() as db:
            await wrong_tries.count_wrong(
                db, self._subject(request), WRONG_TRIES, LOCK_FOR, self.now()
            )
        log.warning("a call of the feed proved nothing", origin=self._subject(request))

    async def _import(self, request: web.Request, path: Path) -> web.StreamResponse:
        summary, refusal = Summary(), None
        try:
            summary = await import_file(self.database, self.house, path, self.now)
            refusal = summary.broken
        except RefusalError as reason:
            refusal = reason
        except Exception as error:
            log.error("a call of the feed could not be taken in now", exc_info=error)
            raise RefusedCallError(
                HTTPStatus.SERVICE_UNAVAILABLE, "trouble", RETRY_AFTER
            ) from error
        counts: dict[str, object] = {
            "new": summary.added,
            "changed": summary.changed,
            "unchanged": summary.unchanged,
            "rejected": summary.rejected,
        }
        words = word_refusal(self.house.book, refusal) if refusal else None
        log.info("a call of the feed was taken in", **counts, refused=words)
        status = HTTPStatus.BAD_REQUEST if refusal else HTTPStatus.ACCEPTED
        first = counts | ({"refused": words} if words else {})
        return await _answer(request, status, first, summary.rejects)

    def _subject(self, request: web.Request) -> str:
        """Where a call comes from, for counting and not for knowing: a keyed hash."""
        address = f"feed {self.address(request)}".encode()
        return f"feed:{hmac.new(self.house.key, address, 'sha256').hexdigest()[:32]}"


async def _answer(
    request: web.Request, status: HTTPStatus, first: dict[str, object], rejects: Path | None
) -> web.StreamResponse:
    """JSONL: the counts, then a line for each row that was handed back."""
    response = web.StreamResponse(status=status)
    response.content_type = "application/x-ndjson"
    response.charset = "utf-8"
    await response.prepare(request)
    await response.write(json.dumps(first, ensure_ascii=False).encode() + b"\n")
    if rejects is not None:
        with await asyncio.to_thread(rejects.open, "rb") as file:
            while piece := await asyncio.to_thread(file.read, PIECE):
                await response.write(piece)
    await response.write_eof()
    return response
