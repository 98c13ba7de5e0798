"""What a citizen is writing: its parts, how much fits, and how it reads in short."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NotRequired, TypedDict

PHOTOS_LIMIT = 5
"""In one draft."""
PHOTOS_IN_ALL = 20
"""Of one complaint, with everything that was added to it."""
LETTERS_LIMIT = 20_000
MESSAGE_LIMIT = LETTERS_LIMIT
"""Letters of one message; Telegram brings 4,096 at the most."""
SHORT = 400


class Part(TypedDict):
    """One message: a text, the number of a kept photo, or both; and its own number in the chat."""

    message: NotRequired[int]
    text: NotRequired[str]
    photo: NotRequired[int]


class Full(StrEnum):
    """What there is no more room for."""

    PHOTOS = "photos"
    PHOTOS_IN_ALL = "photos_in_all"
    LETTERS = "letters"


def texts_of(parts: Sequence[Part]) -> list[str]:
    return [part["text"] for part in parts if part.get("text")]


def photos_of(parts: Sequence[Part]) -> list[int]:
    return [part["photo"] for part in parts if "photo" in part]


def whole_text(parts: Sequence[Part]) -> str:
    return "\n".join(texts_of(parts))


def find_full(parts: Sequence[Part], text: str, *, photo: bool, before: int = 0) -> Full | None:
    """Why a further message does not fit; None when it does. `before`: photos that the complaint has
    which this is added to."""
    if photo and before + len(photos_of(parts)) >= PHOTOS_IN_ALL:
        return Full.PHOTOS_IN_ALL
    if photo and len(photos_of(parts)) >= PHOTOS_LIMIT:
        return Full.PHOTOS
    if sum(map(len, texts_of(parts))) + len(text) > LETTERS_LIMIT:
        return Full.LETTERS
    return None


def shorten(text: str, limit: int = SHORT) -> str:
    """At most `limit` letters, the rest as an ellipsis."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
