"""Questions about members of staff and their sign-in codes."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import delete, select, update

from domain.role import Role
from storage.database import Transaction
from storage.schema.citizen import Chat
from storage.schema.outbox import Outbox
from storage.schema.staff import Staff


async def add(
    db: Transaction,
    *,
    name: str,
    role: Role,
    area: str | None,
    unit: str | None,
    now: datetime,
) -> Staff:
    """Keep a new member of staff, who has no code yet."""
    member = Staff(name=name, role=role, area=area, unit=unit, active=True, created_at=now)
    db.add(member)
    await db.flush()
    return member


async def give_code(
    db: Transaction, staff_id: int, code_hash: str, expires_at: datetime
) -> Staff | None:
    """Keep the hash of a new sign-in code in place of any older one. None: no such active member."""
    return await db.scalar(
        update(Staff)
        .where(Staff.id == staff_id, Staff.active)
        .values(code_hash=code_hash, code_expires_at=expires_at)
        .returning(Staff)
        .execution_options(populate_existing=True)
    )


async def use_code(db: Transaction, code_hash: str, now: datetime) -> Staff | None:
    """Whose code it is; it is used up by this, so that of two at the same moment one gets it."""
    return await db.scalar(
        update(Staff)
        .where(Staff.code_hash == code_hash, Staff.code_expires_at > now, Staff.active)
        .values(code_hash=None, code_expires_at=None)
        .returning(Staff)
        .execution_options(populate_existing=True)
    )


async def deactivate(db: Transaction, staff_id: int, now: datetime) -> Staff | None:
    """Take away access at once: code, chats and what waits for them. None: no such active member."""
    member = await db.scalar(
        update(Staff)
        .where(Staff.id == staff_id, Staff.active)
        .values(active=False, code_hash=None, code_expires_at=None)
        .returning(Staff)
        .execution_options(populate_existing=True)
    )
    if member is not None:
        for chat in (await db.scalars(select(Chat).where(Chat.staff_id == staff_id))).all():
            await unbind(db, chat, now)
    return member


async def reactivate(db: Transaction, staff_id: int) -> Staff | None:
    """Let somebody who left work again; they need a code. None: nobody of that number left."""
    return await db.scalar(
        update(Staff)
        .where(Staff.id == staff_id, Staff.active.is_(False))
        .values(active=True)
        .returning(Staff)
        .execution_options(populate_existing=True)
    )


async def bind(
    db: Transaction, chat: Chat | None, channel: str, chat_id: int, language: str, staff_id: int
) -> Chat:
    """Make a chat a member of staff's. A citizen's chat keeps the citizen for after the leaving."""
    if chat is None:
        chat = Chat(channel=channel, chat_id=chat_id, language=language)
        db.add(chat)
    chat.staff_id = staff_id
    chat.state = chat.data = None
    await db.flush()
    return chat


async def unbind(db: Transaction, chat: Chat, now: datetime) -> None:
    """A chat is no longer staff's. Cards that wait for it stay unsent; a stranger's row is erased."""
    await db.execute(
        update(Outbox)
        .where(
            Outbox.channel == chat.channel,
            Outbox.chat_id == chat.chat_id,
            Outbox.state == "waiting",
            Outbox.kind == "card",
        )
        .values(state="never", reason="left", settled_at=now)
    )
    chat.staff_id = chat.state = chat.data = None
    await db.flush()
    if chat.citizen_id is None:
        await db.execute(delete(Chat).where(Chat.id == chat.id))
        db.expunge(chat)


async def find(db: Transaction, staff_id: int) -> Staff | None:
    return await db.get(Staff, staff_id)


async def everybody(db: Transaction) -> Sequence[Staff]:
    """All members, those who left too, in the order in which they came."""
    return (await db.scalars(select(Staff).order_by(Staff.id))).all()


async def active(db: Transaction) -> Sequence[Staff]:
    """All active members. A bureau has tens of them, so they are read whole."""
    return (await db.scalars(select(Staff).where(Staff.active).order_by(Staff.id))).all()
