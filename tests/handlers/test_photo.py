"""Citizens' pictures are drawn anew."""

from io import BytesIO
from pathlib import Path
from zlib import compress, crc32

import pytest
from PIL import Image

from handlers.photo import BYTES_LIMIT, SIDE, Fault, redraw

PHOTO = Path(__file__).parents[1] / "talk" / "photo.jpg"


def _file(picture: Image.Image, kind: str, **options: object) -> bytes:
    out = BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


async def _drawn(content: bytes) -> Image.Image:
    jpeg = await redraw(content)
    assert isinstance(jpeg, bytes)
    picture = Image.open(BytesIO(jpeg))
    picture.load()
    return picture


async def test_places_makers_and_comments_are_gone_and_the_picture_stands_upright() -> None:
    content = PHOTO.read_bytes()
    before = Image.open(BytesIO(content))
    assert before.getexif().get_ifd(0x8825)
    assert b"demo comment" in content
    after = await _drawn(content)
    assert (after.width, after.height) == (before.height, before.width)
    assert not after.getexif()
    assert set(after.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    jpeg = await redraw(content)
    assert isinstance(jpeg, bytes)
    assert b"Exif" not in jpeg
    assert b"demo" not in jpeg.lower()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
async def test_a_large_picture_becomes_a_jpeg_of_a_bounded_size(kind: str) -> None:
    after = await _drawn(_file(Image.new("RGB", (4000, 1000), "red"), kind))
    assert after.format == "JPEG"
    assert max(after.size) == SIDE


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "L", "1", "CMYK", "I;16"])
async def test_every_mode_can_be_drawn(mode: str) -> None:
    kind = "JPEG" if mode == "CMYK" else "PNG"
    assert (await _drawn(_file(Image.new(mode, (30, 20)), kind))).mode == "RGB"


async def test_what_is_transparent_becomes_white() -> None:
    after = await _drawn(_file(Image.new("RGBA", (8, 8), (0, 0, 0, 0)), "PNG"))
    assert after.getpixel((4, 4)) == (255, 255, 255)


async def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    width = height = 60_000
    header = width.to_bytes(4, "big") + height.to_bytes(4, "big") + b"\x08\x00\x00\x00\x00"
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        len(body).to_bytes(4, "big") + name + body + crc32(name + body).to_bytes(4, "big")
        for name, body in ((b"IHDR", header), (b"IDAT", compress(b"\0" * 100_000)), (b"IEND", b""))
    )
    assert await redraw(png) in (Fault.TOO_LARGE, Fault.BROKEN)


async def test_too_many_bytes_are_refused() -> None:
    assert await redraw(b"\xff\xd8" + b"0" * BYTES_LIMIT) is Fault.TOO_LARGE


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"hello",
        b"%PDF-1.7",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        PHOTO.read_bytes()[:300],
    ],
)
async def test_what_is_no_picture_is_refused(content: bytes) -> None:
    assert await redraw(content) is Fault.BROKEN


@pytest.mark.filterwarnings("ignore::UserWarning")
async def test_a_picture_broken_at_any_place_never_raises() -> None:
    content = PHOTO.read_bytes()
    for place in range(0, len(content), 7):
        broken = bytearray(content)
        broken[place] ^= 0xFF
        assert await redraw(bytes(broken)) is not None
