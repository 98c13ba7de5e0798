"""Questions about citizens and what they agreed to."""

from datetime import datetime

from storage.database import Transaction
from storage.schema.citizen import Chat, Citizen, Consent


async def welcome(
    db: Transaction, channel: str, chat_id: int, language: str, wording: int, now: datetime
) -> tuple[Chat, Citizen]:
    """Keep a citizen who agreed, with the chat. `wording`: version of the text agreed to."""
    citizen = Citizen(created_at=now, seen_at=now, notices=False, surveys=False, broadcasts=False)
    db.add(citizen)
    await db.flush()
    chat = Chat(channel=channel, chat_id=chat_id, citizen_id=citizen.id, language=language)
    db.add_all(
        [
            chat,
            Consent(citizen_id=citizen.id, kind="processing", given=True, wording=wording, at=now),
        ]
    )
    await db.flush()
    return chat, citizen


async def consent(
    db: Transaction, citizen: Citizen, kind: str, given: bool, wording: int, now: datetime
) -> bool:
    """Give or withdraw `notices`, `surveys` or `broadcasts`. False when it stood so already."""
    if getattr(citizen, kind) == given:
        return False
    setattr(citizen, kind, given)
    db.add(Consent(citizen_id=citizen.id, kind=kind, given=given, wording=wording, at=now))
    return True
