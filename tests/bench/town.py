"""Invented citizens for measurements, and what they write."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from storage.database import Database
from storage.schema.citizen import Chat, Citizen


async def settle(database: Database, number: int, channel: str = "telegram") -> None:
    """Citizens 1 to `number`, each in the chat of that number, who agreed to everything."""
    now = datetime.now(UTC)
    everybody = range(1, number + 1)
    async with database.transaction() as db:
        await db.execute(
            insert(Citizen),
            [
                {
                    "id": n,
                    "notices": True,
                    "surveys": True,
                    "broadcasts": True,
                    "created_at": now,
                    "seen_at": now,
                }
                for n in everybody
            ],
        )
        await db.execute(
            insert(Chat),
            [
                {"id": n, "channel": channel, "chat_id": n, "citizen_id": n, "language": "zh"}
                for n in everybody
            ],
        )


def typed(number: int, chat_id: int, text: str) -> dict[str, Any]:
    person = {"id": chat_id, "is_bot": False, "first_name": "x", "language_code": "zh"}
    return {
        "update_id": number,
        "message": {
            "message_id": number,
            "date": 1,
            "chat": {"id": chat_id, "type": "private"},
            "from": person,
            "text": text,
        },
    }


def pressed(number: int, chat_id: int, data: str) -> dict[str, Any]:
    message = typed(number, chat_id, "x")["message"]
    return {
        "update_id": number,
        "callback_query": {
            "id": str(number),
            "from": message["from"],
            "chat_instance": "x",
            "message": message,
            "data": data,
        },
    }
