"""Questions about the web chat's history.

A chat's rows are written one after the other: each change first takes the next revision of the chat,
which locks its counter until the commit. So who has read up to a revision has missed nothing before it.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import insert, select

from storage.database import Transaction
from storage.revision import first_or_next_revision, next_revision
from storage.schema.history import WebChat, WebFile, WebMessage

CHANNEL = "webchat"
"""The name of the channel whose history this is."""
PAGE = 50
"""Messages that a page is given at once."""
CHANGES = 500
"""Changes that are read at once."""

Buttons = list[list[list[str]]]
"""Rows of buttons, each a text and its data."""


class Picture(NamedTuple):
    """A picture with its size in pixels. `kind` is its media type."""

    kind: str
    content: bytes
    width: int
    height: int


class Document(NamedTuple):
    """A file to download. `kind` is its media type."""

    kind: str
    content: bytes
    name: str


class Standing(NamedTuple):
    """Where a chat's history stands: the last revision, and the one at which it was erased."""

    revision: int
    floor: int


async def standing(db: Transaction, chat_id: int) -> Standing:
    """(0, 0) for a chat that nothing was said in."""
    query = select(WebChat.revision, WebChat.floor).where(WebChat.chat_id == chat_id)
    row = (await db.execute(query)).one_or_none()
    return Standing(row[0], row[1]) if row else Standing(0, 0)


async def standings(db: Transaction, chat_ids: Sequence[int]) -> dict[int, int]:
    """The last revision of each of these chats."""
    query = select(WebChat.chat_id, WebChat.revision).where(WebChat.chat_id.in_(chat_ids))
    return {chat_id: revision for chat_id, revision in await db.execute(query)}  # noqa: C416


async def hear(
    db: Transaction,
    chat_id: int,
    key: str,
    now: datetime,
    *,
    text: str | None,
    photo: Picture | None = None,
    keep: bool,
) -> tuple[WebMessage, bool]:
    """Note what a citizen sent, without a word of it unless `keep`. False: the key came before."""
    revision = await first_or_next_revision(db, chat_id, now)
    known = await db.scalar(
        select(WebMessage).where(WebMessage.chat_id == chat_id, WebMessage.key == key)
    )
    if known is not None:
        return known, False
    message = WebMessage(
        chat_id=chat_id,
        number=revision,
        revision=revision,
        state="kept" if keep else "unkept",
        mine=True,
        key=key,
        text=text if keep else None,
        alarm=False,
        said_at=now,
    )
    if keep and photo is not None:
        message.file_id = await _keep_file(db, chat_id, photo.kind, photo.content, now)
        message.width, message.height = photo.width, photo.height
    await _insert(db, message)
    return message, True


async def keep_words(db: Transaction, chat_id: int, number: int, text: str, now: datetime) -> None:
    """Keep what was sent before the consent, now that it is given; nothing if it is kept or gone."""
    message = await db.scalar(
        select(WebMessage).where(
            WebMessage.chat_id == chat_id,
            WebMessage.number == number,
            WebMessage.state == "unkept",
        )
    )
    if message is not None:
        message.revision = await first_or_next_revision(db, chat_id, now)
        message.state, message.text = "kept", text
        await db.flush()


async def say(
    db: Transaction,
    chat_id: int,
    now: datetime,
    *,
    text: str | None,
    buttons: Buttons | None = None,
    quotes: int | None = None,
    file: Picture | Document | None = None,
    alarm: bool = False,
    passes_at: datetime | None = None,
) -> WebMessage | None:
    """Keep what the house says, until `passes_at` at the most. None: there is no such chat (any more)."""
    revision = await next_revision(db, chat_id, now)
    if revision is None:
        return None
    message = WebMessage(
        chat_id=chat_id,
        number=revision,
        revision=revision,
        state="kept",
        mine=False,
        text=text,
        buttons=buttons,
        quotes=quotes,
        alarm=alarm,
        said_at=now,
        passes_at=passes_at,
    )
    if file is not None:
        message.file_id = await _keep_file(db, chat_id, file.kind, file.content, now)
    if isinstance(file, Picture):
        message.width, message.height = file.width, file.height
    elif file is not None:
        message.file_name = file.name
    await _insert(db, message)
    return message


async def edit(
    db: Transaction, message: WebMessage, now: datetime, changes: dict[str, Any]
) -> WebMessage:
    """Change text or buttons of what the house said."""
    message.revision = await first_or_next_revision(db, message.chat_id, now)
    message.edited_at = now
    for name, value in changes.items():
        setattr(message, name, value)
    await db.flush()
    return message


async def find(db: Transaction, chat_id: int, number: int) -> WebMessage | None:
    """A message that is kept."""
    return await db.scalar(
        select(WebMessage).where(
            WebMessage.chat_id == chat_id, WebMessage.number == number, WebMessage.state == "kept"
        )
    )


async def since(db: Transaction, chat_id: int, revision: int) -> Sequence[WebMessage]:
    """What changed after that revision, in order of change; unkept and gone rows too."""
    rows = await db.scalars(
        select(WebMessage)
        .where(WebMessage.chat_id == chat_id, WebMessage.revision > revision)
        .order_by(WebMessage.revision)
        .limit(CHANGES)
    )
    return rows.all()


async def before(db: Transaction, chat_id: int, number: int | None) -> Sequence[WebMessage]:
    """The last page of kept messages before that number (None: of all), oldest first."""
    query = select(WebMessage).where(WebMessage.chat_id == chat_id, WebMessage.state == "kept")
    if number is not None:
        query = query.where(WebMessage.number < number)
    rows = await db.scalars(query.order_by(WebMessage.number.desc()).limit(PAGE))
    return rows.all()[::-1]


async def file(db: Transaction, name: str) -> WebFile | None:
    return await db.get(WebFile, name)


async def _insert(db: Transaction, message: WebMessage) -> None:
    """One plain statement: this is the most frequent write of all, and nothing else is pending."""
    columns = WebMessage.__table__.columns.keys()
    values = {name: getattr(message, name) for name in columns if name != "id"}
    await db.execute(insert(WebMessage.__table__), values)  # type: ignore[arg-type]


async def _keep_file(
    db: Transaction, chat_id: int, kind: str, content: bytes, now: datetime
) -> str:
    name = secrets.token_urlsafe(18)
    db.add(WebFile(id=name, chat_id=chat_id, kind=kind, content=content, kept_at=now))
    await db.flush()
    return name
