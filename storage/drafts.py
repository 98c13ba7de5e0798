"""Questions about what citizens are writing and have not sent yet."""

import secrets
from datetime import datetime

from sqlalchemy import delete, select, update

from storage import photos
from storage.database import Transaction
from storage.portions import FILES
from storage.schema.citizen import Chat
from storage.schema.draft import ComplaintDraft


async def of_chat(db: Transaction, chat: Chat) -> ComplaintDraft | None:
    return await db.scalar(select(ComplaintDraft).where(ComplaintDraft.chat_row_id == chat.id))


async def begin(db: Transaction, chat: Chat, now: datetime) -> ComplaintDraft:
    """An empty one for a chat that has none."""
    draft = ComplaintDraft(
        chat_row_id=chat.id, key=secrets.token_hex(8), parts=[], messages=[], updated_at=now
    )
    db.add(draft)
    await db.flush()
    return draft


async def note_card(db: Transaction, key: str, message_id: int) -> None:
    """Remember which message shows the draft. Nothing when it was sent or dropped meanwhile."""
    await db.execute(
        update(ComplaintDraft).where(ComplaintDraft.key == key).values(card=message_id)
    )


async def drop(db: Transaction, draft: ComplaintDraft) -> None:
    """Forget a draft; its photos, if they were not sent, are erased by `photos.erase` before."""
    await db.delete(draft)
    await db.flush()


async def erase_before(db: Transaction, moment: datetime) -> int:
    """Erase some drafts left untouched since that moment, with their photos. Returns how many."""
    untouched = select(ComplaintDraft).where(ComplaintDraft.updated_at < moment)
    old = (await db.scalars(untouched.limit(FILES).with_for_update(skip_locked=True))).all()
    await photos.erase(db, [p["photo"] for draft in old for p in draft.parts if p.get("photo")])
    await db.execute(
        delete(ComplaintDraft).where(ComplaintDraft.id.in_([draft.id for draft in old]))
    )
    return len(old)
