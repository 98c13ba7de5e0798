"""What an update tells before anybody understands it: its chat, its sender's language, its words."""

from dataclasses import dataclass
from typing import Any

from aiogram.types import Chat, Update, User

from content.text import LANGUAGES


@dataclass(frozen=True, slots=True)
class Envelope:
    """language: one that the house speaks. words: of a message, changed or not, or below a photo;
    "" where nothing was written, and in chats that are not private."""

    chat_id: int
    language: str
    words: str


def open_envelope(update: Update) -> Envelope:
    event = update.event
    chat: Chat | None = getattr(event, "chat", None)
    message = getattr(event, "message", None)
    if chat is None and message is not None:
        chat = message.chat
    user: User | None = getattr(event, "from_user", None)
    written = update.message or update.edited_message
    words = ""
    if written is not None and written.chat.type == "private":
        words = written.text or written.caption or ""
    return Envelope(chat.id if chat else user.id if user else 0, _language(user), words)


def chat_in(raw: dict[str, Any]) -> dict[str, Any] | None:
    """The chat of an update as it came, which may be of any shape. None: it names none."""
    for event in raw.values():
        message = event.get("message") if isinstance(event, dict) else None
        for place in (event, message):
            if isinstance(place, dict) and isinstance(place.get("chat"), dict):
                chat: dict[str, Any] = place["chat"]
                return chat
    return None


def _language(user: User | None) -> str:
    code = (user.language_code or "zh")[:2] if user else "zh"
    return code if code in LANGUAGES else "en" if user and user.language_code else "zh"
