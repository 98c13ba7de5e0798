"""The file with all that is linked to a citizen, made at the moment of saying."""

import asyncio
import base64
import json
from datetime import datetime
from typing import Any

from domain.say import Export
from storage import chats
from storage.database import Database
from storage.export import collect


async def write_export(database: Database, chat_id: int, export: Export) -> bytes | None:
    """JSON in UTF-8. None: nobody is known in that chat any more."""
    async with database.reading() as db:
        known = await chats.find(db, export.channel, chat_id)
        citizen = known[1] if known else None
        if citizen is None:
            return None
        found = await collect(db, citizen)
    return await asyncio.to_thread(_as_json, export, found)


def _as_json(export: Export, found: dict[str, Any]) -> bytes:
    zone = export.asked_at.tzinfo

    def in_words(value: Any) -> str:
        if isinstance(value, bytes):
            return base64.b64encode(value).decode()
        return value.astimezone(zone).isoformat() if isinstance(value, datetime) else str(value)

    everything = {"about": export.about, "exported_at": export.asked_at, **found}
    return json.dumps(everything, ensure_ascii=False, indent=2, default=in_words).encode()
