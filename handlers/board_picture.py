"""The board as a picture: a bar for each unit, small cases and complaints beside major cases."""

from collections.abc import Sequence
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import NamedTuple

from PIL import Image, ImageDraw, ImageFont

WIDTH, BAR, GAP, MARGIN = 1080, 40, 20, 40
LABELS = 380
"""Pixels for names, at the left."""
PAPER, INK, PALE = "#ffffff", "#1b2733", "#eef1f4"
SMALL, MAJOR = "#10355c", "#d9663f"
"""Apart in brightness too, for who does not tell the two colours from each other. The paper is the
picture's own: it is read as well where the chat around it is dark."""
FONTS = (
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/google-noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/noto-cjk/NotoSansCJK-Regular.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-microhei.ttc"),
    Path("/usr/share/fonts/truetype/wqy/wqy-zenhei.ttc"),
    Path("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf"),
    Path("/System/Library/Fonts/PingFang.ttc"),
)
"""Where systems keep a font with Chinese letters; without one bars are named by number only."""


class Row(NamedTuple):
    """A unit with what is late there; `number` is its place in the text beside the picture."""

    number: int
    name: str
    small: int
    major: int


class Legend(NamedTuple):
    title: str
    small: str
    major: str


def draw(rows: Sequence[Row], legend: Legend) -> bytes:
    """A JPEG. Takes some ten milliseconds: for a thread."""
    font, speaks = _font(30)
    height = MARGIN * 2 + 110 + max(1, len(rows)) * (BAR + GAP)
    picture = Image.new("RGB", (WIDTH, height), PAPER)
    pen = ImageDraw.Draw(picture)
    top = MARGIN
    if speaks:
        pen.text((MARGIN, top), legend.title, font=font, fill=INK)
    for place, (colour, words) in enumerate(((SMALL, legend.small), (MAJOR, legend.major))):
        left = MARGIN + place * 420
        pen.rectangle((left, top + 60, left + 28, top + 88), fill=colour)
        if speaks:
            pen.text((left + 40, top + 54), words, font=font, fill=INK)
    most = max((row.small + row.major for row in rows), default=1)
    top += 110
    for row in rows:
        _bar(pen, font, top, row, most, speaks=speaks)
        top += BAR + GAP
    out = BytesIO()
    picture.save(out, "JPEG", quality=88)
    return out.getvalue()


def _bar(
    pen: ImageDraw.ImageDraw,
    font: ImageFont.FreeTypeFont | ImageFont.ImageFont,
    top: int,
    row: Row,
    most: int,
    *,
    speaks: bool,
) -> None:
    name = f"{row.number}  {row.name}" if speaks else str(row.number)
    while pen.textlength(name, font=font) > LABELS - 20:
        name = name[:-2] + "…"
    pen.text((MARGIN, top), name, font=font, fill=INK)
    left, room = MARGIN + LABELS, WIDTH - 2 * MARGIN - LABELS - 90
    pen.rectangle((left, top, left + room, top + BAR), fill=PALE)
    for number, colour in ((row.small, SMALL), (row.major, MAJOR)):
        if number:
            right = left + room * number / most
            pen.rectangle((left, top, right, top + BAR), fill=colour)
            room -= int(right - left)
            left, most = int(right), most - number
    pen.text((WIDTH - MARGIN - 80, top), str(row.small + row.major), font=font, fill=INK)


@cache
def _font(size: int) -> tuple[ImageFont.FreeTypeFont | ImageFont.ImageFont, bool]:
    """A font, and whether it has Chinese letters."""
    for path in FONTS:
        if path.exists():
            return ImageFont.truetype(path, size), True
    return ImageFont.load_default(size), False
