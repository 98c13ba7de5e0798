"""The files of the chat, and the pictures of citizens who have not consented yet."""

import io
from collections import OrderedDict
from hashlib import sha256

from PIL import Image, UnidentifiedImageError

from handlers import photo
from storage import history
from storage.database import Database
from storage.schema.history import WebFile

HELD_LIMIT = 64 * 1024 * 1024
"""Bytes of pictures held in memory for citizens who have not consented yet."""


class NotAPictureError(Exception):
    """What was to be sent is no picture of a usual kind."""


class Files:
    """Reads files of the chat; holds those of citizens who have not consented, in memory only."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._held: OrderedDict[str, tuple[int, bytes]] = OrderedDict()

    def hold(self, chat_id: int, key: str, content: bytes) -> str:
        """Hold a picture until it is read or room is needed. The same key has the same name."""
        name = "held-" + sha256(f"{chat_id}:{key}".encode()).hexdigest()[:24]
        self._held[name] = chat_id, content
        while sum(len(held) for _, held in self._held.values()) > HELD_LIMIT:
            self._held.popitem(last=False)
        return name

    async def read(self, name: str) -> bytes | None:
        """The content of a file; None when it is not there any more."""
        if name in self._held:
            return self._held[name][1]
        found = await self.find(name)
        return found.content if found else None

    async def find(self, name: str) -> WebFile | None:
        async with self.database.reading() as db:
            return await history.file(db, name)


def measure(content: bytes) -> history.Picture:
    """A picture that the house made: only its size and kind are looked up. Raises NotAPictureError."""
    try:
        with Image.open(io.BytesIO(content), formats=photo.FORMATS) as picture:
            kind = Image.MIME[picture.format or "JPEG"]
            return history.Picture(kind, content, picture.width, picture.height)
    except (UnidentifiedImageError, OSError) as error:
        raise NotAPictureError from error
