"""Citizens' pictures: drawn anew, so that nothing but what they show is kept."""

import asyncio
from enum import StrEnum
from io import BytesIO

from PIL import (
    GifImagePlugin,
    Image,
    ImageOps,
    JpegImagePlugin,
    PngImagePlugin,
    WebPImagePlugin,
)

BYTES_LIMIT = 8 * 1024 * 1024
PIXELS_LIMIT = 51_000_000
"""Of a JPEG, which is read at a fraction of its size; a picture that unpacks to more is refused.

The largest of common phones take 8,192 by 6,144."""
PIXELS_LIMIT_WHOLE = 25_000_000
"""Of a format that has to be unpacked whole."""
SIDE = 1600
QUALITY = 85
FORMATS = (
    JpegImagePlugin.JpegImageFile.format,
    PngImagePlugin.PngImageFile.format,
    WebPImagePlugin.WebPImageFile.format,
    GifImagePlugin.GifImageFile.format,
)
"""Named by their readers, which are loaded by that."""
AT_ONCE = asyncio.Semaphore(2)
"""Pictures in work at the same time: each may take some 100 MB while it is drawn."""


class Fault(StrEnum):
    """Why a picture was not kept."""

    TOO_LARGE = "too_large"
    BROKEN = "broken"


async def redraw(content: bytes) -> bytes | Fault:
    """The picture as a JPEG of 1,600 pixels a side at the most, upright, without any metadata."""
    if len(content) > BYTES_LIMIT:
        return Fault.TOO_LARGE
    async with AT_ONCE:
        return await asyncio.to_thread(_redraw, content)


def _redraw(content: bytes) -> bytes | Fault:
    try:
        with Image.open(BytesIO(content), formats=FORMATS) as picture:
            pixels = picture.width * picture.height
            by_parts = picture.format in ("JPEG", "MPO")
            if pixels > (PIXELS_LIMIT if by_parts else PIXELS_LIMIT_WHOLE):
                return Fault.TOO_LARGE
            if by_parts:
                picture.draft("RGB", (SIDE, SIDE))
            upright = ImageOps.exif_transpose(picture)
            upright.thumbnail((SIDE, SIDE))
            return _on_white(upright)
    except Image.DecompressionBombError:
        return Fault.TOO_LARGE
    except Exception:  # a picture made to break its reader may raise anything
        return Fault.BROKEN


def _on_white(picture: Image.Image) -> bytes:
    """Drawn on an empty sheet: comments, profiles and places stay behind."""
    if picture.mode not in ("RGB", "L", "CMYK", "YCbCr"):
        picture = picture.convert("RGBA")
    sheet = Image.new("RGB", picture.size, "white")
    if picture.mode == "RGBA":
        sheet.paste(picture, mask=picture.getchannel("A"))
    else:
        sheet.paste(picture.convert("RGB"))
    out = BytesIO()
    sheet.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()
