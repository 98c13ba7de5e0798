"""Photos in, photos and documents out, over plain HTTP beside the socket."""

import re

import structlog
from aiohttp import BodyPartReader, web

from bot.channels.webchat import updates
from bot.channels.webchat.allowance import LEAST
from bot.channels.webchat.files import Files, measure
from bot.channels.webchat.flood import FloodedError
from bot.channels.webchat.reception import Reception
from content.text import Texts
from handlers.photo import BYTES_LIMIT, Fault, redraw
from handlers.web.page import read_language
from storage import history

log = structlog.get_logger()

KEY = re.compile(r"[A-Za-z0-9_-]{1,40}")
CAPTION_LIMIT = 1024
"""Characters, as in Telegram."""


class UploadDoor:
    """POST /chat/photo and GET /chat/photo/{name}, /chat/file/{name}."""

    def __init__(self, reception: Reception, files: Files) -> None:
        self.reception, self.files = reception, files

    async def take_photo(self, request: web.Request) -> web.Response:
        """Take one photo (fields: key, caption, photo). The same key twice is done once."""
        chat_id, texts = (
            self.reception.identity.read(request),
            self.reception.book[read_language(request)],
        )
        if chat_id is None or not self.reception.identity.may_post(request, chat_id):
            raise web.HTTPForbidden
        address = self.reception.identity.address(request)
        if seconds := self.reception.gate.shut_for(chat_id, address):
            return _refuse(429, texts("page.cool_off", seconds=seconds))
        try:
            await self.reception.gate.admit(chat_id, address)
        except FloodedError as flooded:
            return _refuse(429, texts("page.cool_off", seconds=flooded.seconds))
        if not self.reception.allowance.has_room(chat_id, address):
            return _refuse(429, texts("page.day_full"))
        try:
            fields = await _read_fields(request)
        except ValueError:
            return _refuse(413, texts("page.photo_large"))
        key = fields.get("key", b"").decode("utf-8", "replace")
        caption = fields.get("caption", b"").decode("utf-8", "replace").replace("\0", "").strip()
        if not KEY.fullmatch(key) or len(caption) > CAPTION_LIMIT:
            return _refuse(400, texts("page.not_understood"))
        jpeg = await redraw(fields.get("photo", b""))
        if isinstance(jpeg, Fault):
            if jpeg is Fault.TOO_LARGE:
                return _refuse(413, texts("page.photo_large"))
            return _refuse(415, texts("page.photo_not"))
        try:
            answer, is_new = await self._keep(chat_id, texts, key, caption or None, measure(jpeg))
        except Exception as error:
            log.error("a photo could not be kept", exc_info=error)
            return _refuse(503, texts("page.trouble"))
        if is_new:
            self.reception.allowance.spend(chat_id, address, max(len(jpeg), LEAST))
        return answer

    async def _keep(
        self, chat_id: int, texts: Texts, key: str, caption: str | None, picture: history.Picture
    ) -> tuple[web.Response, bool]:
        """False: the same was kept before."""
        self.reception.expect(
            chat_id, updates.inbox_key(chat_id, key), texts.language, caption or ""
        )
        keep = await self.reception.may_keep(chat_id)
        async with self.reception.database.transaction() as db:
            row, is_new = await history.hear(
                db, chat_id, key, self.reception.now(), text=caption, photo=picture, keep=keep
            )
        if is_new:
            self.reception.connections.tell(chat_id, row)
        name = row.file_id or self.files.hold(chat_id, key, picture.content)
        size = (picture.width, picture.height)
        update = updates.photo_update(row, texts.language, caption, name, size)
        await self.reception.receive(updates.inbox_key(chat_id, key), update)
        answer = web.json_response({"number": row.number, "kept": row.state == "kept"})
        return answer, is_new

    async def show(self, request: web.Request) -> web.Response:
        """A file of the chat, to this chat only; anybody else learns nothing of it."""
        chat_id, name = self.reception.identity.read(request), request.match_info["name"]
        found = await self.files.find(name) if chat_id is not None else None
        if found is None or found.chat_id != chat_id:
            raise web.HTTPNotFound
        response = web.Response(body=found.content, content_type=found.kind)
        response.headers["Cache-Control"] = "private, max-age=3600"
        if not found.kind.startswith("image/"):
            response.headers["Content-Disposition"] = "attachment"
        return response


async def _read_fields(request: web.Request) -> dict[str, bytes]:
    """The parts of a form. Raises ValueError when they are more than a photo may be."""
    fields: dict[str, bytes] = {}
    if not request.content_type.startswith("multipart/"):
        return fields
    total = 0
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader) or len(fields) >= 3:
            raise ValueError("not a form of ours")
        content = bytearray()
        while chunk := await part.read_chunk(65536):
            total += len(chunk)
            if total > BYTES_LIMIT:
                raise ValueError("too large")
            content += chunk
        fields[part.name or ""] = bytes(content)
    return fields


def _refuse(status: int, text: str) -> web.Response:
    return web.json_response({"text": text}, status=status)
