"""Pictures at the door, and the files of the chat."""

import asyncio
import io
import warnings
from collections import OrderedDict
from hashlib import sha256

from PIL import Image, ImageOps, UnidentifiedImageError

from storage import history
from storage.database import Database
from storage.schema.history import WebFile

UPLOAD_LIMIT = 8 * 1024 * 1024
"""Bytes of one picture as it comes."""
PIXEL_LIMIT = 60_000_000
"""Above this a picture is a decompression bomb to us; the largest phones take 50 million or so."""
SIDE = 1600
"""Pixels of the longer side that are kept."""
HELD_LIMIT = 64 * 1024 * 1024
"""Bytes of pictures held in memory for citizens who have not consented yet."""
FORMATS = ("JPEG", "PNG", "WEBP", "GIF")


class NotAPictureError(Exception):
    """What was sent is no picture of a usual kind, or much too large a one."""


class Files:
    """Reads files of the chat; holds those of citizens who have not consented, in memory only."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._held: OrderedDict[str, tuple[int, bytes]] = OrderedDict()
        # Decoding is done by few threads: a crowd of large pictures must not take all memory.
        self._turn = asyncio.Semaphore(2)

    async def clean(self, upload: bytes) -> history.Picture:
        """Decode a picture and encode it anew. Raises NotAPictureError."""
        async with self._turn:
            return await asyncio.to_thread(clean, upload)

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


def clean(upload: bytes) -> history.Picture:
    """A JPEG without metadata, upright, at most SIDE pixels a side. Raises NotAPictureError."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(upload), formats=FORMATS) as picture:
                if picture.width * picture.height > PIXEL_LIMIT:
                    raise NotAPictureError
                picture.draft("RGB", (SIDE, SIDE))
                upright = ImageOps.exif_transpose(picture)
                upright.thumbnail((SIDE, SIDE))
                flat = _on_white(upright)
    except NotAPictureError:
        raise
    except (
        UnidentifiedImageError,
        Image.DecompressionBombError,
        OSError,
        SyntaxError,
        ValueError,
        EOFError,
    ) as error:
        raise NotAPictureError from error
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=85, optimize=True)
    return history.Picture("image/jpeg", out.getvalue(), flat.width, flat.height)


def measure(content: bytes) -> history.Picture:
    """A picture that the house made: only its size and kind are looked up. Raises NotAPictureError."""
    try:
        with Image.open(io.BytesIO(content), formats=FORMATS) as picture:
            kind = Image.MIME[picture.format or "JPEG"]
            return history.Picture(kind, content, picture.width, picture.height)
    except (UnidentifiedImageError, OSError) as error:
        raise NotAPictureError from error


def _on_white(picture: Image.Image) -> Image.Image:
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        rgba = picture.convert("RGBA")
        ground = Image.new("RGB", rgba.size, "white")
        ground.paste(rgba, mask=rgba.getchannel("A"))
        return ground
    return picture.convert("RGB")
